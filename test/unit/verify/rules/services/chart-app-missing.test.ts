import { describe, expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

const url = 'https://github.com/example/shop.git';
const services = ['cart', 'pay', 'user'];

const sources = Object.fromEntries(
  services.map((name) => [`services/${name}/Dockerfile`, 'FROM alpine:3.22.1\nCOPY . /app\n']),
);

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}-{{ .Chart.Name }}" }
spec:
  template:
    spec:
      containers:
        - { name: app, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}" }
`;

function chart(name: string, more = ''): string {
  return `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${more}`;
}

function application(name: string, environment: string, source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}-${environment}, namespace: argocd }
spec:
  project: default
  source: { repoURL: ${url}, targetRevision: deploy, ${source} }
  destination: { server: https://kubernetes.default.svc, namespace: ${environment} }
`;
}

async function missing(files: Record<string, string>): Promise<string[]> {
  const { findings } = await verifyFiles({ ...sources, ...files });
  return findings
    .filter(({ rule }) => rule === 'chart-app-missing')
    .map(({ subject, severity, path, environment = 'any' }) => `${severity} ${subject} ${environment} ${path}`);
}

describe('services whose charts are parts of an umbrella', () => {
  const umbrella = (parts: readonly string[]): Record<string, string> => ({
    ...Object.fromEntries(
      services.flatMap((name) => [
        [`charts/${name}/Chart.yaml`, chart(name)],
        [`charts/${name}/values.yaml`, `image: { repository: ghcr.io/example/${name}, tag: "1" }\n`],
        [`charts/${name}/templates/deployment.yaml`, deployment],
      ]),
    ),
    'charts/shop/Chart.yaml': chart(
      'shop',
      `dependencies:\n${parts.map((name) => `  - { name: ${name}, version: 0.1.0, repository: "file://../${name}" }\n`).join('')}`,
    ),
    'charts/shop/values-prod.yaml': parts.map((name) => `${name}: { image: { tag: "1.0" } }\n`).join(''),
    'apps/prod/shop.yaml': application('shop', 'prod', 'path: charts/shop, helm: { valueFiles: [values-prod.yaml] }'),
  });

  test('the one that is no part, and has no Application, is deployed nowhere', async () => {
    expect(await missing(umbrella(['cart', 'pay']))).toEqual(['error user any charts/user/Chart.yaml']);
  });

  test('nothing where all are parts', async () => {
    expect(await missing(umbrella(services))).toEqual([]);
  });

  test('nothing where most are no part, and have no Application', async () => {
    expect(await missing(umbrella(['cart']))).toEqual([]);
  });
});

test('services whose chart lies below their source, each beside the others', async () => {
  const files = Object.fromEntries(
    services.flatMap((name) => [
      [`services/${name}/deploy/Chart.yaml`, chart(name)],
      [`services/${name}/deploy/templates/deployment.yaml`, deployment],
    ]),
  );
  const applications = Object.fromEntries(
    ['cart', 'pay'].map((name) => [`apps/${name}.yaml`, application(name, 'prod', `path: services/${name}/deploy`)]),
  );
  expect(await missing({ ...files, ...applications })).toEqual([
    expect.stringMatching(/^error user \w+ services\/user\/deploy\/Chart\.yaml$/),
  ]);
});

