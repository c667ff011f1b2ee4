import { expect, test } from '@jest/globals';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const here = 'https://git.example.com/shop/shop.git';

/** An Application of this repository; `source` is what its source says besides. */
function application(name: string, path: string, source = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: "${here}", targetRevision: main, path: ${path}${source} }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
}

function deployment(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: main, image: "${image}" }] } } }
`;
}

const sources = Object.fromEntries(
  ['alpha', 'beta', 'gamma'].map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n']),
);
const oneImage = deployment('main', '{{ .Values.image.repository }}:{{ .Values.image.tag }}');

async function load(files: Record<string, string>, config: Config = {}): Promise<Catalog> {
  return loadCatalog(memoryTree({ ...sources, ...files }), config, { repositoryUrl: here });
}

/** The Applications of each service, as `name` or `name (its own)`. */
function tiesOf({ services, applications, generated }: Catalog): Record<string, string[]> {
  return Object.fromEntries(
    services.map(({ name }) => [
      name,
      [...applications, ...generated].flatMap((one) => {
        if (!one.services.includes(name)) return [];
        return one.service === name ? `${one.name} (its own)` : one.name;
      }),
    ]),
  );
}

const loop = `{{- range $name, $service := .Values.services }}
---
${deployment('{{ $name }}', '{{ $service.image.repository }}:{{ $service.image.tag }}')}{{- end }}
`;
const shop = application('shop', 'charts/shop');

test.each<{ what: string; files: Record<string, string>; ties: Record<string, string[]>; config?: Config }>([
  {
    what: 'an umbrella chart over the values of services',
    files: {
      'apps/prod/shop.yaml': shop,
      'charts/shop/Chart.yaml': 'name: shop\nversion: 0.1.0\n',
      'charts/shop/values.yaml':
        'services:\n  a: { image: { repository: acme/alpha, tag: 1-a } }\n  b: { image: { repository: acme/beta, tag: 1-b } }\n',
      'charts/shop/templates/all.yaml': loop,
    },
    ties: { alpha: ['shop'], beta: ['shop'], gamma: [] },
  },
  {
    what: 'charts that an umbrella takes in by a path and by a name',
    files: {
      'apps/prod/shop.yaml': shop,
      'charts/shop/Chart.yaml': `name: shop
version: 0.1.0
dependencies:
  - { name: first, version: 0.1.0, repository: "file://../first" }
  - { name: beta, version: 0.1.0, repository: "oci://registry.example.com/charts" }
