import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { type DetectRequest, detectChanges } from '@rollcall/domain/changes/detect-changes';
import type { Log } from '@rollcall/domain/ports';
import { cloneRepository, initRepository } from '@rollcall/testkit/repository';
import { gitOf } from '../../adapters/git-of.ts';

const silent: Log = { progress: () => {}, notice: () => {}, warning: () => {} };

/**
 *     first (cart-v1.0.0, orders/v1, v1.0.0) - cart (v1.1.0-rc.1) - orders (orders/v2, pay-v3) - readme (cart-v1.1.0, v1.1.0, infra-v1)
 */
const origin = initRepository({ bare: true });
const author = initRepository();
const tag = (...names: string[]) => {
  for (const name of names) author.git('tag', name);
};
const dockerfile = 'FROM alpine:3.22\nCOPY main.txt /\n';
author.git('remote', 'add', 'origin', origin.directory);
const folders = ['cart', 'orders', 'pay'].flatMap((name) => [
  [`services/${name}/Dockerfile`, dockerfile],
  [`services/${name}/main.txt`, name],
]);
const first = author.commit(Object.fromEntries(folders), 'first');
tag('cart-v1.0.0', 'orders/v1', 'v1.0.0');
const cart = author.commit({ 'services/cart/main.txt': 'changed' }, 'cart');
tag('v1.1.0-rc.1');
const orders = author.commit({ 'services/orders/main.txt': 'changed' }, 'orders');
tag('orders/v2', 'pay-v3');
const head = author.commit({ 'README.md': 'read me' }, 'readme');
tag('cart-v1.1.0', 'v1.1.0', 'v1.1.0-rc.2', 'infra-v1');
author.git('push', '-q', 'origin', 'main', '--tags');
const clones = { full: cloneRepository(origin), 'depth 1': cloneRepository(origin, { depth: 1 }) };

async function detect(depth: keyof typeof clones, name: string, more: Partial<DetectRequest> = {}, commit = head) {
  const clone = clones[depth];
  return detectChanges(
    {
      event: {
        kind: 'push',
        ref: `refs/tags/${name}`,
        before: null,
        after: commit,
        forced: false,
        defaultBranch: 'main',
        bringsCommits: false,
      },
      scope: 'source',
      ...more,
    },
    { history: gitHistory(gitOf(clone.directory)), log: silent, lastSuccess: async () => null },
  );
}

describe.each(['full', 'depth 1'] as const)('a clone that is %s', (depth) => {
  test.each([
    ['a service with its own tag before', 'cart-v1.1.0', first, ['cart']],
    ['a service, in another form', 'orders/v3', orders, ['orders']],
    ['a service that nothing changed since', 'pay-v4', orders, ['pay']],
    ['a service for the first time', 'v1-pay', orders, ['pay']],
    ['everything, past what is of services and before the release', 'v1.1.0', first, ['cart', 'orders']],
    ['a pre-release, since the one before', 'v1.1.0-rc.2', cart, ['orders']],
    ['something else, for the first time', 'infra-v1', null, ['cart', 'orders', 'pay']],
  ])('%s: %s', async (_title, name, base, services) => {
    expect(await detect(depth, name)).toMatchObject({ base, services });
  });
});

test('a service without any tag before is built, and it alone', async () => {
  const detected = await detect('full', 'cart-v1.0.0', {}, first);
  expect(detected).toMatchObject({ base: null, services: ['cart'] });
  expect(detected.because).toContain('no tag before cart-v1.0.0');
});

test('two tags on one commit ask for a service each', async () => {
  expect((await detect('full', 'orders/v2', {}, orders)).services).toEqual(['orders']);
  expect((await detect('full', 'pay-v3', {}, orders)).services).toEqual(['pay']);
});

test('since the last success, a tag asks for its service too, and one of everything for everything', async () => {
  expect((await detect('full', 'cart-v1.1.0', { base: 'last-success' })).services).toEqual(['cart']);
  expect((await detect('full', 'v1.1.0', { base: 'last-success' })).services).toEqual(['cart', 'orders', 'pay']);
});

test('the reason of a service that nothing changed is the tag', async () => {
  const reasons = (await detect('full', 'pay-v4')).reasons.get('pay');
  expect(reasons).toEqual([{ path: '.', because: expect.stringMatching(/the tag names it.*pay-v3/), location: null }]);
});
