import { quoteName } from '../names.ts';
import { field, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { GeneratedBy } from './application.ts';
import { deepestGenerators, gitElements, type SetFiles } from './git-generators.ts';
import { doubtOf } from './set-doubts.ts';
import { elementValues } from './set-elements.ts';

/** Combinations of generators above which an ApplicationSet is taken for one whose elements are not known. */
const maxCombinations = 2000;

/** What a generator supplies for one Application; `mayHold`: names that it may supply without our knowing. */
interface Supply extends Omit<GeneratedBy, 'doubt' | 'set'> {
  mayHold: (name: string) => boolean;
}

/** Names that a generator of a kind can supply; one of any other kind may supply every name. */
const suppliedNames = new Map([
  ['clusters', /^(name|nameNormalized|server|project|metadata|values)(\.|$)/],
  ['git directories', /^(path|values)([.[]|$)|^[^.]+\.path([.[]|$)/],
]);

/**
 * What a generator of an ApplicationSet supplies, once for each Application: the elements of a list, each with each
 * in a matrix, or those of the first list with what the others override in a merge. Of what is not certain there is
 * one without elements, which says why in `unread`.
 */
export function generatedBy(document: YamlDocument, path: YamlPath, files: SetFiles): GeneratedBy[] {
  const goTemplate = valueAt(document.value(), ['spec', 'goTemplate']) === true;
  const name = valueAt(document.value(), ['metadata', 'name']);
  const set = typeof name === 'string' ? name : '';
  return supplies({ document, goTemplate, files }, path, 0).map(({ mayHold: _, ...generated }) => ({
    ...generated,
    set,
    doubt: doubtOf(document, path, generated),
  }));
}

/** The ApplicationSet that is read, and what its generators may read. */
interface Reading {
  document: YamlDocument;
  goTemplate: boolean;
  files: SetFiles;
}

function supplies(reading: Reading, path: YamlPath, depth: number): Supply[] {
  const { document, goTemplate, files } = reading;
  const unread = (why: string, mayHold = (_name: string) => true): Supply[] => [
    { elements: [], from: null, values: new Map(), goTemplate, unread: why, mayHold },
  ];
  const generator = valueAt(document.value(), path);
  const kinds = namesOf(generator).filter((key) => key !== 'selector');
  const [kind = ''] = kinds;
  if (kinds.length !== 1) return unread(kinds.length === 0 ? 'an empty generator' : 'a generator of several kinds');
  if (namesOf(valueAt(generator, ['selector'])).length > 0) return unread('a selector of elements');
  const at = [...path, kind];
  switch (kind) {
    case 'list':
      return valueAt(generator, ['list', 'elementsYaml']) ? unread('elementsYaml') : listSupplies(reading, at);
    case 'git': {
      const elements = gitElements(document, at, goTemplate, files);
      if (typeof elements !== 'string')
        return elements.map((element) => ({ ...element, goTemplate, unread: null, mayHold: () => false }));
      const names = valueAt(generator, ['git', 'directories']) ? suppliedNames.get('git directories') : undefined;
      return unread(elements, names && ((name) => names.test(name)));
    }
    case 'matrix':
    case 'merge': {
      const made = combined(reading, { at, kind, depth });
      return typeof made === 'string' ? unread(made) : made;
    }
    default: {
      const names = suppliedNames.get(kind);
      return unread(`a ${kind} generator`, names && ((name) => names.test(name)));
    }
  }
}

/** What a matrix or a merge makes of its generators; or why that is not known. */
function combined(
  reading: Reading,
  { at, kind, depth }: { at: YamlPath; kind: 'matrix' | 'merge'; depth: number },
): Supply[] | string {
  if (depth === deepestGenerators) return `a ${kind} in generators of generators, which Argo CD refuses`;
  const said = valueAt(reading.document.value(), at);
  const all = listAt(said, 'generators').map((_part: unknown, index) =>
    supplies(reading, [...at, 'generators', index], depth + 1),
  );
  return kind === 'matrix' ? product(all) : merged(all, field(said, 'mergeKeys'));
}

/** One for each element of a list. */
function listSupplies({ document, goTemplate }: Reading, at: YamlPath): Supply[] {
  const elements = valueAt(document.value(), [...at, 'elements']);
  return (Array.isArray(elements) ? elements : []).map((_element: unknown, index) => {
    const element = { document, path: [...at, 'elements', index] };
    const values = elementValues(element);
    return { elements: [element], from: null, values, goTemplate, unread: null, mayHold: () => false };
  });
}

/** Each with each; or why that is not certain. Of a name that two supply, Argo CD takes the first or refuses it. */
function product([first, ...others]: readonly Supply[][]): Supply[] | string {
  if (!first || others.length === 0) return 'a matrix of fewer than two generators';
  let made: Supply[] | string = first;
  for (const part of others) {
    made = pairsOf(made, part);
    if (typeof made === 'string') break;
  }
  return made;
}

function pairsOf(left: readonly Supply[], right: readonly Supply[]): Supply[] | string {
  if (Math.max(left.length, left.length * right.length) > maxCombinations)
    return `a matrix of more than ${maxCombinations} elements`;
  const pairs: Supply[] = [];
  for (const one of left) {
    for (const other of right) {
      const both = sharedName(one, other) ?? sharedName(other, one);
      if (both !== undefined) return `a matrix whose generators both may supply ${quoteName(both)}`;
      pairs.push(joined(one, other));
    }
  }
  return pairs;
}

function sharedName(one: Supply, other: Supply): string | undefined {
  return [...one.values.keys()].find((name) => other.values.has(name) || other.mayHold(name));
}

/** The elements of the first generator, each with what those of the others that agree in the merge keys override. */
function merged(parts: readonly Supply[][], mergeKeys: unknown): Supply[] | string {
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
    made.push(overrides.reduce(joined, supply));
  }
  return made;
}

/** Elements by the values of their merge keys; or why those do not tell them apart. */
function byMergeKeys(supplies: readonly Supply[], keys: readonly string[]): Map<string, Supply> | string {
  const group = new Map<string, Supply>();
  for (const supply of supplies) {
    const texts = keys.map((key) => {
      const { document, path, text } = supply.values.get(key) ?? {};
      return document ? valueAt(document.value(), path ?? []) : text;
    });
    if (!texts.every((text) => typeof text === 'string')) return 'a merge of elements without its merge keys';
    const key = JSON.stringify(texts);
    if (group.has(key)) return 'a merge whose merge keys do not tell elements apart';
    group.set(key, supply);
  }
  return group;
}

function isEmptyText(text: string): boolean {
  return ['', '~', 'null', 'false', '0'].includes(text);
}

/** Both together; the second wins. */
function joined(one: Supply, other: Supply): Supply {
  return {
    elements: [...one.elements, ...other.elements],
    from: one.from ?? other.from,
    values: new Map([...one.values, ...other.values]),
    goTemplate: one.goTemplate,
    unread: one.unread ?? other.unread,
    mayHold: (name) => one.mayHold(name) || other.mayHold(name),
  };
}

function namesOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