`,
      'charts/first/Chart.yaml': 'name: first\nversion: 0.1.0\n',
      'charts/first/values.yaml': 'image: { repository: acme/alpha, tag: 1-a }\n',
      'charts/first/templates/main.yaml': oneImage,
    },
    ties: { alpha: ['shop'], beta: ['shop'], gamma: [] },
  },
  {
    what: 'one chart with a values file for each service, whatever the Applications are called',
    files: {
      'apps/prod/one.yaml': application('shop-one', 'charts/common', ', helm: { valueFiles: [one.yaml] }'),
      'apps/prod/two.yaml': application('shop-two', 'charts/common', ', helm: { valueFiles: [two.yaml] }'),
      'charts/common/Chart.yaml': 'name: common\nversion: 0.1.0\n',
      'charts/common/one.yaml': 'image: { repository: acme/alpha, tag: 1-a }\n',
      'charts/common/two.yaml': 'image: { repository: acme/beta, tag: 1-b }\n',
      'charts/common/templates/main.yaml': oneImage,
    },
    ties: { alpha: ['shop-one (its own)'], beta: ['shop-two (its own)'], gamma: [] },
  },
  {
    what: 'several services in one overlay, and in manifests',
    files: {
      'apps/prod/overlay.yaml': application('all', 'overlays/prod'),
      'overlays/prod/kustomization.yaml':
        'resources: [../../base]\nimages: [{ name: b, newName: acme/beta, newTag: 1-b }]\n',
      'base/kustomization.yaml': 'resources: [all.yaml]\n',
      'base/all.yaml': [deployment('a', 'acme/alpha:1'), deployment('b', 'b:1')].join('---\n'),
      'apps/prod/plain.yaml': application('plain', 'manifests'),
      'manifests/c.yaml': deployment('c', 'acme/gamma:1'),
    },
    ties: { alpha: ['all'], beta: ['all'], gamma: ['plain (its own)'] },
  },
  {
    what: 'a service that the Application of another runs beside it',
    files: {
      'apps/prod/alpha.yaml': application('alpha', 'manifests'),
      'manifests/all.yaml': [deployment('a', 'acme/alpha:1'), deployment('w', 'acme/beta:1')].join('---\n'),
    },
    ties: { alpha: ['alpha (its own)'], beta: ['alpha'], gamma: [] },
  },
  {
    what: 'an Application whose name is that of another service than the one it runs',
    files: {
      'apps/prod/alpha.yaml': application('alpha', 'manifests'),
      'manifests/all.yaml': deployment('a', 'acme/beta:1'),
    },
    ties: { alpha: [], beta: ['alpha (its own)'], gamma: [] },
  },
  {
    what: 'images that are called as the configuration says',
    files: {
      'apps/prod/shop.yaml': application('shop', 'manifests'),
      'manifests/all.yaml': [deployment('a', 'ghcr.io/acme/shop-alpha:1'), deployment('b', 'other/beta:1')].join(
        '---\n',
      ),
    },
    config: { environments: { prod: { 'image-repository': 'ghcr.io/acme/shop-{service}' } } },
    ties: { alpha: ['shop (its own)'], beta: [], gamma: [] },
  },
  {
    what: 'an ApplicationSet with an element for each service',
    files: {
      'sets/shop.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  generators: [{ list: { elements: [{ part: one, env: prod }, { part: two, env: prod }] } }]
  template:
    metadata: { name: "{{part}}-{{env}}" }
    spec:
      project: default
      source: { repoURL: "${here}", targetRevision: main, path: "manifests/{{part}}" }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
`,
      'manifests/one/a.yaml': deployment('a', 'acme/alpha:1'),
      'manifests/two/b.yaml': deployment('b', 'acme/beta:1'),
    },
    ties: { alpha: ['one-prod (its own)'], beta: ['two-prod (its own)'], gamma: [] },
  },
])('$what', async ({ files, ties, config }) => {
  const catalog = await load(files, config);
  expect(tiesOf(catalog)).toEqual(ties);
  expect(catalog.environments.map(({ name }) => name)).toEqual(['prod']);
});

test('a service has the chart that is deployed for it alone', async () => {
  const { services } = await load({
    'apps/prod/x.yaml': application('shop-x', 'charts/shop-x'),
    'charts/shop-x/Chart.yaml': 'name: shop-x\nversion: 0.1.0\n',
    'charts/shop-x/values.yaml': 'image: { repository: acme/alpha, tag: 1-a }\n',
    'charts/shop-x/templates/main.yaml': oneImage,
  });
  expect(services.map(({ name, chart }) => [name, chart])).toEqual([
    ['alpha', 'charts/shop-x'],
    ['beta', null],
    ['gamma', null],
  ]);
});

test('an Application of which a file cannot be read may deploy more', async () => {
  const { applications } = await load({
    'apps/prod/shop.yaml': application('shop', 'manifests'),
    'manifests/a.yaml': deployment('a', 'acme/alpha:1'),
    'manifests/b.yaml': 'apiVersion: v1\nmetadata: {}\nkind: [\n',
  });
  expect(applications.map(({ mayDeployMore }) => mayDeployMore)).toEqual([true]);
});

