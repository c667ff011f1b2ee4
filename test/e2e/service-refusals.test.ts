import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

// Each mistake, made on the command line and in the action: the same words, exit code 2, and nothing is written anywhere.

const token = 'a-token-that-must-not-be-printed';

interface Mistake {
  what: string;
  service: string;
  /** What the repository holds besides the shop. */
  files?: Readonly<Record<string, string>>;
  inputs?: Readonly<Record<string, string>>;
  says: string;
  /** What else is said: what to do, or where it is. */
  and?: string;
}

const deployment = (name: string, image: string, label = name): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    metadata:\n      labels:\n        app: ${label}\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`;

const application = (name: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\nspec:\n  project: default\n  source:\n    repoURL: https://charts.example.com\n    chart: other\n    targetRevision: 1.0.0\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: gifts\n`;

const added: readonly Mistake[] = [
  { what: 'no DNS label', service: 'Gift', says: '"Gift" cannot be the name of a service', and: 'lowercase letter' },
  { what: 'a name with a path', service: '../gift', says: '"../gift" cannot be the name of a service' },
  {
    what: 'a name that is too long',
    service: 'g'.repeat(64),
    says: 'cannot be the name of a service',
    and: 'at most 63',
  },
  { what: 'a reserved name', service: 'default', says: 'the name "default" is reserved' },
  {
    what: 'another spelling of a service',
    service: 'orderservice',
    says: 'the name "orderservice" is taken: the service order-service is spelled alike',
  },
  {
    what: 'a folder of something else',
    service: 'gift',
    files: { 'services/gift/notes.txt': 'x\n' },
    says: 'the name "gift" is taken: the folder services/gift holds something else',
    and: 'services/gift/notes.txt:1',
  },
  {
    what: 'a file where the folder would be',
    service: 'gift',
    files: { 'services/gift': 'x\n' },
    says: 'services/gift is no folder',
  },
  {
    what: 'a chart of something else',
    service: 'gift',
    files: { 'k8s/helm/charts/library/Chart.yaml': 'apiVersion: v2\nname: gift\ntype: library\nversion: 0.1.0\n' },
    says: 'the name "gift" is taken: the chart k8s/helm/charts/library is called so',
    and: 'k8s/helm/charts/library/Chart.yaml:2',
  },
  {
    what: 'an Application of something else',
    service: 'gift',
    files: { 'k8s/argocd/apps/prod/other.yaml': application('gift') },
    says: 'the name "gift" is taken',
    and: 'k8s/argocd/apps/prod/other.yaml',
  },
  {
    what: 'the repository of an image',
    service: 'gift',
    files: { 'k8s/extra/other.yaml': deployment('other', 'ghcr.io/acme/gift:1') },
    says: 'the name "gift" is taken: an image of k8s/extra/other.yaml is called so',
    and: 'k8s/extra/other.yaml:13',
  },
  {
    what: 'a namespace',
    service: 'gift',
    files: { 'k8s/extra/namespaces.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: gift\n' },
    says: 'the name "gift" is taken: the namespace of k8s/extra/namespaces.yaml is called so',
    and: 'k8s/extra/namespaces.yaml:4',
  },
  {
    what: 'a label of a namespace',
    service: 'gift',
    files: {
      'k8s/extra/namespaces.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: gifts\n  labels:\n    name: gift\n',
    },
    says: 'the name "gift" is taken: a label of the namespace of k8s/extra/namespaces.yaml is called so',
    and: 'k8s/extra/namespaces.yaml:6',
  },
  {
    what: 'a label of the pods of another one',
    service: 'gift',
    files: { 'k8s/extra/other.yaml': deployment('other', 'ghcr.io/acme/other:1', 'gift') },
    says: 'the name "gift" is taken: a label of the pods of k8s/extra/other.yaml is called so',
  },
  {
    what: 'a sibling that is none',
    service: 'gift',
    inputs: { like: 'ordr-service' },
    says: 'there is no service "ordr-service"',
    and: 'Did you mean "order-service"?',
  },
  {
    what: 'a sibling of another kind',
    service: 'gift',
    inputs: { like: 'order-service', kind: 'node' },
    says: 'order-service is of the kind go, and node is asked for',
  },
  { what: 'an unknown kind', service: 'gift', inputs: { kind: 'cobol' }, says: '"cobol" is no kind of a new service' },
  {
    what: 'a kind that nobody has',
    service: 'gift',
    inputs: { kind: 'rust' },
    says: 'there is no service of the kind rust',
  },
  { what: 'a port that is none', service: 'gift', inputs: { port: '70000' }, says: '"70000" is no port' },
  { what: 'a tag that moves', service: 'gift', inputs: { tag: 'latest' }, says: 'moves' },
  {
    what: 'an unknown environment',
    service: 'gift',
    inputs: { environments: 'staging' },
    says: 'there is no environment "staging"',
  },
];

