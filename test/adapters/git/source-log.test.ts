import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { gitSourceLog } from '@rollcall/adapters/git/source-log';
import { shippedChanges } from '@rollcall/domain/bump/shipped-changes';
import { shippedMarkdown, shippedTable } from '@rollcall/domain/bump/shipped-text';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

/** Two services, one of which copies what both share, and commits of a few kinds. */
function sources() {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  const odd = 'services/cart/a "b"\n한글.go';
  const ids = {
    first: author.commit({
      'services/cart/Dockerfile': 'FROM scratch\nCOPY services/cart /app\nCOPY shared /shared\n',
      'services/user/Dockerfile': 'FROM scratch\nCOPY services/user /app\n',
      'shared/a.go': '1',
    }),
    cart: author.commit({ [odd]: '1', 'services/cart/b.go': '1' }, 'Count | what is *in* the cart (#12)\n\nBecause.'),
    user: author.commit({ 'services/user/a.go': '1' }, 'Name users'),
    empty: author.commit({}, 'Nothing at all'),
    shared: author.commit({ 'shared/a.go': '2' }, 'Share more'),
    last: author.commit({ 'services/user/a.go': '2' }, 'Rename users'),
  };
  author.git('remote', 'add', 'origin', `file://${origin.directory}`);
  author.git('push', '--quiet', 'origin', 'main');
  return { author, origin, ids };
}

const { author, origin, ids } = sources();
const tag = (id: string) => `7-${id.slice(0, 7)}`;

const nowhere = { page: null, ticket: () => null };

function shipped(service: string, from: string, to: string, clone: Repository = author) {
  const git = gitOf(clone.directory);
  const ports = { history: gitHistory(git), log: gitSourceLog(git) };
  return shippedChanges({ service, from, to, config: undefined }, ports);
}

