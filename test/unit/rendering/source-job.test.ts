import { expect, test } from '@jest/globals';
import type { Application } from '@rollcall/domain/argocd/application';
import { withOverrides } from '@rollcall/domain/argocd/source-overrides';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { manifestsOf } from '@rollcall/domain/image-targets/manifests';
import type { SourceJob } from '@rollcall/domain/rendering/job';
import { sourceJob } from '@rollcall/domain/rendering/source-job';
import { indexPaths } from '@rollcall/domain/tree/path-index';
import { readTextArchive } from '@rollcall/testkit/text-archive';

/** How the only source of the Application in `app.yaml` is rendered; `links` are symbolic links. */
async function jobOf(archive: string, links: readonly string[] = []): Promise<SourceJob | undefined> {
  const contents = readTextArchive(archive);
  const entries = [
    ...Array.from(contents.keys(), (path) => ({ path, mode: 'file' as const })),
    ...links.map((path) => ({ path, mode: 'symlink' as const })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const tree = {
    name: 'memory',
    list: async () => entries,
    read: async (paths: readonly string[]) =>
      new Map(paths.flatMap((path) => (contents.has(path) ? [[path, contents.get(path) ?? Buffer.from('')]] : []))),
  };
  const catalog = await loadCatalog(tree, {}, { repositoryUrl: 'https://example.com/acme/deploy.git' });
  const application = [...catalog.applications, ...catalog.generated].find(({ file }) => file === 'app.yaml');
  if (!application) throw new Error('there is no Application');
  const { parse: yaml, text } = manifestsOf(contents);
  const paths = indexPaths(entries);
  const laid: Application = withOverrides(application, { paths, yaml });
  const [source] = laid.sources;
  if (!source) throw new Error('it has no source');
  return sourceJob(laid, source, { paths, yaml, text, branch: 'main' });
}

function application(path: string, settings: string): string {
  return `-- app.yaml --
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: demo, namespace: argocd}
spec:
  project: p1
  destination: {namespace: ns1}
  source:
    repoURL: https://example.com/acme/deploy.git
    path: ${path}
    targetRevision: main
${settings}`;
}

const chart = '-- c/Chart.yaml --\napiVersion: v2\nname: c\nversion: 0.1.0\n-- c/values.yaml --\na: 1\n';
const everything = `    helm:
      releaseName: rel
      kubeVersion: 1.30.0
      apiVersions: [a/v1, b/v1]
      skipTests: true
      skipSchemaValidation: true
      ignoreMissingValueFiles: true
      valueFiles: [own.yaml, /v/x.yaml, nope.yaml, "v-$ARGOCD_APP_NAME.yaml"]
      fileParameters: [{name: ff, path: f.txt}]
      parameters:
        - {name: p, value: "$ARGOCD_APP_NAME,x"}
        - {name: q, value: "12", forceString: true}
        - {name: l, value: "{a,b}"}
      valuesObject: {n: 5, m: 6}
`;

// Argo CD v3.6.1 (repository.GenerateManifests) runs these words for this Application, with other paths.
test('helm gets the flags of Argo CD, in its order', async () => {
  const job = await jobOf(
    `${application('c', everything)}${chart}-- c/own.yaml --\nb: 3\n-- c/f.txt --\nhi\n-- v/x.yaml --\nb: 2\n`,
  );
  expect(job?.obstacle).toBe(null);
  expect(job?.commands).toEqual([
    {
      program: 'helm',
      folder: 'tree/c',
      args: [
        ...['template', '.', '--name-template', 'rel', '--namespace', 'ns1', '--kube-version', '1.30.0'],
        ...['--set', 'p=demo\\,x', '--set', 'l={a,b}', '--set-string', 'q=12', '--set-file', 'ff=./../../tree/c/f.txt'],
        ...['--values', './../../tree/c/own.yaml', '--values', './../../tree/v/x.yaml'],
        ...['--values', './../../inline-values.yaml', '--api-versions', 'a/v1', '--api-versions', 'b/v1'],
        ...['--include-crds', '--skip-schema-validation', '--skip-tests'],
      ],
    },
  ]);
  expect(job?.made).toEqual(new Map([['inline-values.yaml', '{"n":5,"m":6}']]));
  expect(job?.files.map(({ from }) => from)).toEqual([
    ...['c/Chart.yaml', 'c/f.txt', 'c/own.yaml', 'c/values.yaml', 'v/x.yaml'],
  ]);
});

test('a chart at the root of the repository finds its value files', async () => {
  const root = chart.replaceAll('-- c/', '-- ');
  const settings = '    helm: {valueFiles: [own.yaml, /v/x.yaml], valuesObject: {n: 5}}\n';
  const job = await jobOf(`${application('.', settings)}${root}-- own.yaml --\nb: 3\n-- v/x.yaml --\nb: 2\n`);
  const words = job?.commands[0]?.args ?? [];
  expect(words.flatMap((word, index) => (word === '--values' ? [words[index + 1]] : []))).toEqual([
    ...['./../tree/own.yaml', './../tree/v/x.yaml', './../inline-values.yaml'],
  ]);
});

test('a chart beside it is rendered where Helm reads it', async () => {
  const asked = (version: string) =>
    chart.replace(
      'version: 0.1.0',
      `version: 0.1.0\ndependencies: [{name: d, version: ${version}, repository: "file://../d"}]`,
    );
  const beside = '-- d/Chart.yaml --\nname: d\nversion: 1.0.0\n-- d/values.yaml --\nx: 1\n';
  const filesOf = async (more: string) => {
    const job = await jobOf(`${application('c', '    helm: {}\n')}${asked('1.x.x')}${beside}${more}`);
    return job?.obstacle ?? job?.files.map(({ to }) => to).filter((path) => path.startsWith('c/charts/'));
  };
  expect(await filesOf('')).toEqual(['c/charts/d/Chart.yaml', 'c/charts/d/values.yaml']);
  expect(await filesOf('-- c/charts/d/Chart.yaml --\nname: d\nversion: 1.0.0\n')).toEqual(['c/charts/d/Chart.yaml']);
  expect(await filesOf('-- c/charts/other/Chart.yaml --\nname: d\nversion: 1.0.0\n')).toEqual([
    'c/charts/other/Chart.yaml',
  ]);
  expect(await filesOf('-- c/charts/d-1.0.0.tgz --\n')).toEqual(['c/charts/d-1.0.0.tgz']);
  const both =
    'dependencies: [{name: d, version: 1.x.x, repository: "file://../d"}, {name: e, version: 1.x.x, repository: "file://../e"}]\n';
  const building = `-- c/requirements.yaml --\n${both}-- e/Chart.yaml --\nname: e\nversion: 1.0.0\n`;
  expect(await filesOf(`${building}-- c/charts/d-1.0.0.tgz --\n`)).toEqual([
    ...['c/charts/d/Chart.yaml', 'c/charts/d/values.yaml', 'c/charts/e/Chart.yaml'],
  ]);
  expect(await filesOf(`${building}-- c/charts/d/Chart.yaml --\nname: d\nversion: 1.0.0\n`)).toBe(
    'one of c/charts/d, d is its dependency "d", and chance says which',
  );
});

// The same version: a list of the file takes the place of the list, and a null in valuesObject removes a key.
test('a file that is laid over a source says what it is rendered with', async () => {
  const job = await jobOf(
    `${application('c', everything)}${chart}-- c/own.yaml --\nb: 3\n-- c/f.txt --\nhi\n-- v/x.yaml --\nb: 2\n` +
      '-- c/.argocd-source.yaml --\nhelm: {parameters: [{value: "over,ride"}], valuesObject: {n: null, z: 1}}\n',
  );
  expect(job?.made.get('inline-values.yaml')).toBe('{"m":6,"z":1}');
  expect(job?.commands[0]?.args).toContain('p=over\\,ride');
  expect(job?.commands[0]?.args.filter((word) => word === '--set' || word === '--set-string')).toEqual(['--set']);
});

// Argo CD v3.6.1 (kustomize.Build) runs these words for this Application.
test('kustomize gets the edits of Argo CD, in its order', async () => {
  const job = await jobOf(
    `${application(
      'k',
      `    kustomize:
      namePrefix: pre-
      nameSuffix: -suf
      namespace: kns
      images: ["ghcr.io/acme/web=ghcr.io/acme/web2:3"]
      replicas: [{name: web, count: 4}]
      commonLabels: {a: b, c: "$ARGOCD_APP_NAME"}
      labelWithoutSelector: true
      commonAnnotations: {x: "$ARGOCD_APP_NAME"}
      components: [comp]
      patches: [{patch: "[]", target: {kind: Deployment}}]
`,
    )}-- k/kustomization.yaml --\nresources: [d.yaml]\npatches: [{path: p.yaml}]\n-- k/d.yaml --\n-- k/p.yaml --\n` +
      '-- k/comp/kustomization.yaml --\nkind: Component\n-- k/other.yaml --\n',
  );
  expect(job?.obstacle).toBe(null);
  expect(job?.commands.map(({ program, args, folder }) => [folder, program, ...args].join(' '))).toEqual([
    'tree/k kustomize edit set nameprefix -- pre-',
    'tree/k kustomize edit set namesuffix -- -suf',
    'tree/k kustomize edit set image ghcr.io/acme/web=ghcr.io/acme/web2:3',
    'tree/k kustomize edit set replicas web=4',
    'tree/k kustomize edit add label --without-selector a:b c:demo',
    'tree/k kustomize edit add annotation x:$ARGOCD_APP_NAME',
    'tree/k kustomize edit set namespace -- kns',
    'tree/k kustomize edit add component comp',
    'tree/k kustomize build .',
  ]);
  expect(JSON.parse(job?.made.get('tree/k/kustomization.yaml') ?? '')).toEqual({
    resources: ['d.yaml'],
    patches: [{ path: 'p.yaml' }, { patch: '[]', target: { kind: 'Deployment' } }],
  });
  expect(job?.files.map(({ from }) => from).sort()).toEqual([...['k/comp/kustomization.yaml', 'k/d.yaml', 'k/p.yaml']]);
});

test('a chart that is taken in by a path lies where helm looks for it', async () => {
  const dependent = chart.replace(
    'version: 0.1.0\n',
    'version: 0.1.0\ndependencies: [{name: lib, version: 0.1.0, repository: "file://../lib"}]\n',
  );
  const job = await jobOf(`${application('c', '')}${dependent}-- lib/Chart.yaml --\nname: lib\n`);
  expect(job).toMatchObject({ obstacle: null });
  expect(job?.files).toContainEqual({ from: 'lib/Chart.yaml', to: 'c/charts/lib/Chart.yaml' });
  const vendored = await jobOf(
    `${application('c', '')}${dependent}-- lib/Chart.yaml --\nname: lib\n-- c/charts/lib-0.1.0.tgz --\nx\n`,
  );
  expect(vendored?.files.map(({ from }) => from)).not.toContain('lib/Chart.yaml');
});

test('a source of another branch, or one that is there for its ref, renders nothing of this tree', async () => {
  expect(await jobOf(application('c', '').replace('targetRevision: main', 'targetRevision: other') + chart)).toBe(
    undefined,
  );
  expect(await jobOf(application('c', '    ref: values\n').replace('    path: c\n', '') + chart)).toBe(undefined);
});

const kustomization = (text: string): string =>
  `${application('k', '')}-- k/kustomization.yaml --\n${text}\n-- k/d.yaml --\n`;

test.each<[what: string, archive: string, why: string | RegExp, links?: string[]]>([
  [
    'a dependency that is not vendored',
    application('c', '') +
      chart.replace(
        '0.1.0\n',
        '0.1.0\ndependencies: [{name: redis, version: 1.x, repository: "https://example.com"}]\n',
      ),
    'its dependencies are not in the repository ("redis")',
  ],
  [
    'a link in a chart',
    application('c', '') + chart,
    'c/templates/x.yaml is a link, which is not followed',
    ['c/templates/x.yaml'],
  ],
  [
    'a name of a release that helm would read as a template',
    `${application('c', '    helm: {releaseName: \'{{ env "HOME" }}\'}\n')}${chart}`,
    /is no name of a release$/,
  ],
  [
    'a value file with a comma in its name, which is two files to helm',
    `${application('c', '    helm: {valueFiles: ["x,/y.yaml"]}\n')}${chart}-- c/x,/y.yaml --\na: 2\n`,
    'c/x,/y.yaml has a name that Helm divides',
  ],
  [
    'a parameter whose name brings another file along',
    `${application('c', '    helm: {fileParameters: [{name: "x=/y,z", path: f.txt}]}\n')}${chart}-- c/f.txt --\nhi\n`,
    '"x=/y,z" is no name of a parameter that holds a file',
  ],
  [
    'a value file outside of the repository',
    `${application('c', '    helm: {valueFiles: ["../../x.yaml"]}\n')}${chart}`,
    'the value file "../../x.yaml" is not there',
  ],
  [
    'a value file behind an address',
    `${application('c', '    helm: {valueFiles: ["https://example.com/v.yaml"]}\n')}${chart}`,
    'the value file "https://example.com/v.yaml" is behind an address',
  ],
  [
    'a remote base',
    kustomization('resources: [d.yaml, "https://example.com/x"]'),
    /"https:\/\/example.com\/x" is not in/,
  ],
  [
    'a patch behind an address',
    kustomization('resources: [d.yaml]\npatches: [{path: "http://127.0.0.1:1/p"}]'),
    /is not in the repository, and nothing is fetched$/,
  ],
  [
    'a base outside of the repository',
    kustomization('resources: [d.yaml, ../../../x]'),
    '"../../../x" is not in the repository, and nothing is fetched',
  ],
  // kustomize v5.8.2 takes the names of fields in any case.
  [
    'a field of an entry in another case',
    kustomization('resources: [d.yaml]\npatches: [{Path: x}]'),
    '"x" is not in the repository, and nothing is fetched',
  ],
  ['a tag of YAML', kustomization('resources: [!!binary ZC55YW1s]'), /^k\/kustomization.yaml is written in a way/],
  ['a merge key', kustomization('<<: {resources: [d.yaml]}'), /^k\/kustomization.yaml is written in a way/],
  [
    'charts that a kustomization inflates',
    kustomization('resources: [d.yaml]\nhelmCharts: [{name: x}]'),
    'helmCharts of k/kustomization.yaml are not rendered',
  ],
  [
    'a generator of its own',
    kustomization('resources: [d.yaml]\ngenerators: [d.yaml]'),
    'generators of k/kustomization.yaml are not rendered',
  ],
  [
    'a word that kustomize would take for an option',
    `${application('k', '    kustomize: {images: ["--help"]}\n')}-- k/kustomization.yaml --\nresources: []\n`,
    '"--help" would be read as an option',
  ],
  ['jsonnet', `${application('d', '')}-- d/x.jsonnet --\n{}\n`, 'jsonnet is not rendered'],
  ['a plugin', `${application('d', '    plugin: {name: x}\n')}-- d/x --\n`, 'a plugin makes its manifests'],
  [
    'a chart in a Helm repository',
    `${application('d', '    chart: web\n').replace('    path: d\n', '')}`,
    'its chart is in a Helm repository',
  ],
])('%s is not rendered', async (...[, archive, why, links]) => {
  expect((await jobOf(archive, links))?.obstacle).toMatch(why);
});

// kustomize 5.8.2 takes the fields of its file as Go's JSON does: in any case.
test('a field in another case is read as kustomize reads it', async () => {
  expect((await jobOf(kustomization('Resources: [d.yaml]'), undefined))?.obstacle).toBeNull();
});

test.each([
  ['{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"$ref":"#/x"}}}', false],
  ['{"properties":{"a":{"$ref":"file:///x.json"}}}', true],
  ['{"properties":{"a":{"$ref":"x.json"}}}', true],
  ['{"$id":"http://127.0.0.1/x"}', true],
])('helm is not asked to follow what a schema leads to: %s', async (schema, skipped) => {
  const job = await jobOf(`${application('c', '')}${chart}-- c/values.schema.json --\n${schema}\n`);
  expect(job?.commands[0]?.args.includes('--skip-schema-validation')).toBe(skipped);
});
