import { describe, expect, test } from '@jest/globals';
import { findOracle } from '@rollcall/testkit/buildkit-oracle';
import { findDefinitionsOracle } from '@rollcall/testkit/definitions-oracle';
import { seed } from '@rollcall/testkit/seed';
import fc from 'fast-check';
import { record } from '../dockerfiles/recorded.ts';
import { askCases } from './ask.ts';
import { bakeCases } from './bake.ts';
import { differenceOf } from './compare.ts';
import { composeCases } from './compose.ts';
import type { RecordedDefinition } from './recorded.ts';
import { workflowCases } from './workflows.ts';

const builds = findOracle();
const definitions = findDefinitionsOracle();
const missing = [builds, definitions].find((one) => typeof one === 'string');
if (missing !== undefined) console.error(`skipped: ${missing}`);

/**
 * Of the cases of seed 1 those in which a change of a file rebuilds an image that is not made from it: nearly all for a
 * file of Compose that one is laid over, which may be run alone too. The numbers may only become smaller.
 */
const kinds = [
  ['bake', bakeCases, 5],
  ['compose', composeCases, 14],
  ['workflows', workflowCases, 6],
] as const;

(missing === undefined ? describe : describe.skip)(`definitions, as their tools read them (seed ${seed})`, () => {
  test.each(kinds)('every file that what %s defines is made from rebuilds it', async (kind, arbitrary, noisy) => {
    const cases = fc.sample(arbitrary, { seed, numRuns: 150 });
    const oracles = { builds, definitions } as { builds: { program: string }; definitions: { program: string } };
    const answers = askCases(oracles, cases);
    const missed: unknown[] = [];
    const recorded: RecordedDefinition[] = [];
    let noise = 0;
    for (const [index, { files }] of cases.entries()) {
      const reads = answers[index];
      if (reads === undefined || 'error' in reads || Object.keys(reads).length === 0) continue;
      const difference = await differenceOf(files, reads);
      if (difference.missed.length > 0) missed.push({ missed: difference.missed, files });
      if (difference.noise.length > 0) noise += 1;
      recorded.push({ files, reads, noise: difference.noise });
    }
    record(kind, recorded.slice(0, 110));
    expect(missed.slice(0, 3)).toEqual([]);
    expect(recorded.length).toBeGreaterThanOrEqual(140);
    if (seed === 1) expect(noise).toBe(noisy);
  });
});
