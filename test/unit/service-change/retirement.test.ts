import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { renderChangeText } from '@rollcall/domain/service-change/render-change';
import { planRetirement, type Retirement } from '@rollcall/domain/service-change/retirement';
import { stageOf } from '@rollcall/domain/service-change/retirement-stages';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const service = (name: string): Record<string, string> => ({
  [`services/${name}/Dockerfile`]: 'FROM scratch\nCOPY main.go /\n',
  [`services/${name}/main.go`]: 'package main\n',
  [`k8s/apps/prod/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}-prod
spec:
  source: { repoURL: https://github.com/example/shop.git, path: k8s/manifests/${name}, targetRevision: HEAD }
  destination: { namespace: prod }
`,
  [`k8s/manifests/${name}/deployment.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\n`,
});

const shop: Record<string, string> = {
  ...service('cart-service'),
  ...service('order-service'),
  ...service('mail-service'),
  Makefile: 'SERVICES := cart-service mail-service order-service\n',
};

async function plan(files: Record<string, string>, retirement: Retirement) {
  const tree = memoryTree(files);
  const options = {
    config: await readConfig(tree),
    repositoryUrl: 'https://github.com/example/shop',
    today: '2026-01-01',
  };
  const change = await planRetirement(tree, retirement, options);
  const text = (path: string) => {
    const content = change.files.get(path);
    return content ? Buffer.from(content).toString() : content;
  };
  return { ...change, paths: [...change.files.keys()].sort(), text };
}

describe('a service that goes', () => {
  test('by an ordinary word is told with every line that may mean it', async () => {
    const files = {
      ...shop,
      ...service('worker'),
      'k8s/rbac/accounts.yaml':
        'kind: ServiceAccount\nmetadata:\n  name: worker # own\n---\nkind: Role\nmetadata: { name: worker }\n---\nkind: RoleBinding\nmetadata:\n  name: "worker-reader"\nspec:\n  mode: worker pool\n',
    };
    const { steps } = await plan(files, { name: 'worker' });
    const told = steps.find(({ what }) => what.includes('an ordinary word'));
    expect(told?.places.map(({ path, line, column }) => `${path}:${line}:${column}`)).toEqual([
      'k8s/rbac/accounts.yaml:3:9',
      'k8s/rbac/accounts.yaml:10:10',
    ]);
    expect((await plan(shop, { name: 'order-service' })).steps.some(({ what }) => what.includes('an ordinary'))).toBe(
      false,
    );
  });

  test('goes with its Application, its manifests, its sources and its entries', async () => {
    const { paths, text, findings, steps } = await plan(shop, { name: 'order-service' });
    expect(paths).toEqual([
      'Makefile',
      'k8s/apps/prod/order-service.yaml',
      'k8s/manifests/order-service/deployment.yaml',
      'services/order-service/Dockerfile',
      'services/order-service/main.go',
    ]);
    expect(text('Makefile')).toBe('SERVICES := cart-service mail-service\n');
    expect(findings).toEqual([]);
    // Argo CD leaves what an Application without a finalizer deployed.
    expect(steps.map(({ command }) => command)).toContain('argocd app delete order-service-prod --cascade');
  });

  test('is found by one word that says it is a service', async () => {
    const files = {
      ...service('cartservice'),
      ...service('paymentservice'),
      'charts/all/Chart.yaml': 'apiVersion: v2\nname: all\nversion: 0.1.0\n',
      'charts/all/values.yaml': 'payment:\n  host: paymentservice:50051\n',
    };
    const { paths, findings } = await plan(files, { name: 'paymentservice' });
    expect(paths).toContain('k8s/manifests/paymentservice/deployment.yaml');
    expect(findings.map(({ path, line }) => `${path}:${line}`)).toEqual(['charts/all/values.yaml:2']);
  });

  test('has no data in a page about a topic', async () => {
    const files = { ...shop, 'docs/kafka-topics.md': 'The order-service reads the topic.\n' };
    const { steps } = await plan(files, { name: 'order-service' });
    expect(steps.filter(({ what }) => what.startsWith('decide what becomes of the data'))).toEqual([]);
    expect(steps.flatMap(({ places }) => places.map(({ path }) => path))).toContain('docs/kafka-topics.md');
  });

  test('is told by its folders where many files go', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`services/order-service/file-${index}.go`, 'package main\n']),
    );
    const change = await plan({ ...shop, ...many }, { name: 'order-service' });
    expect(renderChangeText(change)).toContain('deleted 14 files below  services/order-service\n');
    expect(renderChangeText(change)).not.toContain('file-3.go');
  });

  test('is known by who names it', async () => {
    const files = { ...shop, 'services/cart-service/config.yaml': 'upstream: order-service\n' };
    const { notes } = await plan(files, { name: 'order-service' });
    expect(notes).toEqual(['cart-service names it: services/cart-service/config.yaml:1']);
  });

  test('leaves the folder that it shares with another service', async () => {
    const {
      'services/mail-service/Dockerfile': _dockerfile,
      'services/mail-service/main.go': _source,
      ...others
    } = shop as Record<string, string>;
    const files = {
      ...others,
      'rollcall.yaml': 'services:\n  overrides:\n    mail-service: { path: services/order-service }\n',
    };
    const { paths } = await plan(files, { name: 'order-service' });
    expect(paths.filter((path) => path.startsWith('services/'))).toEqual([]);
    expect(paths).toContain('k8s/apps/prod/order-service.yaml');
  });

  test('leaves everything where its source is the root', async () => {
    const files = {
      Dockerfile: 'FROM scratch\nCOPY . .\n',
      'main.go': 'package main\n',
      'docs/marker.md': 'of nobody\n',
      'rollcall.yaml': 'services:\n  overrides:\n    shop: { path: ".", dockerfile: Dockerfile }\n',
      'k8s/apps/prod/shop.yaml': service('shop')['k8s/apps/prod/shop.yaml'] ?? '',
    };
    const { paths } = await plan(files, { name: 'shop' });
    expect(paths).toContain('k8s/apps/prod/shop.yaml');
    expect(paths.filter((path) => /^(?:Dockerfile|main\.go|docs\/.*)$/.test(path))).toEqual([]);
  });

  test('is gone already: nothing changes, and it is said', async () => {
    const { paths, notes } = await plan(shop, { name: 'wholly-unknown' });
    expect([paths, notes]).toEqual([[], ['nothing names it any more']]);
    await expect(plan(shop, { name: 'ordr-service' })).rejects.toThrow('there is no service "ordr-service"');
  });
});

