import { describe, expect, test } from '@jest/globals';
import { openNetwork, refusePlain } from '@rollcall/adapters/network/network';
import { secondsAfter } from '@rollcall/adapters/network/retry-after';
import { UserError } from '@rollcall/domain/user-error';

const open = (allowInsecure?: string, timeout?: string) => openNetwork({ timeout, allowInsecure });

describe('without TLS', () => {
  test.each([
    ['http://127.0.0.1:3000', undefined],
    ['http://localhost', undefined],
    ['http://[::1]:3000', 'false'],
    ['https://ghe.example', undefined],
    ['http://ghe.example', 'true'],
    ['http://ghe.example:8080', 'ghe.example:8080'],
    ['http://ghe.example:8080', 'other.example, GHE.example'],
    ['http://10.0.0.1', '["10.0.0.1"]'],
    ['no address', undefined],
  ])('a token may go to %s where %s is allowed', (address, allowed) => {
    expect(() => refusePlain(address, open(allowed))).not.toThrow();
  });

  test.each([
    ['http://ghe.example', undefined],
    ['http://ghe.example', 'false'],
    ['http://ghe.example:8080', 'ghe.example:8081'],
    ['http://sub.ghe.example', 'ghe.example'],
    ['http://127.0.0.1.example.com', undefined],
    ['http://localhost.example.com', undefined],
  ])('it may not go to %s where %s is allowed', (address, allowed) => {
    expect(() => refusePlain(address, open(allowed))).toThrow(UserError);
    expect(() => refusePlain(address, open(allowed))).toThrow('without TLS');
  });

  test.each(['http://ghe.example', 'a/b', 'a b', 'user@host', '[', 'host:99999999'])(
    '%j names no server',
    (allowed) => {
      expect(() => open(allowed)).toThrow(UserError);
    },
  );
});

test('the time of a run is of all that it asks, and runs from the beginning', () => {
  const { deadline } = open(undefined, '2m');
  expect(deadline.limit).toBe('2 min');
  expect(deadline.left()).toBeLessThanOrEqual(120_000);
  expect(deadline.left()).toBeGreaterThan(60_000);
  expect(open().deadline.limit).toBe('5 min');
  expect(() => open(undefined, 'soon')).toThrow('input timeout is "soon"');
});

describe('Retry-After', () => {
  const date = 'Sat, 28 Nov 2026 10:00:00 GMT';
  test.each([
    ['7', 7],
    ['0', 0],
    [' 12 ', 12],
    ['Sat, 28 Nov 2026 10:00:30 GMT', 30],
    ['Saturday, 28-Nov-26 10:00:30 GMT', 30],
    ['Sat Nov 28 10:00:30 2026', 30],
    ['Sat, 28 Nov 2026 09:00:00 GMT', 0],
  ])('%s is understood', (value, seconds) => {
    expect(secondsAfter({ 'retry-after': value, date })).toBe(seconds);
  });

  test.each(['', '1.5', '-1', '0x10', '1e3', '5 s', 'soon', '99999999999999999999', '1, 2', 'Sat'])(
    '%j is as if nothing were asked',
    (value) => {
      expect(secondsAfter({ 'retry-after': value, date })).toBeUndefined();
    },
  );
});
