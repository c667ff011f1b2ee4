import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
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

test('what builds images by a script or an action of the repository is kept as well', async () => {
  const image = 'ghcr.io/example/shop/cart-service:1-a';
  const ci = (step: string): string =>
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`;
  const { files, kept } = await plan({
    ...application(image),
    '.github/workflows/by-script.yml': ci('run: ./.github/scripts/image.sh cart-service'),
    '.github/workflows/by-action.yml': ci('uses: ./.github/actions/image'),
    '.github/workflows/by-jib.yml': ci('run: mvn -B compile jib:build'),
    '.github/workflows/test.yml': ci('run: ./.github/scripts/test.sh && uses=./.github/actions/lint'),
    '.github/scripts/image.sh': 'docker buildx build --push "services/$1"\n',
    '.github/scripts/test.sh': 'go test ./...\n',
    '.github/actions/image/action.yml':
      'runs:\n  using: composite\n  steps:\n    - run: .github/scripts/image.sh "$SERVICE"\n      shell: bash\n',
    '.github/actions/lint/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: make lint\n      shell: bash\n',
  });
  expect([...files.keys()]).toEqual(['.github/workflows/verify.yml']);
  const names = ['by-action', 'by-jib', 'by-script'].map((name) => `.github/workflows/${name}.yml`);
  expect(kept).toEqual([expect.stringContaining(`${names.join(', ')}: they build images`)]);
});

describe('where no Application tells an environment', () => {
  const files = Object.fromEntries(
    Object.entries(application('ghcr.io/example/shop/cart-service:1-a')).map(([path, text]) => [
      path.replace('apps/prod', 'apps'),
      text.replace('namespace: prod', 'namespace: shop'),
    ]),
  );

  test('one is asked for, and no release is written', async () => {
    const { files: written, unknown } = await plan(files);
    expect([...written.keys()]).toEqual(['.github/workflows/verify.yml']);
    expect(unknown).toEqual([expect.stringContaining('which environment the Application is of')]);
  });

  test('one that is named becomes the configuration that the release needs, with what it waits for', async () => {
    const { files: written, saw } = await plan(files, ['prod'], ['health']);
    expect(written.get('rollcall.yaml')).toContain(
      'environments:\n  prod: { applications: k8s/apps, health: ["argocd/{application}"] }\n',
    );
    expect(saw).toContain('1 environment: prod (Argo CD reads main)');
    expect(parse(written.get('.github/workflows/release.yml') ?? '').jobs.release.with.environment).toBe('prod');
  });

  test('a configuration that is there is told what to say', async () => {
    const { files: written, unknown } = await plan({ ...files, 'rollcall.yaml': 'detect: {}\n' }, ['prod']);
    expect(written.has('rollcall.yaml')).toBe(false);
    expect(unknown).toContain(
      'rollcall.yaml does not say all of an environment: write prod: { applications: k8s/apps } into its environments.',
    );
  });
});

test('what no Application deploys is not released', async () => {
  const image = 'ghcr.io/example/shop/other:1-a';
  const files = Object.fromEntries(
    Object.entries(application(image)).map(([path, text]) => [path, text.replaceAll('cart-service', 'store')]),
  );
  const { files: written, unknown } = await plan(files);
  expect([...written.keys()]).toEqual(['.github/workflows/verify.yml']);
  expect(unknown[0]).toContain('No Application deploys what is built (cart-service)');
});

test('each folder that may be a service is asked about, and which of several Dockerfiles is built', async () => {
  const { unknown } = await plan({
    ...application('ghcr.io/example/shop/cart-service:1-a'),
    'services/cart-service/Dockerfile.slim': 'FROM scratch\nCOPY . .\n',
    'tests/Dockerfile': 'FROM scratch\nCOPY . .\n',
    'seed-data/Dockerfile': 'FROM scratch\nCOPY . .\n',
  });
  expect(unknown).toEqual([
    expect.stringContaining('Whether seed-data is a service'),
    expect.stringContaining('Whether tests is a service'),
    'Which Dockerfile cart-service is built from: services/cart-service/Dockerfile is taken, and Dockerfile.slim lies beside it. services: { overrides: { cart-service: { dockerfile: services/cart-service/Dockerfile } } }',
  ]);
});
