import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { gitEnvironment, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';

// What every other test of GitHub stands on: that the loopback GitHub behaves as GitHub does.

const token = 'ghs_secret';
let origin: Repository;
let server: GitHubServer;
let first: string;

beforeEach(async () => {
  const work = initRepository();
  first = work.commit({ 'a.txt': 'a\n', 'bin/run.sh': '#!/bin/sh\n' });
  origin = initRepository({ bare: true });
  work.git('push', '--quiet', origin.directory, 'main');
  server = await startGitHubServer(origin, { token });
});

afterEach(() => server.close());

async function ask(method: string, url: string, body?: unknown, authorization = `token ${token}`) {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { authorization }, redirect: 'manual', ...content });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function rest(method: string, path: string, body?: unknown) {
  return ask(method, `${server.apiUrl}/repos/example/shop${path}`, body);
}

function graphql(query: string, variables: unknown = {}) {
  return ask('POST', server.graphqlUrl, { query, variables });
}

function commitFiles(expectedHeadOid: string, contents: string, more: Record<string, unknown> = {}) {
  const branch = { repositoryNameWithOwner: 'example/shop', branchName: 'main' };
  const additions = [{ path: 'a.txt', contents }];
  return graphql(
    'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid message } } }',
    { input: { branch, expectedHeadOid, message: { headline: 'h', body: 'b' }, fileChanges: { additions }, ...more } },
  );
}

describe('createCommitOnBranch', () => {
  test('compares and swaps: of two writers of one head the second is stale', async () => {
    const won = await commitFiles(first, Buffer.from('b\n').toString('base64'));
    const oid = origin.git('rev-parse', 'main');
    expect(won.body).toEqual({ data: { createCommitOnBranch: { commit: { oid, message: 'h\n\nb' } } } });
    const lost = await commitFiles(first, Buffer.from('c\n').toString('base64'));
    expect(lost).toMatchObject({ status: 200, body: { data: { createCommitOnBranch: null } } });
    expect(lost.body.errors).toMatchObject([
      { type: 'STALE_DATA', message: `Expected branch to point to "${first}" but it did not.  Pull and try again.` },
    ]);
    expect(origin.git('cat-file', 'blob', 'main:a.txt')).toBe('b');
    expect(server.problems).toEqual([]);
  });

  test('replaces whole files, deletes, and leaves the rest', async () => {
    await commitFiles(first, '', { fileChanges: { deletions: [{ path: 'a.txt' }], additions: [] } });
    expect(origin.git('ls-tree', '-r', '--name-only', 'main')).toBe('bin/run.sh');
  });

  test.each([
    ['contents that are not base64', { fileChanges: { additions: [{ path: 'a', contents: '%' }] } }, 'UNPROCESSABLE'],
    ['another repository', { branch: { repositoryNameWithOwner: 'a/b', branchName: 'main' } }, 'NOT_FOUND'],
    ['no such branch', { branch: { repositoryNameWithOwner: 'example/shop', branchName: 'x' } }, 'NOT_FOUND'],
  ])('%s', async (_, more, type) => {
    expect((await commitFiles(first, '', more)).body.errors).toMatchObject([{ type }]);
    expect(origin.git('rev-parse', 'main')).toBe(first);
  });
});

describe("what GitHub's published schemas do not have is a problem", () => {
  test.each([
    ['a field', '{ repository(owner: "example", name: "shop") { nonsense } }', {}],
    ['an argument', '{ repository(owner: "example") { name } }', {}],
    ['a variable', 'query ($o: String!) { repository(owner: $o, name: "shop") { id } }', {}],
  ])('GraphQL: %s', async (_, query, variables) => {
    const { status, body } = await graphql(query, variables);
    expect(status).toBe(200);
    expect(body.errors).toHaveLength(1);
    expect(server.problems).toHaveLength(1);
  });

  test.each<[string, string, string, unknown]>([
    ['a parameter', 'GET', '/pulls?heads=x', undefined],
    ['a property that is required', 'POST', '/git/refs', { ref: 'refs/heads/x' }],
    ['a type', 'POST', '/pulls', { head: 'x', base: 'main', title: 1 }],
    ['an address', 'GET', '/nonsense', undefined],
  ])('REST: %s', async (_, method, path, body) => {
    await rest(method, path, body);
    expect(server.problems).toHaveLength(1);
  });
});

