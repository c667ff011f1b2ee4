import { isScalar, Scalar } from 'yaml';
import { groupBy } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { oldBoolean } from '../yaml/old-scalar.ts';
import { isRecord } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { type ChartValues, ListItems, type ValuesLayer } from './chart-values.ts';
import { fillPlaceholders } from './placeholders.ts';

/** What wins for a key. */
export type FoundValue =
  /** Of a map, `value` is what the strongest layer says of it. */
  | { state: 'set'; value: unknown; layer: ValuesLayer; path: YamlPath }
  /** No layer sets it; `layer` is the one that removes it, or puts something else in its way, at `path`. */
  | { state: 'unset'; layer: ValuesLayer | null; path: YamlPath }
  /** A layer that may set it is not known; `otherwise` is what wins where that one does not set it. */
  | { state: 'unknown'; layer: ValuesLayer; path: YamlPath; otherwise: FoundValue };

/**
 * What wins for a key. Maps of several layers are one map, anything else replaces what is below it. A null takes the
 * key away; where a stronger layer has a map there, the chart's own keys of it come back.
 */
export function winningValue(values: ChartValues, key: YamlPath): FoundValue {
  return find(values, key, values.layers.length);
}

/** The layers that may say a key, by their numbers: of the charts that are taken in only those whose values it leads to. */
const layersOf = memoize(({ layers }: ChartValues): ((key: YamlPath) => readonly number[]) => {
  const apart = groupBy(layers.keys(), (index) => {
    const { kind, prefix } = layers[index] as ValuesLayer;
    return kind === 'chart' && prefix.length > 0 ? String(prefix[0]) : null;
  });
  const common = apart.get(null) ?? [];
  const known = new Map<string, readonly number[]>();
  return ([first]) => {
    if (first === undefined) return [...layers.keys()];
    const name = String(first);
    const before = known.get(name);
    if (before) return before;
    const own = apart.get(name) ?? [];
    const made = own.length === 0 ? common : [...own, ...common].sort((a, b) => a - b);
    known.set(name, made);
    return made;
  };
});

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the rules of one merge, in the order in which they hold
function find(values: ChartValues, key: YamlPath, count: number): FoundValue {
  const { layers } = values;
  let mapped = 0;
  let chartOnly = false;
  let hidesChart = false;
  const asked = layersOf(values)(key);
  for (let at = asked.length - 1; at >= 0; at -= 1) {
    const index = asked[at] ?? 0;
    const layer = layers[index];
    if (index >= count || !layer || layer.ignored !== null || (chartOnly && layer.kind !== 'chart')) continue;
    if (layer.kind === 'chart' && hidesChart) break;
    if (layer.unknown !== null) {
      if (layer.sets !== null && !isAbove(layer.sets, key) && !isAbove(key, layer.sets)) continue;
      return { state: 'unknown', layer, path: layer.sets ?? [], otherwise: find(values, key, index) };
    }
    const walked = walk(layer.values, key);
    if (walked.state === 'items') {
      hidesChart = true;
      if (walked.items) {
        const value = withItems(find(values, key, index), walked.items);
        return { state: 'set', value, layer, path: [...key] };
      }
      continue;
    }
    mapped = Math.max(mapped, walked.mapped);
    if (walked.state === 'absent') continue;
    const path = key.slice(0, walked.depth);
    if (walked.state === 'value' && walked.value !== null)
      return { state: 'set', value: typedScalar(values, layer, path, walked.value), layer, path };
    // The map of a stronger layer replaces this, and only the chart's own map is merged with it again.
    if (walked.state === 'blocked' && mapped >= walked.depth && layer.kind !== 'chart') chartOnly = true;
    else return { state: 'unset', layer, path };
  }
  return { state: 'unset', layer: null, path: [] };
}

