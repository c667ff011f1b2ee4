import { parseAllDocuments } from 'yaml';
import type { Edit } from './edit.ts';
import { type YamlSchema, yamlSchemas } from './plain-scalar.ts';
import type { YamlPath } from './yaml-document.ts';

/** What one edited place has to read as. */
export interface Expectation {
  /** 0-based index of the document in the file. */
  document: number;
  path: YamlPath;
  value: string;
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
  for (const schema of yamlSchemas) {
    const [old, now] = [readAll(before, schema), readAll(after, schema)];
    if (now.errors > old.errors) throw new Error(`the edited text is not valid YAML (${schema})`);
    if (now.values.length !== old.values.length) throw new Error(`the edited text has another number of documents`);
    for (const [index, value] of old.values.entries()) {
      const expected = branches(expectations.filter(({ document }) => document === index));
      const difference = compare(value, now.values[index], expected, new Map());
      if (difference !== undefined) throw new Error(`document ${index} ${difference} (${schema})`);
    }
    for (const { document } of expectations)
      if (document >= old.values.length) throw new Error(`there is no document ${document}`);
  }
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

function readAll(text: string, schema: YamlSchema): { values: unknown[]; errors: number } {
  // Keys that only one schema takes for the same (`on` and `true`) are no reason to refuse.
  const documents = parseAllDocuments(text, { schema, merge: true, uniqueKeys: false, logLevel: 'silent' });
  const list = Array.isArray(documents) ? documents : [];
  return {
    errors: list.reduce((sum, document) => sum + document.errors.length, 0),
    values: list.map((document) => {
      try {
        return document.toJS({ mapAsMap: true, maxAliasCount: 100 });
      } catch {
        return unreadable;
      }
    }),
  };
}

/** Expectations as a tree along their paths. */
interface Branch {
  value: string | undefined;
  below: Map<string, Branch>;
}

function branches(expectations: readonly Expectation[]): Branch {
  const root: Branch = { value: undefined, below: new Map() };
  for (const { path, value } of expectations) {
    let branch = root;
    for (const step of path) {
      const next = branch.below.get(String(step)) ?? { value: undefined, below: new Map() };
      branch.below.set(String(step), next);
      branch = next;
    }
    branch.value = value;
  }
  return root;
}

/** What is wrong, or undefined. `seen` stops at what aliases repeat. */
function compare(
  a: unknown,
  b: unknown,
  expected: Branch | undefined,
  seen: Map<unknown, unknown>,
  at = '',
): string | undefined {
  if (expected?.value !== undefined)
    return b === expected.value ? undefined : `does not read as the string that was asked for at ${at}`;
  const listA = entries(a);
  const listB = entries(b);
  if (!listA || !listB) {
    const same = a instanceof Date && b instanceof Date ? Object.is(a.getTime(), b.getTime()) : Object.is(a, b);
    if (!same) return `changed at ${at}`;
  } else {
    if (seen.get(a) === b) return undefined;
    seen.set(a, b);
    if (listA.length !== listB.length) return `has more or fewer entries at ${at}`;
    for (const [index, [key, value]] of listA.entries()) {
      const [otherKey, otherValue] = listB[index] ?? [];
      const name = String(key);
      const wrongKey = compare(key, otherKey, undefined, seen, `a key of ${at}`);
      if (wrongKey !== undefined) return wrongKey;
      const wrong = compare(value, otherValue, expected?.below.get(name), seen, `${at}/${name}`);
      if (wrong !== undefined) return wrong;
    }
  }
  for (const name of expected?.below.keys() ?? [])
    if (!listB?.some(([key]) => String(key) === name)) return `has nothing at ${at}/${name}`;
  return undefined;
}

function entries(value: unknown): [unknown, unknown][] | undefined {
  if (value instanceof Map) return [...value.entries()];
  if (Array.isArray(value) || value instanceof Uint8Array) return [...value.entries()];
  if (value instanceof Set) return [...value].map((item) => [item, true]);
  return undefined;
}
