import { expect, test } from '@jest/globals';
import type { CurrentImage, CurrentImages } from '@rollcall/domain/bump/current-images';
import { readPresence } from '@rollcall/domain/bump/presence';
import type { CommitId } from '@rollcall/domain/commit-id';
import type { PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import { branchInMemory, numbered } from '../deploy-branch/branch-in-memory.ts';

// Histories with merges, which a branch in memory does not have: what a request brought counts from its merge.

interface Given {
  id: number;
  parents?: number[];
  at: number;
  /** What it wrote to dev: the tag before and the tag now. */
  wrote?: [string, string];
}

const written = ([old, now]: [string, string]): string =>
  `deploy(dev): cart\n\nBump-Id: x\nBump-Environment: dev\nBump-Service: cart ${old} -> ${now}\n`;

function imagesOf(tag: string): CurrentImages {
  const image: CurrentImage = { tag, digest: undefined, files: ['cart.yaml'], place: { path: 'cart.yaml', line: 1 } };
  return { images: new Map([['cart', image]]) } as CurrentImages;
}

/** Newest first, as a branch tells them; `tags` is what its files say at each commit. */
async function presence(commits: Given[], tag: string, now: string, tags: Record<number, string> = {}) {
  const past: PastCommit[] = commits.map(({ id, parents = [id - 1], at, wrote }) => ({
    ...{ commit: numbered(id), parents: id === 0 ? [] : parents.map(numbered), at },
    message: wrote ? written(wrote) : 'somebody',
  }));
  const branch = branchInMemory('dev', {});
  branch.history = async function* () {
    yield* past;
  };
  const head = past[0]?.commit ?? numbered(0);
  const state = { ...(await branch.read()), head, commit: head };
  const imagesAt = async (id: CommitId) => imagesOf(tags[Number(id)] ?? '0-z');
  const found = await readPresence({ environment: 'dev', branch, state, current: imagesOf(now), imagesAt }, [
    { service: 'cart', tag },
  ]);
  return found.get('cart');
}

test('a request counts from its merge, not from when it was written', async () => {
  // 3 is the merge of 2, which was written at 10, into 1.
  const commits: Given[] = [
    { id: 4, at: 60 },
    { id: 3, parents: [1, 2], at: 50 },
    { id: 2, parents: [0], at: 10, wrote: ['0-z', '1-a'] },
    { id: 1, at: 20 },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '1-a')).toEqual({ commit: '3', since: 50, left: null, behind: ['4'] });
});

test('what a request merged from the branch itself was there before', async () => {
  // 4 merges 3, which had caught up with 2 of the branch.
  const commits: Given[] = [
    { id: 4, parents: [2, 3], at: 90 },
    { id: 3, parents: [1, 2], at: 80 },
    { id: 2, parents: [0], at: 30, wrote: ['0-z', '1-a'] },
    { id: 1, parents: [0], at: 10 },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '1-a')).toEqual({ commit: '2', since: 30, left: null, behind: ['4'] });
});

test('a tag of which only its replacement is written down is looked for in the files', async () => {
  // 1 is a squash without trailers.
  const commits: Given[] = [
    { id: 3, at: 90 },
    { id: 2, at: 70, wrote: ['1-a', '2-b'] },
    { id: 1, at: 40 },
    { id: 0, at: 0 },
  ];
  const tags = { 2: '2-b', 1: '1-a', 0: '0-z' };
  expect(await presence(commits, '1-a', '2-b', tags)).toEqual({ commit: '1', since: 40, left: 70, behind: [] });
  expect(await presence(commits, '3-c', '2-b', tags)).toBeNull();
});

test('a tag that another part of its image was written beside came with the first', async () => {
  const commits: Given[] = [
    { id: 2, at: 70, wrote: ['1-a', '1-a'] },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '1-a')).toEqual({ commit: '1', since: 40, left: null, behind: ['2'] });
});

test('the commits of the branch are told that had the tag, and none of what a merge brought', async () => {
  // 5 replaces what 1 wrote; 4 merges 3, which is beside the branch.
  const commits: Given[] = [
    { id: 6, at: 90 },
    { id: 5, at: 80, wrote: ['1-a', '2-b'] },
    { id: 4, parents: [2, 3], at: 70 },
    { id: 3, parents: [1], at: 60 },
    { id: 2, at: 50 },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '2-b')).toEqual({ commit: '1', since: 40, left: 80, behind: ['2', '4'] });
});

test('what somebody put back by hand counts from then', async () => {
  const commits: Given[] = [
    { id: 3, at: 90 },
    { id: 2, at: 70, wrote: ['1-a', '2-b'] },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '1-a', { 2: '2-b' })).toEqual({
    commit: '3',
    since: 90,
    left: null,
    behind: [],
  });
});

test('what a squash without trailers took away and brought back counts from then', async () => {
  // 2 rolls back to what was before, and 4 brings it again, both by a request whose text a squash took.
  const commits: Given[] = [
    { id: 5, at: 100 },
    { id: 4, at: 90 },
    { id: 3, at: 80 },
    { id: 2, at: 70 },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  const tags = { 5: '1-a', 4: '1-a', 3: '0-z', 2: '0-z', 1: '1-a' };
  expect(await presence(commits, '1-a', '1-a', tags)).toEqual({ commit: '4', since: 90, left: null, behind: ['5'] });
});

test('what somebody replaced by hand, before a bump did, left then', async () => {
  const commits: Given[] = [
    { id: 3, at: 90, wrote: ['2-h', '3-c'] },
    { id: 2, at: 50 },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  const tags = { 3: '3-c', 2: '2-h', 1: '1-a' };
  expect(await presence(commits, '1-a', '3-c', tags)).toEqual({ commit: '1', since: 40, left: 50, behind: [] });
});

test('a change by hand of anything else is none of its tag', async () => {
  const commits: Given[] = [
    { id: 2, at: 70 },
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  const tags = { 2: '1-a', 1: '1-a' };
  expect(await presence(commits, '1-a', '1-a', tags)).toEqual({ commit: '1', since: 40, left: null, behind: ['2'] });
});

test('what somebody replaced by hand left at a time that nobody knows', async () => {
  const commits: Given[] = [
    { id: 1, at: 40, wrote: ['0-z', '1-a'] },
    { id: 0, at: 0 },
  ];
  expect(await presence(commits, '1-a', '9-h')).toEqual({ because: 'somebody replaced it by hand' });
});

test('a history that is longer than is read says that it does not say', async () => {
  const commits = Array.from({ length: 1_000 }, (_, index): Given => ({ id: 2_000 - index, at: 0 }));
  expect(await presence(commits, '1-a', '9-h')).toEqual({ because: 'the last 1000 commits of dev do not say' });
  const known = [...commits.slice(0, 200), { id: 1_800, at: 0, wrote: ['0-z', '1-a'] as [string, string] }];
  const all = Object.fromEntries(known.map(({ id }) => [id, '1-a']));
  expect(await presence(known, '1-a', '1-a', all)).toEqual({
    because: 'the last 100 changes of its files on dev do not say',
  });
  const same = Object.fromEntries(commits.map(({ id }) => [id - 1, '1-a']));
  expect(await presence(commits, '1-a', '1-a', same)).toEqual({
    because: 'the last 100 changes of its files on dev do not say',
  });
});
