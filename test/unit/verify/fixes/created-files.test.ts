import { describe, expect, test } from '@jest/globals';
import { filesDiff } from '@rollcall/domain/tree/unified-diff';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { changedFiles, fixFiles, ruleFixtures, verifyFiles } from '../rule-fixtures.ts';

const fixtures = ruleFixtures().filter(({ fix }) => fix !== null);
const creating = ['app-of-apps-self-reference', 'chart-app-missing', 'service-chart-missing'];

describe('what fixes do is what their fixtures say', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    async (_name, { rule, files, fix, tags }) => {
      const result = await fixFiles(files, { rules: [rule], tags });
      expect(await filesDiff(memoryTree(files), result.files)).toBe(fix);
      const found = (await verifyFiles(files, { rules: [rule], tags })).findings.length;
      const after = changedFiles(files, result.files);
      const left = (await verifyFiles(after, { rules: [rule], tags })).findings;
      expect(left.filter((finding) => finding.fix !== null)).toEqual([]);
      expect(left).toHaveLength(found - result.fixed.length);
      expect((await fixFiles(after, { rules: [rule], tags })).files.size).toBe(0);
      for (const finding of result.fixed) expect(finding.fix?.safe).toBe(!creating.includes(rule));
    },
  );
});

test('a bad fixture of every rule that creates files says what the fix does', () => {
  for (const { name, rule, bad } of ruleFixtures())
    if (bad && creating.includes(rule)) expect(fixtures.map((fixture) => fixture.name)).toContain(name);
});
