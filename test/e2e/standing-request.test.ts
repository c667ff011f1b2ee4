import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';
const [branch, deploy] = ['rollcall/prod/from-dev', 'k8s-deploy-prod'];

let shop: Shop;
let server: GitHubServer;

beforeAll(async () => {
  shop = createShop({ oneRepository: true });
  server = await startGitHubServer(shop.origin, { token });
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

async function step(action: string, inputs: Record<string, string>) {
  const result = await runAction(action, {
    workspace: temporaryFolder(),
    token,
    inputs: { render: 'off', ...inputs },
    env: {
      GITHUB_SERVER_URL: server.url,
      GITHUB_API_URL: server.apiUrl,
      GITHUB_GRAPHQL_URL: server.graphqlUrl,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: shop.commit,
    },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  return result;
}

const promote = (inputs: Record<string, string> = {}) =>
  step('promote-images', { from: 'dev', to: 'prod', mode: 'standing-request', 'allow-older': 'true', ...inputs });
const changed = (): string[] =>
  shop.origin
    .git('diff', '--name-only', deploy, branch)
    .split('\n')
    .filter((path) => path !== '');

test('one request from dev to prod that leaves out what somebody unticked', async () => {
  await step('bump-image-tags', {
    environment: 'dev',
    images: 'cart-service=501-aaaaaaa,storefront=501-aaaaaaa',
    'allow-older': 'true',
  });
  const services = 'cart-service,storefront';
  const opened = await promote({ services });
  expect(opened.status).toBe(0);
  expect(opened.outputs).toMatchObject({ changed: 'true', 'pull-request': '1' });
  expect(changed()).toEqual(['k8s/argocd/apps/prod/cart-service.yaml', 'k8s/argocd/apps/prod/storefront.yaml']);

  const [pull] = server.state.pulls;
  if (!pull) throw new Error('there is no request');
  expect(pull).toMatchObject({ head: branch, base: deploy, title: 'Promote dev to prod: 2 of 2 services' });
  pull.body = pull.body.replace('- [x] <code>storefront</code>', '- [ ] <code>storefront</code>');
  const narrowed = await promote({ services });
  expect(narrowed.outputs).toMatchObject({ changed: 'true', 'pull-request': '1' });
  expect(changed()).toEqual(['k8s/argocd/apps/prod/cart-service.yaml']);
  expect(shop.origin.git('rev-list', '--count', `${deploy}..${branch}`)).toBe('1');
  const same = await promote({ services });
  expect(same.outputs).toMatchObject({ changed: 'false', 'pull-request': '1' });
  expect(shop.origin.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/rollcall')).toBe(branch);
});

test.each<[string, string, Record<string, string>]>([
  ['a roll-back', 'promote-images', { to: 'prod', 'to-previous': 'true', services: 'cart-service' }],
  ['a bump', 'bump-image-tags', { environment: 'prod', images: 'cart-service=502-aaaaaaa' }],
])('%s has no standing request', async (_name, action, inputs) => {
  const result = await step(action, { mode: 'standing-request', 'allow-older': 'true', ...inputs });
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('standing-request is of a promotion');
});
