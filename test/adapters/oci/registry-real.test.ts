import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import type { ImageRegistry } from '@rollcall/domain/images/registry';
import { type Registry, registryProgram, startRegistry } from '@rollcall/testkit/registry';
import { registryIdentityToken, registryPerson, startTokenServer } from '@rollcall/testkit/registry-token-server';
import { temporaryFolder } from '@rollcall/testkit/repository';

if (registryProgram === undefined)
  process.stderr.write('SKIPPED: tests with a real registry; install docker-registry (Debian, Ubuntu) and openssl\n');
const whereInstalled = registryProgram === undefined ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const { username, password } = registryPerson;

/** The adapter with a Docker configuration that has one entry for the host; none without. */
function asking(host: string, entry?: object): ImageRegistry {
  const folder = temporaryFolder('docker');
  if (entry) writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: entry } }));
  return ociRegistry({ credentials: dockerCredentials({ DOCKER_CONFIG: folder }), network });
}

function image(registry: Registry, repository: string, tag: string) {
  return { registry: registry.host, repository, tag, digest: null };
}

const login = { auth: Buffer.from(`${username}:${password}`).toString('base64') };
const wrong = { auth: Buffer.from(`${username}:wrong`).toString('base64') };

whereInstalled('a registry that anybody may read', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.close());

  test('an image and an index are found with the digests that were pushed', async () => {
    const asked = asking(registry.host);
    const one = await registry.push('prod/user-service', '1-a');
    const many = await registry.pushIndex('prod/user-service', '2-b');
    expect(one).not.toBe(many);
    expect(await asked.find(image(registry, 'prod/user-service', '1-a'))).toEqual({ digest: one });
    expect(await asked.find(image(registry, 'prod/user-service', '2-b'))).toEqual({ digest: many });
    expect(await asked.find({ ...image(registry, 'prod/user-service', '9'), digest: one })).toEqual({ digest: one });
  });

  test('no such tag and no such repository are absent', async () => {
    await registry.push('prod/cart-service', '1-a');
    expect(await asking(registry.host).find(image(registry, 'prod/cart-service', '1-b'))).toBe('absent');
    expect(await asking(registry.host).find(image(registry, 'prod/nobody', '1-a'))).toBe('absent');
  });

  test('an image that was found is asked for once', async () => {
    await registry.push('prod/once', '1-a');
    const asked = asking(registry.host);
    for (let times = 0; times < 3; times += 1) await asked.find(image(registry, 'prod/once', '1-a'));
    await asked.find(image(registry, 'prod/once', 'last'));
    while (!registry.requests.some((request) => request.includes('/last '))) await sleep(5);
    expect(registry.requests.filter((request) => request.startsWith('GET /v2/prod/once'))).toEqual([
      'GET /v2/prod/once/manifests/1-a 200',
      'GET /v2/prod/once/manifests/last 404',
    ]);
  });
});

