import { describe, expect, test } from '@jest/globals';
import { readRecords, remembered } from '@rollcall/domain/bump/branch-records';
import type { PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import { numbered } from '../deploy-branch/branch-in-memory.ts';

const one = '1'.repeat(40);

test('a commit that is the last one to be asked is enough', async () => {
  async function* commits() {
    for (let index = 1; index < 1_000; index += 1) yield { commit: numbered(index), parents: [], at: 0, message: 's' };
    const message = `s\n\nBump-Source: example/shop@${one}\nBump-Service: a v0 -> v1\n`;
    yield { commit: numbered(0), parents: [], at: 0, message };
  }
  const asked = { sources: [{ service: 'a', tag: 'v1' }], holds: false };
  const { sources, complete } = await readRecords(commits(), asked);
  expect(sources.get('a')?.get('v1')).toMatchObject({ source: `example/shop@${one}` });
  expect(complete).toBe(true);
});

/** A commit whose holds are the tags of one service; `on` is the parent that it says it has. */
function commit(id: number, parents: number[], says: { holds?: string[]; releases?: string[]; on?: number } = {}) {
  const { holds = [], releases = [], on } = says;
  const trailers = [
    ...(on === undefined ? [] : [`Bump-Parent: ${on}`]),
    ...releases.map((tag) => `Bump-Release: prod cart ${tag}`),
    ...holds.map((tag) => `Bump-Hold: prod cart ${tag}`),
  ];
  const message = `s\n\n${trailers.join('\n')}`;
  return { commit: numbered(id), parents: parents.map(numbered), at: 0, message };
}

/** The tags that are held by a history, and how many commits were read for it. */
async function heldBy(commits: readonly PastCommit[]) {
  let read = 0;
  async function* history() {
    for (const one of commits) {
      read += 1;
      yield one;
    }
  }
  const { holds, knowsHolds } = await readRecords(history(), { sources: [], holds: true });
  return { tags: holds.map(({ tag }) => tag).sort(), read, knowsHolds };
}

describe('holds are read', () => {
  test('from the newest commit alone, where its parent is the one that it was planned on', async () => {
    const history = [commit(3, [2], { on: 2, holds: ['b'] }), commit(2, [1], { on: 1, holds: ['a'] }), commit(1, [])];
    expect(await heldBy(history)).toEqual({ tags: ['b'], read: 1, knowsHolds: true });
  });

  test('past commits of somebody else', async () => {
    const history = [commit(3, [2]), commit(2, [1], { on: 1, holds: ['a'] }), commit(1, [], { holds: ['x'] })];
    expect(await heldBy(history)).toEqual({ tags: ['a'], read: 2, knowsHolds: true });
  });

  test('past one that was squashed or rebased, whose own holds count, and whose releases do', async () => {
    const squashed = commit(4, [3], { on: 1, holds: ['c'], releases: ['a'] });
    const history = [squashed, commit(3, [2], { on: 2, holds: ['a', 'b'] }), commit(2, [1]), commit(1, [])];
    expect(await heldBy(history)).toEqual({ tags: ['b', 'c'], read: 2, knowsHolds: true });
  });

  test('from both sides of a merge: a request that was begun before a roll-back hides none', async () => {
    const history = [
      commit(5, [4, 3]),
      commit(4, [2], { on: 2, holds: ['a'] }), // the roll-back
      commit(3, [2], { on: 2 }), // the request
      commit(2, [1], { on: 1 }),
    ];
    expect(await heldBy(history)).toEqual({ tags: ['a'], read: 3, knowsHolds: true });
    // By clocks the request may be the newer one.
    expect(await heldBy([history[0], history[2], history[1], history[3]].flatMap((one) => one ?? []))).toEqual({
      tags: ['a'],
      read: 3,
      knowsHolds: true,
    });
  });

  test('no further than what a commit that tells all has behind it', async () => {
    // 6 is a merge of the main branch (5, 2) behind the deploy branch (4), which had merged 2 before (3).
    const commits = [
      commit(6, [4, 5]),
      commit(5, [2]),
      commit(4, [3], { on: 3, holds: ['b'] }),
      commit(3, [1, 2], { holds: ['a'] }),
      commit(2, [0], { holds: ['old'] }),
      commit(1, [0], { holds: ['older'] }),
      commit(0, []),
    ];
    expect(await heldBy(commits)).toEqual({ tags: ['b'], read: 4, knowsHolds: true });
    // A fetch may bring a parent before its child. That never loses a hold.
    const [head, ...rest] = commits;
    for (let turn = 0; turn < rest.length; turn += 1) {
      const turned = [...rest.slice(turn), ...rest.slice(0, turn)];
      expect((await heldBy([head, ...turned].flatMap((one) => one ?? []))).tags).toContain('b');
    }
  });

  test('of a release and a later hold of the same tag, the newer wins', async () => {
    const held = [commit(3, [2], { holds: ['a'] }), commit(2, [1], { releases: ['a'] }), commit(1, [])];
    expect((await heldBy(held)).tags).toEqual(['a']);
    const released = [commit(3, [2], { releases: ['a'] }), commit(2, [1], { holds: ['a'] }), commit(1, [])];
    expect((await heldBy(released)).tags).toEqual([]);
  });

  test('in no more than 1000 commits, and says so', async () => {
    const history = Array.from({ length: 1_100 }, (_, index) => commit(2_000 - index, [1_999 - index]));
    expect(await heldBy(history)).toEqual({ tags: [], read: 1_000, knowsHolds: false });
  });
});

test('a history that is remembered asks for each commit once', async () => {
  let asked = 0;
  async function* history() {
    for (let id = 3; id > 0; id -= 1) {
      asked += 1;
      yield commit(id, []);
    }
  }
  const twice = remembered(history());
  for await (const { commit: id } of twice) if (id === numbered(2)) break;
  const ids: string[] = [];
  for await (const { commit: id } of twice) ids.push(id);
  expect([ids, asked]).toEqual([['3', '2', '1'], 3]);
});
