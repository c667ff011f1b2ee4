import { expect, test } from '@jest/globals';
import { countEach, groupBy, groupInto } from '@rollcall/domain/grouping';

test('groupInto makes the list of a key, and adds to it', () => {
  const groups = new Map<string | null, number[]>([['a', [1]]]);
  groupInto(groups, 'a', 2);
  groupInto(groups, null, 3);
  expect([...groups]).toEqual([
    ['a', [1, 2]],
    [null, [3]],
  ]);
});

test('groupBy keeps keys and items in the order in which they come', () => {
  const groups = groupBy(['cart', 'order', 'catalog', '__proto__'], (name) => name.charAt(0));
  expect([...groups]).toEqual([
    ['c', ['cart', 'catalog']],
    ['o', ['order']],
    ['_', ['__proto__']],
  ]);
  expect(groupBy([], String).size).toBe(0);
});

test('countEach counts items, the first of them first', () => {
  expect([...countEach(['b', 'a', 'b', '__proto__'])]).toEqual([
    ['b', 2],
    ['a', 1],
    ['__proto__', 1],
  ]);
});
