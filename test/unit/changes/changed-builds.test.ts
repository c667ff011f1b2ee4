import { expect, test } from '@jest/globals';
import { discoverServices } from '@rollcall/domain/catalog/services';
import { changedBuilds } from '@rollcall/domain/changes/changed-builds';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

type Files = Record<string, string>;

const around: Files = {
  'services/shop/Dockerfile': 'FROM node:24 AS run\nCOPY a.js /\nFROM run AS debug\nCOPY b.js /\n',
  'services/shop/a.js': '',
  'services/shop/b.js': '',
  'services/cart/Dockerfile': 'FROM base\nCOPY a.js /\n',
  'services/cart/a.js': '',
  'images/base/Dockerfile': 'FROM node:24\n',
};

/** The services of which a definition says otherwise how they are built, with the definition. */
async function said(before: Files, after: Files): Promise<string[]> {
  const [base, head] = [memoryTree({ ...around, ...before }), memoryTree({ ...around, ...after })];
  const { services } = discoverServices(await head.list(), {});
  const { inputs } = await deriveInputs(head, services, {});
  const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
  const found = await changedBuilds({ changed, services, config: {}, bases: [base] }, inputs);
  return found.map(({ service, reason }) => `${service}: ${reason.path}:${reason.location?.line ?? '-'}`);
}

const bake = (...shop: string[]): Files => ({
  'docker-bake.hcl': [
    'target "base" { context = "images/base" }',
    'target "shop" {',
    '  context = "services/shop"',
    ...shop,
    '}',
    'target "cart" {',
    '  context = "services/cart"',
    '  contexts = { base = "target:base" }',
    '}',
    '',
  ].join('\n'),
});

test.each<[string, Files, Files, string[]]>([
  ['another target', bake('  target = "run"'), bake('  target = "debug"'), ['shop: docker-bake.hcl:2']],
  ['another argument', bake('  args = { A = "1" }'), bake('  args = { A = "2" }'), ['shop: docker-bake.hcl:2']],
  [
    'a comment and another order',
    bake('  # here', '  args = { A = "1", B = "2" }'),
    bake('  args = { B = "2", A = "1" }'),
    [],
  ],
  ['another tag', bake('  tags = ["shop:1"]'), bake('  tags = ["shop:2"]'), []],
  [
    'a definition that goes',
    { 'compose.yaml': 'services: { shop: { build: { context: services/shop, target: run } } }\n' },
    {},
    ['shop: compose.yaml:-'],
  ],
  [
    'a definition that comes',
    {},
    { 'compose.yaml': 'services: { shop: { build: { context: services/shop, target: run } } }\n' },
    ['shop: compose.yaml:1'],
  ],
  [
    'the image below another',
    bake(),
    {
      'docker-bake.hcl': (bake()['docker-bake.hcl'] ?? '').replace(
        '"images/base" }',
        '"images/base"\n  args = { A = "1" }\n}',
      ),
    },
    ['base: docker-bake.hcl:1', 'cart: docker-bake.hcl:7'],
  ],
  [
    'a workflow that builds nothing',
    { '.github/workflows/a.yml': 'on: push\njobs: {}\n' },
    { '.github/workflows/a.yml': 'on: pull_request\njobs: {}\n' },
    [],
  ],
  [
    'a step of a workflow',
    {
      '.github/workflows/a.yml':
        'on: push\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: services/shop }\n',
    },
    {
      '.github/workflows/a.yml':
        'on: push\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: services/shop, target: run }\n',
    },
    ['shop: .github/workflows/a.yml:5'],
  ],
])('%s', async (_name, before, after, expected) => {
  expect(await said(before, after)).toEqual(expected);
});

test('a base is read only where a definition changed', async () => {
  const tree = memoryTree(around);
  const { services } = discoverServices(await tree.list(), {});
  const { inputs } = await deriveInputs(tree, services, {});
  const base = { ...tree, read: () => Promise.reject(new Error('it is read')) };
  const compared = { changed: ['services/shop/a.js'], services, config: {}, bases: [base] };
  expect(await changedBuilds(compared, inputs)).toEqual([]);
});
