import { describe, expect, test } from '@jest/globals';
import { verifyFiles } from '../../rule-fixtures.ts';

/** What a list does with its names: a service without what that needs is not of its set. */

type Files = Record<string, string>;

const rules = [
  ...['build-list-missing', 'ci-service-list-missing', 'ci-lang-list-missing', 'ci-paths-filter-missing'],
  ...['ci-dockerfile-missing', 'service-leftover', 'service-workflow-missing', 'tool-list-missing'],
];

async function found(files: Files): Promise<string[]> {
  const { findings } = await verifyFiles(files, { rules });
  return findings
    .map(({ rule, subject, confidence, fix }) => `${rule} ${subject} ${confidence}${fix?.safe ? ' safe' : ''}`)
    .sort();
}

function service(path: string, more: Files = {}): Files {
  const files = { Dockerfile: 'FROM scratch\nCOPY . .\n', 'package.json': '{"name":"x"}', 'src/x.js': '', ...more };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}/${name}`, text]));
}

function shop(pay: Files, others: Files, folder = 'services'): Files {
  return {
    ...service(`${folder}/cart`, others),
    ...service(`${folder}/orders`, others),
    ...service(`${folder}/pay`, pay),
  };
}

function matrix(run: string): Files {
  return {
    '.github/workflows/ci.yml': `on: push\njobs:\n  each:\n    runs-on: x\n    strategy:\n      matrix:\n        service: [cart, orders]\n    steps:\n      - run: ${run}\n`,
  };
}

function script(list: string, loop: string): Files {
  return { 'scripts/all.sh': `#!/bin/bash\nROOT=$(cd "$(dirname "$0")/.." && pwd)\n${list}\n${loop}\n` };
}

const names = 'SERVICES=(cart orders)';
const each = (body: string): string => `for s in "\${SERVICES[@]}"; do\n${body}\ndone`;
const missing = ['build-list-missing pay proved safe'];

test.each<[string, string, Files, string[]]>([
  ['in the folder', 'go test', { 'pay_test.go': '' }, missing],
  ['in the folder, and its tests lie below', 'go test', { 'money/money_test.go': '' }, []],
  ['below it', 'go test ./...', { 'money/money_test.go': '' }, missing],
  ['below it, and it has none', 'go test ./...', {}, []],
])('what has no tests is not missing where the tests of Go are run %s', async (_where, command, own, want) => {
  const go = { 'go.mod': 'module x\n', 'package.json': '' };
  const files = {
    ...shop({ ...go, ...own }, { ...go, 'x_test.go': '' }),
    ...script(names, each(`(cd "services/$s" && ${command})`)),
  };
  expect(await found(files)).toEqual(want);
});

describe('commands that run in each folder', () => {
  const contract = { 'package.json': '{"scripts":{"test:contract":"x"},"devDependencies":{"knex":"3.0.0"}}' };

  test.each([
    ['a script of the package', 'npm run test:contract --prefix services/${{ matrix.service }}'],
    ['a script behind a filter', 'pnpm --filter ${{ matrix.service }} test:contract'],
    ['a program of the package', 'cd services/${{ matrix.service }} && npx knex migrate:latest'],
  ])('%s', async (_title, run) => {
    expect(await found({ ...shop({}, contract), ...matrix(run) })).toEqual([]);
    expect(await found({ ...shop(contract, contract), ...matrix(run) })).toEqual([
      'ci-service-list-missing pay proved safe',
    ]);
  });

  test.each([
    ['a target of make', { Makefile: 'all:\nlint:\n\techo\n' }, 'make -C "services/$s" lint'],
    ['tests of pytest', { 'tests/test_x.py': '' }, '(cd "services/$s" && pytest)'],
    ['a file that it names', { 'knexfile.ts': '' }, 'migrate --file knexfile.ts "$s"'],
    ['a file in a variable', { 'db/schema.sql': '' }, 'DIR="$ROOT/services/$s"\nload "$DIR/db/schema.sql"'],
  ])('%s', async (_title, has, body) => {
    expect(await found({ ...shop({}, has), ...script(names, each(body)) })).toEqual([]);
    expect(await found({ ...shop(has, has), ...script(names, each(body)) })).toEqual(missing);
  });

  test('names that the loop goes past without a file', async () => {
    const body = 'if [ ! -f "$ROOT/services/$s/seed.sql" ]; then\n  echo skipped\n  continue\nfi\nload "$s"';
    const some = { ...shop({}, {}), 'services/cart/seed.sql': '' };
    expect(await found({ ...some, ...script(names, each(body)) })).toEqual([]);
    expect(await found({ ...some, 'services/pay/seed.sql': '', ...script(names, each(body)) })).toEqual(missing);
  });
});

