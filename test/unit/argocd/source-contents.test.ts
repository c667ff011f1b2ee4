import { describe, expect, test } from '@jest/globals';
import type { WrittenApplication } from '@rollcall/domain/argocd/application';
import { readApplications } from '@rollcall/domain/argocd/applications';
import { sourceContents, sourceFiles } from '@rollcall/domain/argocd/source-contents';
import { sourceTool } from '@rollcall/domain/argocd/source-tool';
import { indexPaths } from '@rollcall/domain/tree/path-index';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

function applicationWith(source: string): WrittenApplication {
  const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: cart }\nspec:\n  source: { repoURL: https://git.example.com/shop.git, ${source} }\n  destination: { name: in-cluster }\n`;
  const { applications } = readApplications(new Map([['app.yaml', new TextEncoder().encode(text)]]), () => false);
  const [application] = applications;
  if (!application) throw new Error('no Application was read');
  return application;
}

function contents(source: string, files: Record<string, string>, links: string[] = []) {
  const application = applicationWith(source);
  const [first] = application.sources;
  if (!first) throw new Error('no source was read');
  const entries = [
    ...Object.keys(files).map((path) => ({ path, mode: 'file' as const })),
    ...links.map((path) => ({ path, mode: 'symlink' as const })),
  ];
  const tree = {
    paths: indexPaths(entries),
    yaml: (path: string) => (files[path] === undefined ? undefined : parseYamlFile(path, files[path])),
    text: (path: string) => files[path],
  };
  const { tool, manifests, unread, kustomize } = sourceContents(application, first, tree);
  return { tool, manifests, unread, kustomize, files: sourceFiles(application, first, tree) };
}

// What Argo CD 3.6.1 chose: repository.GenerateManifests was run on each of these folders. Where a first guess missed,
// the line says so.
describe('the tool of a source', () => {
  test.each<[files: string[], source: string, expected: string | null]>([
    [[], '', 'directory'],
    [['a.yaml'], '', 'directory'],
    [['Chart.yaml'], '', 'helm'],
    [['kustomization.yaml'], '', 'kustomize'],
    [['kustomization.yml'], '', 'kustomize'],
    [['Kustomization'], '', 'kustomize'],
    [['Kustomization.yaml'], '', 'directory'],
    [['chart.yaml'], '', 'directory'],
    [['Chart.yaml', 'kustomization.yaml'], '', 'kustomize'], // guessed: helm. The last file by name decides.
    [['Chart.yaml', 'Kustomization'], '', 'kustomize'],
    [['OldChart.yaml'], '', 'helm'], // guessed: directory. Any name that ends so is a chart, and then none is found.
    [['kustomization.yaml', 'zChart.yaml'], '', 'helm'],
    [['aChart.yaml', 'kustomization.yaml'], '', 'kustomize'],
    [['sub/Chart.yaml', 'a.yaml'], '', 'directory'],
    [['Chart.yaml'], 'directory: {}', 'directory'],
    [['a.yaml'], 'helm: {}', 'helm'],
    [['a.yaml'], 'helm: null', 'directory'],
    [['a.yaml'], 'plugin: {}', 'plugin'],
    [['a.yaml'], 'kustomize: { namePrefix: x- }', 'kustomize'],
    [['Chart.yaml'], 'helm: {}, kustomize: {}', null], // "multiple application sources defined"
  ])('in a folder with %j and {%s} is %s', (files, source, expected) => {
    const [first] = applicationWith(`path: k${source === '' ? '' : `, ${source}`}`).sources;
    expect(
      first &&
        sourceTool(
          first,
          files.map((file) => `k/${file}`),
        ),
    ).toBe(expected);
  });

  test('is helm for a chart of elsewhere', () => {
    const [first] = applicationWith('chart: redis, targetRevision: 1.0.0').sources;
    expect(first && sourceTool(first, ['kustomization.yaml'])).toBe('helm');
  });
});

