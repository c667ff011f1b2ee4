import { expect, test } from '@jest/globals';
import { memoize } from '@rollcall/domain/memo';

test('what was read of an object is read once', () => {
  const asked: object[] = [];
  const read = memoize((key: { name: string }) => {
    asked.push(key);
    return key.name.toUpperCase();
  });
  const [cart, other] = [{ name: 'cart' }, { name: 'cart' }];
  expect([read(cart), read(cart), read(other)]).toEqual(['CART', 'CART', 'CART']);
  expect(asked).toEqual([cart, other]);
});

test.each([null, undefined, 0, ''])('%j is remembered as well', (value) => {
  let count = 0;
  const read = memoize(() => {
    count += 1;
    return value;
  });
  const key = {};
  expect([read(key), read(key), count]).toEqual([value, value, 1]);
});

test('an error is thrown again at each reading, and nothing is remembered', () => {
  let count = 0;
  const read = memoize(() => {
    count += 1;
    if (count === 1) throw new Error('not yet');
    return count;
  });
  const key = {};
  expect(() => read(key)).toThrow('not yet');
  expect(read(key)).toBe(2);
});
