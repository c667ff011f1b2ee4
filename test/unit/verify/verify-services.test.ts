import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { hashText } from '@rollcall/domain/verify/findings/fingerprint';
import type { ChecklistItem } from '@rollcall/domain/verify/report/report';
import fc from 'fast-check';
import { ruleFixtures, verifyFiles } from './rule-fixtures.ts';

const fixtures = new Map(ruleFixtures().map(({ name, files }) => [name, files]));

function fixture(name: string): Record<string, string> {
  const files = fixtures.get(name);
  if (!files) throw new Error(`no fixture ${name}`);
  return files;
}

const halfAdded = fixture('chart-app-missing/bad-prod');
const latest = fixture('image-tag-mutable/bad-parameter');
const workflow = '.github/workflows/ci-build-images.yaml';

function ids(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, subject, environment }) => [rule, subject, environment].filter(Boolean).join(' '));
}

test('findings are sorted by path, line and rule, and the same files give the same report', async () => {
  const app = 'k8s/argocd/apps/prod/cart-service.yaml';
  const files = { ...fixture('service-leftover/bad-removed'), [app]: latest[app] ?? '' };
  const [one, two] = [await verifyFiles(files), await verifyFiles(files)];
  expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  const keys = one.findings.map(({ path, line, rule }) => `${path}\0${String(line).padStart(6, '0')}\0${rule}`);
  expect(keys).toEqual([...keys].sort());
  expect(one.findings.length).toBeGreaterThan(5);
});

describe('severity', () => {
  test.each([
    ['', 'error'],
    ['rules:\n  image-tag-mutable: { severity: notice }\n', 'notice'],
    ['environments:\n  prod: { mutable-tags: warn }\n', 'warning'],
    ['environments:\n  prod: { mutable-tags: forbid }\n', 'error'],
  ])('%j', async (config, severity) => {
    const { findings, summary } = await verifyFiles({ ...latest, 'rollcall.yaml': config });
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
    expect(summary).toEqual({
      errors: Number(severity === 'error'),
      warnings: Number(severity === 'warning'),
      notices: Number(severity === 'notice'),
      waived: 0,
      baselined: 0,
    });
  });

  test('a root Application in its own folder is only a warning where nothing waits for Applications', async () => {
    const files = fixture('app-of-apps-self-reference/bad');
    const severityOf = async (given: Record<string, string>) =>
      (await verifyFiles(given, { rules: ['app-of-apps-self-reference'] })).findings[0]?.severity;
    expect(await severityOf(files)).toBe('error');
    const { 'k8s/argocd/config/argocd-cm.yaml': cm = '', ...without } = files;
    expect(await severityOf(without)).toBe('warning');
    const commented = cm.replace('  resource.', '  # resource.');
    expect(await severityOf({ ...files, 'k8s/argocd/config/argocd-cm.yaml': commented })).toBe('warning');
    expect(
      await severityOf({
        ...without,
        'terraform/argocd.tf': 'name = "configs.cm.resource.customizations.health.argoproj.io_Application"\n',
      }),
    ).toBe('error');
  });
});

describe('mistakes in the configuration and the options', () => {
  test.each([
    ['rules:\n  chart-app-mising: "off"\n', 'rollcall.yaml:2:3', 'chart-app-missing'],
    ['waivers:\n  - { rule: nonsense-rule, reason: r, until: 2027-01-01 }\n', 'rollcall.yaml:2:', 'The rules are'],
  ])('%j', async (config, place, help) => {
    const error = await verifyFiles({ ...latest, 'rollcall.yaml': config }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    const { location, help: said } = error as UserError;
    expect(`${location?.path}:${location?.line}:${location?.column}`).toContain(place);
    expect(said).toContain(help);
  });

  test.each([
    [{ services: ['cart-sevice'] }, 'cart-service'],
    [{ environments: ['production'] }, 'dev, prod'],
    [{ rules: ['ci-list'] }, 'app-name-duplicate'],
  ])('%j', async (options, help) => {
    const error = await verifyFiles(latest, options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).help).toContain(help);
  });
});

describe('filters choose what is reported', () => {
  test('by service, environment and rule', async () => {
    const files = {
      ...halfAdded,
      ...Object.fromEntries(Object.entries(latest).filter(([path]) => path.includes('cart-service'))),
    };
    expect(ids((await verifyFiles(files, { services: ['cart-service'] })).findings)).toEqual([
      'image-tag-mutable cart-service prod',
    ]);
    expect(ids((await verifyFiles(files, { environments: ['dev'] })).findings)).toEqual([]);
    const drift = await verifyFiles(files, { rules: ['service-env-drift'] });
    expect(ids(drift.findings)).toEqual(['service-env-drift review-service prod']);
    expect(drift.summary.warnings).toBe(1);
    const one = await verifyFiles(files, { services: ['review-service'], environments: ['prod'] });
    expect(one.checklist.map(({ service }) => service)).toEqual(['review-service']);
    expect(
      one.checklist[0]?.items.filter(({ item }) => item === 'application').map(({ environment }) => environment),
    ).toEqual(['prod']);
  });

  test('a finding about an Application is about its service', async () => {
    const files = fixture('app-source-path-missing/bad');
    expect(ids((await verifyFiles(files, { services: ['cart-service'] })).findings)).toContain(
      'app-source-path-missing cart-service-prod prod',
    );
    expect((await verifyFiles(files, { services: ['order-service'] })).findings).toEqual([]);
  });

  test('a waiver that the filter hides is not unused', async () => {
    const config = 'waivers:\n  - { rule: image-tag-mutable, subject: cart-service, reason: r, until: 2027-01-01 }\n';
    const { findings } = await verifyFiles({ ...latest, 'rollcall.yaml': config }, { services: ['order-service'] });
    expect(findings).toEqual([]);
  });
});

