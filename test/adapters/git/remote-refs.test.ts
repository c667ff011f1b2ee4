import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGit } from '@rollcall/adapters/git/command';
import { defaultBranch, hasBranch, unreadableHelp } from '@rollcall/adapters/git/remote-refs';
import { bareRepository } from '@rollcall/adapters/git/repository';
import { initRepository } from '@rollcall/testkit/repository';

// What is said of a repository that cannot be asked, to a person and to a run.

const server = createServer((_request, response) => void response.writeHead(500).end());
let url = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/deploy`;
});
afterAll(() => new Promise((done) => server.close(done)));

const gitWith = (token: string | undefined) =>
  createGit({
    repository: bareRepository(initRepository({ bare: true }).directory),
    ...(token === undefined ? {} : { credential: { url, token } }),
  });

const ofToken = /^Check the address, and that the token may read/;
const ofPerson = /^Check the address, and that git can read it from here: "git ls-remote http:/;

describe.each([
  ['a token', 'a-token', ofToken],
  ['no token', undefined, ofPerson],
  ['an empty one', '', ofPerson],
])('with %s', (_title, token, help) => {
  test.each([
    ['the default branch', () => defaultBranch(gitWith(token), url)],
    ['a branch', () => hasBranch(gitWith(token), { remote: url, url }, 'main')],
  ])('%s cannot be asked for', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/acme\/deploy cannot be read: /),
      help: expect.stringMatching(help),
    });
  });
});

test('what names the address is named', () => {
  expect(unreadableHelp({ hasToken: false }, 'URL', 'the address in source-repositories')).toBe(
    'Check the address in source-repositories, and that git can read it from here: "git ls-remote URL" tells. In a workflow, give a token that may read it.',
  );
});

test('an address is one word of the command that a person copies', () => {
  const help = unreadableHelp({ hasToken: false }, 'https://git.example/a/$(printf MARKER);b');
  expect(help).toContain(`"git ls-remote 'https://git.example/a/$(printf MARKER);b'" tells`);
});

test('a branch is there or is not', async () => {
  const origin = initRepository();
  origin.commit({ a: '' });
  const asked = { remote: origin.directory, url: 'https://git.example/a' };
  expect(await hasBranch(gitWith(undefined), asked, 'main')).toBe(true);
  expect(await hasBranch(gitWith(undefined), asked, 'mai')).toBe(false);
});
