import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { addressOf } from '@rollcall/adapters/oci/address';
import type { CredentialSource, RegistryCredential } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { UserError } from '@rollcall/domain/user-error';

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Host {
  name: string;
  /** `METHOD path` and the Authorization, when there was one. */
  requests: string[];
}

/** A server that misbehaves as told: what no real registry can be made to do. */
async function host(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<Host> {
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    const { authorization } = request.headers;
    requests.push(`${request.method} ${request.url}${authorization ? ` ${authorization}` : ''}`);
    answer(request, response, requests.length);
  };
  return { name: await listen(createServer(listener)), requests };
}

const credential: RegistryCredential = { kind: 'password', username: 'person', password: 'hunter2' };
const basic = `Basic ${Buffer.from('person:hunter2').toString('base64')}`;
const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const manifest = JSON.stringify({ schemaVersion: 2, config, layers: [] });
const manifestDigest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

/** Asks for `prod/a:1` at a host; sleeps are counted and not slept. */
function asking(name: string, options: { credentials?: CredentialSource; timeout?: number } = {}) {
  const sleeps: number[] = [];
  const pace: Pace = { now: () => 0, random: () => 0.5, sleep: async (delay) => void sleeps.push(delay) };
  const registry = ociRegistry({
    credentials: async () => ({ credential, from: 'the test' }),
    network,
    pace,
    timeout: 5_000,
    ...options,
  });
  const find = (repository = 'prod/a') => registry.find({ registry: name, repository, tag: '1', digest: null });
  return { find, sleeps };
}

const found = (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'Docker-Content-Digest': manifestDigest }).end(manifest);

describe('the digest', () => {
  test.each<[string, Record<string, string>]>([
    ['the one that is said', { 'Docker-Content-Digest': manifestDigest }],
    ['none that is said', {}],
    ['one that is none', { 'Docker-Content-Digest': 'md5:1' }],
  ])('is of the bytes: %s', async (_name, headers) => {
    const { name, requests } = await host((_request, response) => {
      response.writeHead(200, headers).end(manifest);
    });
    expect(await asking(name).find()).toEqual({ digest: manifestDigest });
    expect(requests).toEqual(['GET /v2/prod/a/manifests/1']);
  });

  test('every kind of manifest is accepted', async () => {
    let accept: string | undefined;
    const { name } = await host((request, response) => {
      accept = request.headers.accept;
      found(request, response);
    });
    await asking(name).find();
    for (const kind of [
      'oci.image.index.v1',
      'oci.image.manifest.v1',
      'docker.distribution.manifest.list.v2',
      'docker.distribution.manifest.v2',
    ])
      expect(accept).toContain(`application/vnd.${kind}+json`);
  });
});

describe('an answer that is not what the specification says is an ExternalError, never an image', () => {
  test.each<{ name: string; status: number; headers: Record<string, string>; body: string; message: string }>([
    { name: 'a page', status: 200, headers: {}, body: '<html>log in</html>', message: 'is no image manifest' },
    { name: 'an empty answer', status: 200, headers: {}, body: '', message: 'is no image manifest' },
    { name: 'other JSON', status: 200, headers: {}, body: '"schemaVersion"', message: 'is no image manifest' },
    {
      name: 'a wrong digest',
      status: 200,
      headers: { 'Docker-Content-Digest': digest },
      body: manifest,
      message: 'sends something else than sha256:',
    },
    { name: 'too much', status: 200, headers: {}, body: ' '.repeat(6 * 1024 * 1024), message: 'sends more than 5 MiB' },
    { name: 'no content', status: 204, headers: {}, body: '', message: 'answers 204' },
    { name: 'a bad request', status: 400, headers: {}, body: '', message: 'answers 400' },
    { name: 'a teapot', status: 418, headers: {}, body: '', message: 'answers 418' },
    { name: 'forbidden', status: 403, headers: {}, body: '', message: 'refuses to show prod/a (403)' },
    { name: 'a challenge without a word', status: 401, headers: {}, body: '', message: 'in a way that is not known' },
    {
      name: 'a challenge of another kind',
      status: 401,
      headers: { 'WWW-Authenticate': 'Negotiate' },
      body: '',
      message: 'in a way that is not known',
    },
    {
      name: 'a token from nowhere',
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer service="x"' },
      body: '',
      message: 'sends to no address for a token',
    },
    { name: 'a redirect to nowhere', status: 307, headers: {}, body: '', message: 'redirects (307)' },
    {
      name: 'a redirect to a file',
      status: 307,
      headers: { Location: 'file:///etc/passwd' },
      body: '',
      message: 'redirects (307)',
    },
    {
      name: 'a redirect without TLS',
      status: 302,
      headers: { Location: 'http://registry.invalid/' },
      body: '',
      message: 'redirects (302)',
    },
    {
      name: 'a redirect with a user',
      status: 302,
      headers: { Location: 'https://user:hunter2@registry.invalid/' },
      body: '',
      message: 'redirects (302)',
    },
    {
      name: 'a redirect in a circle',
      status: 302,
      headers: { Location: '/v2/prod/a/manifests/1' },
      body: '',
      message: 'redirects more than 5 times',
    },
  ])('$name', async ({ status, headers, body, message }) => {
    // At HEAD nothing but the status: then GET is asked where the status says that the image is there.
    const { name } = await host((request, response) => {
      const headOf200 = request.method === 'HEAD' && status === 200;
      response.writeHead(status, headOf200 ? {} : headers).end(body);
    });
    const error: unknown = await asking(name)
      .find()
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'ExternalError', message: expect.stringContaining(message) });
    expect(String(error)).toContain(name);
    expect(String(error) + JSON.stringify(error)).not.toContain('hunter2');
  });
});