describe('waivers', () => {
  const app = 'k8s/argocd/apps/prod/cart-service.yaml';
  const above = (comment: string): Record<string, string> => ({
    ...latest,
    [app]: (latest[app] ?? '')
      .replace('        - name: image.tag', `        # ${comment}\n        - name: image.tag`)
      .replace(/ # finds.*/, ''),
  });

  test('a configured one', async () => {
    const config =
      'waivers:\n  - { rule: image-tag-mutable, path: k8s/argocd/**, reason: first build, until: 2026-06-15 }\n';
    const { findings, summary, checklist } = await verifyFiles({ ...latest, 'rollcall.yaml': config });
    expect(findings.map(({ waived }) => waived)).toEqual([{ reason: 'first build', until: '2026-06-15' }]);
    expect(summary).toMatchObject({ errors: 0, waived: 1 });
    expect(checklist.length).toBe(4);
    const late = await verifyFiles({ ...latest, 'rollcall.yaml': config }, { today: '2026-06-16' });
    expect(ids(late.findings)).toEqual(['image-tag-mutable cart-service prod', 'waiver-expired image-tag-mutable']);
    expect(late.findings[0]?.waived).toBeNull();
  });

  test('an inline one, for the node below it', async () => {
    const { findings } = await verifyFiles(
      above('rollcall-ignore image-tag-mutable: first build, until then until 2026-12-31'),
    );
    expect(findings.map(({ waived }) => waived)).toEqual([{ reason: 'first build, until then', until: '2026-12-31' }]);
  });

  test('for another rule it waives nothing, and is unused', async () => {
    const { findings } = await verifyFiles(above('rollcall-ignore app-name-duplicate: r until 2026-12-31'));
    expect(ids(findings)).toEqual(['waiver-unused app-name-duplicate', 'image-tag-mutable cart-service prod']);
  });

  test('at the end of a script it does not hold for what follows the script', async () => {
    const app = 'k8s/argocd/apps/prod/cart-service.yaml';
    const lines = (latest[app] ?? '').split('\n');
    const next = lines.findIndex((line) => line.trim() === 'parameters:');
    const waiver = '        # rollcall-ignore image-tag-mutable: r until 2027-01-01';
    const text = [...lines.slice(0, next), '      values: |', '        a: 1', waiver, ...lines.slice(next)];
    const { findings } = await verifyFiles({ ...latest, [app]: text.join('\n') }, { rules: ['image-tag-mutable'] });
    expect(findings.map(({ waived }) => waived)).toEqual([null]);
  });

  test('inside a script it holds for the line below it', async () => {
    const files = fixture('ci-service-list-missing/bad');
    const text = (files[workflow] ?? '').replace(/ # finds.*/, '');
    const waiver = (line: string) =>
      text.replace(line, `          # rollcall-ignore ci-service-list-missing: r until 2027-01-01\n${line}`);
    const services = /^.* SERVICES=.*$/m.exec(text)?.[0] ?? '';
    const goServices = /^.* GO_SERVICES=.*$/m.exec(text)?.[0] ?? '';
    expect((await verifyFiles({ ...files, [workflow]: waiver(services) })).summary).toMatchObject({
      errors: 0,
      warnings: 0,
      waived: 1,
    });
    expect((await verifyFiles({ ...files, [workflow]: waiver(goServices) })).summary).toMatchObject({
      errors: 1,
      warnings: 1,
      waived: 0,
    });
  });
});

test('a fingerprint does not depend on the line, and no two findings share one', async () => {
  const files = fixture('service-leftover/bad-removed');
  const before = await verifyFiles(files);
  const moved = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      /\.(yaml|tf|md)$/.test(path) && path !== 'rollcall.yaml' ? `\n\n${text}` : text,
    ]),
  );
  const after = await verifyFiles(moved);
  const prints = before.findings.map(({ fingerprint }) => fingerprint);
  expect(after.findings.map(({ fingerprint }) => fingerprint).sort()).toEqual([...prints].sort());
  expect(new Set(prints).size).toBe(prints.length);
  for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/);
});

test('hashes are spread: a hundred thousand texts that differ little have no two alike', () => {
  const hashes = new Set(
    Array.from({ length: 100_000 }, (_, index) =>
      hashText(`["rule","service-${index % 317}","prod","a/${index}.yaml"]`),
    ),
  );
  expect(hashes.size).toBe(100_000);
});

