import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server on loopback whose connections end with the test; its `host:port`. */
async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => {})));
  ends.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const answering = (answer: (response: ServerResponse, url: string) => void): Server =>
  createServer((request, response) => answer(response, request.url ?? '/'));

/** What ends by itself is given so much time that no busy machine is what ends it. */
const long = '20m';

/** Servers that do not end what they began, the timeout that the run has, and what is said of each. */
const servers: [string, () => Server, string, RegExp][] = [
  ['accepts and never answers', () => createRawServer(() => {}), '6s', /no answer/],
  [
    'answers with headers and never with a body',
    () => answering((response) => void response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()),
    '6s',
    /only the beginning of an answer/,
  ],
  [
    'drips a byte a second',
    () =>
      answering((response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('[');
        const drip = setInterval(() => response.write(' '), 1_000);
        response.on('close', () => clearInterval(drip));
      }),
    '6s',
    /only the beginning of an answer/,
  ],
  [
    'redirects for ever',
    () => answering((response, url) => void response.writeHead(302, { location: `${url}x` }).end()),
    long,
    /redirects more than 5 times|sends the request on to/,
  ],
  [
    'sends a body without end',
    () =>
      answering((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      }),
    long,
    /more than (5|32) MiB/,
  ],
  [
    'asks to wait for an hour',
    () => answering((response) => void response.writeHead(429, { 'retry-after': '3600' }).end('{}')),
    long,
    /3600 s/,
  ],
];

describe.each(servers)('a server that %s ends the run with 3 within its timeout', (_name, start, timeout, said) => {
  test('as GitHub, whose runs are asked for', async () => {
    const host = await listen(start());
    const shop = createShop();
    const result = await runAction('detect-changes', {
      workspace: shop.repository.directory,
      inputs: { base: 'last-success', timeout },
      token: 'ghs_secret',
      env: {
        GITHUB_API_URL: `http://${host}`,
        GITHUB_GRAPHQL_URL: `http://${host}/graphql`,
        GITHUB_SHA: shop.repository.git('rev-parse', 'HEAD'),
      },
    });
    expect(result.stdout).toMatch(said);
    expect(result).toMatchObject({ status: 3 });
    expect(result.stdout + result.stderr).not.toContain('ghs_secret');
  });

  test('as a registry, which is asked for an image', async () => {
    const host = await listen(start());
    const { repository } = createShop();
    const file = join(repository.directory, 'k8s/argocd/apps/prod/cart-service.yaml');
    const registry = `      parameters:\n        - {name: global.imageRegistry, value: "${host}"}\n`;
    const before = readFileSync(file, 'utf8').replace('      parameters:\n', registry);
    writeFileSync(file, before);
    const words = `bump --environment prod cart-service=142-abc1234 --in-place --verify-images --timeout ${timeout}`;
    const result = await runCommandLine(words.split(' '), { cwd: repository.directory });
    expect(result.stderr).toMatch(said);
    expect(result.stderr).toContain(host);
    expect(result).toMatchObject({ status: 3 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

test.each(['soon', '0', '-1', '25h'])('timeout: %s is a mistake', async (timeout) => {
  const { repository } = createShop();
  const result = await runAction('detect-changes', { workspace: repository.directory, inputs: { timeout } });
  expect(result).toMatchObject({ status: 2 });
  expect(result.stdout).toContain(`input timeout is "${timeout}"`);
});

test('a token is not sent in the clear to another machine', async () => {
  const { repository } = createShop();
  const result = await runAction('detect-changes', {
    workspace: repository.directory,
    token: 'ghs_secret',
    env: { GITHUB_SERVER_URL: 'http://ghe.invalid' },
  });
  expect(result).toMatchObject({ status: 2 });
  expect(result.stdout).toContain('the token would be sent to http://ghe.invalid without TLS');
});
