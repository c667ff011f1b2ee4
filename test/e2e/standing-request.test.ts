import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

const [branch, deploy] = ['rollcall/prod/from-dev', 'k8s-deploy-prod'];

const { shop, server, step, close } = await shopOnGitHub();

afterAll(close);

const promote = (inputs: Record<string, string> = {}) =>
  step('promote-images', {
    render: 'off',
    from: 'dev',
    to: 'prod',
    mode: 'standing-request',
    'allow-older': 'true',
    ...inputs,
  });
const changed = (): string[] =>
  shop.origin
    .git('diff', '--name-only', deploy, branch)
    .split('\n')
    .filter((path) => path !== '');

test('one request from dev to prod that leaves out what somebody unticked', async () => {
  await step('bump-image-tags', {
    render: 'off',
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
  const result = await step(action, { render: 'off', mode: 'standing-request', 'allow-older': 'true', ...inputs });
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('standing-request is of a promotion');
});