describe('patience', () => {
  test.each([429, 500, 502, 503, 504])('%s is asked again', async (status) => {
    const { name, requests } = await host((request, response, count) => {
      if (count > 2) found(request, response);
      else response.writeHead(status).end();
    });
    const { find, sleeps } = asking(name);
    expect(await find()).toEqual({ digest: manifestDigest });
    expect(requests).toHaveLength(3);
    expect(sleeps).toEqual([500, 1000]);
  });

  test.each(['soon', '-1', '1.5', '0', '1e1', 'Mon, 01 Jan 1990 00:00:00 GMT'])(
    'Retry-After: %s does not make it wait less than it would',
    async (after) => {
      const { name, requests } = await host((request, response, count) => {
        if (count > 2) found(request, response);
        else response.writeHead(503, { 'Retry-After': after }).end();
      });
      const { find, sleeps } = asking(name);
      expect(await find()).toEqual({ digest: manifestDigest });
      expect(requests).toHaveLength(3);
      expect(sleeps).toEqual([500, 1000]);
    },
  );

  test('it waits as long as it is told, and gives up after four tries', async () => {
    const { name, requests } = await host((_request, response) => {
      response.writeHead(503, { 'Retry-After': '7' }).end();
    });
    const { find, sleeps } = asking(name);
    await expect(find()).rejects.toMatchObject({
      name: 'ExternalError',
      message: `${name} answers 503 and asks to wait 7 s`,
    });
    expect(sleeps).toEqual([7000, 7000, 7000]);
    expect(requests).toHaveLength(4);
  });

  test.each([
    ['a number', '3600'],
    ['a date', new Date(Date.now() + 3_600_000).toUTCString()],
  ])('it does not wait an hour, told by %s, and asks that host no more', async (_name, after) => {
    const { name, requests } = await host((_request, response) => {
      response.writeHead(429, { 'Retry-After': after }).end();
    });
    const { find, sleeps } = asking(name);
    for (const repository of ['prod/a', 'prod/b'])
      await expect(find(repository)).rejects.toMatchObject({
        message: expect.stringMatching(/answers 429 and asks to wait 3(600|59\d) s$/),
      });
    expect(sleeps).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('a connection that breaks off is opened again', async () => {
    const { name } = await host((request, response, count) => {
      if (count < 3) request.socket.destroy();
      else found(request, response);
    });
    expect(await asking(name).find()).toEqual({ digest: manifestDigest });
  });

  test('a host that is not there is named with the reason, and costs its time once', async () => {
    const name = await listen(createRawServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { find, sleeps } = asking(name);
    for (const repository of ['prod/a', 'prod/b'])
      await expect(find(repository)).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringContaining(`${name} cannot be reached: ECONNREFUSED`),
      });
    expect(sleeps).toHaveLength(3);
  });

  test('a host that is silent is given up in time', async () => {
    const { name } = await host(() => {});
    const { find } = asking(name, { timeout: 50 });
    await expect(find()).rejects.toMatchObject({
      message: `${name} cannot be reached: no answer within 0.1 s (GET ${name}/v2/prod/a/manifests/1)`,
    });
  });

  test('a host that does not speak HTTP is told apart from an image that is absent', async () => {
    const name = await listen(
      createRawServer(
        (socket) =>
          void socket
            .on('error', () => {})
            .resume()
            .end('SSH-2.0-x\r\n'),
      ),
    );
    await expect(asking(name).find()).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be reached: HPE_/),
    });
  });
});

