import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { checkoutFreeGit } from '@rollcall/adapters/git/scratch';
import { gitTree } from '@rollcall/adapters/git/tree';
import { isUnavailable } from '@rollcall/domain/changes/history';
import { ExternalError } from '@rollcall/domain/user-error';
import {
  cloneRepository,
  initRepository,
  openRepository,
  type Repository,
  temporaryFolder,
} from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

/** A bare origin, and a work tree that pushes to it. */
function originAndAuthor(): { origin: Repository; author: Repository } {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  author.git('remote', 'add', 'origin', origin.directory);
  return { origin, author };
}

function historyOf(clone: Repository) {
  return gitHistory(gitOf(clone.directory));
}

/** Every file of a repository's administration, with its content or size: what a visitor must leave as it was. */
function administration(directory: string): string[] {
  return readdirSync(join(directory, '.git'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${statSync(path).size < 5000 ? readFileSync(path, 'latin1') : statSync(path).size}`)
    .sort();
}

const depths = [{ depth: undefined }, { depth: 1 }, { depth: 3 }] as const;

/** Two branches of 41 commits from one root. */
const longBranches = (() => {
  const { origin, author } = originAndAuthor();
  const fork = author.commit({ 'a.txt': '1', 'b.txt': '1' }, 'fork');
  for (let number = 0; number < 40; number += 1) author.git('commit', '-q', '--allow-empty', '-m', `main ${number}`);
  const main = author.commit({ 'b.txt': '2' }, 'main');
  author.git('checkout', '-q', '-b', 'feature', fork);
  for (let number = 0; number < 40; number += 1) author.git('commit', '-q', '--allow-empty', '-m', `own ${number}`);
  const feature = author.commit({ 'c.txt': '1' }, 'feature');
  author.git('tag', '-a', '-m', 'annotated', 'v1', fork);
  author.git('push', '-q', 'origin', 'main', 'feature', 'v1');
  return { origin, fork, main, feature };
})();

describe.each(depths)('a clone of depth $depth', ({ depth }) => {
  const { origin, fork, main, feature } = longBranches;
  const clone = cloneRepository(origin, depth ? { depth, branch: 'feature' } : { branch: 'feature' });
  const before = administration(clone.directory);

  test('finds the merge base, however far back, and what differs from it', async () => {
    const history = historyOf(clone);
    expect(await history.mergeBase(main, feature)).toEqual({ id: fork });
    expect(await history.changedFiles(fork, feature)).toEqual([{ path: 'c.txt', before: null, after: 'file' }]);
    expect((await history.tree(fork).list()).map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
  });

  test('finds one of an ancestor, from either side', async () => {
    expect(await historyOf(clone).mergeBase(fork, feature)).toEqual({ id: fork });
    expect(await historyOf(clone).mergeBase(feature, fork)).toEqual({ id: fork });
    expect(await historyOf(clone).mergeBase(feature, feature)).toEqual({ id: feature });
  });

  test('resolves ids, branches and tags, and knows what is not there', async () => {
    const history = historyOf(clone);
    expect(await history.commit('HEAD')).toMatchObject({ id: feature });
    expect(await history.commit(main)).toMatchObject({ id: main });
    expect(await history.commit('v1')).toEqual({ id: fork, parents: [] });
    expect(await history.commit('origin/main')).toMatchObject({ id: main });
    for (const wrong of ['mian', '--all', 'a b', 'HEAD\nmain', '', 'f'.repeat(40), 'HEAD..main', '^HEAD', ':/own']) {
      const answer = await history.commit(wrong);
      if (wrong === ':/own' && !isUnavailable(answer)) continue;
      expect([wrong, isUnavailable(answer)]).toEqual([wrong, true]);
    }
  });

  test('finds branches by name and the default one', async () => {
    const history = historyOf(clone);
    expect(await history.branch('main')).toEqual({ name: 'main', id: main });
    expect(await history.branch(null)).toEqual({ name: 'main', id: main });
    expect(isUnavailable(await history.branch('*'))).toBe(true);
  });

  test('and is left as it was', () => {
    expect(administration(clone.directory)).toEqual(before);
  });
});

test('a merge base is not taken from what a shallow clone happens to show', async () => {
  // main: A - M - B; the feature took B long ago and, just now, the older M by a side branch.
  const { origin, author } = originAndAuthor();
  author.commit({ 'a.txt': 'A' }, 'A');
  const older = author.commit({ 'a.txt': 'M' }, 'M');
  author.git('checkout', '-q', '-b', 'side');
  const side = author.commit({ 'side.txt': '1' }, 'side');
  author.git('checkout', '-q', 'main');
  const newer = author.commit({ 'a.txt': 'B' }, 'B');
  author.git('checkout', '-q', '-b', 'feature');
  for (let number = 0; number < 50; number += 1) author.git('commit', '-q', '--allow-empty', '-m', `own ${number}`);
  author.git('merge', '-q', '--no-edit', side);
  const feature = author.commit({ 'c.txt': '1' }, 'feature');
  author.git('checkout', '-q', 'main');
  const main = author.commit({ 'd.txt': '1' }, 'main');
  author.git('push', '-q', 'origin', 'main', 'feature');
  const clone = cloneRepository(origin, { depth: 10, branch: 'feature' });
  expect(clone.git('log', '--format=%H').split('\n')).toContain(older);
  expect(await historyOf(clone).mergeBase(main, feature)).toEqual({ id: newer });
});

test('commits without a common ancestor have none, in a shallow clone too', async () => {
  const { origin, author } = originAndAuthor();
  const main = author.commit({ 'a.txt': '1' });
  author.git('checkout', '-q', '--orphan', 'other');
  const other = author.commit({ 'b.txt': '1' });
  author.git('push', '-q', 'origin', 'main', 'other');
  for (const clone of [cloneRepository(origin), cloneRepository(origin, { depth: 1 })]) {
    expect(await historyOf(clone).mergeBase(main, other)).toEqual({ because: 'they have no common ancestor' });
  }
});

test('a history that the remote itself has cut is said to be, not searched for ever', async () => {
  const { origin, author } = originAndAuthor();
  const first = author.commit({ 'a.txt': '1' });
  author.commit({ 'a.txt': '2' });
  author.git('checkout', '-q', '-b', 'feature', first);
  author.commit({ 'b.txt': '1' });
  author.git('push', '-q', 'origin', 'main', 'feature');
  const cut = cloneRepository(origin, { depth: 1 });
  cut.git('fetch', '-q', '--depth=1', 'origin', 'feature:feature');
  cut.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const history = historyOf(cloneRepository(cut, { depth: 1 }));
  const answer = await history.mergeBase(cut.git('rev-parse', 'main'), cut.git('rev-parse', 'feature'));
  expect(answer).toEqual({ because: 'the history of the remote itself is cut' });
});

describe('servers that refuse', () => {
  function shallowClone(configure: (origin: Repository) => void) {
    const { origin, author } = originAndAuthor();
    const first = author.commit({ 'a.txt': '1' });
    for (let number = 0; number < 5; number += 1) author.commit({ 'a.txt': `${number + 2}` });
    author.git('push', '-q', 'origin', 'main');
    configure(origin);
    return { first, clone: cloneRepository(origin, { depth: 1 }), author, origin };
  }

  test('filters', async () => {
    for (const [key, value] of [
      ['uploadpack.allowFilter', 'false'],
      ['uploadpackfilter.blob:none.allow', 'false'],
    ] as const) {
      const { first, clone } = shallowClone((origin) => origin.git('config', key, value));
      expect(await historyOf(clone).commit(first)).toEqual({ id: first, parents: [] });
    }
  });

  test('commits by id: they are found behind the branches', async () => {
    const { first, clone } = shallowClone((origin) => origin.git('config', 'uploadpack.allowAnySHA1InWant', 'false'));
    clone.git('config', 'protocol.version', '0'); // the second version gives any commit
    expect(await historyOf(clone).commit(first)).toEqual({ id: first, parents: [] });
    expect(await historyOf(clone).commit('f'.repeat(40))).toEqual({
      because: 'the server gives no commit by id, and none of its branches leads to this one',
    });
  });

  test('a commit that is pruned', async () => {
    const { clone, author, origin } = shallowClone(() => {});
    const lost = author.commit({ 'a.txt': 'lost' });
    author.git('push', '-q', 'origin', 'main');
    author.git('reset', '-q', '--hard', 'HEAD~2');
    author.git('push', '-q', '--force', 'origin', 'main');
    origin.git('gc', '--quiet', '--prune=now');
    for (const one of [clone, cloneRepository(origin)]) {
      expect(await historyOf(one).commit(lost)).toEqual({ because: 'the remote no longer has it' });
    }
  });

  test('everything, because it is not there', async () => {
    const { first, clone, origin } = shallowClone(() => {});
    clone.git('remote', 'set-url', 'origin', `${origin.directory}-gone`);
    expect(await historyOf(clone).commit(first)).toEqual({
      because: expect.stringMatching(/does not appear to be a git/),
    });
    clone.git('remote', 'remove', 'origin');
    expect(await historyOf(clone).commit(first)).toEqual({
      because: expect.stringMatching(/'origin' does not appear/),
    });
    // A repository without a remote has its own main branch.
    expect(await historyOf(clone).branch(null)).toEqual({ name: 'main', id: clone.git('rev-parse', 'main') });
    clone.git('branch', '--move', 'main', 'trunk');
    expect(await historyOf(clone).branch(null)).toEqual({ because: expect.stringMatching(/'origin' does not appear/) });
  });
});

test('a full clone stays full and whole when a forgotten commit is fetched', async () => {
  const { origin, author } = originAndAuthor();
  const base = author.commit({ 'a.txt': '1' });
  const replaced = author.commit({ 'b.txt': '1' });
  author.git('push', '-q', 'origin', 'main');
  author.git('reset', '-q', '--hard', base);
  const head = author.commit({ 'c.txt': '1' });
  author.git('push', '-q', '--force', 'origin', 'main');
  const clone = cloneRepository(origin);
  const before = administration(clone.directory);
  const history = historyOf(clone);
  expect(await history.commit(replaced)).toEqual({ id: replaced, parents: [base] });
  expect(await history.mergeBase(replaced, head)).toEqual({ id: base });
  expect((await history.changedFiles(replaced, head)).map(({ path }) => path)).toEqual(['b.txt', 'c.txt']);
  expect(administration(clone.directory)).toEqual(before);
});

const tagged = (() => {
  const { origin, author } = originAndAuthor();
  const first = author.commit({ 'a.txt': '1' });
  author.git('tag', 'v1');
  author.commit({ 'a.txt': '2' });
  author.git('checkout', '-q', '-b', 'side');
  const side = author.commit({ 'side.txt': '1' });
  author.git('tag', '-a', '-m', 'side', 'v1.1');
  author.git('checkout', '-q', 'main');
  author.commit({ 'a.txt': '3' });
  author.git('merge', '-q', '--no-edit', 'side');
  const head = author.commit({ 'a.txt': '4' });
  author.git('tag', '-a', '-m', 'release', 'v2');
  author.git('tag', 'latest');
  author.git('checkout', '-q', '-b', 'later');
  author.commit({ 'a.txt': '5' });
  author.git('tag', 'v3');
  author.git('push', '-q', '--tags', 'origin', 'main', 'later');
  return { origin, first, side, head };
})();

describe.each([{ depth: undefined }, { depth: 1 }])('the tag before, in a clone of depth $depth', ({ depth }) => {
  const { origin, first, side, head } = tagged;
  const clone = cloneRepository(origin, depth ? { depth, branch: 'v2' } : { branch: 'v2' });

  test('is the nearest one behind it, not one beside or ahead of it', async () => {
    expect(await historyOf(clone).previousTag(head, () => true)).toEqual({ name: 'v1.1', id: side });
    expect(await historyOf(clone).previousTag(side, () => true)).toEqual({ name: 'v1', id: first });
    expect(await historyOf(clone).previousTag(first, () => true)).toEqual({ because: 'none of its ancestors has one' });
  });
});

test('a full clone without tags asks the remote for them', async () => {
  const { origin, author } = originAndAuthor();
  const first = author.commit({ 'a.txt': '1' });
  author.git('tag', 'v1');
  const head = author.commit({ 'a.txt': '2' });
  author.git('push', '-q', '--tags', 'origin', 'main');
  const clone = cloneRepository(origin);
  clone.git('tag', '-d', 'v1');
  expect(await historyOf(clone).previousTag(head, () => true)).toEqual({ name: 'v1', id: first });
});

test('every kind of change is one of its paths, and names are bytes', async () => {
  const repository = initRepository();
  const names = ['quo"te\ttab', 'new\nline', '한글/파일', '\u00e9', '__proto__'];
  const base = repository.commit({
    ...Object.fromEntries(names.map((name) => [`old/${name}`, `content of ${name}`])),
    deleted: '1',
    linked: 'target',
    mode: '1',
  });
  unlinkSync(join(repository.directory, 'linked'));
  symlinkSync('target', join(repository.directory, 'linked'));
  repository.git('mv', 'old', 'renamed');
  repository.git('update-index', '--chmod=+x', 'mode');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
  repository.git('rm', '-q', '--cached', 'deleted');
  repository.git('add', 'linked');
  const odd = repository.git('hash-object', '-w', 'mode');
  openRepository(repository.directory);
  repository.git('commit', '-q', '-m', 'all kinds');
  const parent = repository.git('rev-parse', 'HEAD');
  const tree = repository.git('rev-parse', 'HEAD^{tree}');
  const listing = await gitOf(repository.directory).run(['ls-tree', '-z', tree]);
  const bytes = Buffer.concat([listing, Buffer.from(`100644 blob ${odd}\t`), Buffer.from([0x7a, 0xff, 0x00])]);
  const withBytes = execFileSync('git', ['mktree', '-z'], {
    cwd: repository.directory,
    input: bytes,
    encoding: 'utf8',
  }).trim();
  const head = repository.git('commit-tree', '-p', parent, '-m', 'bytes', withBytes);

  const changed = await historyOf(repository).changedFiles(base, head);
  const expected = [
    ...names.map((name) => ({ path: `old/${name}`, before: 'file', after: null })),
    ...names.map((name) => ({ path: `renamed/${name}`, before: null, after: 'file' })),
    { path: 'deleted', before: 'file', after: null },
    { path: 'linked', before: 'file', after: 'symlink' },
    { path: 'mode', before: 'file', after: 'executable' },
    { path: 'module', before: null, after: 'submodule' },
    { path: 'z\uDCFF', before: null, after: 'file' },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  expect(changed).toEqual(expected);
});

describe('a clone without blobs', () => {
  function blobless() {
    const { origin, author } = originAndAuthor();
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}.txt`, `content ${index}`]));
    const first = author.commit(files);
    const head = author.commit({ 'f1.txt': 'changed' });
    author.git('push', '-q', 'origin', 'main');
    return { origin, files: { ...files, 'f1.txt': 'changed' }, first, head };
  }
  const packs = (directory: string) =>
    readdirSync(join(directory, 'objects/pack')).filter((name) => /\.pack$/.test(name));

  test('fetches the wanted ones in one request', async () => {
    const { origin, files, head } = blobless();
    const directory = temporaryFolder();
    const clone = openRepository(directory);
    clone.git('clone', '-q', '--bare', '--filter=blob:none', `file://${origin.directory}`, '.');
    const before = packs(directory).length;
    const contents = await gitTree(gitOf(directory), head).read(Object.keys(files));
    for (const [path, text] of Object.entries(files))
      expect(Buffer.from(contents.get(path) ?? []).toString()).toBe(text);
    expect(packs(directory).length - before).toBe(1);
  });

  test('is made for a job without checkout, and goes back in history', async () => {
    const { origin, first, head } = blobless();
    const directory = temporaryFolder();
    const git = await checkoutFreeGit({ url: `file://${origin.directory}`, sha: head, directory });
    const history = gitHistory(git);
    expect(existsSync(join(git.directory, 'f1.txt'))).toBe(false);
    expect(await history.commit('HEAD')).toEqual({ id: head, parents: [first] });
    expect(await history.mergeBase(first, head)).toEqual({ id: first });
    expect(await history.changedFiles(first, head)).toEqual([{ path: 'f1.txt', before: 'file', after: 'file' }]);
    const read = await history.tree(head).read(['f1.txt', 'f2.txt']);
    expect([...read.values()].map((bytes) => Buffer.from(bytes).toString())).toEqual(['changed', 'content 2']);
  });

  test('cannot be made of what is not there, and says so', async () => {
    const made = checkoutFreeGit({
      url: `file://${temporaryFolder()}`,
      sha: 'a'.repeat(40),
      token: 'secret-token',
      directory: temporaryFolder(),
    });
    await expect(made).rejects.toThrow(ExternalError);
    await expect(made).rejects.not.toThrow(/secret-token/);
  });
});
