import { describe, expect, test } from '@jest/globals';
import type { Application } from '@rollcall/domain/argocd/application';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { parse } from 'yaml';

const here = 'https://github.com/acme/shop';

interface Shape {
  name?: string;
  path?: string | null;
  revision?: string | null;
  namespace?: string;
  labels?: string;
  image?: string;
  repoURL?: string;
  more?: string;
}

/** An Application as people write it. */
function application(shape: Shape = {}): string {
  const {
    name = 'a-prod',
    path = 'charts/a',
    revision = 'HEAD',
    namespace = 'shop',
    labels,
    image,
    repoURL,
    more,
  } = shape;
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata:\n  name: ${name}\n  namespace: argocd${labels ? `\n  labels: ${labels}` : ''}`,
    `spec:\n  project: default\n  source:\n    repoURL: ${repoURL ?? 'git@github.com:acme/shop.git'}`,
    ...(path === null ? [] : [`    path: ${path}`]),
    ...(revision === null ? [] : [`    targetRevision: ${revision}`]),
    ...(image ? [`    helm: { parameters: [{ name: image.repository, value: "${image}" }] }`] : []),
    ...(more ? [more] : []),
    `  destination: { server: https://kubernetes.default.svc, namespace: ${namespace} }`,
    '',
  ].join('\n');
}

function load(
  files: Record<string, string | Uint8Array>,
  config: Config = {},
  repositoryUrl: string | null = here,
): Promise<Catalog> {
  return loadCatalog(memoryTree(files), config, { repositoryUrl });
}

async function one(
  files: Record<string, string>,
  config: Config = {},
  repositoryUrl: string | null = here,
): Promise<Application> {
  const { applications, problems } = await load(files, config, repositoryUrl);
  expect(problems).toEqual([]);
  const [only, ...more] = applications;
  if (!only || more.length > 0) throw new Error(`${applications.length} Applications`);
  return only;
}

