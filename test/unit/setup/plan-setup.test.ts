import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { moreStarters } from '@rollcall/domain/setup/more-starters';
import { planSetup } from '@rollcall/domain/setup/plan-setup';
import { memoryTree } from '@rollcall/testkit/memory-tree';

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
