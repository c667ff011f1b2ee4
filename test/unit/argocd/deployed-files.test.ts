import { describe, expect, test } from '@jest/globals';
import { deployedFiles } from '@rollcall/domain/argocd/deployed-files';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { indexPaths } from '@rollcall/domain/tree/path-index';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const url = 'https://git.example.com/shop/shop.git';

function app(name: string, source: string, more = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source${source.startsWith('s:') ? source : `: { repoURL: ${url}, targetRevision: deploy, ${source} }`}
  destination: { server: https://kubernetes.default.svc, namespace: shop-prod }
${more}`;
}

async function read(files: Record<string, string>, branch = 'deploy'): Promise<Record<string, string>> {
  const tree = memoryTree(files);
  const catalog = await loadCatalog(tree, {}, { repositoryUrl: url });
  const yaml = (path: string) => (files[path] === undefined ? undefined : parseYamlFile(path, files[path]));
  const paths = indexPaths(await tree.list());
  const found = deployedFiles(branch, new Set(['prod']), { catalog, paths, yaml });
  return Object.fromEntries([...found].map(([path, { name }]) => [path, name]));
}

const apps = 'argocd/apps/prod';

describe('the files that Argo CD reads of a branch', () => {
  test('a chart, the charts it depends on by a path, and value files wherever they are', async () => {
    const files = {
      [`${apps}/cart.yaml`]: app(
        'cart',
        'path: charts/cart, helm: { valueFiles: [values.yaml, ../../values/prod.yaml, /values/all.yaml, none.yaml] }',
      ),
      'charts/cart/Chart.yaml':
        'apiVersion: v2\nname: cart\nversion: 1.0.0\ndependencies:\n  - { name: lib, repository: "file://../lib" }\n  - { name: up, repository: "https://charts.example.com" }\n',
      'charts/cart/values.yaml': 'a: 1\n',
      'charts/cart/templates/deployment.yaml': '{{ .Values.a }}\n',
      'charts/lib/Chart.yaml':
        'apiVersion: v2\nname: lib\nversion: 1.0.0\ndependencies: [{ name: cart, repository: "file://../cart" }]\n',
      'charts/lib/templates/_all.tpl': '',
      'charts/other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n',
      'values/prod.yaml': '',
      'values/all.yaml': '',
      'values/dev.yaml': '',
    };
    const found = await read(files);
    const expected = Object.keys(files).filter((path) => !/other|dev\.yaml/.test(path));
    expect(Object.keys(found).sort()).toEqual(expected.sort());
    expect(new Set(Object.values(found))).toEqual(new Set(['cart']));
  });

  test('a value file of a source with a reference counts by the revision of that source', async () => {
    const sources = (revision: string) => `s:
    - { repoURL: https://charts.example.com, chart: cart, targetRevision: 1.0.0, helm: { valueFiles: [$own/values/prod.yaml] } }
    - { repoURL: ${url}, targetRevision: ${revision}, ref: own }`;
    const files = (revision: string) => ({
      [`${apps}/cart.yaml`]: app('cart', sources(revision)),
      'values/prod.yaml': '',
    });
    expect(Object.keys(await read(files('deploy')))).toContain('values/prod.yaml');
    expect(Object.keys(await read(files('main')))).not.toContain('values/prod.yaml');
  });

  test('a directory as far as the source takes it', async () => {
    const files = {
      [`${apps}/plain.yaml`]: app('plain', 'path: plain, directory: { recurse: true, exclude: "skip*" }'),
      'plain/a.yaml': '',
      'plain/deep/b.json': '{}',
      'plain/skip.yaml': '',
      'plain/README.md': '',
    };
    expect(Object.keys(await read(files)).sort()).toEqual([`${apps}/plain.yaml`, 'plain/a.yaml', 'plain/deep/b.json']);
  });

  test('a kustomization with all that it names, also in a circle, and nothing beside it', async () => {
    const files = {
      [`${apps}/worker.yaml`]: app('worker', 'path: k/overlays/prod'),
      'k/overlays/prod/kustomization.yaml':
        'resources: [../../base, extra.yaml, https://example.com/x.yaml]\npatches: [{ path: patch.yaml }]\nconfigMapGenerator: [{ name: c, files: [app.conf=conf/app.conf] }]\n',
      'k/overlays/prod/extra.yaml': '',
      'k/overlays/prod/patch.yaml': '',
      'k/overlays/prod/conf/app.conf': '',
      'k/overlays/prod/unused.yaml': '',
      'k/overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
      'k/base/kustomization.yaml': 'resources: [deployment.yaml, ../overlays/prod]\n',
      'k/base/deployment.yaml': '',
    };
    const expected = Object.keys(files).filter((path) => !/unused|dev/.test(path));
    expect(Object.keys(await read(files)).sort()).toEqual(expected.sort());
  });

  test('Applications as far as they are read from the branch: not its root, nor what a root of another branch reads', async () => {
    const root = (revision: string) =>
      app(
        'root',
        `s:
    - { repoURL: ${url}, targetRevision: ${revision}, path: ${apps} }`,
      );
    const files = (revision: string) => ({
      'argocd/roots/prod.yaml': root(revision),
      [`${apps}/cart.yaml`]: app('cart', 'path: charts/cart'),
      'charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n',
    });
    expect(await read(files('deploy'))).toEqual({ [`${apps}/cart.yaml`]: 'cart', 'charts/cart/Chart.yaml': 'cart' });
    expect(await read(files('main'))).toEqual({ 'charts/cart/Chart.yaml': 'cart' });
  });
});
