import { expect, test } from '@jest/globals';
import { readReleaseTag, servicesByTag } from '@rollcall/domain/changes/release-tag';

const services = servicesByTag([
  { name: 'cart', path: 'services/cart' },
  { name: 'cart-worker', path: 'services/cart-worker' },
  { name: 'api', path: 'apps/backend/api' },
  { name: 'web-v2', path: 'services/web-v2' },
  { name: 'v1', path: 'odd/v1' },
  { name: '__proto__', path: null },
  { name: 'whole', path: '' },
]);

test.each([
  ['cart-v1.0.0', 'cart'],
  ['cart-1.0.0', 'cart'],
  ['cart_v1', 'cart'],
  ['cart/v1', 'cart'],
  ['cart@1.0.0', 'cart'],
  ['cart.v1', 'cart'],
  ['cart--v1.0.0', 'cart'],
  ['@acme/cart@1.0.0', 'cart'],
  ['services/cart/v1.0.0', 'cart'],
  ['apps/backend/api/v2', 'api'],
  ['v1-cart', 'cart'],
  ['v1.0.0/cart', 'cart'],
  ['1.0.0+cart', 'cart'],
  ['release-cart-v1.0.0', 'cart'],
  ['release/cart/1.0', 'cart'],
  ['cart-v1.0.0-rc.1', 'cart'],
  ['cart-v1.0.0-rc-cart-worker', 'cart'],
  ['cart-worker-v1.0.0', 'cart-worker'],
  ['cart-2026-01-05', 'cart'],
  ['cart-165-cf185b1', 'cart'],
  ['web-v2-1.0.0', 'web-v2'],
  ['cart', 'cart'],
  ['__proto__-v1', '__proto__'],
  ['user-cart-v1.0.0', null],
  ['cart-client-v1.0.0', null],
  ['cartv1', null],
  ['v1.2.0', null],
  ['v1.2.0-rc.1', null],
  ['toString-v1', null],
  ['latest', null],
  [`${'cart-'.repeat(60)}v1`, null],
])('%s names %s', (tag, service) => {
  expect(readReleaseTag(tag, services).service).toBe(service);
});

test.each([
  ['v1.2.0', '', true, false],
  ['1.2.0', '', true, false],
  ['release-1.2', '', true, false],
  ['2026-01-05', '', true, false],
  ['v1.2.0-rc.1', '', true, true],
  ['v1.2.0+build.5', '', true, false],
  ['v1.2.0-rc.1+build.5', '', true, true],
  ['infra-v3', 'infra', true, false],
  ['infra-v3.0.0-beta.2', 'infra', true, true],
  ['prod/2026-01-05', 'prod', true, false],
  ['latest', 'latest', false, false],
])('%s is of the line %j', (tag, line, versioned, prerelease) => {
  expect(readReleaseTag(tag, services)).toEqual({ service: null, line, versioned, prerelease });
});
