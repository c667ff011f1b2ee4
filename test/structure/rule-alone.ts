import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { rules } from '@rollcall/domain/verify/rules/index';
import { type RuleFixture, verifyFiles } from '../unit/verify/rule-fixtures.ts';

/**
 * What a rule finds in a fixture beside all others, and what it finds when they are off. It is told apart where the rule
 * lives from a file that another one asks to be read: then `needs` of the rule lacks that file.
 */
export async function besidesAndAlone({ rule, files }: RuleFixture): Promise<{ besides: Finding[]; alone: Finding[] }> {
  const others = rules.flatMap(({ id }) => (id === rule ? [] : [id]));
  const own = (findings: readonly Finding[]) => findings.filter((finding) => finding.rule === rule);
  const [besides, alone] = [await verifyFiles(files), await verifyFiles(files, { off: others })];
  return { besides: own(besides.findings), alone: own(alone.findings) };
}
