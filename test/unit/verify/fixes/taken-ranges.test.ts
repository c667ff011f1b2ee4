import { expect, test } from '@jest/globals';
import { takenRanges } from '@rollcall/domain/verify/fixes/taken-ranges';
import fc from 'fast-check';

test('a range touches what was taken as if each were compared with it', () => {
  const range = fc
    .tuple(fc.nat({ max: 30 }), fc.nat({ max: 5 }))
    .map(([start, length]) => [start, start + length] as const);
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const taken = takenRanges();
      const before: (readonly [number, number])[] = [];
      for (const one of ranges) {
        expect(taken.touches(one)).toBe(before.some(([from, to]) => one[0] <= to && from <= one[1]));
        taken.take(one);
        before.push(one);
      }
    }),
  );
});
