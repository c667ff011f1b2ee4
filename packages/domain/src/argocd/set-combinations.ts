import { type GoMap, type GoValue, isGoMap, overlaid } from '../go-template/values.ts';
import { quoteName } from '../names.ts';
import type { SuppliedValue } from './application.ts';
import { type Supply, unplaced } from './set-supply.ts';

/** Combinations of generators above which an ApplicationSet is taken for one whose elements are not known. */
export const maxCombinations = 2000;

/**
 * One element of the first generator of a matrix with one of the second; or why what they make is not known. With Go
 * templates the first wins, also within maps and with what is empty; without them two that differ are refused.
 */
export function paired(one: Supply, other: Supply): Supply | string {
  const unsure = [...other.values.keys()].find((name) => one.mayHold(name));
  const hidden = one.goTemplate ? undefined : [...one.values.keys()].find((name) => other.mayHold(name));
  if (unsure !== undefined || hidden !== undefined)
    return `a matrix whose generators both may supply ${quoteName(unsure ?? hidden ?? '')}`;
  if (one.goTemplate)
    return joined(one, other, overlaid(other.parameters, one.parameters), new Map([...other.values, ...one.values]));
  for (const [name, value] of Object.entries(other.parameters))
    if (Object.hasOwn(one.parameters, name) && one.parameters[name] !== value)
      return `a matrix whose generators say ${quoteName(name)} in two ways, which Argo CD refuses,`;
  const values = new Map([...other.values, ...one.values]);
  // What both say alike is in no place of its own: written in one of them, the two differ.
  for (const [name, { text }] of one.values) if (other.values.has(name)) values.set(name, unplaced(text));
  return joined(one, other, { ...other.parameters, ...one.parameters }, values);
}

/** The elements of the first generator, each with what those of the others that agree in the merge keys override. */
export function merged(parts: readonly (readonly Supply[])[], mergeKeys: unknown): Supply[] | string {
  const keys = Array.isArray(mergeKeys) ? mergeKeys.filter((key) => typeof key === 'string') : [];
  if (parts.length < 2 || keys.length === 0) return 'a merge that Argo CD refuses';
  if (parts.flat().some(({ unread }) => unread !== null)) return 'a merge of other generators than lists';
  const groups: ReadonlyMap<string, Supply>[] = [];
  for (const part of parts) {
    const group = byMergeKeys(part, keys);
    if (typeof group === 'string') return group;
    groups.push(group);
  }
  const [base = new Map<string, Supply>(), ...overriding] = groups;
  const made: Supply[] = [];
  for (const [key, supply] of base) {
    const overrides = overriding.flatMap((group) => group.get(key) ?? []);
    // Whether an empty value overrides depends on the version of Argo CD.
    if (overrides.some(({ values }) => [...values.values()].some(({ text }) => isEmptyText(text))))
      return 'a merge that overrides with an empty value';
    made.push(
      overrides.reduce((below, above) => {
        const parameters = below.goTemplate
          ? overlaid(below.parameters, above.parameters)
          : { ...below.parameters, ...above.parameters };
        return joined(below, above, parameters, new Map([...below.values, ...above.values]));
      }, supply),
    );
  }
  return made;
}

/** Elements by the values of their merge keys; or why those do not tell them apart. */
function byMergeKeys(supplies: readonly Supply[], keys: readonly string[]): Map<string, Supply> | string {
  const group = new Map<string, Supply>();
  for (const supply of supplies) {
    const { parameters } = supply;
    const found = keys.map((key): GoValue => (Object.hasOwn(parameters, key) ? (parameters[key] ?? null) : null));
    if (!found.every((value) => value === null || ['string', 'number', 'boolean'].includes(typeof value)))
      return 'a merge of elements without its merge keys';
    const key = JSON.stringify(found);
    if (group.has(key)) return 'a merge whose merge keys do not tell elements apart';
    group.set(key, supply);
  }
  return group;
}

function isEmptyText(text: string): boolean {
  return ['', '~', 'null', 'false', '0'].includes(text);
}

function joined(one: Supply, other: Supply, parameters: GoValue, values: ReadonlyMap<string, SuppliedValue>): Supply {
  const known: GoMap = isGoMap(parameters) ? parameters : {};
  return {
    ...one,
    elements: [...one.elements, ...other.elements],
    from: one.from ?? other.from,
    values,
    parameters: known,
    unread: one.unread ?? other.unread,
    mayHold: (name) => one.mayHold(name) || other.mayHold(name),
  };
}
