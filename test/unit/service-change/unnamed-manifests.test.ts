import { describe, expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { withImageTag } from '@rollcall/domain/service-change/unnamed-manifests';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

// Lists of what is deployed without an Application, of which each has forgotten one of five services: that one stays as it
// is, a new service is where its sibling is, and one that is retired is nowhere.

const names = ['cart-service', 'order-service', 'payment-service', 'review-service', 'catalog-service'];
const listed = names.slice(0, 4);
const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};

function each(of: readonly string[], filesOf: (name: string) => Record<string, string>): Record<string, string> {
  return Object.assign({}, ...of.map(filesOf)) as Record<string, string>;
}

const lines = (of: readonly string[], line: (name: string, index: number) => string): string => of.map(line).join('');

const sources = (name: string) => ({
  [`services/${name}/Dockerfile`]: 'FROM scratch\nCOPY . .\n',
  [`services/${name}/go.mod`]: `module example.com/${name}\n`,
});

const manifest = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      containers:\n        - name: ${name}\n          image: ghcr.io/acme/${name}:7-aaaaaaa\n`;

async function changes(files: Record<string, string>) {
  const tree = memoryTree({ ...each(names, sources), ...files });
  const added = await planNewService(
    tree,
    { name: 'refund-service', like: 'cart-service', tag: '1-abcdef1', environments: [] },
    options,
  );
  const retired = await planRetirement(tree, { name: 'cart-service' }, options);
  const text = (change: typeof added) => (path: string) => textOf(path, change.files.get(path) ?? undefined);
  return {
    added: text(added),
    retired: text(retired),
    gone: [...retired.files].flatMap(([path, content]) => (content === null ? [path] : [])).sort(),
    findings: [added, retired].map((change) => change.findings.map(({ rule, path }) => `${rule} ${path}`)),
  };
}

test('Skaffold: the artifact with its image, and the manifest', async () => {
  const skaffold = (of: readonly string[]): string => `apiVersion: skaffold/v4beta11
kind: Config
build:
  artifacts:
${lines(of, (name) => `    - image: ghcr.io/acme/${name}\n      context: services/${name}\n`)}manifests:
  rawYaml:
${lines(of, (name) => `    - k8s/${name}.yaml\n`)}`;
  const { added, retired, findings } = await changes({
    ...each(names, (name) => ({ [`k8s/${name}.yaml`]: manifest(name) })),
    'skaffold.yaml': skaffold(listed),
  });
  expect(findings).toEqual([[], []]);
  expect(added('k8s/refund-service.yaml')).toBe(manifest('refund-service').replace('7-aaaaaaa', '1-abcdef1'));
  const text = added('skaffold.yaml') ?? '';
  expect(text).toContain('    - image: ghcr.io/acme/refund-service\n      context: services/refund-service\n');
  expect(text).toContain('    - k8s/refund-service.yaml\n');
  expect(text.match(/refund-service/g)).toHaveLength(3);
  expect(retired('skaffold.yaml')).toBe(skaffold(listed.slice(1)));
});

test('Skaffold: an artifact whose image is called otherwise is told, for two would have one image', async () => {
  const { added, findings } = await changes({
    'skaffold.yaml': `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${lines(names, (name, index) => `    - image: ghcr.io/acme/image-${index}\n      context: services/${name}\n`)}`,
  });
  expect(added('skaffold.yaml')).toBeNull();
  expect(findings[0]).toContain('tool-list-missing skaffold.yaml');
});

test('Helmfile: the release, and the values that it names', async () => {
  const helmfile = (of: readonly string[]): string =>
    `releases:\n${lines(of, (name) => `  - name: ${name}\n    chart: ./charts/${name}\n    values:\n      - values/${name}.yaml\n`)}`;
  const { added, retired, findings } = await changes({
    ...each(names, (name) => ({
      [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
      [`charts/${name}/values.yaml`]: `image:\n  repository: ghcr.io/acme/${name}\n  tag: 7-aaaaaaa\n`,
      [`charts/${name}/templates/all.yaml`]: manifest(name).replace(
        `ghcr.io/acme/${name}:7-aaaaaaa`,
        '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
      ),
      [`values/${name}.yaml`]: 'replicas: 2\n',
    })),
    'helmfile.yaml': helmfile(listed),
  });
  expect(findings).toEqual([[], []]);
  expect(added('helmfile.yaml')).toBe(helmfile([...listed, 'refund-service']));
  expect(added('values/refund-service.yaml')).toBe('replicas: 2\n');
  expect(added('charts/refund-service/values.yaml')).toContain('tag: 1-abcdef1');
  expect(retired('helmfile.yaml')).toBe(helmfile(listed.slice(1)));
  expect(retired('values/cart-service.yaml')).toBeNull();
});

test('kustomizations that no Application names: the manifest, its line and the tag in each overlay', async () => {
  const base = (of: readonly string[]): string => `resources:\n${lines(of, (name) => `  - ${name}.yaml\n`)}`;
  const overlay = (of: readonly string[]): string =>
    `resources:\n  - ../../base\nimages:\n  - name: redis\n    newTag: "7"\n${lines(of, (name) => `  - name: ghcr.io/acme/${name}\n    newTag: ${name === 'refund-service' ? '1-abcdef1' : '8-bbbbbbb'}\n`)}`;
  const { added, retired, findings } = await changes({
    ...each(names, (name) => ({ [`k8s/base/${name}.yaml`]: manifest(name) })),
    'k8s/base/kustomization.yaml': base(listed),
    'k8s/overlays/dev/kustomization.yaml': overlay(listed),
    'k8s/overlays/prod/kustomization.yaml': overlay(listed),
  });
  expect(findings).toEqual([[], []]);
  // Each behind its sibling, as whoever adds one by hand would not have to read the whole list.
  const [first = '', ...others] = listed;
  expect(added('k8s/base/kustomization.yaml')).toBe(base([first, 'refund-service', ...others]));
  for (const environment of ['dev', 'prod']) {
    const path = `k8s/overlays/${environment}/kustomization.yaml`;
    expect([added(path), retired(path)]).toEqual([
      overlay([first, 'refund-service', ...others]),
      overlay(listed.slice(1)),
    ]);
  }
});

test('the base that an overlay of a cloned element stands on is cloned, and a finding of the set is not of the retired', async () => {
  const set = (of: readonly string[]): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - matrix:
        generators:
          - list:
              elements: [{ env: dev }, { env: prod }]
          - list:
              elements:
${lines(of, (name) => `                - service: ${name}\n`)}  template:
    metadata: { name: '{{ .service }}-{{ .env }}' }
    spec:
      project: default
      source: { repoURL: 'https://github.com/acme/shop', path: 'apps/{{ .service }}/{{ .env }}', targetRevision: main }
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop-{{ .env }}' }
`;
  const { added, retired, findings } = await changes({
    ...each(names, (name) => ({
      [`apps/${name}/base/all.yaml`]: manifest(name),
      [`apps/${name}/base/kustomization.yaml`]: 'resources:\n  - all.yaml\n',
      ...each(['dev', 'prod'], (environment) => ({
        [`apps/${name}/${environment}/kustomization.yaml`]: `resources:\n  - ../base\nimages:\n  - name: ghcr.io/acme/${name}\n    newTag: 7-aaaaaaa\n`,
      })),
    })),
    'argocd/set.yaml': set(listed),
  });
  expect(findings).toEqual([[], []]);
  expect(added('argocd/set.yaml')).toBe(set([...listed, 'refund-service']));
  expect(added('apps/refund-service/base/all.yaml')).toContain('name: refund-service');
  expect(added('apps/refund-service/base/kustomization.yaml')).toBe('resources:\n  - all.yaml\n');
  expect(retired('argocd/set.yaml')).toBe(set(listed.slice(1)));
});