// As GenerateManifests of Argo CD 3.6.1 read them.
describe('the manifests of a directory', () => {
  const files = {
    'k/.hidden.yaml': '',
    'k/a.yaml': '',
    'k/b.yml': '',
    'k/c.json': '{}',
    'k/d.YAML': '',
    'k/e.txt': '',
    'k/f.yaml.bak': '',
    'k/.deep/x.yaml': '',
    'k/env/a.yaml': '',
    'k/env/x/a.yaml': '',
    'kk/a.yaml': '',
  };
  test.each<[settings: string, expected: string[]]>([
    ['', ['.hidden.yaml', 'a.yaml', 'b.yml', 'c.json']],
    ['recurse: true', ['.deep/x.yaml', '.hidden.yaml', 'a.yaml', 'b.yml', 'c.json', 'env/a.yaml', 'env/x/a.yaml']],
    ['include: "a.yaml"', ['a.yaml']],
    ['include: "env/*"', []],
    ['recurse: true, include: "env/*"', ['env/a.yaml', 'env/x/a.yaml']],
    ['recurse: true, include: "**/*.yaml"', ['.deep/x.yaml', 'env/a.yaml', 'env/x/a.yaml']],
    [
      'recurse: true, exclude: "env"',
      ['.deep/x.yaml', '.hidden.yaml', 'a.yaml', 'b.yml', 'c.json', 'env/a.yaml', 'env/x/a.yaml'],
    ],
    [
      'recurse: true, exclude: "a.yaml"',
      ['.deep/x.yaml', '.hidden.yaml', 'b.yml', 'c.json', 'env/a.yaml', 'env/x/a.yaml'],
    ],
    ['include: "{*.yml,*.json}"', ['b.yml', 'c.json']],
    ['include: "*.yml,*.json"', []],
    ['include: "[a"', []],
    ['exclude: "[a"', ['.hidden.yaml', 'a.yaml', 'b.yml', 'c.json']],
    ['include: "*.txt"', []],
    ['include: "*.txt", disableExtensionFilter: true', ['e.txt']],
  ])('with {%s}', (settings, expected) => {
    const { tool, manifests } = contents(`path: k, directory: { ${settings} }`, files);
    expect(tool).toBe('directory');
    expect(manifests).toEqual(expected.map((path) => `k/${path}`));
  });

  test('are without those that ask not to be rendered', () => {
    const { manifests } = contents('path: k', { 'k/a.yaml': 'a: "+argocd:skip-file-rendering"\n', 'k/b.yaml': '' });
    expect(manifests).toEqual(['k/b.yaml']);
  });

  test('are not known to be all where there are jsonnet, a link or an override', () => {
    const { unread } = contents('path: k', { 'k/a.jsonnet': '', 'k/.argocd-source-cart.yaml': '' }, [
      'k/l.yaml',
      'k/README',
    ]);
    expect(unread).toEqual(['.argocd-source-cart.yaml', 'k/a.jsonnet', 'k/l.yaml']);
  });
});

