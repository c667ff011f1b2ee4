import { describe, expect, test } from '@jest/globals';
import { imageMatrix } from '@rollcall/domain/image-matrix/image-matrix';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Changes = Partial<Parameters<typeof imageMatrix>[0]>;

async function matrixOf(files: Record<string, string>, changes: Changes = {}) {
  const { built, problems } = await imageMatrix({
    tree: memoryTree(files),
    config: undefined,
    services: ['all'],
    environment: 'prod',
    registry: null,
    omitRegistry: false,
    imageRepository: null,
    tag: 'v1-a',
    platforms: [],
    runners: new Map(),
    allowNumericTags: false,
    maxJobs: 256,
    facts: {
      ...{ runNumber: '1', runAttempt: '1', sha: null, branch: null, date: '2026-01-05T12:00:00Z' },
      repositoryUrl: 'https://github.com/acme/shop',
    },
    ...changes,
  });
  const stages = built.stages.map((stage) =>
    stage.flatMap(({ include }) => include.map((entry) => entry['cache-scope'])),
  );
  return { built, problems, entries: built.matrix.include, stages };
}

const plain = 'FROM alpine:3.22\nCOPY main.txt /\n';
const cart = { 'services/cart/Dockerfile': plain, 'services/cart/main.txt': '' };

