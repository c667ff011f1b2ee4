import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkoutFreeGit } from '@rollcall/adapters/git/scratch';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

/**
 * A source repository: `first`, 90 commits, `old`, `new` on main; `side` leaves main at `old`; `late` is pushed on
 * top of `new` after the clones were made.
 */
const { origin, first, old, now, side, clones, late, lost } = (() => {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  const first = author.commit({ 'a.txt': '1' }, 'first');
  const tree = author.git('rev-parse', 'HEAD^{tree}');
  let tip = first;
  for (let count = 0; count < 90; count += 1) tip = author.git('commit-tree', '-p', tip, '-m', `${count}`, tree);
  author.git('reset', '--quiet', '--hard', tip);
  const old = author.commit({ 'a.txt': '2' }, 'old');
  author.git('checkout', '--quiet', '-b', 'side');
  const side = author.commit({ 'b.txt': '1' }, 'side');
  author.git('checkout', '--quiet', 'main');
  const now = author.commit({ 'a.txt': '3' }, 'new');
  // A branch that is called as a commit begins.
  author.git('branch', old.slice(0, 7), side);
  author.git('push', '--quiet', origin.directory, 'main', 'side', old.slice(0, 7));
  const clones = {
    whole: cloneRepository(origin),
    shallow: cloneRepository(origin, { depth: 1 }),
    'shallow, of another branch': cloneRepository(origin, { depth: 2, branch: 'side' }),
  };
  const late = author.commit({ 'a.txt': '4' }, 'late');
  author.git('push', '--quiet', origin.directory, 'main');
  const lost = author.commit({ 'a.txt': '5' }, 'lost');
  return { origin, first, old, now, side, clones, late, lost };
})();

const short = (id: string): string => id.slice(0, 7);

/** Every file of a clone's administration with its content: what a reader must leave as it was. */
function administration({ directory }: Repository): string[] {
  return readdirSync(join(directory, '.git'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${statSync(path).size < 5000 ? readFileSync(path, 'latin1') : statSync(path).size}`)
    .sort();
}

describe.each(Object.entries(clones))('a clone: %s', (_name, clone) => {
  const before = administration(clone);
  const history = gitSourceHistory(gitOf(clone.directory));

  test.each<[string, string, string, string]>([
    ['an ancestor', first, now, 'older'],
    ['a descendant', now, old, 'newer'],
    ['itself', now, now, 'same'],
    ['another line', side, now, 'diverged'],
    ['a commit that is newer than the clone', now, late, 'older'],
    ['short ids of an ancestor', short(first), short(now), 'older'],
    ['a short id of what a branch is called, too', short(old), now, 'older'],
    ['short and whole, the same', short(now), now, 'same'],
    ['a short id that is newer than the clone', short(late), short(now), 'newer'],
    ['short ids of other lines', short(side), short(now), 'diverged'],
  ])('%s', async (_case, a, b, order) => {
    expect(await history.compare(a, b)).toBe(order);
  });

  test.each([
    ['a commit that was never pushed', lost],
    ['the start of one', short(lost)],
    ['no commit', 'deadbeef'],
    ['a tree', 'a tree'],
  ])('does not know %s', async (_case, given) => {
    const id = given === 'a tree' ? origin.git('rev-parse', 'main^{tree}').slice(0, 9) : given;
    expect(await history.compare(id, now)).toEqual({ because: expect.stringContaining(id.slice(0, 7)) });
    expect(await history.compare(now, id)).toEqual({ because: expect.stringContaining(id.slice(0, 7)) });
  });

  test('is left as it was', () => {
    expect(administration(clone)).toEqual(before);
  });
});

test('without a checkout', async () => {
  const directory = temporaryFolder('free');
  const git = await checkoutFreeGit({ url: `file://${origin.directory}`, sha: now, directory });
  const history = gitSourceHistory(git, { temporaryFolder: () => directory });
  expect(await history.compare(short(first), short(now))).toBe('older');
  expect(await history.compare(late, now)).toBe('newer');
});

describe('what cannot be asked is not known', () => {
  test('where the remote is gone', async () => {
    const clone = cloneRepository(origin, { depth: 1 });
    clone.git('remote', 'set-url', 'origin', `${origin.directory}-gone`);
    const history = gitSourceHistory(gitOf(clone.directory));
    for (const id of [first, short(first)]) expect(await history.compare(id, late)).toHaveProperty('because');
  });

  test('where there is no remote', async () => {
    const alone = initRepository();
    const [one, two] = [alone.commit({ a: '1' }), alone.commit({ a: '2' })];
    const history = gitSourceHistory(gitOf(alone.directory));
    expect(await history.compare(short(one), short(two))).toBe('older');
    expect(await history.compare('deadbeef', two)).toHaveProperty('because');
  });
});

test('a server that knows no filters', async () => {
  const author = initRepository();
  const one = author.commit({ a: '1' });
  const two = author.commit({ a: '2' });
  const server = initRepository({ bare: true });
  server.git('config', 'uploadpackfilter.tree.allow', 'false');
  author.git('push', '--quiet', server.directory, 'main');
  const history = gitSourceHistory(gitOf(cloneRepository(server, { depth: 1 }).directory));
  expect(await history.compare(short(one), short(two))).toBe('older');
});
