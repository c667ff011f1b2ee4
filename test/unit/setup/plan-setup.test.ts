import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { planSetup } from '@rollcall/domain/setup/plan-setup';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const application = (image: string): Record<string, string> => ({
  'k8s/apps/prod/cart-service.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart-service}\nspec: {project: default, source: {repoURL: "https://github.com/example/shop.git", path: k8s/cart-service, targetRevision: main}, destination: {namespace: prod}}\n',
  'k8s/cart-service/deployment.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart-service}\nspec: {template: {spec: {containers: [{name: a, image: ${JSON.stringify(image)}}]}}}\n`,
});

async function plan(files: Record<string, string>, environments: string[] = []) {
  const tree = memoryTree({ 'services/cart-service/Dockerfile': 'FROM scratch\nCOPY . .\n', ...files });
  return planSetup({
    tree,
    config: await readConfig(tree),
    repositoryUrl: null,
    branches: [],
    defaultBranch: 'main',
    manifests: null,
    environments,
    more: [],
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