/** The list that a value file or `values` sets, with items replaced; that of the chart itself is lost. */
function withItems(below: FoundValue, items: ListItems): unknown[] {
  const list = below.state === 'set' && below.layer.kind !== 'chart' && Array.isArray(below.value) ? below.value : [];
  const last = Math.max(list.length - 1, ...items.keys());
  return Array.from({ length: last + 1 }, (_, index) => (items.has(index) ? items.get(index) : (list[index] ?? null)));
}

function isAbove(short: YamlPath, long: YamlPath): boolean {
  return short.length <= long.length && short.every((step, index) => String(step) === String(long[index]));
}

type Walked =
  | { state: 'value'; value: unknown; mapped: number; depth: number }
  /** Something that is no map stands on the way. */
  | { state: 'blocked'; mapped: number; depth: number }
  | { state: 'absent'; mapped: number }
  /** A list of which some items are set: `items` where the key is the list, null where it is another item. */
  | { state: 'items'; items: ListItems | null };

/** Goes down a layer as far as the key leads; `mapped` counts the steps that lead through maps. */
function walk(root: unknown, key: YamlPath): Walked {
  let value = root;
  let mapped = 0;
  for (const [depth, step] of key.entries()) {
    if (value instanceof ListItems) {
      if (!value.has(Number(step))) return { state: 'items', items: null };
      value = value.get(Number(step));
    } else if (Array.isArray(value)) {
      if (!Object.hasOwn(value, step)) return { state: 'blocked', mapped, depth };
      value = value[Number(step)];
    } else if (isRecord(value)) {
      mapped = depth;
      if (!Object.hasOwn(value, step)) return { state: 'absent', mapped };
      value = value[step];
    } else return { state: 'blocked', mapped, depth };
  }
  if (value instanceof ListItems) return { state: 'items', items: value };
  return { state: 'value', value, mapped, depth: key.length };
}

/** A text as Helm gets it: placeholders of an ApplicationSet filled in, unquoted `yes` and `off` as booleans. */
function typedScalar({ application }: ChartValues, layer: ValuesLayer, path: YamlPath, value: unknown): unknown {
  if (typeof value !== 'string' || layer.document === null || layer.sets !== null) return value;
  const { generated } = application;
  if (generated && layer.file === null) return fillPlaceholders(value, generated);
  const word = oldBoolean(value);
  if (word === undefined) return value;
  const node = layer.document.node([...layer.at, ...path.slice(layer.prefix.length)]);
  return isScalar(node) && node.type === Scalar.PLAIN ? word : value;
}

/** What one layer says of a key, for showing what wins over what. */
export interface Saying {
  layer: ValuesLayer;
  path: YamlPath;
  value: unknown;
}

const unset: FoundValue = { state: 'unset', layer: null, path: [] };

/** The layers that say something of a key, or may, or put something in its way; the strongest first. */
export function sayingsOf(values: ChartValues, key: YamlPath): Saying[] {
  return values.layers
    .flatMap((layer): Saying[] => {
      const walked = walk(layer.values, key);
      if (walked.state === 'value' || walked.state === 'blocked') {
        const path = key.slice(0, walked.depth);
        const value = walked.state === 'value' ? typedScalar(values, layer, path, walked.value) : undefined;
        return [{ layer, path, value }];
      }
      if (walked.state === 'items' && walked.items)
        return [{ layer, path: key, value: withItems(unset, walked.items) }];
      return layer.unknown !== null && layer.sets === null ? [{ layer, path: [], value: undefined }] : [];
    })
    .reverse();
}

/** The keys directly below a key that some layer sets, in the order in which they come up. */
export function keysBelow({ layers }: ChartValues, key: YamlPath): string[] {
  const keys = new Set<string>();
  for (const { values, ignored } of layers) {
    const walked = walk(values, key);
    if (ignored === null && walked.state === 'value' && isRecord(walked.value))
      for (const name of Object.keys(walked.value)) keys.add(name);
  }
  return [...keys];
}

/** Whether a template takes a value for true. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}