describe('lists that are about some', () => {
  test('one in a branch', async () => {
    const list = `if [ "$MODE" = quick ]; then\n  ${names}\nfi`;
    expect(await found({ ...shop({}, {}), ...script(list, each('docker build "services/$s"')) })).toEqual([]);
  });

  test('one of paths that are no longer those of the services', async () => {
    const list = 'SERVICES=(old/cart old/orders)';
    expect(await found({ ...shop({}, {}), ...script(list, each('docker build "$s"')) })).toEqual([]);
    const now = 'SERVICES=(services/cart services/orders)';
    expect(await found({ ...shop({}, {}), ...script(now, each('docker build "$s"')) })).toEqual(missing);
  });

  test('one of what runs, beside what runs once before it', async () => {
    const built = 'services:\n  cart: { build: services/cart }\n  orders: { build: services/orders }\n';
    const step = '  orders-migrate: { build: { context: services/orders, dockerfile: Dockerfile.migrate } }\n';
    const list = script(names, each('docker compose up -d "$s"'));
    const files = { ...service('services/cart'), ...service('services/orders'), ...list };
    const with_ = (name: string): Files => ({ [`services/orders/Dockerfile.${name}`]: 'FROM scratch\nCOPY . .\n' });
    expect(await found({ ...files, ...with_('migrate'), 'compose.yaml': built + step })).toEqual([]);
    // Another folder is another matter.
    const pay = '  pay: { build: services/pay }\n';
    expect(await found({ ...files, ...service('services/pay'), 'compose.yaml': built + pay })).toEqual(missing);
  });

  test('paths of files of the services are theirs', async () => {
    const list = 'SERVICES=(services/cart/Dockerfile services/orders/Dockerfile)';
    expect(await found({ ...shop({}, {}), ...script(list, each('docker build -f "$s" .')) })).toEqual(missing);
  });

  test('one with a comment above it that names the service', async () => {
    const list = `# not pay: it is built by its vendor\n${names}`;
    expect(await found({ ...shop({}, {}), ...script(list, each('docker build "services/$s"')) })).toEqual([]);
  });

  test('a list of a language that names the smaller part of it is likely to be of a part', async () => {
    const files = Object.assign({}, ...['a', 'b', 'c', 'd', 'e'].map((name) => service(`services/svc-${name}`)));
    const list = 'NODE_SERVICES=(svc-a svc-b)';
    const loop = 'for s in "${NODE_SERVICES[@]}"; do (cd "services/$s" && npm ci); done';
    expect(await found({ ...files, ...script(list, loop) })).toEqual(
      ['c', 'd', 'e'].map((name) => `build-list-missing svc-${name} likely`),
    );
    expect(await found({ ...files, ...script('NODE_SERVICES=(svc-a svc-b svc-c)', loop) })).toEqual(
      ['d', 'e'].map((name) => `build-list-missing svc-${name} proved safe`),
    );
  });
});

test('a folder in a list of folders lists all that is built there', async () => {
  const files = {
    ...shop({}, {}),
    ...service('services/web', { 'package.json': '{"name":"web","dependencies":{"x":"workspace:*"}}' }),
    'services/web/Dockerfile.admin': 'FROM scratch\nCOPY . .\n',
    '.github/workflows/b.yml':
      'on: push\njobs:\n  b:\n    steps:\n      - run: docker build -t web services/web\n      - run: docker build -t web-admin -f services/web/Dockerfile.admin services/web\n',
    'pnpm-workspace.yaml':
      "packages:\n  - 'services/cart'\n  - 'services/orders'\n  - 'services/pay'\n  - 'services/web'\n",
  };
  expect(await found(files)).toEqual([]);
});