const finding = (path: string, line = 1, description = ''): Finding => ({
  rule: 'service-leftover',
  severity: 'error',
  confidence: 'proved',
  message: '',
  subject: 'order-service',
  fingerprint: '',
  waived: null,
  path,
  line,
  column: 1,
  fix: description === '' ? null : { description, safe: true, edits: [] },
});

describe('the stage of a place', () => {
  test.each([
    ['k8s/ingress.yaml', 'kind: Ingress\n', 'stop-traffic'],
    ['k8s/route.yaml', 'kind: Service\n---\nkind: HTTPRoute\n', 'stop-traffic'],
    ['charts/x/templates/vs.yaml', '{{ if .Values.a }}\nkind: VirtualService\n{{ end }}\n', 'stop-traffic'],
    ['gateway/nginx.conf', 'upstream order {}\n', 'stop-traffic'],
    ['k8s/apps/prod/x.yaml', 'kind: Application\n', 'undeploy'],
    ['charts/x/values-prod.yaml', 'a: 1\n', 'undeploy'],
    ['charts/x/Chart.yaml', 'name: x\n', 'undeploy'],
    ['Makefile', 'A := b\n', 'delete'],
    ['docker-compose.yml', 'services: {}\n', 'delete'],
    ['.github/workflows/ci.yaml', 'jobs: {}\n', 'delete'],
    ['terraform/ecr.tf', 'x = 1\n', 'delete'],
  ])('%s', (path, text, stage) => {
    expect(stageOf(finding(path), text)).toBe(stage);
  });
});

