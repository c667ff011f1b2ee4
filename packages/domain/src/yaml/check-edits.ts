import { Composer, type CST, isMap, isScalar, isSeq, Parser } from 'yaml';
import type { Edit } from './edit.ts';
import { type YamlSchema, yamlSchemas } from './plain-scalar.ts';
import type { YamlPath } from './yaml-document.ts';

/** What one edited place has to read as. */
export interface Expectation {
  /** 0-based index of the document in the file. */
  document: number;
  path: YamlPath;
  /**
   * The string, or the word `true`, that it reads as, also where there was no such entry before; null where the
   * entry is gone; a list is what is expected of the YAML inside a block scalar.
   */
  value: string | true | null | readonly Expectation[];
}

/**
 * Proves edits of one YAML file after the fact, and throws when something else happened than was asked: that is
 * our bug, and nothing may be written. Only bytes inside the ranges differ; the result parses; under the
 * YAML 1.1 and 1.2 schemas every document is deep-equal to what it was, keys in their order, but at the expected
 * places, and those read as the expected strings.
 */
export function checkEdits(
  before: string,
  after: string,
  edits: readonly Edit[],
  expectations: readonly Expectation[],
): void {
  checkBytes(before, after, edits);
  const [old, now] = [tokensOf(before), tokensOf(after)];
  for (const schema of yamlSchemas) {
    const difference = compareTexts(old, now, expectations, schema);
    if (difference !== undefined) throw new Error(`${difference} (${schema})`);
  }
}

/** What is wrong with the documents of the edited text, or undefined. */
function compareTexts(
  before: Tokens,
  after: Tokens,
  expectations: readonly Expectation[],
  schema: YamlSchema,
): string | undefined {
  const [old, now] = [readAll(before, schema), readAll(after, schema)];
  if (now.errors > old.errors) return 'the edited text is not valid YAML';
  if (now.values.length !== old.values.length) return 'the edited text has another number of documents';
  for (const [index, value] of old.values.entries()) {
    const ofDocument = expectations.filter(({ document }) => document === index);
    const expected = branches(
      ofDocument.map(({ path, value: wanted }) => {
        const reading = wanted === null ? old : now;
        return { names: namesIn(reading.contents[index], path), value: wanted };
      }),
    );
    const place = { at: '', expected };
    const difference = compare(value, now.values[index], place, { schema, seen: new Map() });
    if (difference !== undefined) return `document ${index} ${difference}`;
  }
  const missing = expectations.find(({ document }) => document >= old.values.length);
  return missing && `there is no document ${missing.document}`;
}

function checkBytes(before: string, after: string, edits: readonly Edit[]): void {
  let position = 0;
  let shift = 0;
  for (const { range, newText } of [...edits].sort((a, b) => a.range[0] - b.range[0])) {
    const [start, end] = range;
    if (before.slice(position, start) !== after.slice(position + shift, start + shift))
      throw new Error(`bytes outside the edits changed before offset ${start}`);
    position = end;
    shift += newText.length - (end - start);
  }
  if (before.slice(position) !== after.slice(position + shift))
    throw new Error('bytes outside the edits changed after the last one');
}

/** A document whose aliases cannot be resolved: equal to itself only by its bytes, which are checked. */
const unreadable = Symbol('unreadable');

interface Reading {
  errors: number;
  values: unknown[];
  /** The documents as nodes. */
  contents: unknown[];
}

/** A text cut into YAML's tokens, which no schema changes: that is half of the work of a reading. */
interface Tokens {
  list: CST.Token[];
  length: number;
}

function tokensOf(text: string): Tokens {
  return { list: [...new Parser().parse(text)], length: text.length };
}

function readAll({ list: tokens, length }: Tokens, schema: YamlSchema): Reading {
  // Keys that only one schema takes for the same (`on` and `true`) are no reason to refuse.
  const composer = new Composer({ schema, merge: true, uniqueKeys: false, logLevel: 'silent' });
  const list = [...composer.compose(tokens, false, length)];
  return {
    errors: list.reduce((sum, document) => sum + document.errors.length, 0),
    contents: list.map(({ contents }) => contents),
    values: list.map((document) => {
      try {
        return document.toJS({ mapAsMap: true, maxAliasCount: 100 });
      } catch {
        return unreadable;
      }
    }),
  };
}

/**
 * The steps of a path as the schema of a reading names them: YAML 1.1 takes the key `y` for true, and another of the
 * text "true" beside it is another key.
 */
function namesIn(contents: unknown, path: YamlPath): string[] {
  let node = contents;
  return path.map((step) => {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && (key.source === String(step) || String(key.value) === String(step)),
      );
      node = pair?.value;
      return nameOf(isScalar(pair?.key) ? pair.key.value : step);
    }
    node = isSeq(node) ? node.items[Number(step)] : undefined;
    return nameOf(step);
  });
}