test('a filter called as another service watches the folder that it says', async () => {
  const filter = (globs: string): Files => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  c:\n    steps:\n      - uses: dorny/paths-filter@v3\n        with:\n          filters: |\n            cart: ['services/cart/**']\n            orders: ['services/orders/**']\n            old-pay: [${globs}]\n`,
  });
  const files = { ...shop({}, {}), ...service('old/old-pay') };
  expect(await found({ ...files, ...filter("'services/pay/**'") })).toEqual([]);
  // Beside its own folder the other one is of something that it takes.
  expect(await found({ ...files, ...filter("'old/old-pay/**', 'services/pay/**'") })).toEqual([
    'ci-paths-filter-missing pay proved safe',
  ]);
});

describe('a name that only lists say', () => {
  const lists = (name: string, loop = 'docker pull "$s"'): Files => ({
    'a.sh': `SERVICES=(cart orders pay ${name})\nfor s in "\${SERVICES[@]}"; do ${loop}; done\n`,
    'b.sh': `SERVICES=(cart orders pay ${name})\nfor s in "\${SERVICES[@]}"; do ${loop}; done\n`,
  });

  test('is likely to be left over, and proved where its path is gone', async () => {
    const leftovers = async (loop?: string): Promise<string[]> =>
      (await found({ ...shop({}, {}), ...lists('stock-api', loop) })).filter((one) =>
        one.startsWith('service-leftover'),
      );
    expect(await leftovers()).toEqual(Array(2).fill('service-leftover stock-api likely'));
    expect(await leftovers('docker build "services/$s"')).toEqual(
      Array(2).fill('service-leftover stock-api proved safe'),
    );
  });

  test.each([
    ['a Dockerfile of that name', { 'Dockerfile.stock-api': 'FROM scratch\n' }],
    ['a folder whose parts make it', { 'apps/stock/apps/api/Dockerfile': 'FROM scratch\n' }],
  ])('is not gone where there is %s', async (_title, more) => {
    const all = await found({ ...shop({}, {}), ...more, ...lists('stock-api') });
    expect(all.filter((one) => one.startsWith('service-leftover'))).toEqual([]);
  });
});

test('a Dockerfile that a build writes is not missing', async () => {
  const build = (file: string): Files => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  b:\n    steps:\n      - run: mvn docker:build\n      - uses: docker/build-push-action@v6\n        with: { context: ., file: ${file} }\n`,
  });
  expect(await found({ ...shop({}, {}), ...build('services/cart/target/docker/Dockerfile') })).toEqual([]);
  expect(await found({ ...shop({}, {}), ...build('services/cart/docker/Dockerfile') })).toEqual([
    'ci-dockerfile-missing cart proved',
  ]);
});

describe('filters that are read by their names', () => {
  const filter = (keys: readonly string[], jobs: string, outputs = keys): Files => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  changes:\n    outputs:\n${outputs.map((key) => `      run_${key}: \${{ steps.f.outputs.${key} }}\n`).join('')}    steps:\n      - uses: dorny/paths-filter@v3\n        id: f\n        with:\n          filters: |\n${keys.map((key) => `            ${key}: ['services/${key}/**']\n`).join('')}${jobs}`,
  });
  const job = (key: string): string =>
    `  ${key}:\n    needs: changes\n    if: needs.changes.outputs.run_${key} == 'true'\n    steps:\n      - run: docker build services/${key}\n`;
  const all = ['cart', 'orders', 'pay'];

  test('one that nothing reads starts no job', async () => {
    const files = shop({}, {});
    expect(await found({ ...files, ...filter(all, all.map(job).join('')) })).toEqual([]);
    const unread = ['ci-paths-filter-missing pay proved'];
    expect(await found({ ...files, ...filter(all, job('cart') + job('orders')) })).toEqual(unread);
    expect(await found({ ...files, ...filter(all, job('cart') + job('orders'), ['cart', 'orders']) })).toEqual(unread);
  });

  test('one that is missing needs more than a key, so that the fix is not safe', async () => {
    // Nothing in the workflow builds it either, as far as that is read.
    expect(await found({ ...shop({}, {}), ...filter(['cart', 'orders'], job('cart') + job('orders')) })).toEqual([
      'ci-paths-filter-missing pay likely',
    ]);
  });
});

test('a list of names that Compose runs is about what a file of Compose has', async () => {
  const compose = (names: readonly string[]): Files => ({
    'compose.yaml': `services:\n${names.map((name) => `  ${name}: { build: services/${name} }\n`).join('')}`,
  });
  const loop = each('docker compose up -d "$s"');
  expect(await found({ ...shop({}, {}), ...compose(['cart', 'orders']), ...script(names, loop) })).toEqual([
    'build-list-missing pay likely',
  ]);
  expect(await found({ ...shop({}, {}), ...compose(['cart', 'orders', 'pay']), ...script(names, loop) })).toEqual(
    missing,
  );
});

test('a list whose names are only passed on to what is not in the repository may be of some', async () => {
  const after = (body: string): Files => ({ ...shop({}, {}), ...script(names, each(body)) });
  expect(await found(after('gcloud run services describe "$s"'))).toEqual(['build-list-missing pay likely']);
  expect(await found(after('docker build "services/$s"'))).toEqual(missing);
});

describe('a folder of settings for the program of somebody else', () => {
  const loop = script(names, each('docker build "services/$s"'));
  const settings: Files = {
    'services/tables/Dockerfile': 'FROM nocodb/nocodb:1\nCOPY a.json /\n',
    'services/tables/a.json': '{}',
  };
  const both = { ...service('services/cart'), ...service('services/orders'), ...settings, ...loop };

  test('that nothing builds or runs is of no list', async () => {
    expect(await found(both)).toEqual([]);
  });

  test('counts where something runs it, and where it holds a program', async () => {
    const wanted = ['build-list-missing tables proved safe'];
    const compose = 'services:\n  cart: { build: services/cart }\n  tables: { build: services/tables }\n';
    expect(await found({ ...both, 'compose.yaml': compose })).toEqual(wanted);
    expect(await found({ ...both, 'services/tables/index.php': '<?php\n' })).toEqual(wanted);
  });
});