test.each([
  ['order-service; touch MARKER', "'order-service; touch MARKER'"],
  ['order-service\ntouch MARKER', "$'order-service\\u000atouch MARKER'"],
])('an Application called %j is one word of the command that a person copies', async (name, word) => {
  const path = 'k8s/apps/prod/order-service.yaml';
  const text = shop[path]?.replace('name: order-service-prod', `name: ${JSON.stringify(name)}`) ?? '';
  const chart = 'k8s/manifests/order-service';
  const { steps } = await plan(
    {
      ...shop,
      [path]: text,
      [`${chart}/Chart.yaml`]: 'apiVersion: v2\nname: order-service\nversion: 1.0.0\n',
      [`${chart}/values.yaml`]: 'image: { repository: ghcr.io/example/order-service, tag: 1-a }\n',
    },
    { name: 'order-service' },
  );
  expect(steps.map(({ command }) => command)).toContain(`argocd app delete ${word} --cascade`);
});

describe('data', () => {
  const file = (path: string, text: string): Record<string, string> => ({ [path]: text });
  const claim = (annotations = '') =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: order-service${annotations} }\n`;

  test('an object that keeps some stays, with all that deploys it, until it is said to be kept', async () => {
    const volume = 'k8s/manifests/order-service/volume.yaml';
    const { paths, steps, findings } = await plan({ ...shop, [volume]: claim() }, { name: 'order-service' });
    expect(paths.filter((path) => path.startsWith('k8s/'))).toEqual([]);
    expect(steps.find(({ what }) => what.startsWith('decide'))?.places).toEqual([{ path: volume, line: 2, column: 1 }]);
    expect(findings).toEqual([]);
    const kept = claim(', annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }');
    const after = await plan({ ...shop, [volume]: kept }, { name: 'order-service' });
    expect(after.paths).toContain(volume);
  });

  const listed = (resource: string): Record<string, string> =>
    file(
      'infra/main.tf',
      `locals {\n  services = [\n    "cart-service",\n    "mail-service",\n    "order-service",\n  ]\n}\n\nresource "${resource}" "of" {\n  for_each = toset(local.services)\n  name     = each.value\n}\n`,
    );

  test.each(['aws_s3_bucket', 'aws_sqs_queue', 'google_sql_database_instance'])(
    'a list that Terraform makes %s of keeps its entry, whatever it is called',
    async (resource) => {
      const { paths, steps } = await plan({ ...shop, ...listed(resource) }, { name: 'order-service' });
      expect(paths).not.toContain('infra/main.tf');
      expect(steps.find(({ what }) => what.startsWith('decide'))?.places.map(({ path }) => path)).toEqual([
        'infra/main.tf',
      ]);
    },
  );

  test('a list of what keeps none loses it', async () => {
    const { paths } = await plan({ ...shop, ...listed('aws_ecr_repository') }, { name: 'order-service' });
    expect(paths).toContain('infra/main.tf');
  });

  test.each([
    ['databases.tf', 'x = [\n  "cart-service",\n  "mail-service",\n  "order-service",\n]\n'],
    ['main.tf', 'variable "x" {\n  default = ["cart_db", "mail_db", "order_service_db"]\n}\n'],
  ])('what is called after data in %s is left to a person', async (path, text) => {
    const { paths } = await plan({ ...shop, [path]: text }, { name: 'order-service' });
    expect(paths).not.toContain(path);
  });
});

test('a service that goes is taken out of what builds and releases all of one kind', async () => {
  const of = (names: readonly string[]) => ({
    'Cargo.toml': `[workspace]\nmembers = [\n${names.map((name) => `    "crates/${name}",\n`).join('')}]\n`,
    '.release-please-manifest.json': `{\n${names.map((name) => `  "crates/${name}": "1.0.0"`).join(',\n')}\n}\n`,
  });
  const names = ['cart-service', 'order-service', 'mail-service'];
  const sources = Object.fromEntries(
    names.flatMap((name) => [
      [`crates/${name}/Dockerfile`, 'FROM scratch\n'],
      [`crates/${name}/Cargo.toml`, `[package]\nname = "${name}"\n`],
    ]),
  );
  const { text, findings } = await plan({ ...sources, ...of(names) }, { name: 'order-service' });
  const left = of(['cart-service', 'mail-service']);
  expect(text('Cargo.toml')).toBe(left['Cargo.toml']);
  expect(text('.release-please-manifest.json')).toBe(left['.release-please-manifest.json']);
  expect(findings).toEqual([]);
});

test('a service that goes takes the folder that a generator has for each, whatever is in it', async () => {
  const names = ['cart-service', 'order-service', 'mail-service'];
  const config = (name: string): Record<string, string> => ({
    [`services/${name}/Dockerfile`]: 'FROM scratch\n',
    [`envs/prod/${name}/config.json`]: `{ "service": "${name}", "tag": "1-abcdef1" }\n`,
  });
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  generators:
    - git:
        repoURL: https://github.com/example/shop.git
        revision: main
        files: [{ path: 'envs/*/*/config.json' }]
  template:
    metadata: { name: '{{service}}' }
    spec:
      project: default
      destination: { server: https://kubernetes.default.svc, namespace: shop }
      source:
        repoURL: https://github.com/example/shop.git
        targetRevision: main
        path: charts/app
        helm: { parameters: [{ name: image.repository, value: 'ghcr.io/example/{{service}}' }, { name: image.tag, value: '{{tag}}' }] }
`;
  const files = Object.assign({ 'argocd/set.yaml': set }, ...names.map(config));
  const { paths, findings, steps } = await plan(files, { name: 'order-service' });
  expect(paths).toEqual(['envs/prod/order-service/config.json', 'services/order-service/Dockerfile']);
  expect([findings, steps.filter(({ isLacking }) => isLacking)]).toEqual([[], []]);
});

