import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { type Change, changedServices } from '@rollcall/domain/changes/changed-services';
import type { Event } from '@rollcall/domain/changes/compare';
import type { Log } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { cloneRepository, initRepository } from '@rollcall/testkit/repository';
import { gitOf } from '../../adapters/git-of.ts';

const dockerfile = 'FROM scratch\n';
const shop = {
  'services/cart/Dockerfile': dockerfile,
  'services/order/Dockerfile': dockerfile,
  'services/coupon-service/Dockerfile': dockerfile,
};

/** An origin whose main loses a service in its second commit, and gets another one in its third. */
function shrunk() {
  const origin = initRepository({ bare: true });
  const author = initRepository();
  author.git('remote', 'add', 'origin', origin.directory);
  const base = author.commit(shop);
  const gone = author.commit({ 'services/coupon-service': null });
  const head = author.commit({ 'services/new/Dockerfile': dockerfile });
  author.git('push', '-q', 'origin', 'main');
  return { origin, author, base, gone, head };
}

/** Asks it of a clone, about its checked out files. */
async function ask(directory: string, change: Change, config = {}): Promise<{ names: string[]; notices: string[] }> {
  const { removed, notices } = await askAll(directory, change, config);
  return { names: removed, notices };
}

async function askAll(directory: string, change: Change, config = {}) {
  const notices: string[] = [];
  const log: Log = {
    progress: () => {},
    notice: (message) => notices.push(message),
    warning: (message) => notices.push(`warning: ${message}`),
  };
  const history = gitHistory(gitOf(directory));
  const commit = await history.commit('HEAD');
  if (!('id' in commit)) throw new Error('no HEAD');
  return { ...(await changedServices(change, history.tree(commit.id), config, { history, log })), notices };
}

function push(before: string | null, after: string, more: Partial<Event & { kind: 'push' }> = {}): Event {
  const main = { kind: 'push', ref: 'refs/heads/main', defaultBranch: 'main', bringsCommits: true } as const;
  return { ...main, before, after, forced: false, ...more };
}

describe('services deleted in the change under review', () => {
  test('of a push, in a clone of any depth', async () => {
    const { origin, author, base, gone, head } = shrunk();
    const shallow = cloneRepository(origin, { depth: 1 });
    for (const { directory } of [author, shallow]) {
      expect(await ask(directory, { event: push(base, head), of: 'checkout' })).toEqual({
        names: ['coupon-service'],
        notices: [],
      });
      expect(await ask(directory, { event: push(gone, head), of: 'checkout' })).toEqual({ names: [], notices: [] });
    }
  });

  test('of a pull request: since it left its base', async () => {
    const { author, base, gone } = shrunk();
    author.git('checkout', '-q', '-b', 'request', base);
    const headSha = author.commit({ 'services/order': null });
    const event: Event = { kind: 'pull_request', baseSha: gone, headSha, mergeSha: null };
    expect(await ask(author.directory, { event, of: 'checkout' })).toEqual({ names: ['order'], notices: [] });
  });

  test('of a pull request that is checked out merged into its base, without more history than that', async () => {
    const { origin, author, base } = shrunk();
    author.git('checkout', '-q', '-b', 'request', base);
    const headSha = author.commit({ 'services/order': null });
    author.git('checkout', '-q', 'main');
    const baseSha = author.commit({ 'services/late/Dockerfile': dockerfile });
    author.git('merge', '-q', '--no-ff', '-m', 'merge', 'request');
    const mergeSha = author.git('rev-parse', 'HEAD').trim();
    author.git('push', '-q', 'origin', 'main:merged');
    const shallow = cloneRepository(origin, { depth: 1, branch: 'merged' });
    const event: Event = { kind: 'pull_request', baseSha, headSha, mergeSha };
    expect(await ask(shallow.directory, { event, of: 'checkout' })).toEqual({ names: ['order'], notices: [] });
    // The branch of the request never had what its base got in the meantime.
    author.git('checkout', '-q', 'request');
    expect(await ask(author.directory, { event, of: 'branch' })).toEqual({ names: ['order'], notices: [] });
  });

  test('since a revision that somebody names', async () => {
    const { author, base } = shrunk();
    expect(await ask(author.directory, { base })).toEqual({ names: ['coupon-service'], notices: [] });
    expect(await ask(author.directory, { base: 'HEAD~1' })).toEqual({ names: [], notices: [] });
    await expect(ask(author.directory, { base: 'mian' })).rejects.toThrow(UserError);
  });

  test('and those that it adds', async () => {
    const { author, base, gone, head } = shrunk();
    const added = async (change: Change) => (await askAll(author.directory, change)).added;
    expect(await added({ base })).toEqual(['new']);
    expect(await added({ event: push(gone, head), of: 'checkout' })).toEqual(['new']);
    expect(await added({ base: 'HEAD' })).toEqual([]);
    expect(await added({ event: { kind: 'schedule', head }, of: 'checkout' })).toEqual([]);
    author.commit({ 'services/new/values.yaml': 'a: 1\n' });
    expect(await added({ base: 'HEAD~1' })).toEqual([]);
    author.commit({ 'services/late/Dockerfile': dockerfile });
    expect(await added({ base: 'HEAD~1' })).toEqual(['late']);
  });

  test('also where the change writes it down as removed', async () => {
    const { author, base } = shrunk();
    const config = { 'removed-services': ['coupon-service'] };
    expect((await ask(author.directory, { base }, config)).names).toEqual(['coupon-service']);
  });

  test('not those that lost their Dockerfile only', async () => {
    const author = initRepository();
    const base = author.commit({ ...shop, 'services/order/main.go': 'package main\n' });
    author.commit({ 'services/order/Dockerfile': null, 'services/cart/Dockerfile': null });
    expect((await ask(author.directory, { base })).names).toEqual(['cart']);
  });

  test('events that bring no change have none, and say nothing', async () => {
    const { author, head } = shrunk();
    const events: Event[] = [
      { kind: 'schedule', head },
      { kind: 'workflow_dispatch', head },
      { kind: 'other', name: 'issues', head },
      { kind: 'none' },
      push(null, head, { ref: 'refs/tags/v1' }),
    ];
    for (const event of events)
      expect(await ask(author.directory, { event, of: 'checkout' })).toEqual({ names: [], notices: [] });
  });

  test('history that nobody has is a notice, and nothing more', async () => {
    const { author, head } = shrunk();
    const lost = '1'.repeat(40);
    const events: Event[] = [
      push(lost, head),
      push(null, head),
      { kind: 'merge_group', baseSha: lost, headSha: head },
      { kind: 'pull_request', baseSha: lost, headSha: head, mergeSha: null },
      { kind: 'pull_request', baseSha: head, headSha: lost, mergeSha: null },
    ];
    for (const event of events) {
      const { names, notices } = await ask(author.directory, { event, of: 'checkout' });
      expect(names).toEqual([]);
      expect(notices).toEqual([expect.stringMatching(/^Which services this change deletes is not known: .+\.$/)]);
    }
  });

  test('one of two folders of one name', async () => {
    const author = initRepository();
    const base = author.commit({ ...shop, 'apps/cart/Dockerfile': dockerfile });
    const head = author.commit({ 'apps/cart': null });
    const { names, notices } = await ask(author.directory, { event: push(base, head), of: 'checkout' });
    expect(names).toEqual(['apps-cart']);
    expect(notices).toEqual([]);
  });
});