test('the checklist says what a half-added service has and lacks', async () => {
  const { checklist } = await verifyFiles(fixture('ci-paths-filter-missing/bad'));
  const states = (name: string) =>
    (checklist.find(({ service }) => service === name)?.items ?? []).map(
      ({ item, environment, state }: ChecklistItem) => [item, environment, state].filter(Boolean).join(' '),
    );
  expect(states('review-service')).toEqual([
    'source ok',
    'dockerfile ok',
    'chart ok',
    'application dev ok',
    'application prod ok',
    'workflow-choices ok',
    'paths-filter missing',
    'json-array ok',
    'json-array ok',
    'bash-case ok',
  ]);
  expect(states('storefront')).toContain('json-array not-applicable');
  const half = (await verifyFiles(halfAdded)).checklist.find(({ service }) => service === 'review-service');
  expect(half?.items).toContainEqual({
    item: 'application',
    environment: 'prod',
    state: 'missing',
    path: 'k8s/helm/charts/review-service/Chart.yaml',
    line: 2,
    rule: 'chart-app-missing',
  });
  const waived = await verifyFiles({
    ...halfAdded,
    'rollcall.yaml':
      'waivers:\n  - { rule: chart-app-missing, subject: review-service, reason: later, until: 2027-01-01 }\n',
  });
  expect(waived.checklist.find(({ service }) => service === 'review-service')?.items).toContainEqual(
    expect.objectContaining({ environment: 'prod', state: 'waived' }),
  );
});

test('what cannot be read is a problem, and the rest is verified', async () => {
  const { findings, problems } = await verifyFiles({
    ...halfAdded,
    [workflow]: '<<<<<<< HEAD\non: push\n=======\n',
    'k8s/helm/environments/dev.yaml': Uint8Array.of(0x61, 0xff),
  });
  const said = problems.map(({ message }) => message).join('\n');
  expect(said).toContain(`${workflow} cannot be read: not valid YAML`);
  expect(said).toContain('k8s/helm/environments/dev.yaml cannot be read: it is not UTF-8 text');
  expect(ids(findings)).toContain('chart-app-missing review-service prod');
});

test('without an address of the repository its own sources are known by their paths', async () => {
  const files = fixture('app-source-path-missing/bad');
  for (const repositoryUrl of [null, 'https://git.example.com/somebody/fork']) {
    const { findings } = await verifyFiles(files, { repositoryUrl });
    expect(ids(findings)).toContain('app-source-path-missing cart-service-prod prod');
  }
});

test('hostile names are no crash and stay on one line', async () => {
  const names = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      '${{ x }}',
      '::error::x',
      '-rf',
      '../up',
      'a"b',
      "a'b",
      'a\u202Eb',
      '한글',
      'toString',
    ),
    fc
      .string({ minLength: 1, maxLength: 12, unit: 'binary' })
      .filter((name) => !/[/\0]/.test(name) && name !== '.' && name !== '..'),
  );
  await fc.assert(
    fc.asyncProperty(names, names, async (folder, name) => {
      const quoted = JSON.stringify(name);
      const { findings } = await verifyFiles({
        ...halfAdded,
        [`services/${folder}/Dockerfile`]: 'FROM node\n',
        [`k8s/helm/charts/${folder}/Chart.yaml`]: `name: ${quoted}\n`,
        [`k8s/argocd/apps/prod/${folder}.yaml`]: (latest['k8s/argocd/apps/prod/cart-service.yaml'] ?? '')
          .replace('name: cart-service-prod', `name: ${quoted}`)
          .replace('path: k8s/helm/charts/cart-service', `path: ${JSON.stringify(`k8s/${folder}`)}`),
      });
      expect(findings.length).toBeGreaterThan(1);
      expect(findings.filter(({ message }) => /[\p{Cc}\p{Surrogate}]/u.test(message))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('the report has the Applications that charts and sets make, as far as they are known', async () => {
  const application = (name: string, path: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/shop/shop.git, path: ${path}, targetRevision: main }
  destination: { server: https://kubernetes.default.svc, namespace: ${name} }
`;
  const set = application('"logs-{{name}}"', 'logs')
    .replace('kind: Application\n', 'kind: ApplicationSet\n')
    .replace(
      /metadata: .*\nspec:\n/,
      (metadata) => `metadata: { name: logs }\nspec:
  generators: [clusters: {}]
  template:
    ${metadata.replace('\n', '\n    ')}`,
    )
    .replace(/^ {2}(?=project|source|destination)/gm, '      ');
  const { applications } = await verifyFiles({
    'root.yaml': application('root', 'root'),
    'root/Chart.yaml': 'apiVersion: v2\nname: root\nversion: 0.1.0\n',
    'root/templates/a.yaml': application('a-{{ .Release.Name }}', 'a'),
    'sets/logs.yaml': set,
  });
  expect(applications.map(({ name, deploys }) => [name, deploys])).toEqual([
    ['root', [2]],
    ['logs-{{name}}', []],
    ['a-root', []],
  ]);
});
