import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { remoteRepository } from '@rollcall/adapters/git/source-repository';
import { severalSources, unknownSources } from '@rollcall/domain/bump/source-history';
import { initRepository, temporaryFolder } from '@rollcall/testkit/repository';

const temporaryFolderOnce = () => temporaryFolder('sources');

/** A repository on a server with two commits in a row, and one beside them. */
function remote(name: string) {
  const origin = initRepository({ bare: true });
  const work = initRepository();
  const older = work.commit({ [`services/${name}/Dockerfile`]: 'FROM scratch\n' });
  const newer = work.commit({ [`services/${name}/main.go`]: 'package main\n' });
  work.git('checkout', '--quiet', '-b', 'side', older);
  const side = work.commit({ side: name });
  work.git('push', '--quiet', `file://${origin.directory}`, 'main', 'side');
  const sources = remoteRepository({
    namedBy: 'source-repositories',
    url: `file://${origin.directory}`,
    temporaryFolder: temporaryFolderOnce,
  });
  return { ...sources, older, newer, side };
}

test('commits are compared without a clone, whole or by their first digits', async () => {
  const { history, older, newer, side } = remote('pay');
  expect(await history.compare(older, newer)).toBe('older');
  expect(await history.compare(newer.slice(0, 7), older.slice(0, 7))).toBe('newer');
  expect(await history.compare(side.slice(0, 9), newer)).toBe('diverged');
  expect(await history.compare('f'.repeat(40), newer)).toMatchObject({ because: expect.any(String) });
});

test('the files of its default branch are read', async () => {
  const { tree } = remote('pay');
  const files = await tree();
  expect((await files.list()).map(({ path }) => path)).toEqual(['services/pay/Dockerfile', 'services/pay/main.go']);
  expect([...(await files.read(['services/pay/Dockerfile'])).values()].map(String)).toHaveLength(1);
});

test('a repository that cannot be read is no reason to end: its history is not known, and its files are an error', async () => {
  const url = `file://${join(temporaryFolder('none'), 'nothing')}`;
  const { history, tree } = remoteRepository({
    namedBy: 'source-repositories',
    url,
    temporaryFolder: temporaryFolderOnce,
  });
  expect(await history.compare('a'.repeat(40), 'b'.repeat(40))).toEqual({
    because: expect.stringContaining(`${url} cannot be read`),
  });
  await expect(tree()).rejects.toThrow('cannot be read');
  const empty = initRepository({ bare: true });
  const nothing = remoteRepository({
    namedBy: 'source-repositories',
    url: `file://${empty.directory}`,
    temporaryFolder: temporaryFolderOnce,
  });
  await expect(nothing.tree()).rejects.toThrow('is empty: it has no branch');
});

test('of several repositories each compares its own commits', async () => {
  const [shop, pay] = [remote('web'), remote('pay')];
  const asked: string[] = [];
  const counted = (name: string, history: typeof pay.history) => ({
    compare: (a: string, b: string) => {
      asked.push(name);
      return history.compare(a, b);
    },
  });
  const all = severalSources(unknownSources('not here'), [
    { name: 'acme/shop', history: counted('shop', shop.history) },
    { name: 'acme/pay', history: counted('pay', pay.history) },
  ]);
  // What is recorded tells the repository, in whatever case; without a record each is asked.
  expect(await all.compare(pay.older, pay.newer, 'Acme/Pay')).toBe('older');
  expect(asked.splice(0)).toEqual(['pay']);
  expect(await all.compare(pay.newer.slice(0, 8), pay.older.slice(0, 8))).toBe('newer');
  expect(asked.splice(0)).toEqual(['shop', 'pay']);
  expect(await all.compare(shop.older, pay.newer)).toMatchObject({ because: expect.stringContaining('not here; ') });
});
