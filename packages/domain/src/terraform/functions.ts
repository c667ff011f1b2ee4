import { isRecord } from '../yaml/value.ts';
import type { HclValue } from './value.ts';

/** Whether a value is true, as a condition takes it; undefined for what is no condition. */
export function isTruth(value: HclValue | undefined): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** More items, and more text, than any real definition makes: functions that call each other make both grow. */
export const mostItems = 10_000;
export const longestText = 65_536;

/** Whether a value, with all that is in it, is of a size that a definition may have. */
export function isWithinBounds(value: HclValue): boolean {
  let left = mostItems;
  const open: HclValue[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    left -= 1;
    if (left < 0 || (typeof one === 'string' && one.length > longestText)) return false;
    if (typeof one === 'object' && one !== null) for (const inside of Object.values(one)) open.push(inside);
  }
  return true;
}

export function sameValue(left: HclValue, right: HclValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

type Standard = (...args: HclValue[]) => HclValue | undefined;

/** What a standard function gives; undefined for one that is not known here, or that is called wrongly. */
export function callStandard(name: string, args: readonly HclValue[]): HclValue | undefined {
  return standard.get(name)?.(...args);
}

/**
 * The functions of HCL that definitions of builds and lists of names use, as go-cty has them (go-cty 1.16,
 * function/stdlib; buildx 0.38.2, bake/hclparser/stdlib.go).
 */
const standard: ReadonlyMap<string, Standard> = new Map<string, Standard>([
  ['and', (left, right) => logical([left, right], ([a, b]) => a && b)],
  ['basename', (path) => onText(path, (text) => text.slice(text.lastIndexOf('/') + 1))],
  ['coalesce', (...values) => values.find((value) => value !== null && value !== '')],
  ['compact', (list) => onList(list, (items) => items.filter((item) => item !== '' && item !== null))],
  ['concat', (...lists) => (lists.every(Array.isArray) ? lists.flat(1) : undefined)],
  ['contains', (list, value) => onList(list, (items) => items.some((item) => sameValue(item, value ?? null)))],
  ['dirname', (path) => onText(path, (text) => (text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : '.'))],
  ['distinct', (list) => onList(list, distinct)],
  ['element', (list, index) => onList(list, (items) => items[Number(index) % items.length])],
  ['equal', (left, right) => sameValue(left ?? null, right ?? null)],
  ['flatten', (list) => onList(list, (items) => items.flat(20) as HclValue[])],
  ['format', (pattern, ...values) => onText(pattern, (text) => format(text, values))],
  ['index', (list, value) => onList(list, (items) => found(items.findIndex((item) => sameValue(item, value ?? null))))],
  ['join', (separator, list) => joined(separator, list)],
  ['keys', (map) => (isMap(map) ? Object.keys(map).sort() : undefined)],
  ['length', (value) => lengthOf(value)],
  ['lookup', (map, key, otherwise) => (isMap(map) && Object.hasOwn(map, String(key)) ? map[String(key)] : otherwise)],
  ['lower', (value) => onText(value, (text) => text.toLowerCase())],
  [
    'merge',
    (...maps) => (maps.every(isMap) ? Object.fromEntries(maps.flatMap((map) => Object.entries(map))) : undefined),
  ],
  ['not', (value) => logical([value], ([a]) => !a)],
  ['notequal', (left, right) => !sameValue(left ?? null, right ?? null)],
  ['or', (left, right) => logical([left, right], ([a, b]) => a || b)],
  ['replace', (value, from, to) => onText(value, (text) => replaced(text, from, to))],
  ['reverse', (list) => onList(list, (items) => items.toReversed())],
  ['sanitize', (value) => onText(value, (text) => text.replace(/[^A-Za-z0-9_-]/g, '_'))],
  ['setunion', (...lists) => (lists.every(Array.isArray) ? distinct(lists.flat(1)) : undefined)],
  [
    'setsubtract',
    (list, other) =>
      onList(list, (items) =>
        Array.isArray(other) ? items.filter((item) => !other.some((one) => sameValue(one, item))) : undefined,
      ),
  ],
  ['sort', (list) => onList(list, (items) => items.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)))],
  ['split', (separator, value) => onText(value, (text) => text.split(String(separator)))],
  ['strlen', (value) => onText(value, (text) => [...text].length)],
  ['substr', (value, offset, length) => onText(value, (text) => substring(text, Number(offset), Number(length)))],
  ['title', (value) => onText(value, (text) => text.replace(/(?<![A-Za-z])[a-z]/g, (letter) => letter.toUpperCase()))],
  ['tolist', (list) => onList(list, (items) => items)],
  ['tomap', (map) => (isMap(map) ? map : undefined)],
  ['toset', (list) => onList(list, distinct)],
  ['tostring', (value) => (typeof value === 'object' ? undefined : String(value))],
  ['trim', (value, characters) => onText(value, (text) => trimmed(text, String(characters)))],
  [
    'trimprefix',
    (value, start) =>
      onText(value, (text) => (text.startsWith(String(start)) ? text.slice(String(start).length) : text)),
  ],
  ['trimspace', (value) => onText(value, (text) => text.trim())],
  [
    'trimsuffix',
    (value, end) =>
      onText(value, (text) => (end !== '' && text.endsWith(String(end)) ? text.slice(0, -String(end).length) : text)),
  ],
  ['upper', (value) => onText(value, (text) => text.toUpperCase())],
  [
    'values',
    (map) =>
      isMap(map)
        ? Object.keys(map)
            .sort()
            .map((key) => map[key] ?? null)
        : undefined,
  ],
]);