function deployed(service: string, manifest: string): Record<string, string> {
  return {
    [`argocd/prod/${service}.yaml`]: [
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      `metadata: { name: ${service}-prod, namespace: argocd }`,
      'spec:',
      `  source: { repoURL: https://github.com/acme/shop.git, path: k8s/${service}, targetRevision: main }`,
      '  destination: { server: https://kubernetes.default.svc, namespace: shop-prod }',
    ].join('\n'),
    [`k8s/${service}/deployment.yaml`]: [
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: { name: ${service} }`,
      `spec: { template: { spec: { containers: [{ name: c, image: "${manifest}" }] } } }`,
    ].join('\n'),
  };
}

describe('what definitions say', () => {
  test('target, arguments and contexts of a Bake target', async () => {
    const bake =
      'target "cart" {\n  context = "services/cart"\n  target = "runtime"\n  args = { LEVEL = "2" }\n  contexts = { shared = "libs/shared", os = "docker-image://debian:13" }\n}\n';
    const { entries } = await matrixOf({
      ...cart,
      'services/cart/Dockerfile': 'FROM os AS runtime\nCOPY --from=shared x /\nFROM scratch\n',
      'libs/shared/x': '',
      'docker-bake.hcl': bake,
    });
    expect(entries).toMatchObject([
      {
        target: 'runtime',
        'build-args': 'LEVEL=2',
        'build-contexts': 'shared=libs/shared\nos=docker-image://debian:13',
        bases: '',
      },
    ]);
  });

  test.each([
    ['args', 'the build argument "A\\nEND"'],
    ['contexts', 'the build context "A\\nEND"'],
  ])('a line end in a name of %s makes no second line of it', async (setting, told) => {
    const { entries, problems } = await matrixOf({
      ...cart,
      'docker-bake.hcl': `target "cart" {\n  context = "services/cart"\n  ${setting} = { "A\\nEND" = "b" }\n}\n`,
    });
    expect(entries).toMatchObject([{ 'build-args': '', 'build-contexts': '' }]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(told)]);
  });

  test('an image for each target that has a name, and none for development', async () => {
    const target = (name: string, tags: string) =>
      `target "cart-${name}" {\n  context = "services/cart"\n  target = "${name}"\n  ${tags}\n}\n`;
    const { built, entries } = await matrixOf({
      ...cart,
      'services/cart/Dockerfile': 'FROM alpine AS api\nFROM alpine AS worker\nFROM alpine AS dev\n',
      'docker-bake.hcl': ['api', 'worker', 'dev']
        .map((name) => target(name, `tags = ["ghcr.io/acme/${name}:1"]`))
        .join(''),
    });
    expect(entries.map(({ service, target: stage, image }) => [service, stage, image])).toEqual([
      ['cart', 'api', 'acme/api'],
      ['cart', 'worker', 'acme/worker'],
    ]);
    expect(built.images).toEqual([{ service: 'cart', tag: 'v1-a', repository: 'acme/api' }]);
  });

  test('a Compose file of developers does not say what is released', async () => {
    const { entries } = await matrixOf({
      ...cart,
      'services/cart/Dockerfile': 'FROM alpine AS dev\nFROM alpine\nCOPY main.txt /\n',
      'compose.yaml': 'services: { cart: { build: { context: services/cart, target: dev } } }\n',
    });
    expect(entries).toMatchObject([{ target: '' }]);
  });
});

describe('stages', () => {
  const files = {
    ...cart,
    'images/base/Dockerfile': plain,
    'images/base/main.txt': '',
    'services/cart/Dockerfile': 'FROM ghcr.io/acme/base:1\nCOPY main.txt /\n',
  };

  test('a base of the repository by its name comes first, and replaces the one of the registry', async () => {
    const { entries, stages } = await matrixOf(files);
    expect(stages).toEqual([['base'], ['cart']]);
    const bases = 'ghcr.io/acme/base:1=docker-image://prod/base:v1-a';
    expect(entries[1]).toMatchObject({ service: 'cart', bases, 'build-contexts': bases });
  });

  test('a base of that kind that is not asked for is taken from the registry', async () => {
    const { entries, stages } = await matrixOf(files, { services: ['cart'] });
    expect(stages).toEqual([['cart']]);
    expect(entries[0]?.['build-contexts']).toBe('');
  });

  test('a base that is given as a context is built with what stands on it, also where it is no service', async () => {
    const bake =
      'target "os" {\n  context = "build"\n  dockerfile = "os.Dockerfile"\n}\ntarget "cart" {\n  context = "services/cart"\n  contexts = { base = "target:os" }\n}\n';
    const { built, stages } = await matrixOf({
      ...cart,
      'services/cart/Dockerfile': 'FROM base\nCOPY main.txt /\n',
      'build/os.Dockerfile': 'FROM alpine\n',
      'docker-bake.hcl': bake,
    });
    expect(stages).toEqual([['os'], ['cart']]);
    expect(built.images.map(({ service }) => service)).toEqual(['cart']);
  });
});

describe('platforms on runners of their own', () => {
  test('an entry for each, and a merge', async () => {
    const { built, entries } = await matrixOf(cart, {
      platforms: ['linux/amd64', 'linux/arm64'],
      runners: new Map([['linux/arm64', 'ubuntu-24.04-arm']]),
    });
    expect(entries.map(({ runner, tags, platforms }) => [runner, tags, platforms])).toEqual([
      ['ubuntu-latest', 'prod/cart:v1-a-linux-amd64', 'linux/amd64'],
      ['ubuntu-24.04-arm', 'prod/cart:v1-a-linux-arm64', 'linux/arm64'],
    ]);
    expect(built.merges.include).toMatchObject([
      { tags: 'prod/cart:v1-a', sources: 'prod/cart:v1-a-linux-amd64\nprod/cart:v1-a-linux-arm64' },
    ]);
  });
});

describe('an image is called as it is deployed', () => {
  const account = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  test.each<[string, string, Changes, object, object]>([
    [
      'without a registry',
      'ghcr.io/acme/cart:1',
      {},
      { image: 'acme/cart', registry: 'ghcr.io' },
      { repository: 'ghcr.io/acme/cart' },
    ],
    [
      'in the registry',
      'ghcr.io/acme/cart:1',
      { registry: 'ghcr.io/Acme' },
      { image: 'ghcr.io/acme/cart' },
      { repository: 'ghcr.io/acme/cart' },
    ],
    [
      'below it',
      'ghcr.io/acme/cart:1',
      { registry: 'ghcr.io/acme', omitRegistry: true },
      { image: 'cart' },
      { repository: 'ghcr.io/acme/cart' },
    ],
    [
      'copied from another host',
      'ghcr.io/acme/cart:1',
      { registry: 'quay.io' },
      { image: 'quay.io/acme/cart' },
      { repository: 'ghcr.io/acme/cart' },
    ],
    ['in an account', `${account}/prod/cart:1`, {}, { image: 'prod/cart', registry: '' }, { repository: 'prod/cart' }],
    [
      'by a template',
      'ghcr.io/acme/cart:1',
      { imageRepository: 'new/{service}' },
      { image: 'new/cart' },
      { repository: 'new/cart' },
    ],
  ])('%s', async (_title, manifest, changes, entry, image) => {
    const { built, entries } = await matrixOf({ ...cart, ...deployed('cart', manifest) }, changes);
    expect(entries).toMatchObject([entry]);
    expect(built.images).toEqual([{ service: 'cart', tag: 'v1-a', ...image }]);
  });

  test('another path on the same registry is a mistake', async () => {
    const made = matrixOf({ ...cart, ...deployed('cart', 'ghcr.io/acme/cart:1') }, { registry: 'ghcr.io/acme/shop' });
    await expect(made).rejects.toThrow(UserError);
    await expect(made).rejects.toMatchObject({ help: expect.stringContaining('ghcr.io/acme') });
  });
});

test('an image that a plugin makes without a Dockerfile is no entry, and that is told', async () => {
  const files = {
    ...cart,
    'services/orders/build.gradle': "plugins { id 'com.google.cloud.tools.jib' }\n",
    'services/orders/src/main/java/Orders.java': '',
  };
  const { entries, problems } = await matrixOf(files);
  expect(entries.map(({ service }) => service)).toEqual(['cart']);
  expect(problems).toMatchObject([{ severity: 'notice', message: expect.stringContaining('"orders" is made by Jib') }]);
});

test('a variant of a Dockerfile that is built is an image of its own', async () => {
  const files = {
    ...cart,
    'services/cart/Dockerfile.slim': 'FROM alpine:3.22\nCOPY services/cart/main.txt /\n',
    'docker-bake.hcl':
      'target "cart" {\n  context = "services/cart"\n  tags = ["acme/cart"]\n}\ntarget "slim" {\n  dockerfile = "services/cart/Dockerfile.slim"\n  tags = ["acme/cart-slim"]\n}\n',
  };
  const { entries } = await matrixOf(files);
  expect(entries.map(({ image, dockerfile, context }) => [image, dockerfile, context])).toEqual([
    ['acme/cart', 'services/cart/Dockerfile', 'services/cart'],
    ['acme/cart-slim', 'services/cart/Dockerfile.slim', '.'],
  ]);
});
