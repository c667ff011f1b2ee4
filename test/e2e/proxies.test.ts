import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { type LoopbackProxy, startProxy } from '@rollcall/testkit/loopback-proxy';
import { type Registry, registryProgram, startRegistry } from '@rollcall/testkit/registry';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const whereInstalled = registryProgram === undefined ? describe.skip : describe;
if (registryProgram === undefined) console.error('SKIPPED: no docker-registry on this machine, so none is proxied');

/** An address of this machine that is none of loopback: proxies are asked for it. */
const elsewhere = (host: string) => host.replace('127.0.0.1', '0.0.0.0');

whereInstalled('a bump that asks GitHub and a registry', () => {
  let shop: Shop;
  let server: GitHubServer;
  let registry: Registry;
  let proxy: LoopbackProxy;
  beforeAll(async () => {
    shop = createShop();
    const path = 'k8s/argocd/apps/prod/cart-service.yaml';
    registry = await startRegistry();
    const text = readFileSync(join(shop.repository.directory, path), 'utf8');
    const parameter = `      parameters:\n        - {name: global.imageRegistry, value: "${elsewhere(registry.host)}"}\n`;
    shop.repository.commit({ [path]: text.replace('      parameters:\n', parameter) });
    shop.repository.git('push', '--quiet', '--force', 'origin', 'main:k8s-deploy-prod');
    server = await startGitHubServer(shop.origin, { token: 'the-token' });
  });
  afterAll(() => Promise.all([server.close(), registry.close()]));

  let round = 100;
  /** Which of the two servers a bump asks through the proxy, with these variables. */
  async function proxied(env: (proxy: string) => Record<string, string>) {
    round += 1;
    await registry.push('prod/cart-service', `${round}-abc1234`);
    proxy = await startProxy();
    const url = elsewhere(server.url);
    const result = await runAction('bump-image-tags', {
      workspace: temporaryFolder('workspace'),
      token: 'the-token',
      inputs: {
        ...{ environment: 'prod', images: `cart-service=${round}-abc1234`, via: 'api' },
        ...{ 'verify-images': 'true', 'allow-insecure': '0.0.0.0', 'allow-older': 'true' },
      },
      env: {
        GITHUB_SERVER_URL: url,
        GITHUB_API_URL: server.apiUrl.replace(server.url, url),
        GITHUB_GRAPHQL_URL: server.graphqlUrl.replace(server.url, url),
        ...{ GITHUB_REPOSITORY: 'example/shop', GITHUB_SHA: shop.commit },
        ...env(proxy.host),
      },
    });
    await proxy.close();
    const asked = {
      gitHub: proxy.servers.has(elsewhere(new URL(server.url).host)),
      registry: proxy.servers.has(elsewhere(registry.host)),
    };
    return { ...result, asked };
  }

  // As curl 7.88 and Go 1.24 (golang.org/x/net/http/httpproxy) read the variables; curl has no `HTTP_PROXY`.
  test.each([
    ['an address', (host: string) => ({ HTTP_PROXY: `http://${host}` }), { gitHub: true, registry: true }],
    [
      'a name without a scheme',
      (host: string) => ({ HTTP_PROXY: host.replace('127.0.0.1', 'localhost') }),
      { gitHub: true, registry: true },
    ],
    ['none', () => ({}), { gitHub: false, registry: false }],
    [
      'one that a range is asked without',
      (host: string) => ({ HTTP_PROXY: `http://${host}`, NO_PROXY: '10.0.0.0/8,0.0.0.0/8' }),
      { gitHub: false, registry: false },
    ],
    [
      'one that names with spaces between are asked without',
      (host: string) => ({ HTTP_PROXY: `http://${host}`, NO_PROXY: 'a.example 0.0.0.0' }),
      { gitHub: false, registry: false },
    ],
    [
      'one that another range is asked without',
      (host: string) => ({ HTTP_PROXY: `http://${host}`, NO_PROXY: '10.0.0.0/8' }),
      { gitHub: true, registry: true },
    ],
  ])('with %s for a proxy', async (_name, env, expected) => {
    const result = await proxied(env);
    expect(result).toMatchObject({ status: 0, outputs: { changed: 'true', verified: 'true' } });
    expect(result.asked).toEqual(expected);
  });

  test('is not made past a proxy that it cannot speak to', async () => {
    const result = await proxied((host) => ({ HTTP_PROXY: `socks5://person:secret@${host}` }));
    expect(result.status).toBe(2);
    expect(result.stdout).toContain('HTTP_PROXY names no proxy of HTTP');
    expect(result.stdout).not.toContain('secret');
    expect(result.asked).toEqual({ gitHub: false, registry: false });
  });
});