describe('an Application is read', () => {
  test('with one source', async () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a-prod, namespace: argocd }
spec:
  project: shop
  source:
    repoURL: https://user@GitHub.com/Acme/shop.git/
    path: ./charts/a/
    targetRevision: 1.10
    directory: { recurse: true, exclude: "x.yaml" }
    helm:
      valueFiles: [values.yaml, ../prod.yaml]
      ignoreMissingValueFiles: true
      parameters:
        - name: image.repository
          value: prod/a
        - { name: image.tag, value: 1.10 }
        - { name: empty }
        - nonsense
  destination: { name: in-cluster, namespace: shop }
`;
    const { document, ...rest } = await one({ 'apps/prod/a.yaml': text });
    expect(rest).toEqual({
      name: 'a-prod',
      file: 'apps/prod/a.yaml',
      environment: 'prod',
      services: [],
      mayDeployMore: false,
      service: null,
      namespace: 'argocd',
      project: 'shop',
      destination: { server: null, name: 'in-cluster', namespace: 'shop' },
      sources: [
        {
          at: ['spec', 'source'],
          repoURL: 'https://user@GitHub.com/Acme/shop.git/',
          path: 'charts/a',
          chart: null,
          targetRevision: '1.10',
          ref: null,
          ours: true,
          tools: ['helm', 'directory'],
          directory: { recurse: true, include: null, exclude: 'x.yaml', everyFile: false },
          valueFiles: ['values.yaml', '../prod.yaml'],
          ignoreMissingValueFiles: true,
          parameters: [
            { index: 0, name: 'image.repository', value: 'prod/a' },
            { index: 1, name: 'image.tag', value: '1.10' },
            { index: 2, name: 'empty', value: '' },
          ],
          overrides: [],
        },
      ],
    });
    expect(document.locate(['spec', 'source', 'path'])).toEqual({ path: 'apps/prod/a.yaml', line: 8, column: 5 });
  });

  test('with several sources', async () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a }
spec:
  sources:
    - { repoURL: https://charts.example.com, chart: redis, targetRevision: 1.2.3 }
    - { repoURL: "${here}", ref: values }
    - { repoURL: "${here}", path: . }
  destination: { namespace: a }
`;
    const { sources } = await one({ 'a.yaml': text });
    expect(sources.map(({ at, path, chart, ref, ours }) => [at, path, chart, ref, ours])).toEqual([
      [['spec', 'sources', 0], null, 'redis', null, false],
      [['spec', 'sources', 1], null, null, 'values', true],
      [['spec', 'sources', 2], '', null, null, true],
    ]);
  });

  test('from a hydrated source, from JSON, from each document', async () => {
    const dry = `sourceHydrator: { drySource: { repoURL: "${here}", path: x, targetRevision: HEAD } }`;
    const { applications } = await load({
      'apps/a.yaml': `# a comment\n---\n${application({ name: 'a' })}---\nkind: Other\n---\n${application({ name: 'b' })}`,
      'apps/c.json': JSON.stringify({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'c' },
        spec: { source: { repoURL: here, path: 'x' } },
      }),
      'elsewhere/d.json': '{"apiVersion":"argoproj.io/v1alpha1","kind":"Application"}',
      'e.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: e }\nspec: { destination: {}, ${dry} }\n`,
      // Argo CD 3.6.1 ignores source and sources beside a hydrator; the first guess was that source wins.
      'f.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: f }\nspec: { destination: {}, source: { repoURL: "${here}", path: y }, sources: [{ repoURL: "${here}", path: z }], ${dry} }\n`,
    });
    expect(applications.map(({ name, document, sources }) => [name, document.index, sources[0]?.at])).toEqual([
      ['a', 0, ['spec', 'source']],
      ['b', 2, ['spec', 'source']],
      ['c', 0, ['spec', 'source']],
      ['e', 0, ['spec', 'sourceHydrator', 'drySource']],
      ['f', 0, ['spec', 'sourceHydrator', 'drySource']],
    ]);
  });

  test.each<[string, string, boolean | null]>([
    ['https://github.com/acme/shop.git', here, true],
    ['ssh://git@ssh.github.com:443/ACME/shop', here, true],
    ['https://github.com/acme/shop-config', here, false],
    ['https://gitlab.com/acme/shop', here, false],
    ['"{{ repo }}"', here, null],
    ['https://github.com/acme/shop', '', null],
  ])('%s seen from %s is ours: %s', async (repoURL, from, expected) => {
    const { sources } = await one({ 'a.yaml': application({ repoURL }) }, {}, from || null);
    expect(sources[0]?.ours).toBe(expected);
  });

  test.each<[string, string | null]>([
    ['a fork', 'https://github.com/someone/shop'],
    ['a server under another name', 'http://127.0.0.1:8080/acme/shop'],
    ['a plain folder', null],
  ])('in %s the sources whose paths are here are ours', async (_what, from) => {
    const files = {
      'apps/a.yaml': application({ repoURL: 'https://github.com/acme/shop', path: 'deploy/a' }),
      'apps/b.yaml': application({ repoURL: 'https://github.com/acme/other', path: 'deploy/b' }),
      'deploy/a/x.yaml': 'kind: ConfigMap\n',
    };
    const { applications } = await load(files, {}, from);
    expect(applications.map(({ file, sources }) => [file, sources[0]?.ours])).toEqual([
      ['apps/a.yaml', true],
      ['apps/b.yaml', false],
    ]);
  });
});

test.each<[string, string]>([
  ['kustomization.yaml', 'a.yaml'],
  ['kustomization.yml', 'a.yaml'],
  ['Kustomization', 'a.yaml'],
  ['Kustomization', 'a.json'],
])('what a %s patches with is no Application of its own (%s)', async (kustomization, name) => {
  const patch =
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: a\nspec: { source: { path: b } }\n';
  const { applications, problems } = await load({
    [`overlay/${kustomization}`]: 'patches: []\n',
    [`overlay/patches/${name}`]: name.endsWith('.json') ? JSON.stringify(parse(patch)) : patch,
    // JSON is read beside Applications only.
    'overlay/patches/b.yaml': application({ name: 'b' }),
  });
  expect(applications.map((one) => one.name)).toEqual(['b']);
  expect(problems).toMatchObject([{ severity: 'notice', location: { path: `overlay/patches/${name}` } }]);
  expect(problems[0]?.message).toContain('is a patch of the Application "a"');
});

