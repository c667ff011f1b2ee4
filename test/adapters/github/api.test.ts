import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { type Fault, faults } from '@rollcall/testkit/github-faults';
import { shop, token } from './github-shop.ts';

const repository = 'GET /repos/{owner}/{repo}';
const viewer = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { nameWithOwner } }';
const variables = { owner: 'example', name: 'shop' };

test('answers of both interfaces', async () => {
  const api = shop.api();
  expect(await api.rest(repository)).toMatchObject({ kind: 'answer', data: { default_branch: 'main' }, more: false });
  expect(await api.graphql(viewer, variables)).toEqual({
    kind: 'answer',
    status: 200,
    data: { repository: { nameWithOwner: 'example/shop' } },
    more: false,
  });
  expect(await api.rest('GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: 'heads/none' })).toEqual({
    kind: 'refused',
    status: 404,
    type: undefined,
    said: 'Not Found',
    limit: null,
  });
});

describe('a rate limit is waited for', () => {
  test.each<[string, Fault, number[]]>([
    ['403 with retry-after', faults.secondaryLimit(7), [8_000]],
    ['429 with retry-after', faults.tooManyRequests(0), [1_000]],
    ['the primary limit, by the clock of the server', faults.exhausted(30), [31_000]],
    ['429 that says nothing', { kind: 'answer', status: 429, body: { message: 'slow down' } }, [61_000]],
  ])('%s', async (_, fault, slept) => {
    shop.server.fail(repository, fault);
    expect(await shop.api().rest(repository)).toMatchObject({ kind: 'answer' });
    expect(shop.slept).toEqual(slept);
  });

  test('GraphQL says it with 200', async () => {
    shop.server.fail('repository', faults.rateLimitGraphql);
    expect(await shop.api().graphql(viewer, variables)).toMatchObject({ kind: 'answer' });
    expect(shop.slept).toEqual([61_000]);
  });

  test('a wait that is too long is an error that says how long', async () => {
    shop.server.fail(repository, faults.exhausted(3_000), 2);
    const error = await shop
      .api()
      .rest(repository)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject({ message: expect.stringContaining('API rate limit exceeded for installation') });
    expect(error).toMatchObject({ help: expect.stringContaining('3000 s') });
    expect(shop.slept).toEqual([]);
  });

  test('waits add up', async () => {
    shop.server.fail(repository, faults.secondaryLimit(50), 9);
    await expect(shop.api().rest(repository)).rejects.toThrow(ExternalError);
    expect(shop.slept).toEqual([51_000, 51_000]);
  });

  test('a permission that is missing is none', async () => {
    const permission = { kind: 'answer', status: 403, body: { message: 'Resource not accessible by integration' } };
    const headers = { 'x-accepted-github-permissions': 'contents=write' };
    shop.server.fail(repository, { ...permission, headers } as Fault);
    expect(await shop.api().rest(repository)).toMatchObject({
      kind: 'refused',
      said: 'Resource not accessible by integration (needs contents=write)',
    });
    expect(shop.slept).toEqual([]);
  });
});

describe('a question whose answer is lost is asked again', () => {
  test.each<[string, Fault]>([
    ['502', faults.badGateway],
    ['closed', faults.dropped],
    ['a page', faults.notJson],
    ['half an answer', { kind: 'answer', status: 200, body: '{"default_branch":' }],
  ])('%s', async (_, fault) => {
    shop.server.fail(repository, fault, 2);
    expect(await shop.api().rest(repository)).toMatchObject({ kind: 'answer' });
    shop.server.fail('repository', fault, 1);
    expect(await shop.api().graphql(viewer, variables)).toMatchObject({ kind: 'answer' });
    expect(shop.slept).toEqual([500, 2_000, 500]);
  });

  test('three times at most', async () => {
    shop.server.fail(repository, faults.badGateway, 9);
    expect(await shop.api().rest(repository)).toEqual({ kind: 'lost', said: '502' });
    expect(shop.server.requests).toHaveLength(3);
  });

  test('what changes something is sent once', async () => {
    const route = 'POST /repos/{owner}/{repo}/git/refs';
    shop.server.fail(route, faults.badGateway, 9);
    const sha = shop.origin.git('rev-parse', 'main');
    expect(await shop.api().rest(route, { ref: 'refs/heads/new', sha })).toMatchObject({ kind: 'lost' });
    expect(shop.server.requests).toHaveLength(1);
  });
});

describe('the token', () => {
  test.each([301, 302, 307, 308])('is not sent to where a redirect %i leads', async (status) => {
    const seen: string[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    for (const operation of [repository, 'repository', 'POST /repos/{owner}/{repo}/git/refs'])
      shop.server.fail(operation, faults.redirect(`${url}/elsewhere?token=x`, status));
    const api = shop.api();
    const asked = [
      () => api.rest(repository),
      () => api.graphql(viewer, variables),
      () => api.rest('POST /repos/{owner}/{repo}/git/refs', { ref: 'refs/heads/x', sha: 'y' }),
    ];
    for (const ask of asked) {
      const error = await ask().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ExternalError);
      expect(String(error)).toContain(`sends the request on to ${url}`);
    }
    elsewhere.close();
    expect(seen).toEqual([]);
  });

  test.each(['', ' ', `${token}\n`, 'to ken', 'tökén'])('%j is refused before anything is sent', (wrong) => {
    expect(() => shop.api({ token: wrong })).toThrow(UserError);
    if (wrong.trim() !== '') expect(() => shop.api({ token: wrong })).not.toThrow(wrong);
  });

  test('goes to one server: interfaces of two are refused', () => {
    expect(() => shop.api({ graphqlUrl: 'https://elsewhere.example/graphql' })).toThrow(/two servers/);
    expect(() => shop.api({ graphqlUrl: 'no address' })).toThrow(UserError);
  });
});

test.each(['', 'shop', 'a/b/c', 'example/shop?x', '../..x/y', 'a b/c'])('%j is no repository', (name) => {
  expect(() => shop.api({ repository: name })).toThrow(UserError);
});
