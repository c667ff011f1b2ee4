import { parseJson } from '../json.ts';
import { isRecord } from '../yaml/value.ts';
import { putOwn } from './for-expression.ts';
import { asSet, indexIn, isMap, onList, onText, sameValue } from './functions.ts';
import type { HclValue } from './value.ts';

type TerraformFunction = (...args: HclValue[]) => HclValue | undefined;

/** What a function gives that Terraform has beside those of HCL (Terraform 1.13, internal/lang/functions.go). */
export function callTerraform(name: string, args: readonly HclValue[]): HclValue | undefined {
  return functions.get(name)?.(...args);
}

const functions: ReadonlyMap<string, TerraformFunction> = new Map<string, TerraformFunction>([
  ['coalesce', (...values) => values.find((value) => value !== null && value !== '')],
  ['coalescelist', (...lists) => lists.find((list) => Array.isArray(list) && list.length > 0)],
  ['endswith', (text, end) => (typeof text === 'string' ? text.endsWith(String(end)) : undefined)],
  ['index', indexIn],
  ['jsondecode', (text) => (typeof text === 'string' ? (parseJson(text) as HclValue | undefined) : undefined)],
  ['merge', (...maps) => merged(maps)],
  ['one', (list) => (Array.isArray(list) && list.length < 2 ? (list[0] ?? null) : undefined)],
  ['nonsensitive', (value) => value],
  ['sensitive', (value) => value],
  ['replace', (value, from, to) => onText(value, (text) => replaced(text, from, to))],
  ['reverse', (list) => onList(list, (items) => items.toReversed())],
  ['setintersection', (...lists) => intersection(lists)],
  ['startswith', (text, start) => (typeof text === 'string' ? text.startsWith(String(start)) : undefined)],
  ['tolist', (list) => onList(list, (items) => items)],
  ['tomap', (map) => (isMap(map) ? map : undefined)],
  ['toset', (list) => onList(list, asSet)],
  ['tostring', (value) => (typeof value === 'object' ? undefined : String(value))],
  ['zipmap', (keys, values) => zipped(keys, values)],
]);

/** The keys of all maps, the last one winning. */
function merged(maps: readonly HclValue[]): HclValue | undefined {
  const result: Record<string, HclValue> = {};
  for (const map of maps) {
    if (map === null) continue;
    if (!isRecord(map)) return undefined;
    for (const [key, value] of Object.entries(map as Record<string, HclValue>)) putOwn(result, key, value);
  }
  return result;
}

/** A text between slashes would be an expression. */
function replaced(text: string, from: HclValue | undefined, to: HclValue | undefined): string | undefined {
  if (typeof from !== 'string' || typeof to !== 'string' || /^\/.*\/$/.test(from)) return undefined;
  return text.replaceAll(from, () => to);
}

function intersection([first, ...others]: readonly HclValue[]): HclValue | undefined {
  if (!Array.isArray(first) || !others.every(Array.isArray)) return undefined;
  return first.filter((item) => others.every((list) => (list as HclValue[]).some((one) => sameValue(one, item))));
}

function zipped(keys: HclValue | undefined, values: HclValue | undefined): HclValue | undefined {
  if (!Array.isArray(keys) || !Array.isArray(values) || keys.length !== values.length) return undefined;
  const result: Record<string, HclValue> = {};
  for (const [index, key] of keys.entries()) putOwn(result, String(key), values[index] ?? null);
  return result;
}
