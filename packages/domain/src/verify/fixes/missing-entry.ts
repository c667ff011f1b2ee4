import { isServiceName } from '../../names.ts';
import type { Register } from '../../registers/register.ts';
import type { Fix } from '../findings/finding.ts';
import type { RuleContext } from '../rule/context.ts';
import type { RuleFinding } from '../rule/rule.ts';

/** The services that a register has to name: all that are built, or those of its kinds. */
export function expectedIn({ scope }: Register, { listed }: RuleContext): string[] {
  return listed.flatMap(({ name, kind }) => (scope === 'all' || scope.includes(kind) ? [name] : []));
}

/**
 * A finding for each service that a register lacks, at the register, with the edit that adds it.
 * `consequence` says what the absence does to people.
 */
export function* missingEntries(
  register: Register,
  context: RuleContext,
  words: { list: string; consequence: string },
): Iterable<RuleFinding> {
  const present = new Set(register.entries);
  for (const name of expectedIn(register, context)) {
    if (present.has(name)) continue;
    yield {
      location: { path: register.file, line: register.line, column: register.column },
      subject: name,
      message: `service ${name} is not in ${words.list} of ${register.file}: ${words.consequence}`,
      key: `${name} ${register.id}`,
      fix: insertion(register, name, words.list),
    };
  }
}

/** The fix that adds a name to a register; null where it cannot be added. */
export function insertion(register: Register, name: string, list: string): Fix | null {
  if (!isServiceName(name)) return null;
  const edits = register.insert(name);
  return edits.length === 0 ? null : { description: `add ${name} to ${list}`, safe: true, edits };
}

/** The variable or key that a register belongs to, for a message: `SERVICES`, `matrix.service`. */
export function listName({ id }: Pick<Register, 'id'>): string {
  return listPointer({ id }).replace(/ \d+$/, '').split(/[\s.]/).at(-1) ?? '';
}

/** Where a register is in the structure of its file, for a message: `istio.services`. */
export function listPointer({ id }: Pick<Register, 'id'>): string {
  return id.slice(id.indexOf('#') + 1);
}
