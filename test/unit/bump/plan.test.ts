import { describe, expect, test } from '@jest/globals';
import { type BumpPlan, type BumpRequest, filesOfBump, planBump } from '@rollcall/domain/bump/plan';
import { UserError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const shop: Record<string, string | Uint8Array> = {
  'services/cart-service/Dockerfile': 'FROM scratch\n',
  'services/user-service/Dockerfile': 'FROM scratch\n',
  'services/idle-service/Dockerfile': 'FROM scratch\n',
  [applicationFile('cart-service', 'dev')]: applicationText('cart-service', 'dev', '1-a'),
  [applicationFile('cart-service', 'prod')]: applicationText('cart-service', 'prod', '1-a'),
  [applicationFile('user-service', 'dev')]: applicationText('user-service', 'dev', '1-a'),
};

async function plan(
  request: Partial<BumpRequest>,
  files: Readonly<Record<string, string | Uint8Array>> = shop,
): Promise<BumpPlan> {
  const tree = memoryTree(files);
  const whole: BumpRequest = { environment: 'prod', images: [], onMissing: 'error', mutableTags: 'forbid', ...request };
  const catalog = await catalogOf(tree);
  return planBump(whole, catalog, await tree.read(filesOfBump(whole, catalog, await tree.list())));
}

test('writes the environment that was asked, and says what, where and from what', async () => {
  const { changes, skipped, warnings, files } = await plan({ images: [{ service: 'cart-service', tag: '2-b' }] });
  const file = applicationFile('cart-service', 'prod');
  expect(changes).toEqual([
    {
      service: 'cart-service',
      environment: 'prod',
      part: 'tag',
      file,
      path: 'spec.source.helm.parameters[name=image.tag].value',
      line: 13,
      old: '1-a',
      new: '2-b',
    },
  ]);
  expect({ skipped, warnings, files: [...files.keys()] }).toEqual({ skipped: [], warnings: [], files: [file] });
});

test('writes every Application of a service in the environment', async () => {
  const second = 'k8s/argocd/apps/prod/second.yaml';
  const text = applicationText('cart-service', 'prod', '1-a').replace('name: cart', 'name: eu-cart');
  const { changes } = await plan({ images: [{ service: 'cart-service', tag: '2-b' }] }, { ...shop, [second]: text });
  expect(changes.map(({ file }) => file)).toEqual([applicationFile('cart-service', 'prod'), second]);
});

test('writes several services of one file together', async () => {
  const file = 'k8s/argocd/apps/prod/all.yaml';
  const services = ['cart-service', 'user-service'];
  const text = services.map((service) => applicationText(service, 'prod', '1-a')).join('---\n');
  const { changes, files } = await plan(
    { images: services.map((service, index) => ({ service, tag: `${index}-c` })) },
    { 'services/cart-service/Dockerfile': '', 'services/user-service/Dockerfile': '', [file]: text },
  );
  expect(changes.map(({ line, new: now }) => [line, now])).toEqual([
    [13, '0-c'],
    [29, '1-c'],
  ]);
  expect(files.get(file)?.after).toBe(
    services.map((service, index) => applicationText(service, 'prod', `${index}-c`)).join('---\n'),
  );
});

describe('refuses', () => {
  const cart = (rest: object) => ({ images: [{ service: 'cart-service', tag: '2-b', ...rest }] });
  test.each<[string, Partial<BumpRequest>, string, string]>([
    [
      'an unknown environment',
      { environment: 'prd', ...cart({}) },
      'there is no environment "prd"',
      'Did you mean "prod"?',
    ],
    [
      'an unknown service',
      { images: [{ service: 'cart-servise', tag: '1' }] },
      'there is no service "cart-servise"',
      'Did you mean "cart-service"?',
    ],
    [
      'a path for a service',
      { images: [{ service: '../x', tag: '2-b' }] },
      'there is no service "../x"',
      'The services are',
    ],
    [
      '__proto__ for a service',
      { images: [{ service: '__proto__', tag: '2-b' }] },
      'there is no service "__proto__"',
      '',
    ],
    [
      'a service that is only elsewhere',
      { images: [{ service: 'user-service', tag: '2-b' }] },
      '"user-service" has no Application in prod',
      'Its Applications are for: dev.',
    ],
    [
      'a service without Application',
      { images: [{ service: 'idle-service', tag: '2-b' }] },
      '"idle-service" has no Application',
      'Add one for prod',
    ],
    [
      'one service twice',
      {
        images: [
          { service: 'cart-service', tag: '2-b' },
          { service: 'cart-service', tag: '3-c' },
        ],
      },
      '"cart-service" is given twice, with different images: "2-b" and "3-c"',
      '',
    ],
    ['no tag', cart({ tag: '' }), '"cart-service" has no tag', ''],
    ['an illegal tag', cart({ tag: 'a/b' }), '"a/b" is not a legal image tag', 'starts with neither'],
    ['a tag with a line end', cart({ tag: '1\nBump-Id: x' }), 'is not a legal image tag', ''],
    ['an expression', cart({ tag: '${{ x }}' }), 'holds an expression that was not evaluated', ''],
    ['a mutable tag', cart({ tag: 'latest' }), 'is mutable', 'mutable-tags of prod'],
    ['digits', cart({ tag: '1234567' }), 'would reach the chart as an integer', 'forceString'],
    ['an illegal digest', cart({ digest: 'sha256:x' }), 'is not a legal digest', '64'],
    ['an illegal registry', cart({ registry: 'a b' }), 'is not a legal registry', ''],
    ['an illegal repository', cart({ repository: 'A"' }), 'is not a legal repository', ''],
  ])('%s', async (_name, request, message, help) => {
    const error = await plan(request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    expect(error.message).toContain(message);
    expect(error.help ?? '').toContain(help);
  });
});

test('on-missing warn writes what it can and says what it skipped', async () => {
  const services = ['cart-service', 'user-service', 'idle-service', 'nobody'];
  const { changes, skipped } = await plan({
    images: services.map((service) => ({ service, tag: '2-b' })),
    onMissing: 'warn',
  });
  expect(changes.map(({ service }) => service)).toEqual(['cart-service']);
  expect(skipped).toEqual([
    { service: 'idle-service', why: '"idle-service" has no Application' },
    { service: 'nobody', why: 'there is no service "nobody"' },
    {
      service: 'user-service',
      why: `"user-service" has no Application in prod (${applicationFile('user-service', 'dev')}:1)`,
    },
  ]);
});

test('what is missing names the manifests that could not be read', async () => {
  const request = { images: [{ service: 'user-service', tag: '2-b' }], onMissing: 'warn' } as const;
  const broken = {
    ...shop,
    'k8s/argocd/apps/prod/user-service.yaml': 'apiVersion: argoproj.io/v1\nkind: Application\na: [\n',
  };
  const { skipped } = await plan(request, broken);
  expect(skipped[0]?.why).toContain('k8s/argocd/apps/prod/user-service.yaml:');
});

test.each(['warn', 'allow'] as const)('mutable-tags %s writes them', async (mutableTags) => {
  const { changes, warnings } = await plan({ images: [{ service: 'cart-service', tag: 'latest' }], mutableTags });
  expect(changes.map((change) => change.new)).toEqual(['latest']);
  expect(warnings).toHaveLength(mutableTags === 'warn' ? 1 : 0);
});

test('the same image twice is one image, and what is written already is no change', async () => {
  const image = { service: 'cart-service', tag: '1-a' };
  expect(await plan({ images: [image, { ...image }] })).toEqual({
    changes: [],
    skipped: [],
    warnings: [],
    files: new Map(),
  });
});

test('bytes that are not what the Catalog read are never written', async () => {
  const catalog = await catalogOf(memoryTree(shop));
  const file = applicationFile('cart-service', 'prod');
  const request = {
    environment: 'prod',
    images: [{ service: 'cart-service', tag: '2-b' }],
    onMissing: 'error',
    mutableTags: 'forbid',
  } as const;
  for (const files of [new Map(), new Map([[file, Buffer.from('other')]])])
    expect(() => planBump(request, catalog, files)).toThrow(`${file} is not what the Catalog read`);
});