const retired: readonly Mistake[] = [
  {
    what: 'nobody',
    service: 'ordr-service',
    says: 'there is no service "ordr-service"',
    and: 'Did you mean "order-service"?',
  },
  {
    what: 'an unknown stage',
    service: 'order-service',
    inputs: { stage: 'tomorrow' },
    says: '"tomorrow"',
    and: 'stop-traffic',
  },
];

const mistakes = [
  ...added.map((mistake) => ({ command: 'new' as const, action: 'new-service' as const, ...mistake })),
  ...retired.map((mistake) => ({ command: 'retire' as const, action: 'retire-service' as const, ...mistake })),
].map(apart);

/** A mistake with a name and with files of its own, so that one repository can hold what all of them need. */
function apart<Made extends Mistake>(mistake: Made, index: number): Made {
  const own = JSON.stringify(mistake)
    .replaceAll('gift', `gift-${String.fromCharCode(97 + index)}`)
    .replaceAll(/\b(?:k8s\/extra|library|prod\/other)\b/g, (path) => `${path}-${index}`);
  return JSON.parse(own) as Made;
}

function shopWith(files: Readonly<Record<string, string>>): Shop {
  const shop = createShop();
  if (Object.keys(files).length === 0) return shop;
  const commit = shop.repository.commit(files, 'More');
  shop.repository.git('push', '--quiet', 'origin', 'main');
  return { ...shop, commit };
}

async function actionIn(
  { repository, commit }: Shop,
  server: GitHubServer,
  [action, inputs]: readonly [action: string, inputs: Readonly<Record<string, string>>],
) {
  return await runAction(action, {
    workspace: repository.directory,
    token,
    inputs,
    event: { name: 'workflow_dispatch', payload: { ref: 'refs/heads/main' } },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: commit,
    },
  });
}

async function onServer<Result>({ origin }: Shop, run: (server: GitHubServer) => Promise<Result>): Promise<Result> {
  const server = await startGitHubServer(origin, { token });
  try {
    return await run(server);
  } finally {
    await server.close();
  }
}

/** All that could have been written: the files on disk, and the branches of the origin. */
function stateOf({ repository, origin }: Shop): string[] {
  return [
    repository.git('status', '--porcelain', '--untracked-files=all', '--ignored'),
    origin.git('for-each-ref', '--format=%(refname) %(objectname)'),
  ];
}

const optionOf: Readonly<Record<string, string>> = { environments: 'environment' };

describe('one repository', () => {
  let shop: Shop;
  let server: GitHubServer;
  beforeAll(async () => {
    shop = shopWith(Object.assign({}, ...mistakes.map(({ files = {} }) => files)) as Record<string, string>);
    server = await startGitHubServer(shop.origin, { token });
  });
  afterAll(() => server.close());

  test.each(mistakes)('$command refuses $what', async ({ command, action, service, inputs = {}, says, and = '' }) => {
    const before = stateOf(shop);
    const options = Object.entries(inputs).flatMap(([name, value]) => [`--${optionOf[name] ?? name}`, value]);
    const told = await runCommandLine([command, service, ...options], { cwd: shop.repository.directory });
    expect([told.status, told.stdout]).toEqual([2, '']);
    expect(told.stderr).toContain(says);
    expect(told.stderr).toContain(and);
    const step = await actionIn(shop, server, [action, { service, ...inputs }]);
    expect([step.status, step.stdout]).toEqual([2, expect.stringContaining(says)]);
    expect(step.outputs['pull-request'] ?? '').toBe('');
    expect(stateOf(shop)).toEqual(before);
  });
});

