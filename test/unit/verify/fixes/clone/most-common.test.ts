import { expect, test } from '@jest/globals';
import { mostCommon } from '@rollcall/domain/verify/fixes/clone/most-common';

const first = (text: string) => text[0] ?? '';

test.each<[string, string[], string | undefined]>([
  ['none', [], undefined],
  ['the only one', ['z9'], 'z9'],
  ['the first of most', ['b1', 'a1', 'a2'], 'a1'],
  ['the next shape decides among those', ['a1', 'a22', 'a22', 'b3'], 'a22'],
  ['of groups as large, the shorter shape', ['aa1', 'a2'], 'a2'],
])('%s', (_name, candidates, expected) => {
  expect(mostCommon(candidates, [first, (text) => text])).toBe(expected);
});

test('a shape is not asked for where one is left', () => {
  const asked: string[] = [];
  mostCommon(['a1', 'a2', 'b1'], [first, (text) => asked.push(text).toString()]);
  expect(asked).toEqual(['a1', 'a2']);
});
