import { describe, expect, test } from '@jest/globals';
import type { CommitOutcome, CommitSummary, DeployBranch, Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { writeBranch } from '@rollcall/domain/deploy-branch/write-branch';
import type { Tree } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { numbered } from './branch-in-memory.ts';

const notAsked = (): never => {
  throw new Error('nobody asks for it here');
};

/** A branch that answers each read and each commit with the next of a list. */
function scripted(reads: (number | null | Error)[], outcomes: CommitOutcome[], others: CommitSummary[] = []) {
  const branch: DeployBranch = {
    name: 'deploy',
    read: async () => {
      const read = reads.shift();
      if (read instanceof Error) throw read;
      if (read === undefined) return notAsked();
      return { head: read === null ? null : numbered(read), commit: numbered(read ?? 0), tree: memoryTree({}) };
    },
    commit: async () => outcomes.shift() ?? notAsked(),
    // What a server says of a branch that is not there is an error.
    removeAt: async () => true,
    commitsSince: async ({ head }) => (head === null ? notAsked() : others),
    history: notAsked,
    treeAt: (): Tree => notAsked(),
  };
  const said: string[] = [];
  let time = 1_000_000;
  const pace: Pace = {
    now: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
    random: () => 0.5,
  };
  const write = (left?: () => number) =>
    writeBranch({
      branch,
      pace: left === undefined ? pace : { ...pace, left },
      log: { progress: (text) => said.push(text), notice: notAsked, warning: notAsked },
      isOurs: (message) => message === 'ours',
      plan: async () => ({ plan: 'plan', files: new Map([['a', null]]), message: () => 'ours' }),
    });
  return { write, said };
}

const other: CommitSummary = {
  commit: numbered(7),
  verified: true,
  author: 'A Person',
  message: 'theirs',
};
const done = { commit: numbered(9), verified: true };

test('another try is announced, with the time until then', async () => {
  const { write, said } = scripted([1, 2, 3], ['moved', 'moved', done], [other]);
  expect(await write()).toEqual({ plan: 'plan', commit: done, attempts: 3 });
  expect(said).toEqual(['deploy moved; try 2 in 0.5 s', 'deploy moved; try 3 in 1.0 s']);
});

describe('a branch that cannot be read again', () => {
  const down = new ExternalError('the server is down');

  test('after a lost answer leaves open whether the commit is there', async () => {
    const error = await scripted([1, down], ['unknown'])
      .write()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject({
      message: 'whether the commit is on deploy is not known: the server is down',
      help: expect.stringContaining('Look at deploy, or run the job again: it writes nothing twice.'),
      cause: down,
    });
  });

  test('after somebody else was first leaves nothing open', async () => {
    await expect(scripted([1, down], ['moved']).write()).rejects.toBe(down);
  });

  test('for a mistake of ours says that mistake', async () => {
    const mistake = new TypeError('a mistake');
    await expect(scripted([1, mistake], ['unknown']).write()).rejects.toBe(mistake);
  });
});

test('a branch that is not there yet is not asked for its commits after a lost answer', async () => {
  expect(await scripted([null, null], ['unknown', done]).write()).toMatchObject({ commit: done, attempts: 2 });
});

describe('giving up', () => {
  test('when the run has no time left names who won, and says that nothing was written', async () => {
    const { write, said } = scripted([1, 2], ['moved'], [other]);
    await expect(write(() => 499)).rejects.toMatchObject({
      message: 'deploy moved under each of 1 try; the last to win was 7 by "A Person": "theirs"',
      help: expect.stringContaining('nothing was written'),
    });
    expect(said).toEqual([]);
  });

  test('when nobody is seen to have won says that too', async () => {
    await expect(scripted([1, 1], ['moved']).write(() => 0)).rejects.toMatchObject({
      message: 'deploy could not be written in 1 try',
      help: expect.stringContaining('nothing was written'),
    });
    await expect(scripted([1, 1], ['unknown']).write(() => 0)).rejects.toMatchObject({
      message: 'deploy could not be written in 1 try: no answer came back',
    });
  });
});