function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : `(${String(key)})`;
}

/** Expectations as a tree along the names of their paths. */
interface Branch {
  value: Expectation['value'] | undefined;
  below: Map<string, Branch>;
}

function branches(expectations: readonly { names: readonly string[]; value: Expectation['value'] }[]): Branch {
  const root: Branch = { value: undefined, below: new Map() };
  for (const { names, value } of expectations) {
    let branch = root;
    for (const name of names) {
      const next = branch.below.get(name) ?? { value: undefined, below: new Map() };
      branch.below.set(name, next);
      branch = next;
    }
    branch.value = isList(branch.value) && isList(value) ? [...branch.value, ...value] : value;
  }
  return root;
}

function isList(value: Expectation['value'] | undefined): value is readonly Expectation[] {
  return Array.isArray(value);
}

interface Comparison {
  schema: YamlSchema;
  /** Stops at what aliases repeat. */
  seen: Map<unknown, unknown>;
}

/** A place of both readings, and what is expected of it and below. */
interface Place {
  at: string;
  expected: Branch | undefined;
}

/** What is wrong at a place, or undefined. */
function compare(a: unknown, b: unknown, place: Place, comparison: Comparison): string | undefined {
  const { at, expected } = place;
  if (isList(expected?.value)) {
    const difference = compareInside(a, b, expected.value, comparison);
    return difference && `${difference} at ${at}`;
  }
  if (expected?.value !== undefined)
    return b === expected.value ? undefined : `does not read as the string that was asked for at ${at}`;
  const [allA, allB] = [entries(a), entries(b)];
  if (!allA || !allB) {
    if (!isSameScalar(a, b)) return `changed at ${at}`;
  } else {
    if (comparison.seen.get(a) === b) return undefined;
    comparison.seen.set(a, b);
    const difference = compareEntries(allA, allB, place, comparison);
    if (difference !== undefined) return difference;
  }
  return expected && missingBelow(allB ?? [], expected, at);
}

/** What is wrong with the YAML inside a block scalar. */
function compareInside(
  a: unknown,
  b: unknown,
  expected: readonly Expectation[],
  { schema }: Comparison,
): string | undefined {
  if (typeof a !== 'string' || typeof b !== 'string') return 'is no text';
  const difference = compareTexts(tokensOf(a), tokensOf(b), expected, schema);
  return difference && `${difference}, inside the text`;
}

function isSameScalar(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? Object.is(a.getTime(), b.getTime()) : Object.is(a, b);
}

function compareEntries(allA: Entry[], allB: Entry[], place: Place, comparison: Comparison): string | undefined {
  const { at, expected } = place;
  const { listA, listB, wrong } = withoutExpected(allA, allB, place);
  if (wrong !== undefined) return wrong;
  if (listA.length !== listB.length) return `has more or fewer entries at ${at}`;
  for (const [index, [key, value]] of listA.entries()) {
    const [otherKey, otherValue] = listB[index] ?? [];
    const below = { at: `${at}/${String(key)}`, expected: expected?.below.get(nameOf(key)) };
    const difference =
      compare(key, otherKey, { at: `a key of ${at}`, expected: undefined }, comparison) ??
      compare(value, otherValue, below, comparison);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** The first entry that should be there and is not. One that should be gone and is there was told already. */
function missingBelow(list: readonly Entry[], { below }: Branch, at: string): string | undefined {
  const names = new Set(list.map(([key]) => nameOf(key)));
  const missing = [...below].find(([name, { value }]) => value !== null && !names.has(name));
  return missing && `has nothing at ${at}/${missing[0]}`;
}

/** The entries without those that were expected to go and those that were expected to come. */
function withoutExpected(
  allA: Entry[],
  allB: Entry[],
  { at, expected }: Place,
): { listA: Entry[]; listB: Entry[]; wrong?: string } {
  if (!expected) return { listA: allA, listB: allB };
  const names = new Set(allA.map(([key]) => nameOf(key)));
  const listA = allA.filter(([key]) => expected.below.get(nameOf(key))?.value !== null);
  const listB: Entry[] = [];
  for (const entry of allB) {
    const name = nameOf(entry[0]);
    const value = expected.below.get(name)?.value;
    const added = !names.has(name) && (typeof value === 'string' || value === true);
    if (!added) listB.push(entry);
    else if (entry[1] !== value) return { listA, listB, wrong: `does not read as what was added at ${at}/${name}` };
  }
  return { listA, listB };
}

type Entry = [unknown, unknown];

function entries(value: unknown): Entry[] | undefined {
  if (value instanceof Map) return [...value.entries()];
  if (Array.isArray(value) || value instanceof Uint8Array) return [...value.entries()];
  if (value instanceof Set) return [...value].map((item) => [item, true]);
  return undefined;
}
