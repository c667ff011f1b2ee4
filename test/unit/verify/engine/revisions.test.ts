import { describe, expect, test } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { ruleFixtures, verifyFiles } from '../rule-fixtures.ts';

const base = { ...(ruleFixtures().find(({ name }) => name === 'app-branch-stale/ok-tags')?.files ?? {}) };
const branch = 'deploy-branches/k8s-deploy-prod';
const app = 'k8s/argocd/apps/prod/cart-service.yaml';

function text(path: string): string {
  const content = base[path];
  if (content === undefined) throw new Error(`no ${path}`);
  return content;
}

async function found(files: Record<string, string>, options: Parameters<typeof verifyFiles>[1] = {}) {
  const { findings, problems, summary, checklist, baselined } = await verifyFiles(files, options);
  return { findings, problems, summary, checklist, baselined, ids: findings.map(idOf) };
}

function idOf({ rule, subject, environment }: Finding): string {
  return [rule, subject, environment].join(' ');
}

const latest = { [`${branch}/${app}`]: text(app).replace(/value: "31-.*"/, 'value: latest') };

describe('a fault that only the deploy branch has', () => {
  test('is reported with its branch and its environment, at its file, without a fix', async () => {
    const { findings } = await found({ ...base, ...latest });
    expect(findings).toMatchObject([
      { rule: 'image-tag-mutable', path: app, environment: 'prod', severity: 'error', fix: null },
    ]);
    expect(findings[0]?.message).toMatch(/^only on k8s-deploy-prod: /);
    expect(findings[0]?.line).toBeGreaterThan(10);
  });

  test('counts, is filtered, waived and accepted like any other', async () => {
    const files = { ...base, ...latest };
    expect((await found(files)).summary.errors).toBe(1);
    expect((await found(files, { environments: ['dev'] })).ids).toEqual([]);
    expect((await found(files, { services: ['cart-service'] })).ids).toHaveLength(1);
    expect((await found(files, { services: ['order-service'] })).ids).toEqual([]);
    const [finding] = (await found(files)).findings;
    const waivers = `waivers:\n  - { rule: image-tag-mutable, subject: ${finding?.subject}, reason: r, until: 2027-01-01 }\n`;
    const waived = await found({ ...files, 'rollcall.yaml': waivers });
    expect(waived.summary).toMatchObject({ errors: 0, warnings: 0, waived: 1 });
    const { fingerprint, rule, subject = '', path } = finding ?? {};
    const baseline = JSON.stringify({ version: 1, findings: [{ fingerprint, rule, subject, path }] });
    const accepted = await found({ ...files, 'rollcall.baseline.json': baseline });
    expect(accepted.summary).toMatchObject({ errors: 0, baselined: 1 });
    expect(accepted.problems.filter(({ message }) => message.includes('no longer occur'))).toEqual([]);
  });

  test('is not looked for in what Argo CD does not read there', async () => {
    const files = {
      ...base,
      // On this branch nobody reads dev's Applications, workflows and sources.
      [`${branch}/k8s/argocd/apps/dev/cart-service.yaml`]: text('k8s/argocd/apps/dev/cart-service.yaml').replace(
        /value: "31-.*"/,
        'value: latest',
      ),
      [`${branch}/absent.txt`]: Object.keys(base)
        .filter((path) => path.startsWith('services/'))
        .join('\n'),
    };
    expect((await found(files)).ids).toEqual([]);
  });
});

test('a chart that is left on the branch of a service that is gone here', async () => {
  const chart = 'k8s/helm/charts/video-service';
  const files = {
    ...base,
    [`${branch}/${chart}/Chart.yaml`]: 'apiVersion: v2\nname: video-service\nversion: 0.1.0\n',
    [`${branch}/k8s/argocd/apps/prod/video-service.yaml`]: text(app).replaceAll('cart-service', 'video-service'),
  };
  const { ids } = await found(files, { rules: ['service-source-missing', 'app-branch-stale'] });
  expect(ids).toEqual(expect.arrayContaining([expect.stringContaining('service-source-missing video-service')]));
  expect(ids.filter((id) => id.startsWith('app-branch-stale'))).toHaveLength(2);
});

test('a deploy branch that is not there is named, and a manifest that cannot be read there makes the report incomplete', async () => {
  const { problems } = await found({ ...base, ...latest });
  expect(problems).toEqual([
    expect.objectContaining({ severity: 'notice', message: expect.stringContaining('"k8s-deploy-dev"') }),
  ]);
  const broken = await found({
    ...base,
    [`${branch}/${app}`]: 'kind: Application\napiVersion: argoproj.io/v1alpha1\nx: [\n',
  });
  expect(broken.problems).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      message: expect.stringMatching(/^on k8s-deploy-prod: .*cart-service/),
    }),
  );
});

describe('a waiver of a rule that could not know', () => {
  const waiver = (rule: string) => `waivers:\n  - { rule: ${rule}, reason: r, until: 2027-01-01 }\n`;
  const here = Object.fromEntries(Object.entries(base).filter(([path]) => !path.startsWith('deploy-branches/')));
  test.each(['app-branch-stale', 'app-target-revision-missing'])('%s is not said to be unused', async (rule) => {
    expect((await found({ ...here, 'rollcall.yaml': waiver(rule) })).ids).toEqual([]);
  });
  test.each([
    ['app-branch-stale', base],
    ['app-target-revision-missing', { ...here, 'branches.txt': 'k8s-deploy-dev\nk8s-deploy-prod\n' }],
    ['app-project-missing', here],
  ])('%s is, once it could', async (rule, files) => {
    expect((await found({ ...files, 'rollcall.yaml': waiver(rule) })).ids).toEqual([`waiver-unused ${rule} `]);
  });
});