describe('what a kustomization takes in', () => {
  const files = {
    'k/kustomization.yaml': [
      'resources: [a.yaml, ../base, https://example.com/x.yaml]',
      'components: [../c]',
      'patches: [{ path: p.yaml }, { patch: "inline" }]',
      'patchesStrategicMerge: [s.yaml, "{ kind: Inline }"]',
      'patchesJson6902: [{ path: j.yaml }]',
      'configMapGenerator: [{ name: m, files: [conf.txt, key=data.txt], envs: [m.env] }]',
      'secretGenerator: [{ name: s, env: s.env, files: [not-committed.key] }]',
      'crds: [crd.yaml]',
      'configurations: [names.yaml]',
      'openapi: { path: schema.json }',
      'replacements: [{ path: r.yaml }]',
      'transformers: [../t]',
      'generators: [g.yaml]',
      'helmCharts: [{ name: redis, valuesFile: v.yaml, additionalValuesFiles: [w.yaml] }]',
    ].join('\n'),
    'base/Kustomization': 'bases: [../old]\n',
    'old/kustomization.yml': 'resources: [o.yaml, ../k]\n',
    'old/o.yaml': '',
    'c/kustomization.yaml': 'kind: Component\nresources: [d.yaml]\npatches: [{ path: e.yaml }]\n',
    't/kustomization.yaml': 'resources: [u.yaml]\n',
    't/u.yaml': '',
    'k/charts/redis/Chart.yaml': '',
    'k/unused.yaml': '',
    ...Object.fromEntries(
      'k/a.yaml k/p.yaml k/s.yaml k/j.yaml k/conf.txt k/data.txt k/m.env k/s.env k/crd.yaml k/names.yaml k/schema.json k/r.yaml k/g.yaml k/v.yaml k/w.yaml c/d.yaml c/e.yaml'
        .split(' ')
        .map((path) => [path, '']),
    ),
  };

  test('is every file by what it is used for', () => {
    const { kustomize, manifests } = contents('path: k', files);
    const byUse: Record<string, string[]> = {};
    for (const { path, use } of kustomize?.files ?? []) byUse[use] = [...(byUse[use] ?? []), path];
    expect(byUse).toEqual({
      kustomization: [
        'k/kustomization.yaml',
        'base/Kustomization',
        'c/kustomization.yaml',
        't/kustomization.yaml',
        'old/kustomization.yml',
      ],
      manifest: ['k/a.yaml', 'c/d.yaml', 'old/o.yaml'],
      patch: ['k/p.yaml', 'k/j.yaml', 'k/s.yaml', 'c/e.yaml'],
      data: ['k/conf.txt', 'k/data.txt', 'k/m.env', 'k/s.env'],
      settings: ['k/crd.yaml', 'k/names.yaml', 'k/r.yaml', 'k/schema.json'],
      plugin: ['k/g.yaml', 't/u.yaml'],
      values: ['k/v.yaml', 'k/w.yaml'],
      chart: ['k/charts/redis/Chart.yaml'],
    });
    expect(manifests).toEqual(['c/d.yaml', 'k/a.yaml', 'old/o.yaml']);
    expect(kustomize?.kustomizations.map(({ folder }) => folder)).toEqual(['k', 'base', 'c', 'old']);
  });

  test('names what is not read', () => {
    expect(contents('path: k', files).unread).toEqual([
      'configurations',
      'generators',
      'helmCharts',
      'replacements',
      'transformers',
      'https://example.com/x.yaml',
    ]);
    expect(contents('path: old', { 'old/kustomization.yaml': 'resources: [../gone]\n' }).unread).toEqual(['../gone']);
  });

  // kustomize 5.8.2: "Found multiple kustomization files".
  test('is nothing where there are two kustomizations', () => {
    const { manifests, unread } = contents('path: k', {
      'k/kustomization.yaml': 'resources: [a.yaml]',
      'k/Kustomization': '',
      'k/a.yaml': '',
    });
    expect(manifests).toEqual([]);
    expect(unread).toEqual(['the kustomization of k']);
  });

  test('counts the components that the source itself adds', () => {
    const { manifests } = contents('path: k, kustomize: { components: [../c] }', {
      'k/kustomization.yaml': 'resources: []',
      'c/kustomization.yaml': 'kind: Component\nresources: [d.yaml]',
      'c/d.yaml': '',
    });
    expect(manifests).toEqual(['c/d.yaml']);
  });
});

test('the files of a chart are those of the charts beside it as well, and a plugin may read all of its folder', () => {
  const files = {
    'k/Chart.yaml':
      'dependencies: [{ name: lib, repository: "file://../lib" }, { name: up, repository: "https://example.com" }]\n',
    'k/templates/a.yaml': '',
    'lib/Chart.yaml': 'dependencies: [{ name: k, repository: "file://../k" }]\n',
  };
  expect(contents('path: k', files).files).toEqual(['k/Chart.yaml', 'k/templates/a.yaml', 'lib/Chart.yaml']);
  expect(contents('path: k, plugin: { name: x }', files)).toMatchObject({
    files: ['k/Chart.yaml', 'k/templates/a.yaml'],
    unread: ['a plugin'],
  });
  expect(contents('path: k, plugin: {}, helm: {}', files)).toMatchObject({ tool: null, files: [], manifests: [] });
});
