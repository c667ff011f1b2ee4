import { describe, expect, test } from '@jest/globals';
import { anything, isInOrder, wordOfReference } from '@rollcall/domain/parts-in-order';
import fc from 'fast-check';

describe('parts of a text in their order', () => {
  test.each<[boolean, string, string[]]>([
    [true, 'a', ['a']],
    [false, 'ab', ['a']],
    [true, 'a', ['', 'a']],
    [true, 'x/a-b.yaml', ['x/', '.yaml']],
    [false, 'aba', ['ab', 'ba']],
    [true, 'abba', ['ab', 'ba']],
  ])('%s: %s of %j', (expected, text, parts) => {
    expect(isInOrder(text, parts, anything)).toBe(expected);
  });

  const piece = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 3 });

  test.each([
    [anything, '[^]*'],
    [wordOfReference, '[^:]+'],
  ] as const)('says what a regular expression says', (gap, between) => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.array(piece, { maxLength: 5 }),
        (parts, texts) => {
          const text = texts.join('');
          expect(isInOrder(text, parts, gap)).toBe(new RegExp(`^${parts.join(between)}$`).test(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});