describe('credentials', () => {
  const challenge = (realm: string, rest = '') => ({
    'WWW-Authenticate': `Bearer realm="${realm}",service="s"${rest}`,
  });

  /** A host whose manifests want the token `t`, which `realm` gives. */
  const bearerHost = (realm: string, rest?: string) =>
    host((request, response) => {
      if (request.headers.authorization === 'Bearer t') found(request, response);
      else response.writeHead(401, challenge(realm, rest)).end();
    });

  test('go to the token server that the registry names, and to the registry only the token', async () => {
    const realm = await host((_request, response) => void response.end('{"token":"t"}'));
    const { name, requests } = await bearerHost(`http://${realm.name}/token?a=b`);
    expect(await asking(name).find()).toEqual({ digest: manifestDigest });
    expect(realm.requests).toEqual([`GET /token?a=b&service=s&scope=repository%3Aprod%2Fa%3Apull ${basic}`]);
    expect(requests).toEqual(['GET /v2/prod/a/manifests/1', 'GET /v2/prod/a/manifests/1 Bearer t']);
  });

  test.each([
    ['of a pull by another name', 'repository:proxy/a:pull', 'repository:proxy/a:pull'],
    ['of a push', 'repository:prod/a:pull,push', 'repository:prod/a:pull'],
    ['of everything', 'registry:catalog:*', 'repository:prod/a:pull'],
  ])('a scope %s', async (_name, asked, expected) => {
    const realm = await host((_request, response) => void response.end('{"access_token":"t"}'));
    const { name } = await bearerHost(`http://${realm.name}/`, `,scope="${asked}"`);
    expect(await asking(name).find()).toEqual({ digest: manifestDigest });
    const [path] = /\/\S*/.exec(realm.requests[0] ?? '') ?? [];
    expect(new URL(path ?? '', 'http://localhost').searchParams.get('scope')).toBe(expected);
  });

  test('nobody logs in who is not asked to', async () => {
    const { name, requests } = await host(found);
    const credentials = () => Promise.reject(new Error('nobody may ask'));
    expect(await asking(name, { credentials }).find()).toEqual({ digest: manifestDigest });
    expect(requests).toEqual(['GET /v2/prod/a/manifests/1']);
  });

  test.each(['http://auth.invalid/token', 'https://person:pass@auth.invalid/', 'file:///etc/passwd', '/token'])(
    'are not sent to %s',
    async (realm) => {
      const { name } = await bearerHost(realm);
      await expect(asking(name).find()).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringContaining('for a token, which is not safe to follow'),
      });
    },
  );

  test('do not follow a redirect to another host, nor come back from it', async () => {
    const first = await host((request, response) => {
      if (request.headers.authorization === undefined && !request.url?.includes('back'))
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      else if (request.url?.includes('back')) found(request, response);
      else if (request.url?.includes('here')) response.writeHead(307, { Location: `http://${other.name}/there` }).end();
      else response.writeHead(301, { Location: 'here' }).end();
    });
    const other: Host = await host((_request, response) => {
      response.writeHead(308, { Location: `http://${first.name}/back` }).end();
    });
    expect(await asking(first.name).find()).toEqual({ digest: manifestDigest });
    expect(first.requests).toEqual([
      'GET /v2/prod/a/manifests/1',
      `GET /v2/prod/a/manifests/1 ${basic}`,
      `GET /v2/prod/a/manifests/here ${basic}`,
      'GET /back',
    ]);
    expect(other.requests).toEqual(['GET /there']);
  });

  test.each([
    ['no JSON', 200, 'token'],
    ['no token', 200, '{}'],
    ['null', 200, 'null'],
    ['a token with a line end', 200, '{"token":"t\\r\\nX: y"}'],
    ['a redirect', 302, ''],
  ])('a token server that answers with %s gives no token', async (_name, status, body) => {
    const realm = await host((_request, response) => void response.writeHead(status, { Location: '/' }).end(body));
    const { name } = await bearerHost(`http://${realm.name}/`);
    await expect(asking(name).find()).rejects.toMatchObject({
      name: 'ExternalError',
      message: `${realm.name}, which ${name} sends to, gives no token (${status})`,
    });
  });

  test('Bearer is taken before Basic, and a token that does not do is not tried for ever', async () => {
    const realm = await host((_request, response) => void response.end('{"token":"no"}'));
    const { name, requests } = await host((_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': `Basic realm="x", Bearer realm="http://${realm.name}/"` }).end();
    });
    await expect(asking(name).find()).rejects.toMatchObject({
      message: `${name} refuses to show prod/a (401): the credential found for it does not do (the test)`,
    });
    expect(requests).toEqual(['GET /v2/prod/a/manifests/1', 'GET /v2/prod/a/manifests/1 Bearer no']);
  });
});

