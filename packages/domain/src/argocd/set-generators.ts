import { isGoMap, NotKnown } from '../go-template/values.ts';
import { isRecord, listAt, textsIn, valueAt } from '../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import type { GeneratedBy, SuppliedValue } from './application.ts';
import type { SetFiles } from './generator-paths.ts';
import { saidParts } from './generator-values.ts';
import { deepestGenerators, gitElements } from './git-generators.ts';
import { maxCombinations, merged, paired } from './set-combinations.ts';
import { doubtOf } from './set-doubts.ts';
import { elementObject, elementValues } from './set-elements.ts';
import { selectorOf } from './set-selector.ts';
import {
  filledValues,
  isKnown,
  parametersOf,
  type Reading,
  type Supply,
  templateOver,
  unplaced,
  withGiven,
} from './set-supply.ts';

/**
 * Names that a generator of a kind can supply besides its own `values`, which the set says; one of any other kind may supply
 * every name.
 */
const suppliedNames = new Map([
  ['clusters', /^(name|nameNormalized|server|project|metadata)(\.|$)/],
  ['git directories', /^path([.[]|$)|^[^.]+\.path([.[]|$)/],
]);

/**
 * What a generator of an ApplicationSet supplies, once for each Application: the elements of a list, each with each
 * in a matrix, or those of the first list with what the others override in a merge. Of what is not certain there is
 * one without elements, which says why in `unread`.
 */
export function generatedBy(document: YamlDocument, path: YamlPath, files: SetFiles): GeneratedBy[] {
  const spec = valueAt(document.value(), ['spec']);
  const name = valueAt(document.value(), ['metadata', 'name']);
  const set = typeof name === 'string' ? name : '';
  const reading: Reading = {
    document,
    goTemplate: valueAt(spec, ['goTemplate']) === true,
    refusesMissing: textsIn(valueAt(spec, ['goTemplateOptions'])).includes('missingkey=error'),
    files,
    given: [],
  };
  const generator = valueAt(document.value(), path);
  const kinds = kindsOf(generator);
  const base = valueAt(spec, ['template']);
  // One entry may hold several generators: each supplies its own.
  return (kinds.length === 0 ? [undefined] : kinds).flatMap((kind) =>
    suppliesOf(reading, { path, kind, depth: 0 }).map(({ mayHold: _, ...generated }) => ({
      ...generated,
      set,
      doubt: doubtOf(document, path, generated),
      template: kind === undefined ? base : templateOver(valueAt(generator, [kind, 'template']), base),
    })),
  );
}

/** A generator of an ApplicationSet: one kind of the entry at a path. */
interface Place {
  path: YamlPath;
  kind: string | undefined;
  /** Generators around it. */
  depth: number;
}

function kindsOf(generator: unknown): string[] {
  return isRecord(generator) ? Object.keys(generator).filter((key) => key !== 'selector') : [];
}

/** What a generator in another one supplies. */
function nestedSupplies(reading: Reading, path: YamlPath, depth: number): Supply[] {
  const [kind, second] = kindsOf(valueAt(reading.document.value(), path));
  if (second !== undefined) return unread(reading, 'a generator of several kinds');
  return suppliesOf(reading, { path, kind, depth });
}

/** What a generator supplies, of which its selector takes its own. */
function suppliesOf(reading: Reading, place: Place): Supply[] {
  const supplies = suppliesOfKind(reading, place);
  const selector = valueAt(reading.document.value(), [...place.path, 'selector']);
  if (!isRecord(selector) || Object.keys(selector).length === 0) return supplies;
  const isSelected = selectorOf(selector);
  if (isSelected === null) return unread(reading, 'a selector that Argo CD refuses');
  // Of what is not known whole it cannot be said.
  const found = supplies.map((supply) => (supply.unread === null ? selects(isSelected, supply) : true));
  if (found.includes(undefined)) return unread(reading, 'a selector of elements');
  return supplies.filter((_supply, index) => found[index]);
}

function selects(isSelected: (parameters: Supply['parameters']) => boolean, supply: Supply): boolean | undefined {
  try {
    return isSelected(supply.parameters);
  } catch (error) {
    if (error instanceof NotKnown) return undefined;
    throw error;
  }
}

function unread({ goTemplate, refusesMissing }: Reading, why: string): Supply[] {
  const nothing = { elements: [], from: null, values: new Map(), parameters: {} };
  return [{ ...nothing, goTemplate, refusesMissing, unread: why, mayHold: () => true }];
}

/** What is known of a generator that asks others: what the set itself says of it. */
function saidOnly(reading: Reading, at: YamlPath, why: string, kind: string): Supply[] {
  const said = saidParts(reading, at, why);
  const names = suppliedNames.get(kind);
  const mayHold = (name: string): boolean => !said.values.has(name) && (names?.test(name) ?? true);
  const elements = said.values.size === 0 ? [] : [{ document: reading.document, path: at }];
  return unread(reading, why).map((supply) => ({ ...supply, ...said, elements, mayHold }));
}

function suppliesOfKind(reading: Reading, { path, kind, depth }: Place): Supply[] {
  if (kind === undefined) return unread(reading, 'an empty generator');
  const at = [...path, kind];
  switch (kind) {
    case 'list':
      return listSupplies(reading, at);
    case 'git': {
      const elements = gitElements(reading, at);
      if (typeof elements !== 'string') return elements.map((element) => known(reading, element));
      const names = listAt(valueAt(reading.document.value(), at), 'directories').length > 0;
      return saidOnly(reading, at, elements, names ? 'git directories' : '');
    }
    case 'matrix':
    case 'merge': {
      const made = depth === deepestGenerators ? tooDeep(kind) : combined(reading, { at, kind, depth });
      return typeof made === 'string' ? unread(reading, made) : made;
    }
    default:
      return saidOnly(reading, at, `a ${kind} generator`, kind);
  }
}

function tooDeep(kind: string): string {
  return `a ${kind} in generators of generators, which Argo CD refuses`;
}

function known(
  { goTemplate, refusesMissing }: Reading,
  element: Pick<Supply, 'elements' | 'from' | 'values' | 'parameters'>,
): Supply {
  return { ...element, goTemplate, refusesMissing, unread: null, mayHold: () => false };
}

/** What a matrix or a merge makes of its generators; or why that is not known. */
function combined(
  reading: Reading,
  { at, kind, depth }: { at: YamlPath; kind: 'matrix' | 'merge'; depth: number },
): Supply[] | string {
  const said = valueAt(reading.document.value(), at);
  const parts = listAt(said, 'generators');
  const suppliesAt = (index: number, inside: Reading): Supply[] =>
    nestedSupplies(inside, [...at, 'generators', index], depth + 1);
  if (kind === 'merge')
    return merged(
      parts.map((_part, index) => suppliesAt(index, reading)),
      valueAt(said, ['mergeKeys']),
    );
  if (parts.length !== 2) return 'a matrix of other than two generators, which Argo CD refuses';
  const isFilled = JSON.stringify(parts[1]).includes('{{');
  return product(
    suppliesAt(0, reading),
    (given) => suppliesAt(1, isFilled ? { ...reading, given: [...reading.given, given] } : reading),
    isFilled,
  );
}

/** Each of the first with each of the second, which may be filled in with the first. */
function product(
  first: readonly Supply[],
  secondOf: (given: Supply) => Supply[],
  isFilled: boolean,
): Supply[] | string {
  const made: Supply[] = [];
  let second: Supply[] | undefined;
  for (const one of first) {
    second = isFilled || second === undefined ? secondOf(one) : second;
    if (Math.max(first.length, made.length + second.length) > maxCombinations)
      return `a matrix of more than ${maxCombinations} elements`;
    for (const other of second) {
      const pair = paired(one, other);
      if (typeof pair === 'string') return pair;
      made.push(pair);
    }
  }
  return made;
}

/** One for each element of a list, and of the list in `elementsYaml`. */
function listSupplies(reading: Reading, at: YamlPath): Supply[] {
  const { document } = reading;
  const list = valueAt(document.value(), at);
  const written = listAt(list, 'elements').map((_value, index) => {
    const element = { document, path: [...at, 'elements', index] };
    const values = filledValues(elementValues(element), reading);
    const parameters = parametersOf(elementObject(element), reading);
    return known(reading, { elements: [element], from: null, values, parameters });
  });
  const text = withGiven(valueAt(list, ['elementsYaml']), reading);
  if (typeof text !== 'string' || text === '') return written;
  const more = isKnown(text, reading) ? elementsIn(text) : null;
  if (more === null) return unread(reading, 'elementsYaml');
  return [
    ...written,
    ...more.map((value) => {
      const parameters = parametersOf(value, { ...reading, given: [] });
      const element = { document, path: [...at, 'elementsYaml'] };
      return known(reading, { elements: [element], from: null, values: textsOf(parameters), parameters });
    }),
  ];
}

/** The elements that a text of YAML holds; null where it is no list of maps. */
function elementsIn(text: string): unknown[] | null {
  const { documents, errors } = parseYamlFile('elementsYaml', text);
  const value = (documents[0] && elementObject({ document: documents[0], path: [] })) ?? [];
  if (errors.length > 0 || documents.length > 1 || !Array.isArray(value) || !value.every(isRecord)) return null;
  return value;
}

/** Texts that stand at no place of their own, by name. */
function textsOf(parameters: Supply['parameters'], start = ''): Supply['values'] {
  const values = new Map<string, SuppliedValue>();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') values.set(start + name, unplaced(value));
    if (isGoMap(value)) for (const [inner, one] of textsOf(value, `${start}${name}.`)) values.set(inner, one);
  }
  return values;
}
