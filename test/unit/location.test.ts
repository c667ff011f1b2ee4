import { expect, test } from '@jest/globals';
import { offsetsIn, placeIn, placesIn } from '@rollcall/domain/location';
import fc from 'fast-check';

test.each([
  { text: '', offset: 0, line: 1, column: 1 },
  { text: 'a\nb', offset: 1, line: 1, column: 2 },
  { text: 'a\nb', offset: 2, line: 2, column: 1 },
  { text: 'a\r\nb', offset: 3, line: 2, column: 1 },
  { text: 'a\n', offset: 2, line: 2, column: 1 },
  { text: '한\n글', offset: 3, line: 2, column: 2 },
])('offset $offset of $text', ({ text, offset, line, column }) => {
  expect(placeIn({ path: 'a.txt', text }, offset)).toEqual({ path: 'a.txt', line, column });
});

test('places are those that counting gives, and lead back to their offsets', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n') });
  fc.assert(
    fc.property(text, (written) => {
      const placeOf = placesIn({ path: 'a.txt', text: written });
      const offsetOf = offsetsIn(written);
      for (let offset = 0; offset <= written.length; offset += 1) {
        const before = written.slice(0, offset).split('\n');
        expect(placeOf(offset)).toEqual({
          path: 'a.txt',
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
        expect(offsetOf(placeOf(offset))).toBe(offset);
      }
    }),
  );
});
