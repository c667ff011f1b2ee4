import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import fc from 'fast-check';
import { verifyFiles } from '../../rule-fixtures.ts';

/** Which services a list is about: only one of that set can be missing in it. */

type Files = Record<string, string>;

const rules = [
  ...['build-list-missing', 'ci-service-list-missing', 'ci-lang-list-missing', 'ci-paths-filter-missing'],
  ...['ci-dispatch-options-missing', 'service-leftover'],
];

function service(path: string, more: Files = { 'go.mod': `module example.com/${path}\n` }): Files {
  const files = { Dockerfile: 'FROM scratch\nCOPY . .\n', ...more };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}/${name}`, text]));
}

function services(names: readonly string[], folder = 'services'): Files {
  return Object.assign({}, ...names.map((name) => service(`${folder}/${name}`)));
}

/** What is found: `rule subject severity`, with `safe` where the fix is. */
async function found(files: Files): Promise<string[]> {
  const { findings } = await verifyFiles(files, { rules });
  return findings
    .map(({ rule, subject, severity, fix }) => `${rule} ${subject} ${severity}${fix?.safe ? ' safe' : ''}`)
    .sort();
}

function workflow(job: string): Files {
  return { '.github/workflows/ci.yml': `on: push\njobs:\n${job}` };
}

const shop = services(['cart', 'orders', 'pay']);

describe('a matrix is the jobs that GitHub makes of it', () => {
  const matrix = (lines: string, run = 'echo ${{ matrix.service }}'): Files =>
    workflow(`  build:\n    runs-on: x\n    strategy:\n      matrix:\n${lines}    steps:\n      - run: ${run}\n`);

  test.each([
    ['all are listed', '        service: [cart, orders, pay]\n', []],
    ['one is not', '        service: [cart, orders]\n', ['ci-service-list-missing pay error safe']],
    [
      'exclude takes one out',
      '        service: [cart, orders, pay]\n        arch: [amd64, arm64]\n        exclude:\n          - service: pay\n',
      ['ci-service-list-missing pay error'],
    ],
    [
      'exclude takes out one of its jobs',
      '        service: [cart, orders, pay]\n        arch: [amd64, arm64]\n        exclude:\n          - {service: pay, arch: arm64}\n',
      [],
    ],
    [
      'include adds to jobs',
      '        service: [cart, orders, pay]\n        include:\n          - {service: cart, cgo: 1}\n          - {service: orders, cgo: 1}\n',
      [],
    ],
    [
      'include adds a job',
      '        service: [cart, orders]\n        include:\n          - {service: pay, cgo: 1}\n',
      [],
    ],
    ['aliases count', '        service: [cart, &p orders, pay]\n        other: [*p]\n', []],
  ])('%s', async (_title, lines, wanted) => {
    expect(await found({ ...shop, ...matrix(lines) })).toEqual(wanted);
  });

  test('an alias is an item, and a fix stands behind it', async () => {
    const text =
      'on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        service: [&c cart, orders]\n    steps: [run: x]\n  b:\n    strategy:\n      matrix:\n        service: [orders, *c]\n    steps: [run: x]\n'.replaceAll(
        '[run: x]',
        '[{run: x}]',
      );
    const { findings } = await verifyFiles({ ...shop, '.github/workflows/ci.yml': text }, { rules });
    const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
    expect(applyEdits(text, edits)).toBe(text.replace('orders]', 'orders, pay]').replace('*c]', '*c, pay]'));
  });

  test('the set is those of the folder that the job works in', async () => {
    const files = {
      ...services(['login', 'profile'], 'idp/services'),
      ...services(['a', 'b', 'c'], 'main/services'),
      ...matrix('        service: [login, profile]\n', 'cd idp/services/${{ matrix.service }} && go test ./...'),
    };
    expect(await found(files)).toEqual([]);
    const more = { ...files, ...services(['mail'], 'idp/services') };
    expect(await found(more)).toEqual(['ci-service-list-missing mail error safe']);
  });

  test('a job of its own, or a condition, makes it another set', async () => {
    const [[path = '', text = ''] = []] = Object.entries(matrix('        service: [cart, orders]\n'));
    const own = `${text}  build-pay:\n    runs-on: x\n    steps:\n      - run: docker build services/pay\n`;
    expect(await found({ ...shop, [path]: own })).toEqual([]);
    const bound = text.replace('    strategy:', "    if: inputs.part == 'sales'\n    strategy:");
    expect(await found({ ...shop, [path]: bound })).toEqual(['ci-service-list-missing pay notice']);
  });
});

describe('a list of words is about what it is called and used for', () => {
  const make = (list: string, recipe: string): Files => ({ Makefile: `${list}\nall:\n\t${recipe}\n` });
  const names = ['svc-a', 'svc-b', 'svc-c', 'svc-d', 'svc-e', 'svc-f', 'svc-g', 'svc-h'];
  const build = 'for s in $(SERVICES); do docker build services/$$s; done';

  test.each([1, 2, 3])('forgetting %i of eight is as loud as forgetting one', async (count) => {
    const listed = names.slice(0, names.length - count);
    expect(await found({ ...services(names), ...make(`SERVICES = ${listed.join(' ')}`, build) })).toEqual(
      names.slice(-count).map((name) => `build-list-missing ${name} warning safe`),
    );
  });

  test('a list of those that have something is about those', async () => {
    const files = {
      ...service('services/cart', { 'go.mod': 'module c\n', 'openapi.yaml': 'openapi: 3.1.0\n' }),
      ...service('services/orders', { 'go.mod': 'module o\n', 'openapi.yaml': 'openapi: 3.1.0\n' }),
      ...service('services/pay'),
      ...make('OPENAPI = cart orders', 'for s in $(OPENAPI); do lint services/$$s/openapi.yaml; done'),
    };
    expect(await found(files)).toEqual([]);
    const more = { ...files, 'services/pay/openapi.yaml': 'openapi: 3.1.0\n' };
    expect(await found(more)).toEqual(['build-list-missing pay warning safe']);
  });

  test('services of another language are not of a list of one', async () => {
    const files = {
      ...services(['cart', 'orders']),
      ...service('services/web', {
        'package.json': '{"name":"web","scripts":{"start":"node x"},"dependencies":{"express":"5.0.0"}}',
      }),
      ...make('SERVICES = cart orders', 'for s in $(SERVICES); do (cd services/$$s && go test ./...); done'),
    };
    expect(await found(files)).toEqual([]);
  });
});

describe('a paths filter is read as the action reads it', () => {
  const filter = (filters: string): Files =>
    workflow(
      `  changes:\n    runs-on: x\n    steps:\n      - uses: dorny/paths-filter@v3\n        with:\n          filters: |\n${filters.replace(/^/gm, '            ').trimEnd()}\n`,
    );
  const files = services(['pay-api', 'web-shop', 'cart']);

  test.each([
    [
      'other spellings',
      "cart: 'services/cart/**'\npay_api: 'services/pay-api/**'\nweb_shop: 'services/web-shop/**'\n",
      [],
    ],
    [
      'names of their own',
      "cart: 'services/cart/**'\nbilling: ['services/pay-api/**']\nfront: ['services/web-shop/**']\n",
      [],
    ],
    [
      'a group',
      "cart: 'services/cart/**'\npay-api: 'services/pay-api/**'\nother: ['services/web-shop/**', 'libs/**']\n",
      [],
    ],
    [
      'what is shared',
      "all: 'services/**'\ncart: 'services/cart/**'\npay-api: 'services/pay-api/**'\n",
      ['ci-paths-filter-missing web-shop error safe'],
    ],
  ])('%s', async (_title, filters, wanted) => {
    expect(await found({ ...files, ...filter(filters) })).toEqual(wanted);
  });

  test('a filter of files that are there is of no service that is gone', async () => {
    const text = filter(
      "common-package: 'pkg/common/**'\ncart: 'services/cart/**'\npay-api: 'services/pay-api/**'\nweb-shop: 'services/web-shop/**'\n",
    );
    const [ci = ''] = Object.values(text);
    const both = { ...files, '.github/workflows/a.yml': ci, '.github/workflows/b.yml': ci };
    expect(await found({ ...both, 'pkg/common/x.go': 'package common\n' })).toEqual([]);
    expect((await found(both)).some((one) => one.startsWith('service-leftover common-package'))).toBe(true);
  });
});

test('what was forgotten is found, and nothing else, over generated repositories', async () => {
  const folders = ['services', 'apps', 'platform/services'];
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,6}-[a-z]{3,6}$/), { minLength: 4, maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(names, fc.constantFrom(...folders), fc.nat(), async (all, folder, pick) => {
      const missing = 1 + (pick % Math.floor(all.length / 2));
      const listed = all.slice(missing);
      const files = {
        ...services(all, folder),
        ...services(['tool-one', 'tool-two'], 'tools'),
        'scripts/build.sh': `SERVICES=(${listed.join(' ')})\nfor s in "\${SERVICES[@]}"; do docker build "${folder}/$s"; done\n`,
      };
      expect(await found(files)).toEqual(
        all
          .slice(0, missing)
          .map((name) => `build-list-missing ${name} warning safe`)
          .sort(),
      );
    }),
    { numRuns: 20 },
  );
});

describe('what a list says in its own way', () => {
  const job = (list: string, step: string): Files =>
    workflow(
      `  build:\n    runs-on: x\n    strategy:\n      matrix:\n        service:\n${list}    steps:\n      - run: ${step}\n`,
    );
  const items = (...names: string[]): string => names.map((name) => `          - ${name}\n`).join('');
  const api = services(['cart', 'orders', 'graphql-gateway']);

  test.each<[string, Files, string[]]>([
    [
      'a short name is of the service that has it as a part',
      { ...api, ...job(items('cart', 'orders', 'gateway'), 'make build-${{ matrix.service }}') },
      [],
    ],
    [
      'a comment says why one is left out',
      {
        ...shop,
        ...job(`${items('cart')}          # pay is built by hand\n${items('orders')}`, 'echo ${{ matrix.service }}'),
      },
      [],
    ],
    [
      'steps for single names: it may be of those alone',
      {
        ...shop,
        ...job(
          items('cart', 'orders'),
          'echo ${{ matrix.service }}\n      - if: matrix.service == \'cart\'\n        run: a\n      - if: matrix.service == "orders"\n        run: b',
        ),
      },
      ['ci-service-list-missing pay notice'],
    ],
    [
      'two lists of one script divide the services',
      {
        ...shop,
        'scripts/start.sh':
          'NODE=(\n  cart\n  orders\n)\nSERVICES=(\n  pay\n)\nfor one in "${NODE[@]}"; do npm --prefix "services/$one" start; done\nfor one in "${SERVICES[@]}"; do start "$one"; done\n',
      },
      [],
    ],
    [
      'a loop whose case has no arm for it gets what the one before got: the fix wants a look',
      {
        ...shop,
        'scripts/all.sh':
          'for service in cart orders; do\n  case "$service" in\n    cart) n=1 ;;\n    orders) n=2 ;;\n  esac\n  make -C "services/$service" n=$n\ndone\n',
      },
      ['build-list-missing pay warning'],
    ],
  ])('%s', async (_title, files, wanted) => {
    expect(await found(files)).toEqual(wanted);
  });
});

test('the filters of changed-files are a list like those of paths-filter', async () => {
  const filters = ['cart', 'orders']
    .map((name) => `            ${name}:\n              - 'services/${name}/**'\n`)
    .join('');
  const files = {
    ...shop,
    ...workflow(
      `  changes:\n    runs-on: x\n    steps:\n      - uses: tj-actions/changed-files@v46\n        with:\n          files_yaml: |\n${filters}`,
    ),
  };
  expect(await found(files)).toEqual(['ci-paths-filter-missing pay error safe']);
});
