import { expect, test } from '@jest/globals';
import { differenceOf } from '../../proof/definitions/compare.ts';
import { recordedDefinitions } from '../../proof/definitions/recorded.ts';

// What buildx 0.38.2 and compose-go 2.16.1 made of generated definitions, what workflows, scripts and Makefiles say, and
// what BuildKit 0.34.2 read for it: test/proof/definitions asks them anew.

test.each([
  ['bake', 110],
  ['compose', 110],
  ['workflows', 110],
] as const)(
  'what %s defines is made from what is read for it, and no more is too much than was',
  async (kind, count) => {
    const recorded = recordedDefinitions(kind);
    expect(recorded.length).toBe(count);
    for (const { files, reads, noise } of recorded) {
      const difference = await differenceOf(files, reads);
      const added = difference.noise.filter((path) => !noise.includes(path));
      expect({ files, missed: difference.missed, added }).toMatchObject({ missed: [], added: [] });
    }
  },
);
