import { describe, expect, test } from '@jest/globals';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const here = 'https://github.com/acme/shop';

interface Written {
  name: string;
  source?: string;
  destination?: string;
  project?: string;
  address?: string;
}

function application({ name, source = 'path: x', destination = 'namespace: shop', project, address }: Written): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec:
  project: ${project ?? 'default'}
  source: { repoURL: '${address ?? here}', ${source} }
  destination: { server: https://kubernetes.default.svc, ${destination} }
`;
}

function set(name: string, generator: string, template: { name: string; path: string }, goTemplate = false): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: ${name} }
spec:
  goTemplate: ${goTemplate}
  generators:
    - ${generator}
  template:
    metadata: { name: '${template.name}' }
    spec:
      project: default
      source: { repoURL: '${here}', path: '${template.path}', targetRevision: HEAD }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
}

async function environments(files: Record<string, string>, repositoryUrl = here): Promise<string[]> {
  const catalog = await loadCatalog(memoryTree(files), {}, { repositoryUrl });
  return [...catalog.applications, ...catalog.generated].map(({ name, environment }) => `${name}: ${environment}`);
}

describe('the environment of an Application that neither its folder nor its name tells', () => {
  test.each<[string, Written, string]>([
    ['the overlay', { name: 'a', source: 'path: apps/a/overlays/eu-1' }, 'eu-1'],
    ['a folder of its source', { name: 'a', source: 'path: deploy/prod/a' }, 'prod'],
    ['not what overlays share', { name: 'a', source: 'path: apps/a/overlays/base' }, 'null'],
    ['its value file', { name: 'a', source: 'path: chart, helm: { valueFiles: [values.yaml, values-qa.yaml] }' }, 'qa'],
    ['its value file in a folder', { name: 'a', source: 'path: chart, helm: { valueFiles: [../uat/a.yaml] }' }, 'uat'],
    [
      'not value files that disagree',
      { name: 'a', source: 'path: chart, helm: { valueFiles: [dev.yaml, prod.yaml] }' },
      'null',
    ],
    ['the cluster', { name: 'a', destination: 'namespace: shop, name: shop-staging' }, 'staging'],
    ['the project', { name: 'a', project: 'shop-prod' }, 'prod'],
    ['its whole name', { name: 'prod' }, 'prod'],
  ])('%s', async (_what, written, expected) => {
    expect(await environments({ 'argocd/a.yaml': application(written) })).toEqual([`${written.name}: ${expected}`]);
  });

  test('the folder, where two run what one cluster cannot run twice', async () => {
    const release = 'path: chart, helm: { releaseName: shop }';
    const other = 'path: chart, helm: { releaseName: till }';
    expect(
      await environments({
        'apps/aws/shop.yaml': application({ name: 'aws-shop', source: release }),
        'apps/azure/shop.yaml': application({ name: 'azure-shop', source: release }),
        'apps/azure/logs.yaml': application({ name: 'azure-logs', source: 'path: logs' }),
        'roots/azure.yaml': application({ name: 'azure', source: 'path: apps/azure' }),
        'teams/one/shop.yaml': application({ name: 'one-shop', source: other, destination: 'namespace: one' }),
        'teams/two/shop.yaml': application({ name: 'two-shop', source: other, destination: 'namespace: two' }),
      }),
    ).toEqual([
      'aws-shop: aws',
      'azure-logs: azure',
      'azure-shop: azure',
      'azure: azure',
      'one-shop: null',
      'two-shop: null',
    ]);
  });
});

describe('a branch and a name that spell one environment otherwise', () => {
  const follows = (name: string, revision: string, namespace: string) =>
    application({ name, source: `path: chart, targetRevision: ${revision}`, destination: `namespace: ${namespace}` });

  test('are of the name, in every Application that follows the branch', async () => {
    expect(
      await environments({
        'argocd/a.yaml': follows('cart-dev', 'develop', 'shop-dev'),
        'argocd/b.yaml': follows('order', 'develop', 'orders'),
        'argocd/c.yaml': follows('cart-prod', 'main', 'shop-prod'),
      }),
    ).toEqual(['cart-dev: dev', 'order: dev', 'cart-prod: prod']);
  });

  test('are of the branch where names spell it in several ways, or a folder spells it so', async () => {
    const two = {
      'argocd/a.yaml': follows('cart-dev', 'develop', 'shop'),
      'argocd/b.yaml': follows('order-development', 'develop', 'shop'),
    };
    expect(await environments(two)).toEqual(['cart-dev: develop', 'order-development: develop']);
    expect(await environments({ 'apps/develop/a.yaml': follows('cart-dev', 'develop', 'shop') })).toEqual([
      'cart-dev: develop',
    ]);
  });
});

describe('what the elements of sets say of environments', () => {
  const regions = set('regions', 'list: { elements: [{ region: us }] }', { name: 'prod-{{region}}', path: 'x' });
  const all = set('all', 'list: { elements: [{ env: prod-us }, { env: prod-eu }] }', { name: 'a-{{env}}', path: 'x' });

  test('is known to other sets and to Applications', async () => {
    expect(
      await environments({
        'sets/a.yaml': all,
        'sets/b.yaml': regions,
        'one/c.yaml': application({ name: 'prod-us-logs' }),
      }),
    ).toEqual(['prod-us-logs: prod-us', 'a-prod-us: prod-us', 'a-prod-eu: prod-eu', 'prod-us: prod-us']);
  });

  test('is none where the sets of several clusters say the same, or name what environments share', async () => {
    const list = 'list: { elements: [{ app: a, environment: local }, { app: b, environment: base }] }';
    const apps = { name: '{{app}}', path: 'apps/{{environment}}/{{app}}' };
    expect(
      await environments({ 'clusters/one/s.yaml': set('s', list, apps), 'clusters/two/s.yaml': set('s', list, apps) }),
    ).toEqual(['a: one', 'b: one', 'a: two', 'b: two']);
  });

  test('counts in a folder of one cluster that manages others', async () => {
    const list = 'list: { elements: [{ env: dev }, { env: prod }] }';
    const text = set('s', list, { name: 'a-{{env}}', path: 'x' });
    expect(await environments({ 'clusters/management/s.yaml': text })).toEqual(['a-dev: dev', 'a-prod: prod']);
  });
});

test('the values of a git generator are filled in with what it finds', async () => {
  const generator = `git: { repoURL: '${here}', revision: HEAD, directories: [{ path: apps/*/overlays/* }], values: { at: '{{ index .path.segments 1 }}-{{ index .path.segments 3 }}', made: '{{ if true }}x{{ end }}', open: '{{ .region }}' } }`;
  const text = set(
    's',
    generator,
    { name: '{{ .values.at }}{{ .values.made }}{{ .values.open }}', path: '{{ .path.path }}' },
    true,
  );
  const catalog = await loadCatalog(
    memoryTree({ 'sets/s.yaml': text, 'apps/a/overlays/qa/kustomization.yaml': 'resources: []\n' }),
    {},
    { repositoryUrl: here },
  );
  expect(catalog.generated.map(({ name, environment, sources }) => [name, environment, sources[0]?.path])).toEqual([
    ['a-qax{{ .values.open }}', 'qa', 'apps/a/overlays/qa'],
  ]);
});

test('the values of a git generator take the place of those of a file where Go templates are on', async () => {
  const generator = (goTemplate: boolean) =>
    set(
      's',
      `git: { repoURL: '${here}', revision: HEAD, files: [{ path: c/*.json }], values: { a: one } }`,
      goTemplate
        ? { name: '{{ .values.a }}-{{ .values.b }}', path: 'x' }
        : { name: '{{values.a}}-{{values.b}}', path: 'x' },
      goTemplate,
    );
  const named = async (goTemplate: boolean): Promise<string[]> => {
    const files = { 'sets/s.yaml': generator(goTemplate), 'c/x.json': '{ "values": { "a": "two", "b": "three" } }' };
    const { generated } = await loadCatalog(memoryTree(files), {}, { repositoryUrl: here });
    return generated.map(({ name }) => name);
  };
  expect(await named(true)).toEqual(['one-{{ .values.b }}']);
  expect(await named(false)).toEqual(['one-three']);
});

test('an address whose owner a person has to write may be this repository', async () => {
  const ours = async (address: string): Promise<unknown> => {
    const files = {
      'a.yaml': application({ name: 'a', address }),
      'b.yaml': application({ name: 'b' }),
      'x/a.yaml': 'kind: Service\n',
    };
    const { applications } = await loadCatalog(memoryTree(files), {}, { repositoryUrl: here });
    return applications[0]?.sources[0]?.ours;
  };
  expect(await ours('https://github.com/your-org/shop.git')).toBeNull();
  expect(await ours('https://github.com/MY_ORG/shop')).toBeNull();
  expect(await ours('https://github.com/your-org/till')).toBe(false);
  expect(await ours('https://github.com/yolo/shop')).toBe(false);
});

describe('what a set says itself of the clusters that its generator asks for', () => {
  const generated = async (text: string): Promise<unknown[]> => {
    const catalog = await loadCatalog(memoryTree({ 'sets/s.yaml': text }), {}, { repositoryUrl: here });
    return catalog.generated.map(({ name, environment, sources }) => [name, environment, sources[0]?.path]);
  };

  // As Argo CD 3.6 supplies them: the own `values` in all kinds that ask others, and the labels of the selected clusters.
  test.each<[string, string, boolean, { name: string; path: string }, unknown[]]>([
    [
      'its values, beside the elements of a matrix',
      'matrix: { generators: [{ clusters: { values: { at: qa } } }, { list: { elements: [{ app: a }] } }] }',
      true,
      { name: '{{ .app }}-{{ .name }}', path: '{{ .app }}/{{ .values.at }}' },
      ['a-{{ .name }}', 'qa', 'a/qa'],
    ],
    [
      'its values, filled in with a label that selects',
      "clusters: { selector: { matchLabels: { at: uat } }, values: { v: '{{metadata.labels.at}}', w: '{{name}}' } }",
      false,
      { name: 'a-{{values.w}}', path: 'a/{{values.v}}' },
      ['a-{{values.w}}', 'uat', 'a/uat'],
    ],
    [
      'the one value that a label may have',
      'clusters: { selector: { matchExpressions: [{ key: env, operator: In, values: [eu-1] }] } }',
      true,
      { name: 'a-{{ .name }}', path: 'a' },
      ['a-{{ .name }}', 'eu-1', 'a'],
    ],
    [
      'no label that may have two values, or that a cluster must not have',
      'clusters: { selector: { matchExpressions: [{ key: env, operator: In, values: [eu-1, eu-2] }, { key: environment, operator: NotIn, values: [x] }] } }',
      true,
      { name: 'a-{{ .name }}', path: 'a' },
      ['a-{{ .name }}', null, 'a'],
    ],
    [
      'nothing of a flat list, which is one element with all clusters in it',
      'clusters: { flatList: true, values: { env: qa } }',
      true,
      { name: 'a', path: 'a/{{ .values.env }}' },
      ['a', null, 'a/{{ .values.env }}'],
    ],
    [
      'the values of a generator that asks a plugin',
      'plugin: { configMapRef: { name: p }, values: { env: qa } }',
      true,
      { name: 'a-{{ .x }}', path: 'a/{{ .values.env }}' },
      ['a-{{ .x }}', 'qa', 'a/qa'],
    ],
  ])('%s', async (_name, generator, goTemplate, template, expected) => {
    expect(await generated(set('s', generator, template, goTemplate))).toEqual([expected]);
  });

  test('is not taken where both generators of a matrix may say it', async () => {
    const both =
      'matrix: { generators: [{ plugin: { configMapRef: { name: p } } }, { clusters: { values: { at: qa } } }] }';
    expect(await generated(set('s', both, { name: '{{ .values.at }}', path: 'a' }, true))).toEqual([
      ['{{ .values.at }}', null, 'a'],
    ]);
  });
});

describe('overlays of a service first', () => {
  const folders = (...paths: string[]) =>
    Object.fromEntries(paths.map((path) => [`${path}/kustomization.yaml`, 'resources: []\n']));
  const folderSet = (directories: string) =>
    set('shop', `git: { repoURL: '${here}', revision: HEAD, directories: [{ path: ${directories} }] }`, {
      name: '{{path[1]}}-{{path[2]}}',
      path: '{{path}}',
    });

  test('are of the environment that lies deeper, and not of the service', async () => {
    const services = { 'services/cart/Dockerfile': 'FROM alpine\n', 'services/pay/Dockerfile': 'FROM alpine\n' };
    const both = folders('overlays/cart/dev', 'overlays/cart/prod', 'overlays/pay/dev');
    expect(await environments({ 'set.yaml': folderSet('overlays/*/*'), ...services, ...both })).toEqual([
      ...['cart-dev: dev', 'cart-prod: prod', 'pay-dev: dev'],
    ]);
    expect(await environments({ 'set.yaml': folderSet('overlays/*/dev'), ...services, ...both })).toEqual([
      ...['cart-dev: dev', 'pay-dev: dev'],
    ]);
  });

  test('are so as well where nobody knows the services, and an environment of any name stays one', async () => {
    const all = folders('overlays/cart/prod', 'overlays/eu-1/cart');
    expect(await environments({ 'set.yaml': folderSet('overlays/*/*'), ...all })).toEqual([
      ...['cart-prod: prod', 'eu-1-cart: eu-1'],
    ]);
  });

  test('of a service alone tell nothing', async () => {
    const files = {
      'services/cart/Dockerfile': 'FROM alpine\n',
      'apps/cart.yaml': application({ name: 'x', source: 'path: overlays/cart' }),
      ...folders('overlays/cart'),
    };
    expect(await environments(files)).toEqual(['x: null']);
  });
});
