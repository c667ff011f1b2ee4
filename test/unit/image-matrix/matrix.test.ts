import { describe, expect, test } from '@jest/globals';
import type { Service } from '@rollcall/domain/catalog/catalog';
import { parseConfig } from '@rollcall/domain/catalog/config';
import { imageUnits } from '@rollcall/domain/image-matrix/image-units';
import {
  buildMatrix,
  type ImageMatrix,
  type MatrixRequest,
  matrixJson,
  matrixSummary,
} from '@rollcall/domain/image-matrix/matrix';
import { UserError } from '@rollcall/domain/user-error';
import fc from 'fast-check';

function service(name: string, changes: Partial<Service> = {}): Service {
  const path = `services/${name}`;
  const dockerfile = `${path}/docker/Dockerfile`;
  return { name, path, kind: 'go', dockerfile, dockerfiles: [dockerfile], chart: null, ...changes };
}

type Changes = Partial<MatrixRequest> & { yaml?: string; services?: Service[]; contexts?: Map<string, string> };

function request(changes: Changes = {}): MatrixRequest {
  const { yaml = '', services: given, contexts: told, ...rest } = changes;
  const services = given ?? [service('order-service'), service('cart-service')];
  const contexts = told ?? new Map(services.map(({ name }) => [name, '.']));
  const config = parseConfig('rollcall.yaml', yaml);
  const inputs = services.map(({ name, dockerfile }) => ({
    ...{ service: name, dockerfile, context: contexts.get(name) ?? null, contextBecause: '', edges: [], builds: [] },
    ...{ own: [], bases: new Map(), complete: true },
  }));
  return {
    units: imageUnits({ services, inputs, config: config.config }).units,
    config,
    environment: 'prod',
    environments: ['dev', 'prod'],
    registry: null,
    omitRegistry: false,
    imageRepository: null,
    deployed: new Map(),
    tag: null,
    platforms: [],
    runners: new Map(),
    allowNumericTags: false,
    maxJobs: 256,
    facts: {
      runNumber: '41',
      runAttempt: '1',
      sha: '8c2f1de0aa11bb22cc33dd44ee55ff6600778899',
      branch: 'service-deploy-prod',
      date: '2026-01-05T12:00:00Z',
      repositoryUrl: 'https://github.com/example/shop',
    },
    ...rest,
  };
}

