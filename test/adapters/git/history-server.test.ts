import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { checkoutFreeGit } from '@rollcall/adapters/git/scratch';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

const token = 'ghs_a-token-for-tests';
const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
const header = `AUTHORIZATION: basic ${basic}`;

const origin = initRepository({ bare: true });
const author = initRepository();
author.git('remote', 'add', 'origin', origin.directory);
const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}.txt`, `content ${index}`]));
const first = author.commit(files);
const head = author.commit({ 'f0.txt': 'changed' });
author.git('push', '-q', 'origin', 'main');

let server: GitServer;
beforeAll(async () => {
  server = await startGitServer(dirname(origin.directory), { token });
});
afterAll(() => server.close());

const url = () => `${server.url}/${basename(origin.directory)}`;

/** A depth-1 clone of the server's, with what a checkout step leaves in its configuration. */
function clone(configure: (clone: Repository) => void): Repository {
  const made = cloneRepository(origin, { depth: 1 });
  made.git('remote', 'set-url', 'origin', url());
  configure(made);
  return made;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

describe('a clone of a private repository', () => {
  const persisted: [string, (made: Repository) => void][] = [
    ['in the configuration', (made) => made.git('config', `http.${server.url}/.extraheader`, header)],
    [
      'in a file that is included for this clone only',
      (made) => {
        const file = join(temporaryFolder(), 'credentials.config');
        writeFileSync(file, `[http "${server.url}/"]\n\textraheader = ${header}\n`);
        made.git('config', `includeIf.gitdir:${made.directory}/.git.path`, file);
      },
    ],
  ];

  test.each(persisted)(
    'uses the credential that checkout left %s, and writes it nowhere',
    async (_where, configure) => {
      const folder = temporaryFolder();
      const git = gitOf(clone(configure).directory);
      const history = gitHistory(git, { temporaryFolder: () => folder });
      expect(await history.commit(first)).toEqual({ id: first, parents: [] });
      expect(filesBelow(folder).filter((text) => text.includes(basic) || text.includes(token))).toEqual([]);
    },
  );

  test('uses the token it is given, also where checkout left an old one', async () => {
    const stale = clone((made) => made.git('config', `http.${server.url}/.extraheader`, 'AUTHORIZATION: basic b2xk'));
    const git = gitOf(stale.directory, { credential: { url: `${server.url}/`, token } });
    expect(await gitHistory(git).commit(first)).toEqual({ id: first, parents: [] });
  });

  test('without a credential cannot know, and says why', async () => {
    const git = gitOf(clone(() => {}).directory);
    expect(await gitHistory(git).commit(first)).toEqual({ because: expect.stringMatching(/wants a login/) });
    expect(await gitHistory(git).branch('main')).toEqual({ because: expect.stringMatching(/wants a login/) });
    expect(await gitHistory(git).commit('HEAD')).toMatchObject({ id: head });
  });
});

test('a job without checkout asks for one commit, then for all wanted blobs at once', async () => {
  const folder = temporaryFolder();
  const packs = () => server.requests.filter((request) => request.startsWith('POST') && request.endsWith('200')).length;
  const before = packs();
  const git = await checkoutFreeGit({ url: url(), sha: head, token, directory: folder });
  // With the second protocol a fetch is two requests: which refs there are, and the pack.
  const perFetch = packs() - before;
  expect(perFetch).toBeLessThanOrEqual(2);
  const contents = await gitHistory(git).tree(head).read(Object.keys(files));
  expect(contents.size).toBe(30);
  expect(packs() - before).toBeLessThanOrEqual(2 * perFetch);
  expect(filesBelow(folder).filter((text) => text.includes(basic) || text.includes(token))).toEqual([]);
});
