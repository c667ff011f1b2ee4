import { expect, test } from '@jest/globals';
import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const around = {
  'services/pay/Dockerfile': 'FROM alpine\nCOPY pay.go /\n',
  'services/pay/pay.go': '1',
  'services/pay/pay.sql': '1',
  'libs/money/money.go': '1',
  'libs/dates/dates.go': '1',
};

test.each([
  [
    'Compose',
    {
      'compose.yaml':
        'services:\n  pay:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM alpine\n        COPY libs/money services/pay/*.sql /\n',
    },
  ],
  [
    'Bake',
    {
      'docker-bake.hcl':
        'target "pay" {\n  dockerfile-inline = <<EOT\nFROM alpine\nCOPY libs/money services/pay/*.sql /\nEOT\n}\n',
    },
  ],
])('%s builds a service from a text of its own: what that copies counts, too', async (_tool, definition) => {
  const files = { ...around, ...definition };
  const tree = memoryTree(files);
  const { services } = await readServices(tree, {});
  const { inputs } = await deriveInputs(tree, services, {});
  const { affected } = affectedServices(Object.keys(files), inputs, 'image');
  expect(affected.map(({ service }) => service)).toEqual(['pay']);
  expect(affected[0]?.reasons.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['libs/money/money.go', 'services/pay/pay.sql', 'services/pay/pay.go']),
  );
  expect(affected[0]?.reasons.map(({ path }) => path)).not.toContain('libs/dates/dates.go');
});

const compose = (name: string, context: string) =>
  `services:\n  ${name}:\n    build:\n      context: ${context}\n      dockerfile_inline: |\n        FROM alpine\n        COPY ship.go /\n`;
const bake = (name: string, context: string) =>
  `target "${name}" {\n  context = "${context}"\n  dockerfile-inline = <<EOT\nFROM alpine\nCOPY ship.go /\nEOT\n}\n`;
const shipping = {
  'services/ship/ship.go': '1',
  'services/ship/ship.md': '1',
  'services/pay/Dockerfile': 'FROM alpine\n',
};

test.each([
  ['Compose', { 'compose.yaml': compose('ship', 'services/ship') }],
  ['Bake', { 'docker-bake.hcl': bake('ship', 'services/ship') }],
])(
  'a service whose Dockerfile is a text of %s alone is one, and is made of what that copies',
  async (maker, definition) => {
    const files = { ...shipping, ...definition };
    const tree = memoryTree(files);
    const { services } = await readServices(tree, {});
    expect(services.map(({ name, path, builtBy }) => [name, path, builtBy?.maker])).toEqual([
      ['pay', 'services/pay', undefined],
      ['ship', 'services/ship', maker],
    ]);
    const { inputs } = await deriveInputs(tree, services, {});
    const affected = (path: string, scope: 'source' | 'image') =>
      affectedServices([path], inputs, scope).affected.map(({ service }) => service);
    expect(affected('services/ship/ship.go', 'image')).toEqual(['ship']);
    expect(affected('services/ship/ship.md', 'image')).toEqual([]);
    expect(affected('services/ship/ship.md', 'source')).toEqual(['ship']);
    expect(inputs.find(({ service }) => service === 'ship')).toMatchObject({
      ...{ dockerfile: null, context: 'services/ship', complete: true },
    });
  },
);

test('the folder of such a service is its context, and where that is the root the only one of its name', async () => {
  const at = async (files: Record<string, string>) =>
    (await readServices(memoryTree({ ...shipping, ...files }), {})).services.map(({ name, path }) => `${name} ${path}`);
  expect(await at({ 'compose.yaml': compose('ship', '.') })).toEqual(['pay services/pay', 'ship services/ship']);
  expect(await at({ 'compose.yaml': compose('courier', 'services/ship') })).toEqual([
    ...['courier services/ship', 'pay services/pay'],
  ]);
  // Two folders of the name, and none: nothing tells where it is.
  expect(await at({ 'compose.yaml': compose('ship', '.'), 'old/ship/x.go': '1' })).toEqual(['pay services/pay']);
  expect(await at({ 'compose.yaml': compose('courier', '.') })).toEqual(['pay services/pay']);
});

test('what is built for those who develop, what a Dockerfile builds and what is called as a database is none', async () => {
  const names = async (files: Record<string, string>) => {
    const { services, leftOut } = await readServices(memoryTree({ ...shipping, ...files }), {});
    return [services.map(({ name }) => name), leftOut.map(({ path }) => path)];
  };
  expect(await names({ 'compose.dev.yaml': compose('ship', 'services/ship') })).toEqual([['pay'], []]);
  expect(await names({ 'compose.yaml': compose('test', 'services/ship') })).toEqual([['pay'], []]);
  expect(await names({ 'compose.yaml': compose('pay', 'services/pay') })).toEqual([['pay'], []]);
  expect(await names({ 'compose.yaml': compose('ship-db', 'services/ship') })).toEqual([['pay'], ['services/ship']]);
});

const built = (context: string) =>
  `    build:\n      context: ${context}\n      dockerfile_inline: |\n        FROM alpine\n        COPY ship.go /\n`;

test.each<[string, Record<string, string>]>([
  [
    'in a file that Compose extends',
    {
      'compose.yaml': 'services:\n  ship:\n    extends: { file: deploy/common.yml, service: app }\n',
      'deploy/common.yml': `services:\n  app:\n${built('../services/ship')}`,
    },
  ],
  [
    'in a file that Compose includes',
    {
      'compose.yaml': 'include: [services/ship/parts.yml]\n',
      'services/ship/parts.yml': `services:\n  ship:\n${built('.')}`,
    },
  ],
  [
    'with a context out of .env',
    { '.env': 'DIR=services/ship\n', 'compose.yaml': `services:\n  ship:\n${built('${DIR}')}` },
  ],
  [
    'in one of two files of Bake',
    {
      'docker-bake.hcl': 'target "ship" {\n  context = "services/ship"\n}\n',
      'docker-bake.override.hcl': 'target "ship" {\n  dockerfile-inline = "FROM alpine\\nCOPY ship.go /\\n"\n}\n',
    },
  ],
  [
    'in a file of Bake that a workflow names',
    {
      'ci/images.hcl': bake('ship', 'services/ship'),
      '.github/workflows/images.yml':
        'on: push\njobs:\n  images:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/bake-action@v6\n        with: { source: ., files: ci/images.hcl }\n',
    },
  ],
])('such a service is found %s', async (_where, definitions) => {
  const tree = memoryTree({ ...shipping, ...definitions });
  const { services } = await readServices(tree, {});
  expect(services.map(({ name, path }) => `${name} ${path}`)).toContain('ship services/ship');
  const { inputs } = await deriveInputs(tree, services, {});
  expect(affectedServices(['services/ship/ship.go'], inputs, 'image').affected.map(({ service }) => service)).toEqual([
    'ship',
  ]);
});
