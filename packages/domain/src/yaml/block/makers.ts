import { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { keyValue } from './keys.ts';
import { doubleQuoteSign, giveUp, type Maker, singleQuoteSign } from './reading.ts';

/** Makes plain values. */
export function valuesOf(text: string): Maker {
  return {
    places: false,
    map: () => ({}),
    list: () => [],
    scalar: (value) => value,
    entry: (map, key, colon, value) => {
      const name = keyValue(text, key, colon);
      addEntry(map as Record<string, unknown>, name === null ? '' : String(name), value);
    },
    item: (list, item) => (list as unknown[]).push(item),
    closeBlock: () => {},
    closeFlow: () => {},
  };
}

/** Adds an entry as the `yaml` package does. A key that is there already is its to judge. */
function addEntry(map: Record<string, unknown>, key: string, value: unknown): void {
  if (!(key in map)) map[key] = value;
  else if (Object.hasOwn(map, key)) giveUp();
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Makes nodes of the `yaml` package with what this room reads of them: no comments, and of their tokens colons and dashes. */
export function nodesOf(text: string): Maker {
  return {
    places: true,
    map: () => new YAMLMap(),
    list: () => new YAMLSeq(),
    scalar: (value, { start, end, nodeEnd, source, style }) => scalarNode(value, [start, end, nodeEnd], source, style),
    entry: (map, key, colon, value) => {
      const pair = new Pair<unknown, unknown>(keyNode(text, key, colon), value);
      pair.srcToken = { start: [], sep: [{ type: 'map-value-ind', offset: colon, indent: 0, source: ':' }] };
      (map as YAMLMap).items.push(pair);
    },
    item: (list, item, dash) => {
      const seq = list as YAMLSeq;
      seq.items.push(item);
      if (dash === null) return;
      seq.srcToken ??= { type: 'block-seq', offset: dash, indent: 0, items: [] };
      if (seq.srcToken.type === 'block-seq')
        seq.srcToken.items.push({ start: [{ type: 'seq-item-ind', offset: dash, indent: 0, source: '-' }] });
    },
    closeBlock: (collection, start, nodeEnd) => {
      (collection as YAMLMap | YAMLSeq).range = [start, nodeEnd, nodeEnd];
    },
    closeFlow: (collection, start, end, nodeEnd) => {
      const node = collection as YAMLMap | YAMLSeq;
      node.range = [start, end, nodeEnd];
      node.flow = true;
    },
  };
}

function keyNode(text: string, key: number, colon: number): Scalar {
  const value = keyValue(text, key, colon);
  const first = text.charCodeAt(key);
  const range: [number, number, number] = [key, colon, colon];
  if (first === doubleQuoteSign) return scalarNode(value, range, String(value), Scalar.QUOTE_DOUBLE);
  if (first === singleQuoteSign) return scalarNode(value, range, String(value), Scalar.QUOTE_SINGLE);
  return scalarNode(value, range, text.slice(key, colon), Scalar.PLAIN);
}

function scalarNode(value: unknown, range: [number, number, number], source: string, type: Scalar.Type): Scalar {
  const scalar = new Scalar(value);
  scalar.range = range;
  scalar.source = source;
  scalar.type = type;
  // As the package keeps the zeros of 1.10.
  if (typeof value === 'number' && source.endsWith('0') && source.includes('.'))
    scalar.minFractionDigits = source.length - source.indexOf('.') - 1;
  return scalar;
}