describe('an Application is one, however its words are written', () => {
  // sigs.k8s.io/yaml v1.6.0, which Kubernetes reads manifests with, reads them as the same; the slash is JSON's alone.
  const [group, kind] = ['apiVersion: argoproj.io/v1alpha1', 'kind: Application'];
  test.each<[string, string, string]>([
    ['a key and a value in quotes, with escapes', kind, '"kind": "Appl\\u0069cation"'],
    ['a line that goes on', kind, 'kind: "Appl\\\n  ication"'],
    ['an alias', kind, 'x-kind: &kind Application\nkind: *kind'],
    ['a tag', kind, 'kind: !!str Application'],
    ['a block', kind, 'kind: >-\n  Application'],
    ['an explicit key', kind, '? kind\n: Application'],
    ['a comment that names another kind', kind, `${kind}\n# kind: CustomResourceDefinition`],
    ['another kind in a text', kind, `${kind}\nx-text: "\n  kind: CustomResourceDefinition"`],
    ['a key of dashes', kind, `---x: y\n${kind}`],
    ['a group with an escape', group, 'apiVersion: "argoproj\\x2eio/v1alpha1"'],
    ['a group with a slash as JSON may have it', group, 'apiVersion: "argoproj.io\\/v1alpha1"'],
    ['another kind before it, and an escape between', kind, `kind: CustomResourceDefinition\n# \\\n${kind}`],
  ])('%s', async (_what, word, written) => {
    const { applications } = await load({ 'a.yaml': application().replace(word, () => written) });
    expect(applications.map(({ name }) => name)).toEqual(['a-prod']);
  });
});