function isMap(value: HclValue | undefined): value is Record<string, HclValue> {
  return isRecord(value);
}

function onText(value: HclValue | undefined, make: (text: string) => HclValue | undefined): HclValue | undefined {
  return typeof value === 'string' || typeof value === 'number' ? make(String(value)) : undefined;
}

function onList(value: HclValue | undefined, make: (items: HclValue[]) => HclValue | undefined): HclValue | undefined {
  return Array.isArray(value) ? make(value) : undefined;
}

function logical(
  values: (HclValue | undefined)[],
  make: (values: boolean[]) => boolean | undefined,
): boolean | undefined {
  const known = values.map((value) => isTruth(value));
  return known.includes(undefined) ? undefined : make(known as boolean[]);
}

function distinct(items: readonly HclValue[]): HclValue[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function found(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function joined(separator: HclValue | undefined, list: HclValue | undefined): string | undefined {
  return Array.isArray(list) && list.every((item) => typeof item !== 'object')
    ? list.join(String(separator))
    : undefined;
}

function lengthOf(value: HclValue | undefined): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'string') return [...value].length;
  return isMap(value) ? Object.keys(value).length : undefined;
}

/** `%s`, `%v`, `%d`, `%%`; nothing else is understood. */
function format(text: string, values: readonly HclValue[]): string | undefined {
  let next = 0;
  let understood = true;
  const made = text.replace(/%(.)?/gs, (_whole, verb: string | undefined) => {
    if (verb === '%') return '%';
    const value = values[next];
    next += 1;
    understood &&= /^[svd]$/.test(verb ?? '') && value !== undefined && typeof value !== 'object';
    return String(value);
  });
  return understood ? made : undefined;
}

/** A text between slashes would be an expression. */
function replaced(text: string, from: HclValue | undefined, to: HclValue | undefined): string | undefined {
  if (typeof from !== 'string' || typeof to !== 'string' || /^\/.*\/$/.test(from)) return undefined;
  return text.replaceAll(from, () => to);
}

function substring(text: string, offset: number, length: number): string {
  const characters = [...text];
  const start = offset < 0 ? Math.max(characters.length + offset, 0) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join('');
}

function trimmed(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start += 1;
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
