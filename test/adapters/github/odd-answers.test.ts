import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitHubApi, githubApi } from '@rollcall/adapters/github/api';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { openStickyComment } from '@rollcall/adapters/github/comment';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { lastSuccessfulRun } from '@rollcall/adapters/github/runs';
import { openNetwork } from '@rollcall/adapters/network/network';

const pace = { now: () => 0, random: () => 0.5, sleep: async () => {} };
const log = { progress: () => {}, notice: () => {}, warning: () => {} };
const commit = 'a'.repeat(40);

let close = (): void => {};
afterEach(() => close());

interface Odd {
  body: unknown;
  headers?: Record<string, string>;
}

/** The API of a server that answers as told. */
async function apiThat(
  answer: (request: IncomingMessage, count: number) => Odd,
): Promise<{ api: GitHubApi; asked(): number }> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const { body, headers = { 'Content-Type': 'application/json' } } = answer(request, count);
    request.resume();
    response.writeHead(200, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const network = openNetwork({ timeout: '60s', allowInsecure: undefined });
  const api = githubApi({
    apiUrl,
    graphqlUrl: `${apiUrl}/graphql`,
    repository: 'example/shop',
    token: 't',
    network,
    pace,
    log,
  });
  return { api, asked: () => count };
}

const page = { body: '<html>log in</html>', headers: { 'Content-Type': 'text/html' } };
const next = { 'Content-Type': 'application/json', Link: '<http://127.0.0.1/more>; rel="next"' };

describe('a list that never ends', () => {
  test('of runs is read as far as GitHub lists them', async () => {
    const { api, asked } = await apiThat(({ url }) => ({
      body: url?.endsWith('/runs/7') ? { workflow_id: 1, head_branch: 'main', event: 'push' } : { workflow_runs: [] },
      headers: next,
    }));
    expect(await lastSuccessfulRun(api, '7')).toBeNull();
    expect(asked()).toBe(21);
  });

  test('of comments is an error', async () => {
    const comments = { nodes: [], pageInfo: { hasNextPage: true, endCursor: 'the same' } };
    const { api, asked } = await apiThat(() => ({
      body: { data: { repository: { pullRequest: { id: 'a', comments } } } },
    }));
    await expect(openStickyComment(api, 1, 'x')).rejects.toThrow(/lists more than 5000 comments/);
    expect(asked()).toBe(50);
  });

  test('of statuses is not known', async () => {
    const statuses = Array.from({ length: 100 }, (_, at) => ({ context: `c${at}`, state: 'success' }));
    const { api } = await apiThat(() => ({ body: { statuses }, headers: next }));
    expect(await githubChecks(api).of(commit)).toEqual({ because: 'the commit has more than 500 of them' });
  });
});

describe('an answer of another form', () => {
  test.each<[string, Odd]>([
    ['a page', page],
    ['nothing', { body: '' }],
    ['half of it', { body: '{"statuses": [' }],
    ['a text', { body: '"statuses"' }],
    ['a list in the place of an object', { body: [] }],
    ['an object in the place of the list', { body: { statuses: {} } }],
    ['a status without a name', { body: { statuses: [{ state: 'success' }], check_runs: [] } }],
    ['a number in the place of a name', { body: { statuses: [{ context: 1, state: 'failure' }], check_runs: [] } }],
    ['a check run without a name', { body: { statuses: [], check_runs: [{ status: 'completed' }] } }],
  ])('%s is no commit of which nothing is said', async (_form, odd) => {
    const { api } = await apiThat(() => odd);
    expect(await githubChecks(api).of(commit)).toEqual({ because: expect.any(String) });
  });

  test.each<[string, unknown]>([
    ['no nodes', {}],
    ['a text', 'nodes'],
    ['a node without a name', { nodes: [{ __typename: 'CheckRun', status: 'COMPLETED', conclusion: 'FAILURE' }] }],
  ])('of several commits, %s leaves one out, which is asked for alone', async (_form, contexts) => {
    const rollup = { statusCheckRollup: { contexts } };
    const { api } = await apiThat(() => ({
      body: { data: { repository: { c0: rollup, c1: { statusCheckRollup: null } } } },
    }));
    const told = await githubChecks(api).several?.([commit, 'b'.repeat(40)]);
    expect([...(told ?? [])]).toEqual([['b'.repeat(40), []]]);
  });

  test.each<[string, Odd]>([
    ['a page', page],
    ['an object', { body: {} }],
    [
      'a number as a text',
      {
        body: [
          {
            number: '1',
            html_url: 'x',
            node_id: 'x',
            state: 'open',
            head: { ref: 'a', repo: { full_name: 'example/shop' } },
          },
        ],
      },
    ],
  ])('%s is no list of pull requests', async (_form, odd) => {
    const { api } = await apiThat(({ url }) => (url?.includes('/git/ref/') ? { body: {} } : odd));
    await expect(githubPullRequests(api).find('a', 'main')).rejects.toThrow(/GitHub gave|cannot be listed/);
  });

  test.each<[string, unknown]>([
    ['a commit that is none', { head_sha: 'main' }],
    ['a number as a text that is none', { id: 'one' }],
    ['a repository that is gone', { head_repository: null }],
  ])('%s is no success before this run', async (_form, odd) => {
    const run = {
      id: 1,
      head_sha: commit,
      event: 'push',
      head_branch: 'main',
      conclusion: 'success',
      ...(odd as object),
    };
    const own = { workflow_id: 1, head_branch: 'main', event: 'push' };
    const { api } = await apiThat(({ url }) => ({ body: url?.endsWith('/runs/7') ? own : { workflow_runs: [run] } }));
    expect(await lastSuccessfulRun(api, '7')).toBeNull();
  });

  test('more than anything of ours asks for is not read to its end', async () => {
    const { api } = await apiThat(() => ({ body: JSON.stringify({ statuses: ['x'.repeat(33 * 1024 * 1024)] }) }));
    expect(await githubChecks(api).of(commit)).toEqual({ because: expect.stringContaining('32 MiB') });
  });
});