describe('what is no Application is left out', () => {
  test.each<[string, string, string]>([
    ['a Helm template', 'charts/a/templates/app.yaml', application({ name: '{{ .Values.x }}' })],
    ['a vendored file', 'vendor/x/app.yaml', application()],
    ['a test file', 'test/fixtures/app.yaml', application()],
    ['another kind', 'a.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\n'],
    ['another group', 'a.yaml', 'apiVersion: app.k8s.io/v1\nkind: Application\nmetadata: { name: argoproj.io/ }\n'],
    [
      'its definition',
      'crd.yaml',
      'kind: CustomResourceDefinition\nmetadata: { name: applications.argoproj.io }\nspec: { names: { kind: Application }, group: argoproj.io/ }\n',
    ],
    [
      'its definition, which is not even parsed',
      'crd.yaml',
      'kind: CustomResourceDefinition\nmetadata: { name: applications.argoproj.io }\nspec: { kind: Application, group: argoproj.io/\n',
    ],
  ])('%s', async (_what, path, text) => {
    const { applications, problems } = await load({ 'charts/a/Chart.yaml': 'name: a\n', [path]: text });
    expect({ applications, problems }).toEqual({ applications: [], problems: [] });
  });

  test.each<{ what: string; severity: string; text: string; message: string; line: number; column: number }>([
    {
      what: 'broken YAML',
      severity: 'error',
      text: `${application()}  bad: [`,
      message: 'a.yaml cannot be read: not valid YAML',
      line: 13,
      column: 9,
    },
    {
      what: 'a template',
      severity: 'notice',
      text: `{{ if .x }}\n${application()}{{ end }}\n`,
      message: 'a.yaml is a template',
      line: 2,
      column: 1,
    },
    {
      what: 'an ApplicationSet whose own braces are no YAML',
      severity: 'error',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  template:\n    metadata:\n      name: {{name}}-x\n',
      message: 'a.yaml cannot be read: not valid YAML',
      line: 6,
      column: 21,
    },
    {
      what: 'a templated name',
      severity: 'notice',
      text: application({ name: '"{{ name }}"' }),
      message: 'a.yaml is the template of an Application',
      line: 4,
      column: 3,
    },
    {
      what: 'no name',
      severity: 'error',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {}\n',
      message: 'the Application in a.yaml has no name',
      line: 3,
      column: 1,
    },
    {
      what: 'no source',
      severity: 'warning',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  destination: { name: x }\n',
      message: 'the Application "a" has no source: Argo CD refuses it',
      line: 4,
      column: 1,
    },
    {
      what: 'a source without an address',
      severity: 'warning',
      text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: a\nspec: { source: { path: b } }\n',
      message: 'the Application "a" has a source without repoURL: Argo CD refuses it, and nothing of it is deployed',
      line: 5,
      column: 9,
    },
    {
      what: 'a List',
      severity: 'error',
      text: 'apiVersion: v1\nkind: List\nitems: [{ apiVersion: argoproj.io/v1alpha1, kind: Application }]\n',
      message: 'a.yaml cannot be read: it holds Applications inside a List',
      line: 3,
      column: 1,
    },
    {
      what: 'a List of ApplicationSets',
      severity: 'error',
      text: 'apiVersion: v1\nkind: List\nitems: [{ apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet }]\n',
      message: 'a.yaml cannot be read: it holds Applications inside a List',
      line: 3,
      column: 1,
    },
  ])('$what is said', async ({ severity, text, message, line, column }) => {
    const { applications, problems } = await load({ 'a.yaml': text, 'b.yaml': application({ name: 'b' }) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity, location: { path: 'a.yaml', line, column } });
    expect(problems[0]?.message).toContain(message);
    expect(applications.map(({ name }) => name)).toContain('b');
  });

  test.each(['skeleton', 'argocd/templates', 'x/${{ values.name }}'])(
    'an ApplicationSet in %s is a template',
    async (folder) => {
      const text = 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: {{name}}-x\n';
      const { problems } = await load({ [`${folder}/set.yaml`]: text });
      expect(problems).toMatchObject([{ severity: 'notice', message: expect.stringContaining('is a template') }]);
    },
  );

  test('what bumps cannot know or refuse of ApplicationSets is said', async () => {
    const set = (name: string, more: string, generators: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: ${name} }\nspec:\n  generators: [${generators}]\n  template: {}\n${more}`;
    const beside = (kind: string, inner: string) =>
      `{ ${kind}: { generators: [${inner}, { list: { elements: [{}] } }] } }`;
    const { problems } = await load({
      'a.yaml': set('known', '', '{ list: { elements: [{ service: a }] } }'),
      'b.yaml': set('patched', "  templatePatch: '{{ .x }}'\n", '{ list: { elements: [{ x: a }, { x: b }] } }'),
      'c.yaml': set('others', '', '{ git: {} }, { clusters: {} }, { clusters: {} }'),
      'd.yaml': set('merged', '', '{ merge: { mergeKeys: [a], generators: [{ clusters: {} }, { list: {} }] } }'),
      'e.yaml': set('deep', '', beside('matrix', beside('matrix', beside('merge', '{ list: {} }')))),
    });
    expect(
      problems.map(({ location, severity, message }) => [location?.path, location?.line, severity, message]),
    ).toEqual([
      [
        'b.yaml',
        7,
        'notice',
        'no bump writes what the ApplicationSet "patched" says of an image: its templatePatch may change the sources',
      ],
      [
        'c.yaml',
        5,
        'notice',
        'no bump writes what generators of ApplicationSets fill in that are not read: a clusters generator, a git generator, a merge in generators of generators, which Argo CD refuses, a merge of other generators than lists',
      ],
    ]);
  });

  test('bytes that are no text, aliases without measure and files without end are said', async () => {
    const bomb = Array.from(
      { length: 12 },
      (_, index) => `  l${index}: &l${index} [${`*l${index - 1},`.repeat(9)}]`,
    ).slice(1);
    const { applications, problems } = await load({
      'a.yaml': Buffer.concat([Buffer.from(application()), Buffer.from([0xff])]),
      'b.yaml': `${application()}bomb:\n  l0: &l0 [x]\n${bomb.join('\n')}\n`,
      'c.yaml': `${application()}# ${'x'.repeat(5 * 1024 * 1024)}`,
      'd.yaml': application({ name: 'd' }),
    });
    expect(applications.map(({ name }) => name)).toEqual(['d']);
    expect(problems.map(({ severity, location }) => `${severity} ${location?.path}`)).toEqual([
      'error a.yaml',
      'error b.yaml',
      'error c.yaml',
    ]);
  });
});

