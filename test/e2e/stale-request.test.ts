import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

// A person merges a request that offers what was rolled back meanwhile. Over real git, and the loopback GitHub.

const [branch, deploy, services] = ['rollcall/prod/from-dev', 'k8s-deploy-prod', 'cart-service,storefront'];

const { shop, server, step, close } = await shopOnGitHub();

afterAll(close);

const bump = (environment: string, images: string) =>
  step('bump-image-tags', { render: 'off', environment, images, 'allow-older': 'true' });
const ask = () =>
  step('promote-images', {
    ...{
      render: 'off',
      from: 'dev',
      to: 'prod',
      mode: 'standing-request',
      'request-status': 'rollcall/current',
      services,
    },
    'allow-older': 'true',
  });
const promote = () =>
  step('promote-images', { render: 'off', from: 'dev', to: 'prod', services, 'allow-older': 'true' });
const back = () =>
  step('promote-images', {
    ...{ render: 'off', to: 'prod', 'to-previous': 'true', services: 'cart-service', 'hold-reason': 'it leaks' },
  });
const git = (...words: string[]) => shop.origin.git(...words);
const said = (commit: string) =>
  server.state.checks.get(commit)?.flatMap((one) => (one.kind === 'status' ? [`${one.name} ${one.state}`] : []));
const tag = (service: string, at = deploy) =>
  /image\.tag\n\s+value: "([^"]+)"/.exec(git('show', `${at}:k8s/argocd/apps/prod/${service}.yaml`))?.[1];
const isUpToDate = () => git('merge-base', branch, deploy) === git('rev-parse', deploy);

test('the status and the rule of branches that are up to date stop it, and what is merged all the same is told', async () => {
  const before = tag('cart-service');
  await bump('dev', 'cart-service=501-aaaaaaa,storefront=501-aaaaaaa');
  expect((await ask()).outputs).toMatchObject({ 'pull-request': '1' });
  const stale = git('rev-parse', branch);
  expect([said(stale), isUpToDate()]).toEqual([['rollcall/current success'], true]);

  await bump('prod', 'cart-service=501-aaaaaaa');
  expect((await back()).status).toBe(0);
  expect(tag('cart-service')).toBe(before);
  // GitHub refuses the merge now, where branches have to be up to date.
  expect(isUpToDate()).toBe(false);

  // Where they do not, git merges it without a conflict: the line is what it was when the request was made.
  server.state.repository.merge(deploy, stale, 'Merge pull request #1');
  Object.assign(server.state.pulls[0] ?? {}, { state: 'closed', merged: true });
  expect(tag('cart-service')).toBe('501-aaaaaaa');

  const words = 'prod has "cart-service" "501-aaaaaaa", which a roll-back holds: somebody brought it back by hand.';
  const status = await step('deployment-status', {});
  expect(status.status).toBe(0);
  expect(status.stdout).toContain(`::warning::${words}`);
  expect(status.summary).toMatch(/\| 501-aaaaaaa is held .*it leaks.*, and is deployed \|/);
  await bump('dev', 'storefront=502-aaaaaaa');
  const promoted = await promote();
  expect(promoted.stdout).toContain(words);
  expect([tag('storefront'), tag('cart-service')]).toEqual(['502-aaaaaaa', '501-aaaaaaa']);

  expect((await back()).status).toBe(0);
  expect(tag('cart-service')).toBe(before);
  await bump('dev', 'storefront=503-aaaaaaa');
  const again = await ask();
  expect(again.outputs).toMatchObject({ 'pull-request': '2' });
  expect(again.stdout).not.toContain('brought it back by hand');
  expect([tag('cart-service', branch), tag('storefront', branch)]).toEqual([before, '503-aaaaaaa']);
  expect([said(git('rev-parse', branch)), isUpToDate()]).toEqual([['rollcall/current success'], true]);
}, 900_000);