test.each([
  ['v1.0.0', null],
  ['1.2.3-rc.1', null],
  ['v*', null],
  ['>=1.0 <2', null],
  ['1.x', null],
  ['refs/tags/release', null],
  ['0123456789012345678901234567890123456789', null],
  ['HEAD', null],
  ['refs/heads/release', 'release'],
  ['release-1.2', 'release-1.2'],
  ['v1', 'v1'],
])('the revision %s: the branch %s is written', async (revision, branch) => {
  const { environments } = await load({
    'apps/prod/alpha.yaml': application('alpha', 'manifests').replace(
      'targetRevision: main',
      `targetRevision: "${revision}"`,
    ),
  });
  expect(environments.map(({ deployBranch }) => deployBranch)).toEqual([branch]);
});

/** An ApplicationSet of another repository over elements, without a service in sight. */
function setOver(elements: string, labels = ''): Record<string, string> {
  return {
    'sets/all.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
  generators: [{ list: { elements: ${elements} } }]
  template:
    metadata: { name: "x-{{name}}"${labels} }
    spec:
      project: default
      source: { repoURL: "https://git.example.com/other.git", targetRevision: main, path: charts/x }
      destination: { server: https://kubernetes.default.svc, namespace: x }
`,
  };
}

test.each([
  ['the names of elements', setOver('[{ name: dev }, { name: prod }]'), ['dev', 'prod']],
  [
    'an element beside others that tell theirs',
    setOver('[{ name: dev }, { name: prod }, { name: canary }]'),
    ['canary', 'dev', 'prod'],
  ],
  ['a label', setOver('[{ name: blue }, { name: green }]', ', labels: { environment: "{{name}}" }'), ['blue', 'green']],
])('environments are told by %s', async (_what, files, names) => {
  const { environments } = await loadCatalog(memoryTree(files), {}, { repositoryUrl: here });
  expect(environments.map(({ name }) => name)).toEqual(names);
});

test('a service that CI calls otherwise is tied by the image that it alone builds', async () => {
  const workflow = (...images: string[]): string => `on: push
jobs:
  image:
    steps:
${images.map((image, index) => `      - uses: docker/build-push-action@v6\n        with: { context: 'services/${['alpha', 'beta'][index]}', tags: '${image}:1' }`).join('\n')}
`;
  const files = (...images: string[]): Record<string, string> => ({
    '.github/workflows/ci.yml': workflow(...images),
    'apps/clock.yaml': application('clock-prod', 'deploy/clock'),
    'deploy/clock/clock.yaml': deployment('clock', 'ghcr.io/acme/clock:1'),
  });
  const tied = tiesOf(await load(files('docker.io/${{ secrets.USER }}/clock')));
  expect(tied).toEqual({ alpha: ['clock-prod (its own)'], beta: [], gamma: [] });
  // Of two that build it, and of a name that is made when it runs, nothing is told.
  expect(tiesOf(await load(files('acme/clock', 'acme/clock'))).alpha).toEqual([]);
  expect(tiesOf(await load(files('acme/${{ steps.name.outputs.name }}'))).alpha).toEqual([]);
});

test('a service with capitals runs by its image, which has none, unless another one may be called so', async () => {
  const names = ['Basket.API', 'Order.API', 'OrderApi', 'Web'];
  const images = ['basket-api', 'orderapi', 'web'];
  const catalog = await loadCatalog(
    memoryTree({
      ...Object.fromEntries(names.map((name) => [`src/${name}/Dockerfile`, 'FROM scratch\n'])),
      ...Object.fromEntries(
        images.map((image) => [`apps/prod/${image}.yaml`, application(`${image}-prod`, `k8s/${image}`)]),
      ),
      ...Object.fromEntries(images.map((image) => [`k8s/${image}/all.yaml`, deployment(image, `acme/${image}:1-a`)])),
    }),
    {},
    { repositoryUrl: here },
  );
  const ties = tiesOf(catalog);
  expect(ties['Basket.API']).toEqual(['basket-api-prod (its own)']);
  expect([ties['Order.API'], ties.OrderApi]).toEqual([[], []]);
  expect(ties.Web).toEqual(['web-prod (its own)']);
});
