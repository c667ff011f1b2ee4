import { describe, expect, test } from '@jest/globals';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { FileMode, Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const here = 'https://github.com/acme/shop';

/** A tree in which paths are submodules: they are listed and never read. */
function withSubmodules(files: Record<string, string>, submodules: readonly string[]): Tree {
  const tree = memoryTree(files);
  const entries = submodules.map((path) => ({ path, mode: 'submodule' as FileMode }));
  return { ...tree, list: async () => [...(await tree.list()), ...entries] };
}

const application = (path: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: pay-prod}\nspec: {source: {repoURL: ${here}, path: ${path}}, destination: {namespace: prod}}\n`;

async function problemsOf(files: Record<string, string>, submodules: readonly string[]) {
  const { problems } = await loadCatalog(withSubmodules(files, submodules), {}, { repositoryUrl: here });
  return problems.map(
    ({ severity, location, unread }) => `${severity} ${location?.path} ${unread ? 'unread' : 'told'}`,
  );
}

describe('a submodule', () => {
  test.each([
    ['in the place of a chart', 'k8s/charts/pay', 'k8s/charts/pay'],
    ['in the place of the folder of charts', 'k8s/charts/pay', 'k8s/charts'],
    ['in the place of the templates', 'k8s/charts/pay', 'k8s/charts/pay/templates'],
    ['in the place of the charts it takes in', 'k8s/charts/pay', 'k8s/charts/pay/charts'],
  ])('%s makes what is known incomplete', async (_where, path, submodule) => {
    expect(await problemsOf({ 'apps/pay.yaml': application(path) }, [submodule])).toEqual([
      `error ${submodule} unread`,
    ]);
  });

  test('beside services is told', async () => {
    expect(await problemsOf({ 'services/cart/Dockerfile': 'FROM a:1\n' }, ['services/pay'])).toEqual([
      'warning services/pay told',
    ]);
  });

  test('that lies beside no service, and of which nothing is deployed, is told of by nobody', async () => {
    const files = { 'services/cart/Dockerfile': 'FROM a:1\n', 'apps/pay.yaml': application('k8s/charts/pay') };
    expect(await problemsOf(files, ['third_party/lib', 'vendored', 'k8s/charts/payments'])).toEqual([]);
  });
});
