import { isDeepStrictEqual } from 'node:util';
import { readBlockNodes, readBlockPlaces, readBlockValues } from '@rollcall/domain/yaml/block/block-yaml';
import type { Place } from '@rollcall/domain/yaml/block/places';
import { type Document, isCollection, isMap, isScalar, isSeq, type Pair, parseAllDocuments } from 'yaml';

/** What the reader of block YAML makes of a text: values and nodes, values alone, nothing. */
export type Taken = 'nodes' | 'values' | 'nothing';

/**
 * Holds the reader of block YAML against the `yaml` package. Throws where a text that it takes is not valid to the
 * package, or holds other documents, values, places, nodes, ranges or styles.
 */
export function compareReaders(text: string): Taken {
  const values = readBlockValues(text);
  if (values === null) return 'nothing';
  const documents = parsed(text);
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error) throw new Error(`is not valid: ${error.message}`);
  same(
    'values',
    documents.map((document) => [document.range[0], shown(document.toJS())]),
    values.map(({ start, content }) => [start, shown(content)]),
  );
  same(
    'places',
    documents.map(({ contents }) => [startOf(contents), nodePlaces(contents)]),
    readBlockPlaces(text)?.map(({ content }) => [content.start, shownPlaces(content)]),
  );
  const nodes = readBlockNodes(text);
  if (nodes === null) return 'values';
  same(
    'nodes',
    documents.map((document) => [document.range[0], described(document.contents)]),
    nodes.map(({ start, content }) => [start, described(content)]),
  );
  return 'nodes';
}

/** Where a node begins that a path can end at, with the keys of maps: not that of a value, at whose key a path is. */
function nodePlaces(node: unknown): unknown {
  if (isMap(node))
    return node.items.map(({ key, value }) => {
      if (!isScalar(key)) throw new Error('a key is no scalar');
      return [String(key.value), key.range?.[0], isCollection(value) ? nodePlaces(value) : null];
    });
  if (isSeq(node)) return node.items.map((item) => [startOf(item), isCollection(item) ? nodePlaces(item) : null]);
  return startOf(node);
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) ? node.range?.[0] : undefined;
}

function shownPlaces({ start, entries, items }: Place): unknown {
  const below = (place: Place): unknown => (place.entries || place.items ? shownPlaces(place) : null);
  if (entries) return [...entries].map(([name, { key, value }]) => [name, key, below(value)]);
  return items ? items.map((item) => [item.start, below(item)]) : start;
}

function parsed(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, { keepSourceTokens: true, merge: true, prettyErrors: false });
  return Array.isArray(documents) ? documents : [];
}

/** A value with the order of its keys, which no comparison of objects looks at. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, below]) => [key, shown(below)]);
}

/** All that is read of a node, and what is below it. */
function described(node: unknown): unknown {
  if (isScalar(node)) {
    const { value, range, source, type, tag, anchor, format, minFractionDigits } = node;
    return { value, range, source, type, tag, anchor, format, minFractionDigits };
  }
  if (!isCollection(node)) throw new Error(`is neither a scalar nor a collection: ${String(node)}`);
  const { range, tag, anchor, flow = false } = node;
  const items = isMap(node) ? node.items.map(describedPair) : node.items.map(described);
  return { map: isMap(node), range, tag, anchor, flow, dashes: dashesOf(node), items };
}

function describedPair({ key, value, srcToken }: Pair): unknown {
  const marks = srcToken && 'sep' in srcToken ? srcToken.sep : undefined;
  const colons = marks?.flatMap(({ type, offset }) => (type === 'map-value-ind' ? [offset] : []));
  return [described(key), colons, described(value)];
}

function dashesOf(node: unknown): number[] {
  if (!isSeq(node) || node.srcToken?.type !== 'block-seq') return [];
  return node.srcToken.items.flatMap(({ start }) =>
    start.flatMap(({ type, offset }) => (type === 'seq-item-ind' ? [offset] : [])),
  );
}

function same(what: string, expected: unknown, read: unknown): void {
  if (isDeepStrictEqual(read, expected)) return;
  throw new Error(`other ${what}: ${differenceOf(expected, read, '')}`);
}

/** The first place in which two values differ. */
function differenceOf(expected: unknown, read: unknown, at: string): string {
  const inside = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (inside(expected) && inside(read)) {
    const below = new Map(Object.entries(read));
    for (const [key, value] of Object.entries(expected))
      if (!isDeepStrictEqual(value, below.get(key))) return differenceOf(value, below.get(key), `${at}/${key}`);
  }
  return `${JSON.stringify(expected)} is read as ${JSON.stringify(read)} at ${at}`;
}