describe('the environment of an Application', () => {
  const file = 'argocd/a.yaml';
  test.each<[string, Record<string, string>, string | null, Config]>([
    ['the folder', { 'apps/prod/a.yaml': application({ name: 'a-dev', revision: 'k8s-deploy-dev' }) }, 'prod', {}],
    ['the folder as it is written', { 'apps/Staging/a.yaml': application({ name: 'a' }) }, 'Staging', {}],
    ['the deepest folder', { 'dev/apps/prod/x/a.yaml': application({ name: 'a' }) }, 'prod', {}],
    ['a folder of environments', { 'environments/eu-1/a.yaml': application({ name: 'a' }) }, 'eu-1', {}],
    ['not what environments share', { 'overlays/base/a.yaml': application({ name: 'a' }) }, null, {}],
    ['the name of the file', { 'root-apps/prod.yaml': application({ name: 'root', path: 'apps/x' }) }, 'prod', {}],
    ['no folder of tests', { 'test/argo/a.yaml': application({ name: 'a' }) }, null, {}],
    ['the revision', { [file]: application({ name: 'a', revision: 'k8s-deploy-prod', namespace: 'dev' }) }, 'prod', {}],
    ['the revision alone', { [file]: application({ name: 'a', revision: 'production' }) }, 'production', {}],
    [
      'not the version of a chart',
      { [file]: application({ name: 'a', path: null, revision: '1.0.0-dev', more: '    chart: x' }) },
      null,
      {},
    ],
    ['the name', { [file]: application({ name: 'a-prod', namespace: 'x-dev' }) }, 'prod', {}],
    ['the longest name', { [file]: application({ name: 'a-pre-prod' }) }, 'pre-prod', {}],
    [
      'not the name of a service',
      { [file]: application({ name: 'load-test' }), 'services/load-test/Dockerfile': '' },
      null,
      {},
    ],
    ['the namespace', { [file]: application({ name: 'a', namespace: 'shop-prod' }) }, 'prod', {}],
    ['the label', { [file]: application({ name: 'a', labels: '{ environment: blue }' }) }, 'blue', {}],
    ['nothing', { [file]: application({ name: 'a' }) }, null, {}],
    [
      'a configured folder',
      { 'x/prod/a.yaml': application() },
      'live-eu',
      { environments: { 'live-eu': { applications: 'x/prod' } } },
    ],
    [
      'the deepest configured folder',
      { 'x/y/a.yaml': application() },
      'in',
      { environments: { out: { applications: 'x' }, in: { applications: 'x/y' } } },
    ],
    [
      'a configured branch',
      { 'dev/a.yaml': application({ revision: 'release' }) },
      'eu',
      { environments: { eu: { 'deploy-branch': 'release' } } },
    ],
    ['a configured name', { [file]: application({ name: 'a-eu' }) }, 'eu', { environments: { eu: {} } }],
    ['the configured spelling', { 'production/a.yaml': application() }, 'prod', { environments: { prod: {} } }],
  ])('%s', async (_what, files, expected, config) => {
    expect((await one(files, config)).environment).toBe(expected);
  });

  test('a spelling that the folders do not have is that of the folders', async () => {
    const { applications } = await load({
      'apps/prod/a.yaml': application({ name: 'a' }),
      'infra/b.yaml': application({ name: 'b', labels: '{ environment: production }' }),
      'infra/c.yaml': application({ name: 'prod-istiod' }),
      'infra/d.yaml': application({ name: 'dev-portal' }),
    });
    expect(applications.map(({ environment }) => environment)).toEqual(['prod', 'prod', 'prod', null]);
  });

  test('folders that stand to each other as environments do', async () => {
    const { applications, environments } = await load({
      'apps/a/dev/app.yaml': application({ name: 'a-1' }),
      'apps/a/pro/app.yaml': application({ name: 'a-2' }),
      'apps/b/pro/app.yaml': application({ name: 'b-2' }),
      'tools/x/app.yaml': application({ name: 'x' }),
    });
    expect(applications.map(({ file, environment }) => [file, environment])).toEqual([
      ['apps/a/dev/app.yaml', 'dev'],
      ['apps/a/pro/app.yaml', 'pro'],
      ['apps/b/pro/app.yaml', null],
      ['tools/x/app.yaml', null],
    ]);
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'pro']);
  });
});

