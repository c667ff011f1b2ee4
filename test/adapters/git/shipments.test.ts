import { describe, expect, test } from '@jest/globals';
import { gitSourceCode } from '@rollcall/adapters/git/source-code';
import { findShipments, type ReplacedBuild, type Shipment } from '@rollcall/domain/bump/shipments';
import { shipmentsMarkdown } from '@rollcall/domain/bump/shipped-text';
import { configuredTickets } from '@rollcall/domain/bump/tickets';
import { cloneRepository, initRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

const origin = initRepository({ bare: true });
const author = initRepository();
const ids = {
  first: author.commit({
    'services/cart/Dockerfile': 'FROM scratch\nCOPY services/cart /app\n',
    'services/user/Dockerfile': 'FROM scratch\nCOPY services/user /app\n',
    'k8s/charts/cart/values.yaml': 'replicas: 1\n',
    'k8s/apps/cart.yaml': '1',
  }),
  cart: author.commit({ 'services/cart/a.go': '1' }, 'Count the cart (#12)\n\nCloses SHOP-7 and SHOP-8, SHOP-7.'),
  chart: author.commit({ 'k8s/charts/cart/values.yaml': 'replicas: 2\n' }, 'Two of them'),
  bump: author.commit({ 'k8s/apps/cart.yaml': '2' }, 'deploy(prod): cart\n\nBump-Id: x'),
  user: author.commit({ 'services/user/a.go': '1' }, 'Name users'),
};
author.git('remote', 'add', 'origin', `file://${origin.directory}`);
author.git('push', '--quiet', 'origin', 'main');

const tickets = configuredTickets({ tickets: { pattern: 'SHOP-[0-9]+', url: 'https://t.example/{ticket}' } });
const page = 'https://github.com/example/shop';

function sources(holdsManifests = true, name: string | null = 'example/shop', clone = author) {
  return [{ ...gitSourceCode(gitOf(clone.directory), name, page, () => temporaryFolder()), holdsManifests }];
}

const tag = (id: string): string => `7-${id.slice(0, 7)}`;
const built = (id: string, repository = 'example/shop') => ({ tag: tag(id), source: `${repository}@${id}` });
const replaced = (from: ReplacedBuild['old'], to: ReplacedBuild['new'], service = 'cart'): ReplacedBuild => ({
  ...{ service, old: from, new: to },
  manifests: ['k8s/charts/cart', 'k8s/apps/cart.yaml'],
});

async function only(build: ReplacedBuild, from = sources()): Promise<Shipment> {
  const [found] = await findShipments([build], { sources: from, tickets });
  if (!found) throw new Error('nothing was found');
  return found;
}

test('a service gets what touches it, its manifests apart, and no bump is one', async () => {
  const { changes, page: leads } = await only(replaced(built(ids.first), built(ids.user)));
  expect(leads).toBe(page);
  expect(changes).toMatchObject({
    added: [{ id: ids.cart, request: 12, tickets: ['SHOP-7', 'SHOP-8'] }],
    manifests: [{ id: ids.chart }],
    removed: [],
    others: 2,
  });
});

test('manifests that lie elsewhere are not looked for beside the sources', async () => {
  const { changes } = await only(replaced(built(ids.first), built(ids.user)), sources(false));
  expect(changes).toMatchObject({ manifests: [], others: 3 });
});

test('a roll-back takes away, though the run that writes it says another commit', async () => {
  const old = { tag: tag(ids.user), source: undefined };
  const { changes } = await only(replaced(old, { tag: tag(ids.first), source: `example/shop@${ids.user}` }));
  expect(changes).toMatchObject({ from: ids.user, to: ids.first, added: [], removed: [{ id: ids.cart }] });
});

test('a tag without a hash is what it is recorded to be, from a clone that holds neither', async () => {
  const clone = cloneRepository(origin, { depth: 1 });
  const build = replaced(
    { tag: 'v1', source: `example/shop@${ids.first}` },
    { tag: 'v2', source: built(ids.cart).source },
  );
  const { changes } = await only(build, sources(true, 'example/shop', clone));
  expect(changes?.added.map(({ id }) => id)).toEqual([ids.cart]);
});

test('a tag that ends in a date is what it is recorded to be', async () => {
  const build = replaced({ tag: 'at-20260102', source: `example/shop@${ids.first}` }, built(ids.user));
  expect((await only(build)).changes?.from).toBe(ids.first);
});

test('half of a hash is found behind the branches of a shallow clone', async () => {
  const clone = cloneRepository(origin, { depth: 1 });
  const build = replaced({ tag: tag(ids.first), source: undefined }, { tag: tag(ids.user), source: undefined });
  const { changes } = await only(build, sources(true, null, clone));
  expect(changes?.from).toBe(ids.first);
});

test.each<[string, ReplacedBuild, string]>([
  ['nothing before', replaced({ tag: '', source: undefined }, built(ids.user)), 'it is deployed for the first time'],
  [
    'a tag whose commit is gone',
    replaced({ tag: '7-abcdef1', source: undefined }, built(ids.user)),
    'commit abcdef1, which "7-abcdef1" was built from, is not in the sources: push it there again, as a branch or a tag',
  ],
  [
    'a tag whose commit is gone, written by a run for another',
    replaced({ tag: '7-abcdef1', source: `example/shop@${ids.first}` }, built(ids.user)),
    'commit abcdef1, which "7-abcdef1" was built from, is not in the sources',
  ],
  [
    'a tag that names none',
    replaced({ tag: 'v1', source: undefined }, built(ids.user)),
    'nothing tells which commit "v1" was built from',
  ],
  [
    'a recorded commit that is gone',
    replaced({ tag: 'v1', source: `example/shop@${'a'.repeat(40)}` }, built(ids.user)),
    'commit aaaaaaaaaa, which "v1" was built from, is not in the sources',
  ],
  [
    'another repository',
    replaced(built(ids.first, 'example/other'), built(ids.user, 'example/other')),
    'it was built from "example/other", which this run does not read: name it in source-repositories',
  ],
  [
    'two repositories',
    replaced(built(ids.first, 'example/other'), built(ids.user)),
    'it was built from two repositories, "example/other" and "example/shop"',
  ],
  [
    'a service without sources',
    replaced(built(ids.first), built(ids.user), 'crt'),
    '"crt": no such service, among the sources of either build',
  ],
])('of %s it says why it is not known', async (_name, build, why) => {
  expect(await only(build)).toMatchObject({ changes: null, why: expect.stringContaining(why) });
});

test('of two repositories each tells its own', async () => {
  const other = initRepository();
  const start = other.commit({ 'services/pay/Dockerfile': 'FROM scratch\nCOPY services/pay /app\n' });
  const end = other.commit({ 'services/pay/a.go': '1' }, 'Pay');
  const second = gitSourceCode(gitOf(other.directory), 'example/pay', null, () => temporaryFolder());
  const found = await findShipments(
    [
      replaced(built(start, 'Example/Pay'), built(end, 'example/pay'), 'pay'),
      replaced(built(ids.first), built(ids.user)),
    ],
    { sources: [...sources(), second], tickets: null },
  );
  expect(found.map(({ service, changes }) => [service, changes?.added.length])).toEqual([
    ['cart', 1],
    ['pay', 1],
  ]);
});

describe('the text of a request', () => {
  const ticket = (name: string): string | null => tickets?.address(name) ?? null;

  test('of one service is open, with its tickets', async () => {
    const found = await only(replaced(built(ids.first), built(ids.user)));
    expect(
      shipmentsMarkdown([found], ticket, 60_000),
    ).toBe(`<b><code>cart</code></b> <code>7-${ids.first.slice(0, 7)}</code> → <code>7-${ids.user.slice(0, 7)}</code>: gets 1 commit, its manifests changed too

[\`${ids.first.slice(0, 10)}...${ids.user.slice(0, 10)}\`](${page}/compare/${ids.first}...${ids.user})

Gets 1 commit:

- [\`${ids.cart.slice(0, 10)}\`](${page}/commit/${ids.cart}) Count the cart ([#12](${page}/pull/12)), A Person, [SHOP-7](https://t.example/SHOP-7), [SHOP-8](https://t.example/SHOP-8)

Changes its manifests by 1 commit:

- [\`${ids.chart.slice(0, 10)}\`](${page}/commit/${ids.chart}) Two of them, A Person

2 commits of other services.
`);
  });

  test('of many is folded, and what finds no room is counted or keeps its link', async () => {
    const found = await only(replaced(built(ids.first), built(ids.user)));
    const [commit] = found.changes?.added ?? [];
    if (!found.changes || !commit) throw new Error('nothing was found');
    const many = Array.from({ length: 300 }, () => commit);
    const of = (services: number, room: number) => {
      const shipments = Array.from({ length: services }, (_, index) => ({
        ...{ ...found, service: `s-${index}` },
        changes: found.changes && { ...found.changes, added: many },
      }));
      const text = shipmentsMarkdown(shipments, ticket, room);
      expect(text.length).toBeLessThanOrEqual(room);
      return text;
    };
    const few = of(5, 30_000);
    expect(few.match(/<details><summary><b>/g)).toHaveLength(5);
    expect(few.match(/… and \d+ more\./g)).toHaveLength(5);
    const lines = of(60, 30_000);
    expect(lines.match(/\/compare\//g)).toHaveLength(60);
    const cut = of(1_000, 30_000);
    const shown = cut.match(/\/compare\//g)?.length ?? 0;
    expect(cut).toContain(`… and ${1_000 - shown} more.`);
  });
});

test.each([
  ['(', 'is no regular expression'],
  ['(a)\\1', 'cannot be searched in bounded time'],
])('the pattern %s of tickets is a mistake', (pattern, why) => {
  expect(() => configuredTickets({ tickets: { pattern } })).toThrow(why);
});
