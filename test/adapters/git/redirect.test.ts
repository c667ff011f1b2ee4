import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { ownTemporaryFolder } from '@rollcall/adapters/git/scratch';
import { serveGit } from '@rollcall/testkit/git-server';
import { initRepository } from '@rollcall/testkit/repository';
import { deployBranch, deployOrigin } from '../deploy-shop.ts';
import { gitOf } from '../git-of.ts';

const token = 'ghs_a-token-for-tests';
const origin = deployOrigin();
/** `HOST METHOD`, and the Authorization where there was one. */
let seen: string[] = [];
const servers: Server[] = [];
let first = '';

async function listen(server: Server, host: string): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const second = await listen(
    createServer((request, response) => {
      seen.push(`second ${request.method} ${request.headers.authorization ?? ''}`.trim());
      serveGit(dirname(origin.directory), request, response);
    }),
    'localhost',
  );
  first = await listen(
    createServer((request, response) => {
      seen.push(`first ${request.method}`);
      response.writeHead(301, { Location: `${second}${request.url}` }).end();
    }),
    '127.0.0.1',
  );
});
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});

const address = () => `${first}/${basename(origin.directory)}`;
const refused = {
  name: 'ExternalError',
  message: expect.stringContaining('The requested URL returned error: 301'),
  help: 'The server sends this address on to another one, where no token follows: use that address.',
};

test('a token is not sent to where a git server redirects', async () => {
  seen = [];
  const credential = { url: `${first}/`, token };
  const branch = await gitDeployBranch({
    folder: ownTemporaryFolder(),
    url: address(),
    branch: deployBranch,
    credential,
  });
  await expect(branch.read()).rejects.toMatchObject({
    name: 'ExternalError',
    message: expect.stringContaining('cannot be read: unable to access'),
    help: refused.help,
  });
  expect(seen).toEqual(['first GET']);
});

test('nor is a header that is configured', async () => {
  seen = [];
  const git = gitOf(initRepository().directory, {
    transport: [[`http.${first}/.extraheader`, `AUTHORIZATION: basic ${token}`]],
  });
  await expect(git.run(['ls-remote', address()])).rejects.toMatchObject(refused);
  expect(seen).toEqual(['first GET']);
});

test('nor is one that a checkout step left in the clone of a run', async () => {
  seen = [];
  const clone = initRepository();
  clone.git('config', `http.${first}/.extraheader`, `AUTHORIZATION: basic ${token}`);
  const git = gitOf(clone.directory, { mayHoldToken: true });
  await expect(git.run(['ls-remote', address()])).rejects.toMatchObject(refused);
  expect(seen).toEqual(['first GET']);
});

test('without a token a redirect is followed, as git does', async () => {
  seen = [];
  const git = gitOf(initRepository().directory);
  expect(String(await git.run(['ls-remote', address()]))).toContain(deployBranch);
  expect(seen).toEqual(['first GET', 'second GET', 'second POST']);
});