describe('the service of an Application', () => {
  const services = {
    'services/user-service/Dockerfile': '',
    'services/cart/Dockerfile': '',
    'services/ui/chart/Chart.yaml': 'name: shop-ui-chart\n',
    'services/ui/Dockerfile': '',
  };
  test.each<[string, Shape, string | null]>([
    ['its name with the environment behind', { name: 'user-service-prod' }, 'user-service'],
    ['its name with the environment before', { name: 'prod-user-service' }, 'user-service'],
    ['its name with another spelling of it', { name: 'user-service-production' }, 'user-service'],
    ['its name', { name: 'user-service' }, 'user-service'],
    ['the folder of its source', { name: 'x', path: 'k8s/cart' }, 'cart'],
    ['an overlay of its source', { name: 'x', path: 'k8s/cart/overlays/prod' }, 'cart'],
    ['the chart in its folder', { name: 'x', path: 'services/ui/chart' }, 'ui'],
    ['the image', { name: 'x', path: 'charts/generic', image: 'registry:5000/prod/cart:1.2' }, 'cart'],
    [
      'not what another repository holds',
      { name: 'x', path: 'k8s/cart', repoURL: 'https://github.com/acme/other' },
      null,
    ],
    ['not a part of a word', { name: 'cart-db-prod' }, null],
    ['no service', { name: 'istio-config-prod', path: 'charts/istio-config' }, null],
  ])('%s', async (_what, shape, expected) => {
    expect((await one({ ...services, 'apps/prod/a.yaml': application(shape) })).service).toBe(expected);
  });

  test('an Application of Applications has none, wherever it lies', async () => {
    const { applications } = await load({
      ...services,
      'apps/prod/cart.yaml': application({ name: 'cart-prod' }),
      'apps/prod/ui.yaml': application({ name: 'ui-prod', path: 'apps/prod' }),
      'roots/prod.yaml': application({ name: 'cart', path: 'apps/prod' }),
      'roots/recurse.yaml': application({ name: 'cart', path: 'apps', more: '    directory: { recurse: true }' }),
      'roots/not-recurse.yaml': application({ name: 'cart', path: 'apps' }),
    });
    expect(applications.map(({ file, service }) => `${file} ${service}`)).toEqual([
      'apps/prod/cart.yaml cart',
      'apps/prod/ui.yaml null',
      'roots/not-recurse.yaml cart',
      'roots/prod.yaml null',
      'roots/recurse.yaml null',
    ]);
  });
});

describe('charts', () => {
  test('are found, library or not, and not inside another', async () => {
    const { charts, services, problems } = await load({
      'k8s/charts/a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'k8s/charts/b-folder/Chart.yaml': 'name: b\n',
      'k8s/charts/common/Chart.yaml': 'name: common\ntype: library\n',
      'k8s/charts/a/charts/redis/Chart.yaml': 'name: redis\n',
      'k8s/charts/a/charts/redis/charts/common/Chart.yaml': 'name: common\n',
      'services/a/Dockerfile': '',
      'services/b/Dockerfile': '',
      'services/common/Dockerfile': '',
    });
    expect(charts.map(({ name, path, library }) => [name, path, library])).toEqual([
      ['a', 'k8s/charts/a', false],
      ['b', 'k8s/charts/b-folder', false],
      ['common', 'k8s/charts/common', true],
    ]);
    expect(services.map(({ name, chart }) => [name, chart])).toEqual([
      ['a', 'k8s/charts/a'],
      ['b', 'k8s/charts/b-folder'],
      ['common', null],
    ]);
    expect(problems).toEqual([]);
  });

  test('of one name: the one that is deployed', async () => {
    const { services } = await load({
      'a/Dockerfile': '',
      'old/a/Chart.yaml': 'name: a\n',
      'x/a/Chart.yaml': 'name: a\n',
      'apps/a.yaml': application({ path: 'x/a' }),
    });
    expect(services[0]?.chart).toBe('x/a');
  });

  test.each<[string, string, string, string]>([
    ['no name', 'version: 1\n', 'error', 'charts/a/Chart.yaml cannot be read: the chart has no name'],
    ['broken YAML', 'name: [', 'error', 'charts/a/Chart.yaml cannot be read: not valid YAML'],
    ['a template', 'name: {{ name }}\n', 'notice', 'charts/a/Chart.yaml is a template'],
  ])('%s is said', async (_what, text, severity, message) => {
    const { charts, problems } = await load({ 'charts/a/Chart.yaml': text });
    expect(charts).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ severity, message: expect.stringContaining(message) })]);
  });
});

