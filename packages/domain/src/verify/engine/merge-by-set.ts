import { memoize } from '../../memo.ts';
import type { Severity } from '../findings/finding.ts';
import type { RuleContext } from '../rule/context.ts';
import type { Rule, RuleFinding } from '../rule/rule.ts';

/** The names of the Applications that the ApplicationSets of a file generate. */
const generatedNames = memoize(({ catalog }: RuleContext): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>();
  for (const { generated, file, name } of catalog.applications)
    if (generated) names.set(file, (names.get(file) ?? new Set()).add(name));
  return names;
});

const worstFirst: readonly Severity[] = ['error', 'warning', 'notice'];

/**
 * The findings of a rule, where what it finds of several Applications at one place of their ApplicationSet is one finding:
 * one line is wrong. It has the severity and the environment of the worst, and no fix.
 */
export function mergedBySet(rule: Rule, findings: Iterable<RuleFinding>, context: RuleContext): RuleFinding[] {
  const names = generatedNames(context);
  const merged: { finding: RuleFinding; others: number }[] = [];
  const byPlace = new Map<string, { finding: RuleFinding; others: number }>();
  const rank = (finding: RuleFinding): number => worstFirst.indexOf(finding.severity ?? rule.severity);
  for (const finding of findings) {
    const { path, line, column } = finding.location;
    const isGenerated = names.get(path)?.has(finding.subject) ?? false;
    const place = `${path}:${line}:${column}`;
    const before = isGenerated ? byPlace.get(place) : undefined;
    if (!before) {
      const entry = { finding, others: 0 };
      merged.push(entry);
      if (isGenerated) byPlace.set(place, entry);
      continue;
    }
    before.others += 1;
    if (rank(finding) < rank(before.finding)) before.finding = finding;
  }
  return merged.map(({ finding, others }) => {
    if (others === 0) return finding;
    const { fix: _, ...rest } = finding;
    const { key = finding.message } = finding;
    return { ...rest, key, message: `${finding.message} (and ${others} more that the set generates)` };
  });
}