whereInstalled('a registry with a token server', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry({ auth: 'token' });
    await registry.push('prod/user-service', '1-a');
    await registry.push('public/tool', '1-a');
  });
  afterAll(() => registry.close());

  const tokenRequests = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = registry.tokenServer?.requests.length ?? 0;
    await work();
    return registry.tokenServer?.requests.slice(before) ?? [];
  };

  test.each([
    ['a password', login, 'GET'],
    ['an identity token', { ...login, identitytoken: registryIdentityToken }, 'POST'],
  ])('%s is exchanged for one token for each repository', async (_name, entry, method) => {
    const asked = asking(registry.host, entry);
    const requests = await tokenRequests(async () => {
      const [found, absent] = await Promise.all([
        asked.find(image(registry, 'prod/user-service', '1-a')),
        asked.find(image(registry, 'prod/user-service', '9-z')),
      ]);
      expect(found).toEqual({ digest: expect.stringMatching(/^sha256:/) });
      expect(absent).toBe('absent');
      expect(await asked.find(image(registry, 'prod/nobody', '1-a'))).toBe('absent');
    });
    expect(requests).toEqual([
      `${method} repository:prod/user-service:pull as person 200`,
      `${method} repository:prod/nobody:pull as person 200`,
    ]);
  });

  test('a ready token is sent as it is', async () => {
    const registrytoken = registry.tokenServer?.issue('prod/user-service', ['pull']);
    const asked = asking(registry.host, { registrytoken });
    const requests = await tokenRequests(async () => {
      expect(await asked.find(image(registry, 'prod/user-service', '1-a'))).toHaveProperty('digest');
    });
    expect(requests).toEqual([]);
  });

  test('without a credential, what is public is found and the rest is refused', async () => {
    const asked = asking(registry.host);
    expect(await asked.find(image(registry, 'public/tool', '1-a'))).toHaveProperty('digest');
    expect(await asked.find(image(registry, 'public/tool', '2'))).toBe('absent');
    for (const tag of ['1-a', '9-z'])
      await expect(asked.find(image(registry, 'prod/user-service', tag))).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringContaining(
          `${registry.host} refuses to show prod/user-service (401): no credential was found for it (`,
        ),
      });
  });

  test('a wrong password is refused by the token server, and is in no message', async () => {
    const error: unknown = await asking(registry.host, wrong)
      .find(image(registry, 'public/tool', '1-a'))
      .catch((thrown) => thrown);
    expect(error).toMatchObject({
      name: 'ExternalError',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ refuses to show public\/tool \(401\): the credential found/),
    });
    expect(JSON.stringify([error, String(error)])).not.toContain('wrong');
  });
});

whereInstalled('a server with a certificate that nobody vouches for', () => {
  test('gets no credential', async () => {
    const folder = temporaryFolder('tls');
    const tokenServer = await startTokenServer(folder);
    const [cert, key] = ['certificate.pem', 'key.pem'].map((name) => readFileSync(join(folder, name)));
    let asked = 0;
    const realm = createServer({ cert, key }, (_request, response) => {
      asked += 1;
      response.end('{"token":"t"}');
    });
    await new Promise<void>((resolve) => realm.listen(0, '127.0.0.1', resolve));
    const at = `127.0.0.1:${(realm.address() as AddressInfo).port}`;
    const front = createHttpServer((_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="https://${at}/token"` }).end();
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(front.address() as AddressInfo).port}`;
    const registry = ociRegistry({
      credentials: async () => ({ credential: { kind: 'password', username, password }, from: 'the test' }),
      network,
      pace: { now: () => 0, random: () => 0, sleep: async () => {} },
    });
    await expect(registry.find({ registry: host, repository: 'a', tag: '1', digest: null })).rejects.toMatchObject({
      name: 'ExternalError',
      message: expect.stringContaining(`${at} cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT`),
    });
    expect(asked).toBe(0);
    for (const server of [realm, front]) {
      server.closeAllConnections();
      server.close();
    }
    await tokenServer.close();
  });
});

whereInstalled('a registry with basic authentication', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry({ auth: 'basic' });
    await registry.push('prod/user-service', '1-a');
  });
  afterAll(() => registry.close());

  test('a password finds what is there', async () => {
    const asked = asking(registry.host, login);
    expect(await asked.find(image(registry, 'prod/user-service', '1-a'))).toHaveProperty('digest');
    expect(await asked.find(image(registry, 'prod/user-service', '9-z'))).toBe('absent');
  });

  test.each([
    ['a wrong password', wrong, 'the credential found for it does not do'],
    ['no password', undefined, 'no credential was found for it'],
    ['an identity token', { identitytoken: 'x' }, 'the credential found for it does not do'],
  ])('%s is refused', async (_name, entry, why) => {
    await expect(asking(registry.host, entry).find(image(registry, 'prod/user-service', '1-a'))).rejects.toMatchObject({
      name: 'ExternalError',
      message: expect.stringContaining(`${registry.host} refuses to show prod/user-service (401): ${why} (`),
    });
  });
});
