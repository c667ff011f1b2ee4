import { quoteName } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { UserError } from '../user-error.ts';

/**
 * The names a person gave, checked against those that exist; `['all']` is every one. UserError that lists the
 * known ones and the nearest. `where` says where they were given: `named in "services"`.
 */
export function selectNames(names: readonly string[], known: readonly string[], where: string): readonly string[] {
  if (names.length === 1 && names[0] === 'all') return known;
  const set = new Set(known);
  const unknown = [...new Set(names.filter((name) => !set.has(name)))];
  const [first] = unknown;
  if (first === undefined) return names;
  throw new UserError(`${unknown.map((name) => quoteName(name)).join(', ')}: no such service, ${where}`, {
    help: insteadOf(first, 'services', known),
  });
}
