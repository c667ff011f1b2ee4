import type { Register } from '../../../registers/register.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { expectedIn, listPointer, missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { RuleFinding } from '../../rule/rule.ts';

/**
 * Whether a list lacks so few of what it should name that these were forgotten. One that lacks many may be a choice:
 * the services with a database, those of one team.
 */
export function isNearlyComplete(register: Register, context: RuleContext): boolean {
  const present = new Set(register.entries);
  const expected = expectedIn(register, context);
  const missing = expected.filter((name) => !present.has(name)).length;
  return missing <= Math.max(1, expected.length / 5);
}

/**
 * A finding for each service that a YAML list about what runs should name: of the kinds it names already, and deployed
 * in the environment of its file. `isAbout` says which lists; of those, the ones that lack many are left out.
 */
export function* missingInYamlLists(
  context: RuleContext,
  isAbout: (register: Register) => boolean,
  consequence: string,
): Iterable<RuleFinding> {
  for (const register of context.registers) {
    if (register.kind !== 'yaml-list' && register.kind !== 'yaml-map') continue;
    if (!isAbout(register) || !isNearlyComplete(register, context)) continue;
    for (const finding of missingEntries(register, context, { list: listPointer(register), consequence }))
      if (runsWhereListed(finding.subject, register, context)) yield finding;
  }
}

function runsWhereListed(name: string, register: Register, context: RuleContext): boolean {
  const kinds = register.entries.map((entry) => context.services.get(entry)?.kind);
  if (!kinds.includes(context.services.get(name)?.kind)) return false;
  const environments = manifestEnvironments(register.file, context);
  const applications = context.deployedBy.get(name) ?? [];
  if (applications.length === 0) return context.catalog.applications.length === 0;
  return (
    environments === null ||
    applications.some(({ environment }) => environment === null || environments.has(environment))
  );
}