describe('what ships', () => {
  test('is the commits that touch the service through its own inputs, newest first', async () => {
    const found = await shipped('cart', tag(ids.first), tag(ids.last));
    expect(found).toMatchObject({
      from: ids.first,
      to: ids.last,
      added: [
        { id: ids.shared, subject: 'Share more', request: null, because: { path: 'shared/a.go' } },
        { id: ids.cart, subject: 'Count | what is *in* the cart (#12)', request: 12 },
      ],
      removed: [],
      others: 3,
    });
  });

  test('is told from a clone that holds neither, too', async () => {
    const clone = cloneRepository(origin, { depth: 1 });
    const { added } = await shipped('cart', ids.first, ids.shared, clone);
    expect(added.map(({ id }) => id)).toEqual([ids.shared, ids.cart]);
  });

  test('backwards is what is taken away', async () => {
    const { added, removed } = await shipped('cart', tag(ids.last), tag(ids.first));
    expect([added, removed.map(({ id }) => id)]).toEqual([[], [ids.shared, ids.cart]]);
  });

  test('of two lines is both', async () => {
    author.git('checkout', '--quiet', '-B', 'hotfix', ids.first);
    const fix = author.commit({ 'services/cart/fix.go': '1' }, 'Fix');
    author.git('checkout', '--quiet', 'main');
    const { added, removed } = await shipped('cart', fix, ids.cart);
    expect([added, removed].map((commits) => commits.map(({ id }) => id))).toEqual([[ids.cart], [fix]]);
  });

  test('names the request that a merge brought commits by, and the tickets of the merge', async () => {
    const work = initRepository();
    const first = work.commit({ 'services/cart/Dockerfile': 'FROM scratch\nCOPY services/cart /app\n' });
    const commits: Record<string, string> = {};
    for (const [name, message] of [
      ['one', 'Merge pull request #31 from example/one\n\nSHOP-7 Count more'],
      ['two', "Merge branch 'two'"],
      ['three', 'Merge pull request #33 from example/three'],
    ] as const) {
      work.git('checkout', '--quiet', '-b', name, first);
      commits[name] = work.commit({ [`services/cart/${name}.go`]: '1' }, `Write ${name}`);
      // What was merged before is not brought again.
      if (name === 'three') work.git('merge', '--quiet', '--no-ff', '-m', 'Catch up', 'main');
      work.git('checkout', '--quiet', 'main');
      work.git('merge', '--quiet', '--no-ff', '-m', message, name);
    }
    const git = gitOf(work.directory);
    const found = await shippedChanges(
      { service: 'cart', from: first, to: 'main', config: undefined, tickets: (text) => text.match(/SHOP-\d+/g) ?? [] },
      { history: gitHistory(git), log: gitSourceLog(git) },
    );
    const byId = new Map(found.added.map(({ id, request, tickets }) => [id, { request, tickets }]));
    expect(byId).toEqual(
      new Map([
        [commits.one, { request: 31, tickets: ['SHOP-7'] }],
        [commits.two, { request: null, tickets: [] }],
        [commits.three, { request: 33, tickets: [] }],
      ]),
    );
    expect(found.others).toBe(0);
    const text = shippedMarkdown(found, { ...nowhere, page: 'https://github.com/example/shop' });
    expect(text).toContain('Write one ([#31](https://github.com/example/shop/pull/31)), A Person, SHOP-7');
  });

  test('of one commit is nothing', async () => {
    const found = await shipped('user', ids.last, ids.last);
    expect(found).toMatchObject({ added: [], removed: [], others: 0 });
    expect(shippedTable(found)).toContain('no commit touches it');
    expect(shippedMarkdown(found, nowhere)).toContain('No commit touches it.');
  });

  test.each([
    ['an unknown service', 'crt', ids.first, '"crt": no such service, named in --service'],
    ['a tag of no commit', 'cart', 'latest', '"latest" names no commit of this repository'],
    ['a hash that is gone', 'cart', '7-abcdef1', '"7-abcdef1" names no commit of this repository'],
  ])('of %s is a mistake', async (_name, service, from, message) => {
    await expect(shipped(service, from, ids.last)).rejects.toMatchObject({ name: 'UserError', message });
  });
});

describe('its text', () => {
  test('links to commits and requests, and forms no Markdown of its own', async () => {
    const text = shippedMarkdown(await shipped('cart', ids.first, ids.last), {
      ...nowhere,
      page: 'https://github.com/example/shop',
    });
    expect(text).toBe(`### cart

[\`${ids.first.slice(0, 10)}...${ids.last.slice(0, 10)}\`](https://github.com/example/shop/compare/${ids.first}...${ids.last})

Gets 2 commits:

- [\`${ids.shared.slice(0, 10)}\`](https://github.com/example/shop/commit/${ids.shared}) Share more, A Person
- [\`${ids.cart.slice(0, 10)}\`](https://github.com/example/shop/commit/${ids.cart}) Count \\| what is \\*in\\* the cart ([#12](https://github.com/example/shop/pull/12)), A Person

3 commits of other services.
`);
  });

  test('folds what is long, and counts what GitHub would not take', () => {
    const commit = (index: number) => ({
      id: String(index).padStart(40, '0'),
      author: 'A',
      subject: 'x'.repeat(60),
      request: null,
      tickets: [],
      because: { path: 'a', because: 'b' },
    });
    const of = (length: number) => {
      const added = Array.from({ length }, (_, index) => commit(index));
      const given = { service: 'cart', from: ids.first, to: ids.last, added, removed: added, manifests: [], others: 0 };
      return shippedMarkdown(given, { ...nowhere, page: 'https://github.com/example/shop' });
    };
    expect(of(30)).not.toContain('<details>');
    expect(of(31)).toContain('<details><summary>Gets 31 commits</summary>');
    const long = of(3_000);
    expect(long.length).toBeLessThan(65_536);
    expect(long.match(/… and \d+ more\./g)).toHaveLength(2);
  });
});