function thrown(changes: Changes): UserError {
  try {
    buildMatrix(request(changes));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function only(changes: Changes): ImageMatrix['matrix']['include'][number] {
  const [entry] = buildMatrix(request({ services: [service('cart-service')], ...changes })).matrix.include;
  if (!entry) throw new Error('the matrix is empty');
  return entry;
}

test('the whole of a matrix, without configuration', () => {
  const include = ['cart-service', 'order-service'].map((name) => ({
    service: name,
    environment: 'prod',
    dockerfile: `services/${name}/docker/Dockerfile`,
    context: '.',
    image: `prod/${name}`,
    registry: '',
    tag: '41-8c2f1de',
    tags: `prod/${name}:41-8c2f1de`,
    platforms: '',
    'build-args': '',
    'build-contexts': '',
    bases: '',
    target: '',
    runner: 'ubuntu-latest',
    'cache-scope': name,
    labels: [
      'org.opencontainers.image.created=2026-01-05T12:00:00.000Z',
      'org.opencontainers.image.revision=8c2f1de0aa11bb22cc33dd44ee55ff6600778899',
      'org.opencontainers.image.source=https://github.com/example/shop',
      `org.opencontainers.image.title=${name}`,
      'org.opencontainers.image.version=41-8c2f1de',
    ].join('\n'),
  }));
  expect(matrixJson(buildMatrix(request()))).toEqual({
    matrix: { include },
    'has-work': true,
    count: 2,
    batches: [],
    stages: [[{ include }]],
    merges: { include: [] },
    images: ['cart-service', 'order-service'].map((name) => ({
      service: name,
      tag: '41-8c2f1de',
      repository: `prod/${name}`,
    })),
    tag: '41-8c2f1de',
  });
});

test('no services make no work', () => {
  expect(matrixJson(buildMatrix(request({ services: [] })))).toEqual({
    matrix: { include: [] },
    'has-work': false,
    count: 0,
    batches: [],
    stages: [],
    merges: { include: [] },
    images: [],
    tag: '',
  });
});

test('what rollcall.yaml says of a service and an environment', () => {
  const yaml = `
services:
  overrides:
    cart-service:
      platforms: [linux/amd64, linux/arm64]
      build-args: [VERSION=1.2, "GREETING=a=b, c"]
      target: runtime
environments:
  prod:
    image-repository: live/{service}
    tag: "{service}-{run_number}"
    extra-tags: [latest, "{branch}", "{service}-{run_number}"]
`;
  const built = buildMatrix(request({ yaml, platforms: ['linux/s390x'] }));
  expect(built.matrix.include[0]).toMatchObject({
    service: 'cart-service',
    image: 'live/cart-service',
    tag: 'cart-service-41',
    tags: 'live/cart-service:cart-service-41\nlive/cart-service:latest\nlive/cart-service:service-deploy-prod',
    platforms: 'linux/amd64,linux/arm64',
    'build-args': 'VERSION=1.2\nGREETING=a=b, c',
    target: 'runtime',
  });
  expect(built.matrix.include[1]).toMatchObject({ service: 'order-service', platforms: 'linux/s390x', target: '' });
  // Each service has a tag of its own, so there is no tag of them all.
  expect(built.tag).toBe('');
});

test.each<[string, Changes, Partial<ReturnType<typeof only>>]>([
  ['no environment', { environment: null }, { environment: '', image: 'cart-service' }],
  [
    'an input wins over the configuration',
    {
      yaml: 'environments: { prod: { image-repository: "a/{service}", tag: a } }',
      imageRepository: 'b/{environment}/{service}',
      tag: 'b{run_number}',
    },
    { image: 'b/prod/cart-service', tag: 'b41' },
  ],
  [
    'a registry as input',
    { registry: 'ghcr.io/example/' },
    {
      image: 'ghcr.io/example/prod/cart-service',
      tags: 'ghcr.io/example/prod/cart-service:41-8c2f1de',
    },
  ],
  ['a registry with a port', { registry: 'localhost:5000' }, { image: 'localhost:5000/prod/cart-service' }],
  [
    'a registry in the template',
    { imageRepository: 'ghcr.io/example/{service}' },
    { image: 'ghcr.io/example/cart-service' },
  ],
  [
    'one repository for all services',
    { imageRepository: 'example/shop', tag: '{service}-{run_number}' },
    {
      tags: 'example/shop:cart-service-41',
    },
  ],
  [
    'a context of its own',
    { contexts: new Map([['cart-service', 'services/cart-service']]) },
    {
      context: 'services/cart-service',
    },
  ],
  ['the root as an empty path', { contexts: new Map([['cart-service', '']]) }, { context: '.' }],
  ['a numeric tag that is allowed', { tag: '{run_number}', allowNumericTags: true }, { tag: '41' }],
  [
    'numeric extra tags, which no manifest holds',
    { yaml: 'environments: { prod: { extra-tags: ["{run_number}"] } }' },
    {
      tags: 'prod/cart-service:41-8c2f1de\nprod/cart-service:41',
    },
  ],
  [
    'a run that knows no commit',
    {
      tag: 'v1',
      facts: { ...request().facts, sha: null, repositoryUrl: null },
    },
    {
      labels:
        'org.opencontainers.image.created=2026-01-05T12:00:00.000Z\norg.opencontainers.image.title=cart-service\norg.opencontainers.image.version=v1',
    },
  ],
])('%s', (_name, changes, expected) => {
  expect(only(changes)).toMatchObject(expected);
});

test('where nothing is known of environments, any name goes', () => {
  expect(only({ environment: 'stage', environments: [] }).image).toBe('stage/cart-service');
});

describe('batches', () => {
  const services = Array.from({ length: 600 }, (_, index) => service(`s${String(index).padStart(3, '0')}`));

  test.each([
    [600, 256, [256, 256, 88]],
    [256, 256, []],
    [257, 256, [256, 1]],
    [3, 1, [1, 1, 1]],
  ])('%d services in matrices of %d', (count, maxJobs, sizes) => {
    const built = buildMatrix(request({ services: services.slice(0, count), maxJobs }));
    expect(built.batches.map(({ include }) => include.length)).toEqual(sizes);
    expect(built.matrix.include).toHaveLength(sizes.length > 0 ? 0 : count);
    expect(built).toMatchObject({ hasWork: true, count });
    expect(built.images).toHaveLength(count);
  });

  test('every service is built exactly once, in the same order whatever the order given', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { maxLength: 40 }),
        fc.integer({ min: 1, max: 256 }),
        (names, maxJobs) => {
          const built = buildMatrix(request({ services: names.map((name) => service(name)), maxJobs }));
          const again = buildMatrix(request({ services: names.toReversed().map((name) => service(name)), maxJobs }));
          expect(JSON.stringify(again)).toBe(JSON.stringify(built));
          const matrices = built.batches.length > 0 ? built.batches : [built.matrix];
          expect(matrices.flatMap(({ include }) => include.map((entry) => entry.service))).toEqual([...names].sort());
          for (const { include } of matrices) expect(include.length).toBeLessThanOrEqual(maxJobs);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a service given twice is built once', () => {
    expect(buildMatrix(request({ services: [service('a'), service('a')] })).count).toBe(1);
  });
});

describe('mistakes', () => {
  const cart = [service('cart-service')];
  test.each<[string, Changes, RegExp, RegExp]>([
    [
      'an unknown environment',
      { environment: 'prd' },
      /no environment "prd"/,
      /Did you mean "prod"\? The environments are dev, prod/,
    ],
    [
      'an environment called constructor',
      { environment: 'constructor' },
      /no environment/,
      /The environments are dev, prod/,
    ],
    ['max-jobs of 0', { maxJobs: 0 }, /max-jobs is 0/, /1 to 256/],
    ['max-jobs over the limit', { maxJobs: 257 }, /max-jobs is 257/, /1 to 256/],
    ['max-jobs that is no number', { maxJobs: Number.NaN }, /max-jobs is NaN/, /1 to 256/],
    [
      'a registry with a scheme',
      { registry: 'https://ghcr.io' },
      /"https:\/\/ghcr\.io" is not a registry/,
      /without https/,
    ],
    ['an empty registry', { registry: '' }, /input registry "" is not/, /Give a host/],
    [
      'two registries',
      { registry: 'ghcr.io', imageRepository: 'docker.io/{service}' },
      /names the registry docker\.io/,
      /one place/,
    ],
    ['upper case', { imageRepository: 'Prod/{service}' }, /not an image repository/, /lower-case/],
    [
      'an environment that would become a registry',
      { environment: 'eu.prod', environments: [] },
      /makes "eu\.prod\/cart-service"/,
      /lower-case/,
    ],
    ['a service name no repository may hold', { services: [service('Cart')] }, /makes "prod\/Cart"/, /lower-case/],
    ['a repository with a tag', { imageRepository: '{service}:v1' }, /not an image repository/, /no tag/],
    ['an empty repository', { imageRepository: '' }, /not an image repository/, /lower-case/],
    ['a path that climbs', { imageRepository: '../{service}' }, /not an image repository/, /lower-case/],
    ['an unknown field', { imageRepository: '{servce}' }, /unknown field \{servce\}/, /Did you mean "service"/],
    ['a numeric tag', { tag: '{run_number}' }, /read as a number/, /allow-numeric-tags/],
    [
      'an illegal extra tag',
      { yaml: 'environments: { prod: { extra-tags: ["a b"] } }' },
      /extra-tags\[0\] "a b" makes/,
      /letters/,
    ],
    ['a platform', { platforms: ['amd64'] }, /input platforms: "amd64" is not a platform/, /linux\/amd64/],
    [
      'a platform in the configuration',
      { yaml: 'services: { overrides: { cart-service: { platforms: ["linux/amd64,x"] } } }' },
      /services\.overrides\.cart-service\.platforms/,
      /linux\/amd64/,
    ],
    [
      'a build argument that is two',
      { yaml: 'services: { overrides: { cart-service: { build-args: ["A=1\\nB=2"] } } }' },
      /"A=1\\nB=2" is not a build argument/,
      /one line/,
    ],
    [
      'a build argument without value',
      { yaml: 'services: { overrides: { cart-service: { build-args: [A] } } }' },
      /"A" is not a build argument/,
      /NAME=VALUE/,
    ],
    [
      'a service whose source is gone',
      { services: [service('cart-service', { path: null, dockerfile: null })] },
      /cart-service: nothing to build/,
      /Take it out/,
    ],
  ])('%s', (_name, changes, message, help) => {
    const error = thrown({ services: cart, ...changes });
    expect(error.message).toMatch(message);
    expect(error.help).toMatch(help);
  });

  test('a template of the configuration is pointed at', () => {
    const error = thrown({ services: cart, yaml: 'environments:\n  prod:\n    tag: "{short}"\n' });
    expect(error.message).toContain('environments.prod.tag "{short}"');
    expect(error.location).toEqual({ path: 'rollcall.yaml', line: 3, column: 10 });
  });

  test('the lines to add are valid: with them in rollcall.yaml, the keys are understood', () => {
    const services = [service('on', { dockerfile: null }), service('cart-service', { dockerfile: null })];
    const missing = thrown({ services });
    expect(missing.message).toBe('cart-service, on: no Dockerfile is known');
    const lines = (missing.help ?? '').split('\n').slice(1).join('\n');
    expect(parseConfig('rollcall.yaml', lines).config.services?.overrides).toEqual({
      'cart-service': { dockerfile: 'services/cart-service/Dockerfile' },
      on: { dockerfile: 'services/on/Dockerfile' },
    });
  });

  test('a build context nobody knows is asked for, not guessed', () => {
    const error = thrown({ services: cart, contexts: new Map() });
    expect(error.message).toBe('cart-service: no build context is known');
    const lines = (error.help ?? '').split('\n').slice(1).join('\n');
    expect(parseConfig('rollcall.yaml', lines).config.services?.overrides).toEqual({
      'cart-service': { context: 'services/cart-service' },
    });
  });
});

describe('summary', () => {
  test('a table', () => {
    expect(matrixSummary(buildMatrix(request({ services: [service('cart-service')] })))).toBe(
      [
        '### Image matrix',
        '',
        '1 image to build.',
        '',
        '| Service | Image | Dockerfile | Context | Platforms |',
        '|---|---|---|---|---|',
        '| <code>cart-service</code> | <code>prod/cart-service&#58;41-8c2f1de</code> | <code>services/cart-service/docker/Dockerfile</code> | <code>&#46;</code> |  |',
        '',
      ].join('\n'),
    );
  });

  test('nothing to do', () => {
    expect(matrixSummary(buildMatrix(request({ services: [] })))).toContain('Nothing to build.');
  });

  test('batches and what is left out are counted', () => {
    const services = Array.from({ length: 520 }, (_, index) => service(`s${index}`));
    const summary = matrixSummary(buildMatrix(request({ services })));
    expect(summary).toContain('520 images to build in 3 batches.');
    expect(summary).toContain('… and 20 more.');
  });

  test('a hostile path stays inside its cell', () => {
    const dockerfile = 'services/a/`|\n<script>*x*\u202E/Dockerfile';
    const summary = matrixSummary(buildMatrix(request({ services: [service('a', { dockerfile })] })));
    const row = summary.split('\n').find((line) => line.includes('script')) ?? '';
    expect(row.match(/\|/g)).toHaveLength(6);
    expect(row).not.toMatch(/<script|`|\*|\u202E/);
  });
});