test('manifests that are called after the service and a kind go, and those of others and of data do not', async () => {
  const object = (kind: string, name: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
  const files = {
    ...each(names, (name) => ({
      [`k8s/${name}-deployment.yaml`]: manifest(name),
      [`k8s/${name}-svc.yaml`]: `${object('Service', name)}---\n${object('Service', `${name}-metrics`)}`,
      [`k8s/network-policy-${name}.yaml`]: object('NetworkPolicy', name),
    })),
    'k8s/cart-service-rbac.yaml': `${object('Role', 'cart-service')}---\n${object('Role', 'order-service')}`,
    'k8s/cart-service-pvc.yaml': object('PersistentVolumeClaim', 'cart-service'),
  };
  const { files: changed } = await planRetirement(
    memoryTree({ ...each(names, sources), ...files }),
    { name: 'cart-service' },
    options,
  );
  const gone = [...changed].filter(([path]) => path.startsWith('k8s/')).sort();
  expect(gone.map(([path, content]) => [path, textOf(path, content ?? undefined)])).toEqual([
    ['k8s/cart-service-deployment.yaml', null],
    ['k8s/cart-service-rbac.yaml', object('Role', 'order-service')],
    ['k8s/cart-service-svc.yaml', null],
    ['k8s/network-policy-cart-service.yaml', null],
  ]);
});

test('files of JSON that a generator reads go, although nothing else names the service', async () => {
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - git: { repoURL: 'https://github.com/acme/shop', revision: main, files: [{ path: 'envs/*/*.json' }] }
  template:
    metadata: { name: '{{ .name }}-{{ index .path.segments 1 }}' }
    spec:
      project: default
      source: { repoURL: 'https://github.com/acme/shop', path: chart, targetRevision: main, helm: { parameters: [{ name: image.repository, value: 'ghcr.io/acme/{{ .name }}' }, { name: image.tag, value: '{{ .tag }}' }] } }
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop-{{ index .path.segments 1 }}' }
`;
  const { retired, findings, gone } = await changes({
    ...each(names, (name) => ({
      [`envs/dev/${name}.json`]: `{ "name": "${name}", "tag": "7-aaaaaaa" }\n`,
      [`envs/prod/${name}.json`]: `{ "name": "${name}", "tag": "7-aaaaaaa" }\n`,
    })),
    'argocd/set.yaml': set,
    'chart/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 0.1.0\n',
    'chart/values.yaml': 'image: { repository: "", tag: "" }\n',
    'chart/templates/all.yaml': manifest('{{ .Release.Name }}').replace(
      /ghcr.*/,
      '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
    ),
  });
  expect(findings[1]).toEqual([]);
  expect([retired('argocd/set.yaml'), gone.filter((path) => path.endsWith('.json'))]).toEqual([
    null,
    ['envs/dev/cart-service.json', 'envs/prod/cart-service.json'],
  ]);
});

test('without a tag it is said where one is to be written, and Argo CD is not spoken of', async () => {
  const { steps } = await planNewService(
    memoryTree({
      ...each(names, sources),
      ...each(names, (name) => ({ [`k8s/${name}.yaml`]: manifest(name) })),
      'k8s/kustomization.yaml': `resources:\n${lines(names, (name) => `  - ${name}.yaml\n`)}`,
    }),
    { name: 'refund-service', environments: [] },
    options,
  );
  const step = steps.find(({ what }) => what.includes('0-not-built'));
  expect(step?.what).toContain('write the tag of the first image of refund-service in place of 0-not-built');
  expect(step?.places.map(({ path }) => path)).toEqual(['k8s/refund-service.yaml']);
  expect(steps.filter(({ what }) => what.includes('Argo CD'))).toEqual([]);
});

test.each([
  ['image: ghcr.io/acme/a-b:1', 'image: ghcr.io/acme/a-b:2'],
  ['image: "localhost:5000/a-b:1"', 'image: "localhost:5000/a-b:2"'],
  ['image: ghcr.io/acme/a-b', 'image: ghcr.io/acme/a-b'],
  ['image: redis:7 # beside a-b:1', 'image: redis:7 # beside a-b:1'],
  ['image: acme/shop-a-b-service:1', 'image: acme/shop-a-b-service:2'],
  ['image: ghcr.io/acme/a-b-db:5', 'image: ghcr.io/acme/a-b-db:5'],
  ['image: ghcr.io/a-b/redis:7', 'image: ghcr.io/a-b/redis:7'],
  ['image:\n  repository: za-b/redis\n  tag: 7\n', 'image:\n  repository: za-b/redis\n  tag: 7\n'],
  ['- name: a-b-proxy\n  newTag: "7"\n', '- name: a-b-proxy\n  newTag: "7"\n'],
  ['image:\n  repository: acme/a-b\n  tag: "1"', 'image:\n  repository: acme/a-b\n  tag: "2"'],
  [
    '- name: redis\n  newTag: 7\n- newTag: 1\n  name: acme/a-b\n',
    '- name: redis\n  newTag: 7\n- newTag: 2\n  name: acme/a-b\n',
  ],
  ['images:\n  - name: acme/a-b\n    newTag: IMAGES_TAG\n', 'images:\n  - name: acme/a-b\n    newTag: IMAGES_TAG\n'],
])('of %j only the tag of the service is another', (text, expected) => {
  expect(withImageTag(text, 'a-b', '2')).toBe(expected);
});

describe('a sibling that is named', () => {
  const application = (name: string, environment: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}-${environment}, namespace: argocd }
spec:
  project: default
  source: { repoURL: 'https://github.com/acme/shop', path: charts/${name}, targetRevision: deploy-${environment} }
  destination: { server: 'https://kubernetes.default.svc', namespace: shop-${environment} }
`;
  const chart = (name: string) => ({
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\nappVersion: latest\n`,
    [`charts/${name}/values.yaml`]: `image:\n  repository: ghcr.io/acme/${name}\n  tag: latest\nsidecar:\n  image: envoyproxy/envoy:latest\n`,
    [`charts/${name}/templates/all.yaml`]: manifest(name).replace(
      `ghcr.io/acme/${name}:7-aaaaaaa`,
      '"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"',
    ),
    [`apps/dev/${name}.yaml`]: application(name, 'dev'),
    [`apps/prod/${name}.yaml`]: application(name, 'prod'),
  });

  test.each(['cart-service', 'catalog-service'])('%s, with a chart or without one: no tag moves', async (like) => {
    const { files, findings } = await planNewService(
      memoryTree({ ...each(names, sources), ...each(listed, chart) }),
      { name: 'refund-service', like, tag: '1-abcdef1', environments: [] },
      options,
    );
    const text = (path: string) => textOf(path, files.get(path) ?? undefined);
    expect(findings).toEqual([]);
    expect(text('charts/refund-service/values.yaml')).toBe(
      'image:\n  repository: ghcr.io/acme/refund-service\n  tag: 1-abcdef1\nsidecar:\n  image: envoyproxy/envoy:latest\n',
    );
    expect(text('charts/refund-service/Chart.yaml')).toContain('appVersion: 1-abcdef1\n');
    expect(text('apps/prod/refund-service.yaml')).toBe(application('refund-service', 'prod'));
  });
});
