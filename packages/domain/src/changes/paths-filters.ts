import { compareText } from '../location.ts';
import type { ServiceInputs } from './inputs/edges.ts';

/**
 * The inputs as filters of dorny/paths-filter: YAML with a list of patterns for each service. What matches there is
 * at least what is an input here: only positive patterns, because by its default one `!` pattern in a list matches
 * everything else. (Below a folder it does not match names with a line end in them; no pattern of it does.)
 */
export function pathsFilters(inputs: readonly ServiceInputs[]): string {
  const filters = [...inputs].sort((a, b) => compareText(a.service, b.service));
  return filters.map((input) => `${quote(input.service)}:\n${patternsOf(input)}`).join('');
}

function patternsOf({ edges }: ServiceInputs): string {
  const positive = new Set(edges.flatMap(({ pattern, negated }) => (negated ? [] : [wellFormed(pattern)])));
  const patterns = positive.has('**') ? ['**'] : [...positive];
  return patterns.map((pattern) => `  - ${quote(pattern)}\n`).join('');
}

/** Bytes of a name that are no UTF-8 reach the filter as replacement characters: any will do. */
function wellFormed(pattern: string): string {
  return pattern.replace(/\p{Cs}+/gu, '*');
}

/** A YAML string, whatever is in it: JSON's form where the plain quotes cannot hold it. */
function quote(text: string): string {
  if (/^[\x20-\x7E\u00A0-\u1FFF\u2070-\uD7FF]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
