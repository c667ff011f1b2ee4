import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop, sharedFile } from '@rollcall/testkit/shop';

// What ships stands in the request, the summary and the output, from the shallow clone that a checkout step leaves.

let shop: Shop;
let server: GitHubServer;
beforeAll(async () => {
  shop = createShop({ oneRepository: true });
  server = await startGitHubServer(shop.origin, { token: 'the-token' });
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

function push(files: Record<string, string>, message: string): string {
  const commit = shop.repository.commit(files, message);
  shop.repository.git('push', '--quiet', 'origin', 'main');
  return commit;
}

const step = (action: string, sha: string, inputs: Record<string, string>) =>
  runAction(action, {
    workspace: cloneRepository(shop.origin, { depth: 1 }).directory,
    token: 'the-token',
    inputs: { render: 'off', 'allow-older': 'true', ...inputs },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: sha,
    },
  });

const tag = (number: number, id: string): string => `${number}-${id.slice(0, 7)}`;

test('a request, a summary and a roll-back list the commits of the service alone', async () => {
  const first = push({ 'services/cart-service/a.go': 'package main\n' }, 'Begin');
  await step('bump-image-tags', first, { environment: 'prod', images: `cart-service=${tag(1, first)}` });
  push({ 'services/storefront/new.ts': '' }, 'Show more');
  const shared = push({ [sharedFile]: 'package httpserver\n' }, 'Serve faster (#3)');
  const images = `cart-service=${tag(2, shared)}`;

  const asked = await step('bump-image-tags', shared, { environment: 'prod', images, mode: 'pull-request' });
  const line = `[\`${shared.slice(0, 10)}\`](${server.url}/example/shop/commit/${shared}) Serve faster ([#3](${server.url}/example/shop/pull/3))`;
  expect(server.state.pulls.at(-1)?.body).toContain(line);
  expect(server.state.pulls.at(-1)?.body).toContain('1 commit of other services.');
  expect(asked.summary).toContain(line);
  expect(asked.summary).not.toContain('Show more');

  const written = await step('bump-image-tags', shared, { environment: 'prod', images });
  expect(JSON.parse(written.outputs.shipped ?? '')).toMatchObject([
    { service: 'cart-service', from: first, to: shared, added: [{ id: shared, request: 3 }], removed: [], others: 1 },
  ]);

  const back = await step('promote-images', shared, { to: 'prod', 'to-previous': 'true', services: 'cart-service' });
  expect(back.stdout).toContain('ships cart-service: takes away 1 commit\n');
  expect(back.summary).toContain('Takes away 1 commit:');

  const quiet = await step('bump-image-tags', shared, {
    ...{ environment: 'prod', images, 'dry-run': 'true', release: 'cart-service', 'list-commits': 'false' },
  });
  expect(quiet.outputs.shipped).toBe('[]');
  expect(quiet.summary).not.toContain('What ships');
});
