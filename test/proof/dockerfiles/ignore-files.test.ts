import { describe, expect, test } from '@jest/globals';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { ask, findOracle } from '@rollcall/testkit/buildkit-oracle';
import { seed } from '@rollcall/testkit/seed';
import fc from 'fast-check';
import { ignoreCases } from './ignore-files.ts';
import { record } from './recorded.ts';

const oracle = findOracle();
if (typeof oracle === 'string') console.error(`skipped: ${oracle}`);

(typeof oracle === 'string' ? describe.skip : describe)(`ignore files, as BuildKit reads them (seed ${seed})`, () => {
  test('what is left out is exactly what BuildKit does not send', () => {
    const cases = fc.sample(ignoreCases, { seed, numRuns: 20_000 });
    const answers = ask(
      oracle as Exclude<typeof oracle, string>,
      cases.map((ignore) => ({ ignore })),
    );
    const differing = cases.flatMap(({ text, paths }, index) => {
      const { ignored: theirs = [], error } = answers[index] ?? {};
      if (error !== undefined) return [];
      const rules = parseIgnoreRules(text);
      const ours = paths.filter((path) => rules.ignores(path));
      // What is not understood leaves nothing out, and says so.
      const expected = rules.unread.length > 0 ? [] : theirs;
      return JSON.stringify(ours) === JSON.stringify(expected) ? [] : [{ text, ours, theirs }];
    });
    const answered = cases.flatMap((one, index) => {
      const { ignored = [], error } = answers[index] ?? {};
      return error === undefined && parseIgnoreRules(one.text).unread.length === 0 ? [{ ...one, ignored }] : [];
    });
    record('ignore-files', answered.slice(0, 500));
    expect(differing.slice(0, 10)).toEqual([]);
    const refused = answers.filter(({ error }) => error !== undefined).length;
    expect(cases.length - refused).toBeGreaterThan(15_000);
  });
});