describe('two services without charts', () => {
  const overlay = (name: string, environment: string): Record<string, string> => ({
    [`deploy/${name}/${environment}/kustomization.yaml`]: `resources: [deployment.yaml]\n`,
    [`deploy/${name}/${environment}/deployment.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: app, image: "ghcr.io/example/${name}:1" }] } } }\n`,
  });
  const deployed = (name: string, environment: string): Record<string, string> => ({
    ...overlay(name, environment),
    [`apps/${environment}/${name}.yaml`]: application(name, environment, `path: deploy/${name}/${environment}`),
  });
  const two = Object.fromEntries(
    ['cart', 'pay'].map((name) => [`services/${name}/Dockerfile`, 'FROM alpine:3.22.1\n']),
  );
  const findings = async (files: Record<string, string>) =>
    (await verifyFiles({ ...two, ...files })).findings
      .filter(({ rule }) => rule === 'chart-app-missing')
      .map(({ subject, severity, environment, confidence }) => [subject, severity, environment, confidence]);

  test('the one that prod lacks and dev has is forgotten there', async () => {
    const files = { ...deployed('cart', 'dev'), ...deployed('cart', 'prod'), ...deployed('pay', 'dev') };
    expect(await findings({ ...files, ...overlay('pay', 'prod') })).toEqual([['pay', 'error', 'prod', 'proved']]);
  });

  test('the one that is nowhere may be none to deploy', async () => {
    expect(await findings({ ...deployed('cart', 'dev'), ...deployed('cart', 'prod') })).toEqual([
      ['pay', 'notice', undefined, 'likely'],
    ]);
  });
});

test('of two charts the one that is deployed nowhere, and the one that an environment lacks', async () => {
  const [cart, pay] = ['cart', 'pay'].map((name) => ({
    [`charts/${name}/Chart.yaml`]: chart(name),
    [`charts/${name}/templates/deployment.yaml`]: deployment,
  }));
  const deployed = (name: string, environment: string) => ({
    [`apps/${environment}/${name}.yaml`]: application(name, environment, `path: charts/${name}`),
  });
  const both = { ...cart, ...pay, ...deployed('cart', 'dev'), ...deployed('cart', 'prod') };
  expect(await missing(both)).toEqual(['error pay any charts/pay/Chart.yaml']);
  expect(await missing({ ...both, ...deployed('pay', 'dev') })).toEqual(['error pay prod charts/pay/Chart.yaml']);
});

describe('services that share one chart', () => {
  const shared = {
    'charts/generic/Chart.yaml': chart('generic'),
    'charts/generic/values.yaml': 'image: { repository: "", tag: "" }\n',
    'charts/generic/templates/deployment.yaml': deployment,
  };
  const values = (environment: string, names: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      names.map((name) => [
        `values/${environment}/${name}.yaml`,
        `image: { repository: ghcr.io/example/${name}, tag: "1" }\n`,
      ]),
    );

  test('by Applications of their own: one that prod lacks', async () => {
    const applications = (environment: string, names: readonly string[]) =>
      Object.fromEntries(
        names.map((name) => [
          `apps/${environment}/${name}.yaml`,
          application(
            name,
            environment,
            `path: charts/generic, helm: { valueFiles: [../../values/${environment}/${name}.yaml] }`,
          ),
        ]),
      );
    const dev = { ...values('dev', services), ...applications('dev', services) };
    const prod = { ...values('prod', ['cart', 'pay']), ...applications('prod', ['cart', 'pay']) };
    expect(await missing({ ...shared, ...dev, ...prod })).toEqual(['error user prod services/user/Dockerfile']);
  });

  test('by an ApplicationSet over their value files, with names that functions make', async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - git: { repoURL: ${url}, revision: deploy, files: [{ path: values/*/*.yaml }] }
  template:
    metadata: { name: '{{ .path.filename | trimSuffix ".yaml" }}-{{ .path.basename }}' }
    spec:
      project: default
      source:
        repoURL: ${url}
        targetRevision: deploy
        path: charts/generic
        helm: { valueFiles: ['../../{{ .path.path }}/{{ .path.filename }}'] }
      destination: { server: https://kubernetes.default.svc, namespace: '{{ .path.basename }}' }
`;
    const files = { ...shared, ...values('prod', ['cart', 'pay']), 'apps/shop.yaml': set };
    expect(await missing(files)).toEqual(['error user any services/user/Dockerfile']);
    expect(await missing({ ...files, ...values('prod', ['user']) })).toEqual([]);
  });
});

describe('where no environments are told apart', () => {
  const all = ['cart', 'order', 'pay', 'user'];
  const set = (names: readonly string[], generator = 'list') => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  generators:
    - ${generator === 'list' ? `list: { elements: [${names.map((name) => `{ name: ${name} }`).join(', ')}] }` : generator}
  template:
    metadata: { name: "{{name}}" }
    spec:
      project: default
      source: { repoURL: ${url}, targetRevision: v1, path: "charts/{{name}}" }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
  const charts = Object.fromEntries(
    all.flatMap((name) => [
      [`services/${name}/Dockerfile`, 'FROM alpine:3.22.1\nCOPY . /app\n'],
      [`charts/${name}/Chart.yaml`, chart(name)],
      [`charts/${name}/values.yaml`, `image: { repository: ghcr.io/example/${name}, tag: "1" }\n`],
      [`charts/${name}/templates/deployment.yaml`, deployment],
    ]),
  );
  const pay = ['warning pay any services/pay/Dockerfile'];

  test.each<[string, Record<string, string>, string[]]>([
    ['a set that lists all others', { 'argocd/set.yaml': set(['cart', 'order', 'user']) }, pay],
    ['a set that lists all', { 'argocd/set.yaml': set(all) }, []],
    ['a set that lists one of them', { 'argocd/set.yaml': set(['cart']) }, []],
    ['a set that may have any', { 'argocd/set.yaml': set(all, 'clusters: {}') }, []],
    [
      'charts that others put together',
      {
        'argocd/all.yaml': application('all', 'shop', 'path: charts/all'),
        'charts/all/Chart.yaml': chart(
          'all',
          `dependencies:\n${['cart', 'order', 'user'].map((name) => `  - { name: ${name}, version: 0.1.0, repository: "file://../${name}" }\n`).join('')}`,
        ),
      },
      pay,
    ],
    [
      'an Application for each of the others',
      Object.fromEntries(
        ['cart', 'order', 'user'].map((name) => [
          `argocd/${name}.yaml`,
          application(name, 'shop', `path: charts/${name}`),
        ]),
      ),
      pay,
    ],
  ])('%s', async (_what, files, want) => {
    const found = await missing({ ...charts, ...files });
    expect(found.filter((one) => one.includes(' any '))).toEqual(want);
  });
});

test('a chart that is called after an environment is for that one', async () => {
  const clouds = ['dev', 'prod'].flatMap((cloud) => [
    [`charts/platform/${cloud}/Chart.yaml`, chart(`platform-${cloud}`)],
    [`argocd/${cloud}/platform.yaml`, application('platform', cloud, `path: charts/platform/${cloud}`)],
  ]);
  const each = services.flatMap((name) => [
    [`charts/${name}/Chart.yaml`, chart(name)],
    [`charts/${name}/templates/deployment.yaml`, deployment],
    ...['dev', 'prod'].map((cloud) => [
      `argocd/${cloud}/${name}.yaml`,
      application(name, cloud, `path: charts/${name}`),
    ]),
  ]);
  expect(await missing(Object.fromEntries([...clouds, ...each]))).toEqual([]);
  const left = [...clouds, ...each].filter(([path]) => path !== 'argocd/dev/cart.yaml');
  expect(await missing(Object.fromEntries(left))).toEqual(['warning cart dev charts/cart/Chart.yaml']);
});