describe('environments', () => {
  test('take the branch and the folder of the Applications of services', async () => {
    const { environments, problems } = await load({
      'services/a/Dockerfile': '',
      'services/b/Dockerfile': '',
      'apps/prod/a.yaml': application({ name: 'a-prod', revision: 'k8s-deploy-prod' }),
      'apps/prod/b.yaml': application({ name: 'b-prod', path: 'charts/b', revision: 'k8s-deploy-prod' }),
      'apps/prod/addons/x.yaml': application({ name: 'x-prod', path: 'addons/x', revision: 'main' }),
      'roots/prod.yaml': application({ name: 'root', path: 'apps/prod', revision: 'main' }),
      'apps/dev/a.yaml': application({ name: 'a-dev' }),
    });
    expect(environments).toEqual([
      { name: 'dev', deployBranch: null, applications: 'apps/dev' },
      { name: 'prod', deployBranch: 'k8s-deploy-prod', applications: 'apps/prod' },
    ]);
    expect(problems).toEqual([]);
  });

  test('whose Applications disagree have none, and the configuration decides', async () => {
    const files = {
      'apps/prod/x/a.yaml': application({ name: 'a', revision: 'main' }),
      'apps/prod/y/b.yaml': application({ name: 'b', revision: 'release' }),
      'apps/prod/y/c.yaml': application({ name: 'c', revision: 'v1', repoURL: 'https://github.com/acme/other' }),
    };
    const open = await load(files);
    expect(open.environments).toEqual([{ name: 'prod', deployBranch: null, applications: null }]);
    expect(open.problems).toEqual([
      {
        severity: 'warning',
        message:
          'the Applications of "prod" follow different revisions: "main" (apps/prod/x/a.yaml), "release" (apps/prod/y/b.yaml)',
        help: expect.stringContaining('deploy-branch'),
      },
    ]);
    const decided = await load(files, {
      environments: { prod: { 'deploy-branch': 'main', applications: 'apps/prod' }, qa: {} },
    });
    expect(decided.environments).toEqual([
      { name: 'prod', deployBranch: 'main', applications: 'apps/prod' },
      { name: 'qa', deployBranch: null, applications: null },
    ]);
    expect(decided.problems).toEqual([]);
  });
});

describe('what is left of a service', () => {
  const files = {
    'services/cart/Dockerfile': '',
    'charts/cart/Chart.yaml': 'name: cart\n',
    'charts/cart/values.yaml': 'image: { repository: ghcr.io/acme/cart }\n',
    'apps/prod/cart.yaml': application({ name: 'cart-prod', path: 'charts/cart', image: 'prod/cart' }),
  };
  test.each<[string, Record<string, string>, Config, [string, string, string | null][]]>([
    [
      'an Application with an image built here',
      { 'apps/prod/video.yaml': application({ name: 'video-prod', path: 'charts/video', image: 'prod/video' }) },
      {},
      [['video', 'other', null]],
    ],
    [
      'a chart with an image built here',
      {
        'charts/video/Chart.yaml': 'name: video\n',
        'charts/video/values.yaml': 'image:\n  repository: ghcr.io/acme/video\n',
      },
      {},
      [['video', 'other', 'charts/video']],
    ],
    [
      'a chart whose image is a text',
      {
        'charts/video/Chart.yaml': 'name: video\n',
        'charts/video/values.yaml': 'image: ghcr.io/acme/video:1@sha256:00\n',
      },
      {},
      [['video', 'other', 'charts/video']],
    ],
    [
      'a removed service',
      { 'charts/video/Chart.yaml': 'name: video\n' },
      { 'removed-services': ['video', 'gone'] },
      [['video', 'other', 'charts/video']],
    ],
    [
      'what is said to be infrastructure',
      { 'charts/istio/Chart.yaml': 'name: istio\n' },
      { services: { overrides: { istio: { kind: 'infra' } } } },
      [['istio', 'infra', 'charts/istio']],
    ],
    [
      'not an add-on',
      {
        'charts/grafana/Chart.yaml': 'name: grafana\n',
        'charts/grafana/values.yaml': 'image: { repository: grafana/grafana }\n',
        'apps/prod/grafana.yaml': application({
          name: 'grafana-prod',
          path: 'charts/grafana',
          image: 'grafana/grafana',
        }),
      },
      {},
      [],
    ],
    [
      'not another image of ours',
      { 'apps/prod/x.yaml': application({ name: 'x-prod', path: 'charts/x', image: 'prod/y' }) },
      {},
      [],
    ],
    [
      'not a chart that is excluded',
      { 'charts/video/Chart.yaml': 'name: video\n', 'charts/video/values.yaml': 'image: { repository: prod/video }\n' },
      { services: { exclude: ['charts/video'] } },
      [],
    ],
    [
      'not a library',
      {
        'charts/video/Chart.yaml': 'name: video\ntype: library\n',
        'charts/video/values.yaml': 'image: { repository: prod/video }\n',
      },
      {},
      [],
    ],
  ])('%s', async (_what, more, config, expected) => {
    const { services, applications } = await load({ ...files, ...more }, config);
    const left = services.filter(({ path }) => path === null);
    expect(left.map(({ name, kind, chart }) => [name, kind, chart])).toEqual(expected);
    for (const { name } of left) {
      expect(
        applications.filter(({ file }) => file === `apps/prod/${name}.yaml`).every(({ service }) => service === name),
      ).toBe(true);
    }
    expect(services.find(({ name }) => name === 'cart')?.chart).toBe('charts/cart');
  });
});

