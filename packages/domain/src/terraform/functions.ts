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
  return sizeOf(value) < Number.POSITIVE_INFINITY;
}

/** What it costs to go through a text: little, so that it counts only where it is a long one. */
export function sizeOfText(text: string): number {
  return text.length >> 6;
}

/** How many values a value is made of, itself among them, longer texts counted as several; infinite where they are more, or longer, than is allowed. */
export function sizeOf(value: HclValue): number {
  let size = 0;
  const open: HclValue[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    size += 1 + (typeof one === 'string' ? sizeOfText(one) : 0);
    if (size > mostItems || (typeof one === 'string' && one.length > longestText)) return Number.POSITIVE_INFINITY;
    if (typeof one === 'object' && one !== null) for (const inside of Object.values(one)) open.push(inside);
  }
  return size;
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
 * The functions of HCL that definitions of builds and lists of names use and that Bake and Terraform have alike, as
 * go-cty has them (go-cty 1.16, function/stdlib). What each has in a way of its own is in its own room.
 */
const standard: ReadonlyMap<string, Standard> = new Map<string, Standard>([
  ['and', (left, right) => logical([left, right], ([a, b]) => a && b)],
  ['basename', (path) => onText(path, lastName)],
  ['compact', (list) => onList(list, (items) => items.filter((item) => item !== '' && item !== null))],
  ['concat', (...lists) => (lists.every(Array.isArray) ? lists.flat(1) : undefined)],
  ['contains', (list, value) => onList(list, (items) => items.some((item) => sameValue(item, value ?? null)))],
  ['dirname', (path) => onText(path, (text) => cleaned(text.slice(0, text.lastIndexOf('/') + 1)))],
  ['distinct', (list) => onList(list, distinct)],
  ['element', (list, index) => onList(list, (items) => items.at(Number(index) % items.length))],
  ['equal', (left, right) => sameValue(left ?? null, right ?? null)],
  ['flatten', (list) => onList(list, (items) => items.flat(20) as HclValue[])],
  ['format', (pattern, ...values) => onText(pattern, (text) => format(text, values))],
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
  ['sanitize', (value) => onText(value, (text) => text.replace(/[^A-Za-z0-9_-]/g, '_'))],
  ['setunion', (...lists) => (lists.every(Array.isArray) ? asSet(lists.flat(1)) : undefined)],
  [
    'setsubtract',
    (list, other) =>
      onList(list, (items) =>
        Array.isArray(other) ? asSet(items.filter((item) => !other.some((one) => sameValue(one, item)))) : undefined,
      ),
  ],
  ['sort', (list) => onList(list, (items) => items.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)))],
  ['split', (separator, value) => onText(value, (text) => text.split(String(separator)))],
  ['strlen', (value) => onText(value, (text) => [...text].length)],
  ['substr', (value, offset, length) => onText(value, (text) => substring(text, Number(offset), Number(length)))],
  ['slice', (list, start, end) => onList(list, (items) => items.slice(Number(start), Number(end)))],
  [
    'title',
    (value) => onText(value, (text) => text.replace(/(?<![\p{L}\p{Nd}_])\p{Ll}/gu, (letter) => letter.toUpperCase())),
  ],
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

export function isMap(value: HclValue | undefined): value is Record<string, HclValue> {
  return isRecord(value);
}

export function onText(
  value: HclValue | undefined,
  make: (text: string) => HclValue | undefined,
): HclValue | undefined {
  return typeof value === 'string' || typeof value === 'number' ? make(String(value)) : undefined;
}

export function onList(
  value: HclValue | undefined,
  make: (items: HclValue[]) => HclValue | undefined,
): HclValue | undefined {
  return Array.isArray(value) ? make(value) : undefined;
}

function logical(
  values: (HclValue | undefined)[],
  make: (values: boolean[]) => boolean | undefined,
): boolean | undefined {
  const known = values.map((value) => isTruth(value));
  return known.includes(undefined) ? undefined : make(known as boolean[]);
}

export function distinct(items: readonly HclValue[]): HclValue[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** A set has each item once, and an order of its own. */
export function asSet(items: readonly HclValue[]): HclValue[] {
  return distinct(items).sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** Where a value is in a list; undefined where it is not. */
export function indexIn(list: HclValue | undefined, value: HclValue | undefined): HclValue | undefined {
  return onList(list, (items) => {
    const index = items.findIndex((item) => sameValue(item, value ?? null));
    return index < 0 ? undefined : index;
  });
}

/** The last name of a path, as Go's `path.Base` has it. */
function lastName(path: string): string {
  if (path === '') return '.';
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.at(-1) ?? '/';
}

/** A path in its shortest form, as Go's `path.Clean` has it. */
function cleaned(path: string): string {
  const rooted = path.startsWith('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!rooted) segments.push(segment);
  }
  return `${rooted ? '/' : ''}${segments.join('/')}` || '.';
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

function substring(text: string, offset: number, length: number): string {
  const characters = [...text];
  const start = offset < 0 ? Math.max(characters.length + offset, 0) : offset;
  // No characters from the end of a text on are all of them.
  const isOpen = length < 0 || (length === 0 && offset < 0);
  return characters.slice(start, isOpen ? undefined : start + length).join('');
}

function trimmed(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) start += 1;
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
