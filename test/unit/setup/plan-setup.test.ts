import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { moreStarters } from '@rollcall/domain/setup/more-starters';
import { planSetup } from '@rollcall/domain/setup/plan-setup';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { parse } from 'yaml';

const application = (image: string, environment = 'prod'): Record<string, string> => ({
  [`k8s/apps/${environment}/cart-service.yaml`]:
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart-service}\nspec: {project: default, source: {repoURL: "https://github.com/example/shop.git", path: k8s/cart-service, targetRevision: main}, destination: {namespace: prod}}\n',
  'k8s/cart-service/deployment.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart-service}\nspec: {template: {spec: {containers: [{name: a, image: ${JSON.stringify(image)}}]}}}\n`,
});

async function plan(
  files: Record<string, string>,
  environments: string[] = [],
  more: Parameters<typeof planSetup>[0]['more'] = [],
) {
  const tree = memoryTree({ 'services/cart-service/Dockerfile': 'FROM scratch\nCOPY . .\n', ...files });
  return planSetup({
    tree,
    config: await readConfig(tree),
    repositoryUrl: null,
    branches: [],
    defaultBranch: 'main',
    manifests: null,
    environments,
    more,
  });
}

test('what an environment is called is one word of the commands that come next, and stands in no workflow', async () => {
  const name = 'p$(touch MARKER); touch MARKER';
  const { next, files, unknown } = await plan({
    ...application('ghcr.io/example/shop/cart-service:1-a'),
    'rollcall.yaml': `environments:\n  ${JSON.stringify(name)}:\n    applications: k8s/apps/prod\n`,
  });
  expect(next).toContain(`rollcall matrix --services all --environment '${name}'`);
  expect([...files.values()].join('')).not.toContain('MARKER');
  expect(unknown).toContain(`The environment ${JSON.stringify(name)} cannot be written into a workflow.`);
});

test.each([
  'ghcr.io/${{ secrets.MARKER }}/cart-service:1-a',
  '${{ secrets.MARKER }}/cart-service:1-a',
  'ghcr.io/example\n  MARKER: x/cart-service:1-a',
])('a registry from a manifest, %j, brings no expression and no line into a workflow', async (image) => {
  const { files } = await plan(application(image));
  expect([...files.keys()]).toContain('.github/workflows/release.yml');
  expect([...files.values()].join('')).not.toContain('MARKER');
});

test('where no branch is called after an environment, the line that says which is released is one that is taken', async () => {
  const image = 'ghcr.io/example/shop/cart-service:1-a';
  const files = { ...application(image), ...application(image, 'dev') };
  const { unknown } = await plan(files);
  const line = /write (environments: .*) into rollcall\.yaml/.exec(unknown.join('\n'))?.[1];
  expect(line).toBe('environments: { dev: { source-branches: [main] } }');
  const said = await plan({ ...files, 'rollcall.yaml': `${line}\n` });
  expect(said.unknown.join('\n')).toContain('released to prod: start the workflow by hand');
  expect(parse(said.files.get('.github/workflows/release.yml') ?? '').on.push).toEqual({ branches: ['main'] });
});

test('twice is once: what is there already, under whatever name, is kept', async () => {
  const image = 'ghcr.io/example/shop/cart-service:1-a';
  const files = { ...application(image), ...application(image, 'dev') };
  const first = await plan(files, ['dev', 'prod'], moreStarters);
  expect([...first.files.keys()]).toHaveLength(moreStarters.length + 2);
  const renamed = Object.fromEntries(
    [...first.files].map(([path, text]) => [path.replace('promote.yml', 'ship.yaml'), text]),
  );
  const second = await plan({ ...files, ...renamed }, ['dev', 'prod'], moreStarters);
  expect([...second.files.keys()]).toEqual([]);
  expect(second.kept).toContain('.github/workflows/ship.yaml, which does what promote does');
});

test('what somebody starts by hand is written beside what a schedule starts', async () => {
  const promote = `on: {schedule: [{cron: "7 * * * *"}]}\njobs:\n  a:\n    uses: owner/rollcall/.github/workflows/promote.yml@v1\n`;
  const image = 'ghcr.io/example/shop/cart-service:1-a';
  const files = { ...application(image), ...application(image, 'dev'), '.github/workflows/ready.yml': promote };
  const { files: written } = await plan(files, ['dev', 'prod'], ['promote']);
  expect([...written.keys()]).toContain('.github/workflows/promote.yml');
});

test('with health, Argo CD posts what the configuration waits for, and the release waits', async () => {
  const image = 'ghcr.io/example/shop/cart-service:1-a';
  const apps = { ...application(image), ...application(image, 'dev') };
  const { files, settings } = await plan(apps, [], ['promote', 'health']);
  const schema = JSON.parse(readFileSync(new URL('../../../rollcall.schema.json', import.meta.url), 'utf8'));
  // An editor loads the schema by this line, which names it as the schema names itself.
  expect(files.get('rollcall.yaml')).toBe(
    `# yaml-language-server: $schema=${schema.$id}\n` +
      'environments:\n  dev: { health: ["argocd/{application}"] }\n  prod: { health: ["argocd/{application}"] }\n',
  );
  expect(settings.at(-1)).toContain('k8s/argocd-notifications-cm.yaml');
  expect(files.get('.github/workflows/promote.yml')).toContain('      wait-for-health: 15m\n');
  const { jobs } = parse(files.get('.github/workflows/release.yml') ?? '');
  expect(jobs.health).toMatchObject({ needs: 'release', permissions: { statuses: 'read' } });
  expect(jobs.health.with.environment).toBe(jobs.release.with.environment);
  expect(jobs.health.secrets).toEqual(jobs.release.secrets);
  const { data } = parse(files.get('k8s/argocd-notifications-cm.yaml') ?? '');
  expect(parse(data['template.deploy-failed'])).toEqual({
    message: expect.any(String),
    github: {
      status: { state: 'failure', label: 'argocd/{{.app.metadata.name}}', targetURL: expect.any(String) },
    },
  });
  expect(parse(data.context)).toEqual({ argocdUrl: expect.stringMatching(/^https:/) });
});

test('with health, an Application of several sources says where its repository stands', async () => {
  const files = application('ghcr.io/example/shop/cart-service:1-a');
  const path = 'k8s/apps/prod/cart-service.yaml';
  const text = (files[path] ?? '').replace(
    /source: (\{.*?\}), destination/,
    'sources: [{repoURL: "https://charts.example.com", chart: common, targetRevision: 1.0.0}, $1], destination',
  );
  const written = (await plan({ ...files, [path]: text }, [], ['health'])).files.get(
    'k8s/apps/argocd-notifications-cm.yaml',
  );
  const { github } = parse(parse(written ?? '').data['template.deploy-healthy']);
  expect(github.repoURLPath).toContain('(index .app.spec.sources 1).repoURL');
  expect(github.revisionPath).toContain('index .app.status.operationState.syncResult.revisions 1');
});

test('with health, what configures the notifications already is named, and so is a configuration that is there', async () => {
  const files = application('ghcr.io/example/shop/cart-service:1-a');
  const cm = 'k8s/argocd/notifications.yaml';
  const { unknown, files: written } = await plan(
    { ...files, [cm]: 'metadata: { name: argocd-notifications-cm }\n', 'rollcall.yaml': 'detect: {}\n' },
    [],
    ['health'],
  );
  expect([...written.keys()].filter((one) => !one.startsWith('.github/'))).toEqual([]);
  expect(unknown).toEqual([
    expect.stringContaining(`${cm} configures the notifications already`),
    expect.stringContaining('health: ["argocd/{application}"]'),
  ]);
});