test('reading is one listing and at most two batches', async () => {
  const tree = memoryTree({
    'apps/prod/a.yaml': application(),
    'apps/prod/b.json': '{}',
    'services/a/Dockerfile': '',
    'services/a/big.go': 'x',
    'charts/a/templates/deployment.yaml': '{{ x }}',
    'charts/a/Chart.yaml': 'name: a\n',
  });
  const batches: string[][] = [];
  const watched: Tree = {
    ...tree,
    read: (paths) => {
      batches.push([...paths]);
      return tree.read(paths);
    },
  };
  await loadCatalog(watched, {}, { repositoryUrl: here });
  expect(batches).toEqual([['apps/prod/a.yaml', 'charts/a/Chart.yaml'], ['apps/prod/b.json']]);
});

test.each(['stag', 'stg', 'stage'])(
  '%s is an environment, whatever the charts that it deploys are called',
  async (short) => {
    const files = Object.fromEntries(
      ['dev', short, 'prod'].map((environment) => [
        `gitops/${environment}/applications/app/shop-${environment}.yaml`,
        `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop-${environment}}\nspec: {project: a, source: {repoURL: 'https://github.com/example/shop', targetRevision: main, path: charts/${environment}-env}, destination: {namespace: default}}\n`,
      ]),
    );
    const { environments } = await loadCatalog(
      memoryTree(files),
      {},
      { repositoryUrl: 'https://github.com/example/shop' },
    );
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'prod', short].sort());
  },
);

test('an Application that is called as its service is of the environment of its values', async () => {
  const files = {
    'services/cart/Dockerfile': 'FROM scratch\n',
    'charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 1.0.0\n',
    'charts/cart/values-dev.yaml': 'a: b\n',
    'argocd/cart.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart}\nspec: {project: a, source: {repoURL: 'https://github.com/example/shop', targetRevision: main, path: charts/cart, helm: {valueFiles: [values-dev.yaml]}}, destination: {namespace: shop}}\n`,
  };
  const { environments, applications } = await loadCatalog(
    memoryTree(files),
    {},
    { repositoryUrl: 'https://github.com/example/shop' },
  );
  expect(environments.map(({ name }) => name)).toEqual(['dev']);
  expect(applications.map(({ environment, service }) => [environment, service])).toEqual([['dev', 'cart']]);
});

describe('what a chart takes in by its requirements.yaml, as Helm 2 had it written and Helm 3 and 4 read it', () => {
  const files = {
    'services/alpha/Dockerfile': 'FROM scratch\n',
    'charts/alpha/Chart.yaml': 'apiVersion: v1\nname: alpha\nversion: 0.1.0\n',
    'charts/shop/Chart.yaml': 'apiVersion: v1\nname: shop\nversion: 0.1.0\n',
    'apps/prod/shop.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop-prod }
spec:
  source: { repoURL: https://git.example.com/shop.git, path: charts/shop, targetRevision: main }
  destination: { namespace: shop }
`,
  };
  const read = (requirements: string) =>
    loadCatalog(
      memoryTree({ ...files, 'charts/shop/requirements.yaml': requirements }),
      {},
      {
        repositoryUrl: 'https://git.example.com/shop.git',
      },
    );

  test('the service of a chart that it takes in is deployed with it', async () => {
    const { applications, charts } = await read(
      'dependencies:\n  - { name: alpha, version: 0.1.0, repository: "file://../alpha" }\n',
    );
    expect(applications.map(({ name, services }) => [name, services])).toEqual([['shop-prod', ['alpha']]]);
    expect(charts.map(({ name, dependencies }) => [name, dependencies.length])).toEqual([
      ['alpha', 0],
      ['shop', 1],
    ]);
  });

  test('one that is no YAML is a problem at its place', async () => {
    const { applications, problems } = await read('dependencies: [\n');
    expect(applications.map(({ services }) => services)).toEqual([[]]);
    expect(problems.map(({ severity, location }) => [severity, location?.path])).toEqual([
      ['error', 'charts/shop/requirements.yaml'],
    ]);
  });
});