test('new in the middle of somebody’s work writes nothing, and does where told to', async () => {
  const shop = createShop();
  const file = join(shop.repository.directory, 'Makefile');
  writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
  const before = stateOf(shop);
  const run = (...words: string[]) => runCommandLine(words, { cwd: shop.repository.directory });
  const refused = await run('new', 'gift', '--like', 'order-service');
  expect([refused.status, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('changes that are not committed are in what would be written: Makefile');
  expect(refused.stderr).toContain('--allow-dirty');
  expect(stateOf(shop)).toEqual(before);
  const gone = await run('retire', 'order-service');
  expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining('changes that are not committed')]);
  expect(stateOf(shop)).toEqual(before);
  await run('new', 'gift', '--like', 'order-service', '--allow-dirty');
  expect(stateOf(shop)).not.toEqual(before);
  expect(readFileSync(file, 'utf8')).toContain('# mine\n');
});

test('a register that nobody can edit is listed: no request is opened, and nothing is written unless told to', async () => {
  const names = ['account-service', 'admin-portal', 'cart-service', 'inventory-service', 'order-service'];
  const all = [...names, 'payment-service', 'report-service', 'review-service', 'storefront'];
  const path = '.github/workflows/test.yml';
  // Each job has an anchor: two of one name would mean another value below.
  const workflow = `on: push
jobs:
  changes:
    runs-on: ubuntu-latest
    outputs:
${all.map((name) => `      ${name}: \${{ steps.filter.outputs.${name} }}\n`).join('')}    steps:
      - uses: actions/checkout@v4
      - uses: dorny/paths-filter@v3
        id: filter
        with:
          filters: |
${all.map((name) => `            ${name}:\n              - 'services/${name}/**'\n`).join('')}${all
  .map(
    (name) =>
      `  ${name}:\n    needs: changes\n    env: &${name} {NAME: ${name}}\n    if: needs.changes.outputs.${name} == 'true'\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build services/${name}\n`,
  )
  .join('')}`;
  const shop = shopWith({ [path]: workflow });
  const before = stateOf(shop);
  const step = await onServer(shop, (server) =>
    actionIn(shop, server, ['new-service', { service: 'gift', like: 'order-service' }]),
  );
  expect([step.status, step.outputs.complete, step.outputs['pull-request']]).toEqual([1, 'false', '']);
  expect(stateOf(shop)).toEqual(before);
  const run = (...words: string[]) =>
    runCommandLine(['new', 'gift', '--like', 'order-service', ...words], { cwd: shop.repository.directory });
  const kept = await run();
  expect([kept.status, kept.stdout]).toEqual([1, expect.stringContaining(`nothing is written: ${path}:`)]);
  expect(kept.stdout).toContain('--allow-incomplete');
  expect(stateOf(shop)).toEqual(before);
  const told = await run('--allow-incomplete');
  expect([told.status, told.stdout]).toEqual([1, expect.not.stringContaining('nothing is written')]);
  expect(stateOf(shop)).not.toEqual(before);
  for (const text of [step.summary, told.stdout]) expect(text).toContain(path);
  const written = readFileSync(join(shop.repository.directory, path), 'utf8');
  expect(written.slice(written.indexOf('  storefront:\n    needs'))).toBe(
    workflow.slice(workflow.indexOf('  storefront:\n    needs')),
  );
});

test('a service that others call is told with who calls it, and what calls it stays', async () => {
  const [path, line] = ['services/cart-service/config/upstreams.yaml', 'orders: http://order-service:8080\n'];
  const shop = shopWith({ [path]: line });
  const told = await runCommandLine(['retire', 'order-service'], { cwd: shop.repository.directory });
  expect(told.status).toBe(1);
  expect(told.stdout).toContain(`cart-service names it: ${path}:1`);
  expect(readFileSync(join(shop.repository.directory, path), 'utf8')).toBe(line);
  const step = await onServer(shop, (server) =>
    actionIn(shop, server, ['retire-service', { service: 'order-service', mode: 'checklist' }]),
  );
  expect([step.status, step.summary]).toEqual([1, expect.stringContaining('cart-service names it')]);
});