test('a name in another spelling is that of a service which is there', async () => {
  const files = {
    ...shop,
    'src/RefundService/Dockerfile': 'FROM scratch\n',
    'src/RefundService/a.csproj': '<Project />\n',
  };
  await expect(plan(files, { name: 'refund-service' })).rejects.toMatchObject({
    message: expect.stringContaining('"refund-service"'),
    help: expect.stringContaining('RefundService'),
  });
});

test('an Application goes with the folder that it alone reads, whatever it is called', async () => {
  const files = Object.fromEntries(
    ['cart-service', 'order-service', 'mail-service'].flatMap((name) => [
      [`${name}/Dockerfile`, 'FROM scratch\n'],
      [
        `kubernetes/${name}/${name}-deployment.yaml`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\n`,
      ],
      [`kubernetes/${name}/${name}.yaml`, `apiVersion: v1\nkind: Service\nmetadata: { name: shop-${name} }\n`],
      [
        `kubernetes/argocd/${name}-app.yaml`,
        `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop-${name} }\nspec:\n  source: { repoURL: https://github.com/example/shop.git, path: kubernetes/${name}, targetRevision: main }\n  destination: { namespace: shop }\n`,
      ],
    ]),
  );
  const { paths, findings } = await plan(files, { name: 'order-service' });
  expect(paths).toEqual([
    'kubernetes/argocd/order-service-app.yaml',
    'kubernetes/order-service/order-service-deployment.yaml',
    'kubernetes/order-service/order-service.yaml',
    'order-service/Dockerfile',
  ]);
  expect(findings).toEqual([]);
});
