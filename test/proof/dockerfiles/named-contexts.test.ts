import { describe, expect, test } from '@jest/globals';
import { findOracle } from '@rollcall/testkit/buildkit-oracle';
import { seed } from '@rollcall/testkit/seed';
import fc from 'fast-check';
import { askBuilds, differenceOf } from './compare.ts';
import { contextCases } from './named-contexts.ts';
import { type RecordedBuild, record } from './recorded.ts';

const oracle = findOracle();
if (typeof oracle === 'string') console.error(`skipped: ${oracle}`);

/** Builds of seed 1 that a change of a file rebuilds which BuildKit does not read. The number may only become smaller. */
const noisy = 25;

(typeof oracle === 'string' ? describe.skip : describe)(`named contexts, as BuildKit reads them (seed ${seed})`, () => {
  test('every file that a build reads of them rebuilds it', async () => {
    const cases = fc.sample(contextCases, { seed, numRuns: 900 });
    const answers = askBuilds(oracle as Exclude<typeof oracle, string>, cases);
    const missed: unknown[] = [];
    const recorded: RecordedBuild[] = [];
    let [built, noise] = [0, 0];
    for (const [index, one] of cases.entries()) {
      const { reads, error } = answers[index] ?? {};
      if (error !== undefined || reads === undefined) continue;
      built += 1;
      const difference = await differenceOf(one, reads);
      if (difference.missed.length > 0) missed.push({ ...one.build, missed: difference.missed, files: one.files });
      if (difference.noise.size > 0) noise += 1;
      recorded.push({ ...one, reads, noise: [...difference.noise.keys()] });
    }
    record('named-contexts', recorded.slice(0, 80));
    expect(missed.slice(0, 3)).toEqual([]);
    expect(built).toBeGreaterThanOrEqual(300);
    if (seed === 1) expect(noise).toBe(noisy);
  });
});