describe('addresses', () => {
  const reference = { registry: 'ghcr.io', repository: 'owner/a', tag: '1', digest: null };
  test.each([
    [reference, 'https://ghcr.io/v2/owner/a/manifests/1'],
    [{ ...reference, registry: 'GHCR.io' }, 'https://ghcr.io/v2/owner/a/manifests/1'],
    [{ ...reference, digest }, `https://ghcr.io/v2/owner/a/manifests/${digest}`],
    [{ ...reference, registry: 'docker.io' }, 'https://registry-1.docker.io/v2/owner/a/manifests/1'],
    [
      { ...reference, registry: 'index.docker.io', repository: 'nginx' },
      'https://registry-1.docker.io/v2/library/nginx/manifests/1',
    ],
    [{ ...reference, repository: 'nginx' }, 'https://ghcr.io/v2/nginx/manifests/1'],
    [{ ...reference, registry: 'localhost:5000' }, 'https://localhost:5000/v2/owner/a/manifests/1'],
    [{ ...reference, registry: '127.0.0.2' }, 'https://127.0.0.2/v2/owner/a/manifests/1'],
    [{ ...reference, registry: '[::1]:5000' }, 'https://[::1]:5000/v2/owner/a/manifests/1'],
    [{ ...reference, registry: '10.0.0.1:5000' }, 'https://10.0.0.1:5000/v2/owner/a/manifests/1'],
    [{ ...reference, registry: 'localhost.example.com' }, 'https://localhost.example.com/v2/owner/a/manifests/1'],
    [{ ...reference, registry: '127.0.0.1.example.com' }, 'https://127.0.0.1.example.com/v2/owner/a/manifests/1'],
  ])('%j', (image, expected) => {
    const { base, repository, name } = addressOf(image);
    expect(`${base.origin}/v2/${repository}/manifests/${name}`).toBe(expected);
  });

  test.each([
    { registry: null },
    { registry: '' },
    { registry: 'ghcr.io/owner' },
    { registry: 'ghcr.io@evil.example' },
    { registry: 'ghcr.io#' },
    { registry: 'ghcr.io:99999' },
    { registry: 'a b' },
    { registry: '-a' },
    { repository: '../secret' },
    { repository: 'owner/../a' },
    { repository: 'owner//a' },
    { repository: 'Owner/a' },
    { repository: 'owner/a b' },
    { repository: 'owner/a?x' },
    { repository: 'owner/a%2e' },
    { repository: 'owner/a\n' },
    { repository: 'owner/\uDC80' },
    { repository: '' },
    { tag: null },
    { tag: '../../blobs' },
    { tag: '1\r\nHost: evil' },
    { tag: '${{ x }}' },
    { tag: '' },
    { digest: 'sha256:../x' },
    { digest: '' },
  ])('%j is refused before any request', async (part) => {
    const { find } = ociRegistry({
      credentials: () => Promise.reject(new Error('nobody may ask')),
      network,
      pace: { now: () => 0, random: () => 0, sleep: async () => {} },
    });
    const error: unknown = await find({ ...reference, ...part }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).not.toMatch(/[\r\n]/);
  });
});