test('refs: made once, looked up by their whole name', async () => {
  const made = await rest('POST', '/git/refs', { ref: 'refs/heads/a/b', sha: first });
  expect(made).toMatchObject({ status: 201, body: { ref: 'refs/heads/a/b', object: { sha: first } } });
  const again = await rest('POST', '/git/refs', { ref: 'refs/heads/a/b', sha: first });
  expect(again).toMatchObject({ status: 422, body: { message: 'Reference already exists' } });
  const inside = await rest('POST', '/git/refs', { ref: 'refs/heads/a', sha: first });
  expect(inside).toMatchObject({ status: 422, body: { message: 'Reference update failed' } });
  expect((await rest('GET', '/git/ref/heads%2Fa%2Fb')).body.object.sha).toBe(first);
  expect((await rest('GET', '/git/ref/heads%2Fa')).status).toBe(404);
  expect(server.problems).toEqual([]);
});

test('lists come in pages, linked to each other', async () => {
  for (let number = 1; number <= 5; number += 1)
    server.state.runs.push({
      ...{ id: number, workflow: { id: 7, path: '.github/workflows/x.yml' }, number, branch: 'main' },
      ...{ commit: first, conclusion: 'success', createdAt: '2026-11-02T10:00:00Z' },
    });
  const { headers, body } = await rest('GET', '/actions/workflows/x.yml/runs?per_page=2&page=2');
  expect(body).toMatchObject({ total_count: 5, workflow_runs: [{ id: 3 }, { id: 4 }] });
  const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? '';
  const last = await ask('GET', next);
  expect(last.body.workflow_runs).toMatchObject([{ id: 5 }]);
  expect(last.headers.get('link')).toBeNull();
  expect(server.problems).toEqual([]);
});

test('git and the interfaces share one repository, one token and one origin', async () => {
  const directory = join(temporaryFolder('clone'), 'shop');
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const git = (...args: string[]): Promise<string> => runGit(['-c', `http.extraheader=${header}`, ...args]);
  await git('clone', '--quiet', server.repositoryUrl, directory);
  await git('-C', directory, 'commit', '--quiet', '--allow-empty', '--message', 'pushed');
  await git('-C', directory, 'push', '--quiet', 'origin', 'main');
  const pushed = (await rest('GET', '/git/ref/heads%2Fmain')).body.object.sha;
  expect(pushed).toBe(origin.git('rev-parse', 'main'));
  expect(pushed).not.toBe(first);
  await expect(runGit(['ls-remote', server.repositoryUrl])).rejects.toThrow();
  expect((await ask('GET', `${server.apiUrl}/repos/example/shop`, undefined, 'token wrong')).status).toBe(401);
});

test('what is frozen is read as it was, until it thaws', async () => {
  server.freezeReads();
  await commitFiles(first, '');
  const header = `http.extraheader=AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const head = async () => (await runGit(['-c', header, 'ls-remote', server.repositoryUrl, 'main'])).slice(0, 40);
  expect(await head()).toBe(first);
  server.thawReads();
  expect(await head()).toBe(origin.git('rev-parse', 'main'));
});

test('a fault happens as often as it was asked for, and the transcript tells', async () => {
  server.fail('GET /repos/{owner}/{repo}', faults.tooManyRequests(3));
  const limited = await rest('GET', '');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
  await rest('GET', '');
  expect(server.transcript()).toEqual(['GET /repos/{owner}/{repo} 429', 'GET /repos/{owner}/{repo} 200']);
  expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/v3/repos/example/shop' });
});

test("GitHub's client is loaded where a call is made, not with the adapters", () => {
  const folder = join(import.meta.dirname, '../../packages/adapters/src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts.filter((text) => /^import .*'@actions\/github'|from '@octokit/m.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes("await import('@actions/github')"))).toHaveLength(1);
});

/** Not in this process's only thread: the server answers from it. */
function runGit(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { env: { ...gitEnvironment, GIT_TERMINAL_PROMPT: '0' } }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
