import { chmodSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { checkoutFreeGit } from '@rollcall/adapters/git/scratch';
import type { Event } from '@rollcall/domain/changes/compare';
import { type DetectRequest, detectChanges, detectJson } from '@rollcall/domain/changes/detect-changes';
import { detectSummary } from '@rollcall/domain/changes/detect-summary';
import type { Log } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../../adapters/git-of.ts';

const dockerfile = 'FROM scratch\nCOPY . .\n';
const shop = {
  'services/cart/Dockerfile': dockerfile,
  'services/cart/main.go': 'package main // the cart, with enough text to be taken for the same file\n',
  'services/order/Dockerfile': 'FROM scratch\nCOPY packages/money packages/money\nCOPY services/order services/order\n',
  'services/order/main.go': 'package main\n',
  'packages/money/money.go': 'package money\n',
  'README.md': '# shop\n',
};

type Files = Readonly<Record<string, string | null>>;

/** An origin with the shop and one change pushed upon it, and the clones of it. */
function pushed(change: Files | ((author: Repository) => void), before: Files = shop) {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  author.git('remote', 'add', 'origin', origin.directory);
  const base = author.commit(before as Record<string, string>);
  if (typeof change === 'function') change(author);
  const head = author.commit(typeof change === 'function' ? {} : change);
  author.git('push', '-q', 'origin', 'main');
  return { origin, author, base, head };
}

function pushOf(base: string | null, head: string): Event {
  const event = { kind: 'push', ref: 'refs/heads/main', defaultBranch: 'main', bringsCommits: true } as const;
  return { ...event, before: base, after: head, forced: false };
}

const silent: Log = { progress: () => {}, notice: () => {}, warning: () => {} };

function detect(directory: string, request: Partial<DetectRequest> & { event: Event }, log = silent) {
  return detectChanges({ scope: 'source', ...request }, { history: gitHistory(gitOf(directory)), log });
}

interface Case {
  title: string;
  before?: Files;
  change: Files | ((author: Repository) => void);
  services: string[];
  removed?: string[];
  unowned?: string[];
}

const cases: Case[] = [
  { title: 'a file of a service', change: { 'services/cart/main.go': 'x' }, services: ['cart'] },
  { title: 'a package that one copies', change: { 'packages/money/money.go': 'x' }, services: ['order'] },
  { title: 'a file of no service', change: { 'README.md': 'x' }, services: [], unowned: ['README.md'] },
  {
    title: 'a file moved between services',
    change: { 'services/cart/main.go': null, 'services/order/moved.go': shop['services/cart/main.go'] },
    services: ['cart', 'order'],
  },
  {
    title: 'the last file of a service deleted',
    before: { 'services/lone/Dockerfile': dockerfile, ...shop },
    change: { 'services/lone/Dockerfile': null },
    services: [],
    removed: ['lone'],
  },
  {
    title: 'a service deleted, and written down as removed',
    change: { 'services/cart': null, 'rollcall.yaml': 'removed-services: [cart]\n' },
    services: [],
    removed: ['cart'],
    unowned: ['rollcall.yaml'],
  },
  {
    title: 'a service renamed',
    change: (author) => author.git('mv', 'services/cart', 'services/basket'),
    services: ['basket'],
    removed: ['cart'],
  },
  {
    title: 'a new service',
    change: { 'services/constructor/Dockerfile': dockerfile, 'services/__proto__/Dockerfile': dockerfile },
    services: ['__proto__', 'constructor'],
  },
  {
    title: 'names with anything in them',
    change: {
      'services/cart/한글 이름.go': '',
      'services/cart/quo"te\ttab': '',
      'services/order/new\n::set-output::': '',
    },
    services: ['cart', 'order'],
  },
  {
    title: 'a file replaced by a link',
    change: (author) => {
      rmSync(join(author.directory, 'services/cart/main.go'));
      symlinkSync('../order/main.go', join(author.directory, 'services/cart/main.go'));
    },
    services: ['cart'],
  },
  {
    title: 'a mode',
    change: (author) => chmodSync(join(author.directory, 'services/cart/main.go'), 0o755),
    services: ['cart'],
  },
  { title: 'nothing', change: {}, services: [] },
];

describe.each(cases)('$title', ({ before, change, services, removed = [], unowned = [] }) => {
  const { origin, base, head } = pushed(change, before);

  test.each(['full', 'depth 1'])('in a clone that is %s', async (depth) => {
    const clone = cloneRepository(origin, depth === 'full' ? {} : { depth: 1 });
    const detected = await detect(clone.directory, { event: pushOf(base, head) });
    expect(detected).toMatchObject({ services, removed, unowned, base, head, everything: false });
    expect(detected.count).toBe(services.length);
    expect(detected.hasChanges).toBe(services.length > 0);
    expect([...detected.reasons.keys()]).toEqual(services);
    for (const reasons of detected.reasons.values()) expect(reasons.length).toBeGreaterThan(0);
  });
});

describe('what counts without a comparison', () => {
  const { author, base, head } = pushed({ 'services/cart/main.go': 'x' });
  const event = pushOf(base, head);
  const reason = (because: string) => [{ path: '.', because, location: null }];

  test('everything', async () => {
    const detected = await detect(author.directory, { event: pushOf(null, head) });
    expect(detected).toMatchObject({ services: ['cart', 'order'], everything: true, base: null, changedFiles: 0 });
    expect(detected.reasons.get('order')).toEqual(reason('this is the first push of the default branch'));
  });

  test('nothing, because the configuration says so', async () => {
    const repository = pushed({ 'rollcall.yaml': 'detect: { on-dispatch: none }\n' });
    const dispatch: Event = { kind: 'workflow_dispatch', head: repository.head };
    const detected = await detect(repository.author.directory, { event: dispatch });
    expect(detected).toMatchObject({ services: [], hasChanges: false, everything: false, base: null });
    expect(detected.because).toBe('workflow_dispatch (detect.on-dispatch: none)');
    const named = await detect(repository.author.directory, { event: dispatch, services: ['order'] });
    expect(named.services).toEqual(['order']);
  });

  test.each([
    [{ services: ['order', 'cart', 'order'] }, ['cart', 'order'], 'named in "services"'],
    [{ services: ['all'] }, ['cart', 'order'], 'named in "services"'],
    [{ services: [] }, [], ''],
    [{ changes: ['order'] }, ['order'], 'named in "changes"'],
  ])('%j', async (request, services, because) => {
    const detected = await detect(author.directory, { event, ...request });
    expect(detected).toMatchObject({ services, base: null, head, changedFiles: 0, removed: [], everything: false });
    for (const name of services) expect(detected.reasons.get(name)).toEqual(reason(because));
  });

  test.each([
    [
      { services: ['ordr', 'cart'] },
      /^"ordr": no such service/,
      /Did you mean "order"\? The services are cart, order\./,
    ],
    [{ changes: ['__proto__'] }, /^"__proto__": no such service/, /The services are cart, order\./],
    [{ services: ['cart'], changes: ['cart'] }, /both "services" and "changes"/, /one of them/],
  ])('%j is a mistake', async (request, message, help) => {
    const error = await detect(author.directory, { event, ...request }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(message);
    expect(error.help).toMatch(help);
  });
});

describe('detect.unowned', () => {
  const change = (rule: string) => ({
    'rollcall.yaml': `detect: { unowned: ${rule} }\n`,
    'services/cart/main.go': 'x',
  });

  test('all', async () => {
    const { author, base, head } = pushed(change('all'));
    const detected = await detect(author.directory, { event: pushOf(base, head) });
    expect(detected).toMatchObject({ services: ['cart', 'order'], unowned: ['rollcall.yaml'], everything: false });
    expect(detected.reasons.get('order')).toMatchObject([{ path: 'rollcall.yaml' }]);
    expect(detected.reasons.get('cart')).toMatchObject([{ path: 'services/cart/main.go' }, { path: 'rollcall.yaml' }]);
  });

  test('error', async () => {
    const { author, base, head } = pushed(change('error'));
    const detected = detect(author.directory, { event: pushOf(base, head) });
    await expect(detected).rejects.toThrow(UserError);
    await expect(detected).rejects.toThrow('changed files belong to no service: rollcall.yaml');
  });

  test('error, for a service that is deleted: its files had one', async () => {
    const before = { ...shop, 'rollcall.yaml': 'detect: { unowned: error }\n' };
    const { author, base, head } = pushed({ 'services/cart': null }, before);
    expect(await detect(author.directory, { event: pushOf(base, head) })).toMatchObject({ removed: ['cart'] });
  });
});

test('the Catalog is that of the head, whatever is checked out', async () => {
  const { author, base, head } = pushed({ 'services/new/Dockerfile': dockerfile });
  author.git('checkout', '-q', base);
  author.commit({ services: null, 'rollcall.yaml': 'not: [valid' });
  expect(await detect(author.directory, { event: pushOf(base, head) })).toMatchObject({ services: ['new'] });
});

test('a configuration that is wrong is a mistake with its place', async () => {
  const { author, base, head } = pushed({ 'rollcall.yaml': 'detect: { unownd: all }\n' });
  const error = await detect(author.directory, { event: pushOf(base, head) }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.location).toMatchObject({ path: 'rollcall.yaml', line: 1 });
});

test('a forced push counts what it brings and what it replaced', async () => {
  const { origin, author, base } = pushed({});
  author.git('checkout', '-q', '-b', 'feature', base);
  const replaced = author.commit({ 'services/cart/main.go': 'replaced' });
  author.git('push', '-q', 'origin', 'feature', 'feature:refs/kept/1');
  author.git('reset', '-q', '--hard', base);
  const head = author.commit({ 'services/order/main.go': 'new' });
  author.git('push', '-q', '--force', 'origin', 'feature');
  const event: Event = { ...pushOf(replaced, head), kind: 'push', ref: 'refs/heads/feature', forced: true } as Event;
  for (const depth of [{}, { depth: 1 }]) {
    const clone = cloneRepository(origin, { ...depth, branch: 'feature' });
    expect(await detect(clone.directory, { event })).toMatchObject({
      services: ['cart', 'order'],
      base,
      changedFiles: 2,
    });
  }
});

test('what was removed is told where the base has two folders of one name', async () => {
  const twice = { 'services/a/cart/Dockerfile': dockerfile, 'services/b/cart/Dockerfile': dockerfile };
  const { author, base, head } = pushed({ 'services/b/cart': null }, twice);
  const warnings: string[] = [];
  const log = { ...silent, warning: (message: string) => warnings.push(message) };
  expect(await detect(author.directory, { event: pushOf(base, head) }, log)).toMatchObject({ removed: ['b-cart'] });
  expect(warnings).toEqual([]);
});

test('without a clone, nothing of the base is read but names', async () => {
  const { origin, base, head } = pushed({ 'services/cart/main.go': 'x', 'services/order': null });
  const git = await checkoutFreeGit({ url: `file://${origin.directory}`, sha: head, directory: temporaryFolder() });
  const folder = temporaryFolder();
  const history = gitHistory(git, { temporaryFolder: () => folder });
  const detected = await detectChanges({ scope: 'source', event: pushOf(base, head) }, { history, log: silent });
  expect(detected).toMatchObject({ services: ['cart'], removed: ['order'] });
  const [scratch = ''] = readdirSync(folder);
  const { objects } = gitOf(join(folder, scratch));
  const [tree, blob] = await objects([`${base}:services/order`, `${base}:services/order/Dockerfile`]);
  expect([tree?.type, blob]).toEqual(['tree', undefined]);
});

describe('the result', () => {
  const { author, base, head } = pushed({
    'services/__proto__/Dockerfile': dockerfile,
    'services/cart/<b>|`a`\n@all': '',
    'x|y\n.md': '',
  });
  const event = pushOf(base, head);

  test('as JSON has the names of the outputs', async () => {
    const json = JSON.parse(JSON.stringify(detectJson(await detect(author.directory, { event }))));
    expect(Object.keys(json)).toEqual([
      ...['services', 'has-changes', 'count', 'removed', 'reasons', 'unowned', 'base', 'head', 'changed-files'],
    ]);
    expect(json).toMatchObject({ services: ['__proto__', 'cart'], 'has-changes': true, count: 2, base, head });
    expect(Object.keys(json.reasons)).toEqual(['__proto__', 'cart']);
    expect(json.reasons.cart).toEqual([{ path: 'services/cart/<b>|`a`\n@all', because: expect.any(String) }]);
    expect(json.unowned).toEqual(['x|y\n.md']);
    const nothing = await detect(author.directory, { event, services: [] });
    expect(detectJson(nothing)).toMatchObject({ 'has-changes': false, base: '' });
  });

  test('as a summary is a table whatever the names are', async () => {
    const rows = detectSummary(await detect(author.directory, { event })).split('\n');
    const table = rows.filter((row) => row.startsWith('|'));
    expect(table).toHaveLength(4);
    for (const row of table) expect(row.split('|')).toHaveLength(4);
    expect(rows.join('\n')).not.toMatch(/<b>|@all|x\|y/);
  });

  test('has filters only when they are wanted', async () => {
    expect((await detect(author.directory, { event })).filters).toBeNull();
    const wanted = await detect(author.directory, { event, services: ['cart'], filters: true });
    expect(wanted.filters).toMatch(/^'?cart'?:\n +- 'services\/cart/m);
    expect(wanted.services).toEqual(['cart']);
  });
});

test('a hundred reasons are enough, and the rest is counted, unless all are wanted', async () => {
  const many = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`services/cart/file-${index}.go`, 'x']));
  const { author, base, head } = pushed(many);
  const event = pushOf(base, head);
  const some = (await detect(author.directory, { event })).reasons.get('cart');
  expect(some).toHaveLength(101);
  expect(some?.at(-1)).toEqual({ path: '.', because: 'and 30 more changed files', location: null });
  expect((await detect(author.directory, { event, everyReason: true })).reasons.get('cart')).toHaveLength(130);
});
