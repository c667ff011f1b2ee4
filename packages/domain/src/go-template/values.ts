/**
 * A value that a Go template computes with, as it comes from JSON: a number is a float64 there, and what a template
 * counts is a `bigint`. `unknownValue` is one that nobody here can know.
 */
export type GoValue = string | boolean | number | bigint | null | typeof unknownValue | readonly GoValue[] | GoMap;

export interface GoMap {
  readonly [key: string]: GoValue;
}

export const unknownValue = Symbol('not known');

/** Thrown where what a template makes is not known here, or is an error in Go. */
export class NotKnown extends Error {}

/** Levels of a value that are walked. */
const deepest = 100;

/** Counts work, and throws NotKnown where it is more than a template may cost. */
export type Spend = (amount: number) => void;

export function isGoMap(value: GoValue | undefined): value is GoMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isGoList(value: GoValue | undefined): value is readonly GoValue[] {
  return Array.isArray(value);
}

/** The keys of a map in the order in which Go walks through them. */
export function sortedKeys(map: GoMap): string[] {
  return Object.keys(map).sort(compareBytes);
}

/** As Go compares texts: by code points, not by units of UTF-16. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [left = -1, right = -1] = [a.codePointAt(at), b.codePointAt(at)];
  return left - right;
}

/** Whether `if` takes a value for true; the zero value of its type is none (text/template). */
export function isTruth(value: GoValue): boolean {
  if (value === unknownValue) throw new NotKnown('a value that is not known');
  if (typeof value === 'object' && value !== null) return (isGoList(value) ? value : Object.keys(value)).length > 0;
  return Boolean(value);
}

/** A value as `%v` prints it; `none` is what stands for nil. */
export function printed(value: GoValue, spend: Spend, none = '<nil>', depth = 0): string {
  if (value === unknownValue || depth > deepest) throw new NotKnown('a value that is not known');
  spend(1);
  if (value === null) return none;
  if (typeof value === 'number') return floatText(value);
  if (typeof value !== 'object') return String(value);
  const inside = (item: GoValue): string => printed(item, spend, '<nil>', depth + 1);
  if (isGoList(value)) return `[${value.map(inside).join(' ')}]`;
  return `map[${sortedKeys(value)
    .map((key) => `${key}:${inside(value[key] ?? null)}`)
    .join(' ')}]`;
}

/** A float64 as `%v` prints it: with an exponent where that is below -4, or above 5. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) throw new NotKnown('a number that JSON does not have');
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Whether two values are the same all through (`reflect.DeepEqual`). */
export function isEqual(a: GoValue, b: GoValue, spend: Spend, depth = 0): boolean {
  if (a === unknownValue || b === unknownValue || depth > deepest) throw new NotKnown('a value that is not known');
  spend(1);
  if (isGoList(a) && isGoList(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null, spend, depth + 1));
  if (!isGoMap(a) || !isGoMap(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null, spend, depth + 1))
  );
}

/** A plain value of YAML or JSON as a template has it; what JSON has not is not known. */
export function goValue(value: unknown, depth = 0): GoValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || depth > deepest) return unknownValue;
  if (Array.isArray(value)) return value.map((item: unknown) => goValue(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, goValue(item, depth + 1)]));
}

/** Maps laid over one another, as mergo does with `WithOverride`; without `emptyWins` what is empty above leaves what is below. */
export function overlaid(below: GoValue | undefined, above: GoValue, emptyWins = true, depth = 0): GoValue {
  if (below === undefined) return above;
  if (depth > deepest) return unknownValue;
  if (isGoMap(below) && isGoMap(above)) {
    const entries = new Map(Object.entries(below));
    for (const [key, value] of Object.entries(above))
      entries.set(key, overlaid(entries.get(key), value, emptyWins, depth + 1));
    return Object.fromEntries(entries);
  }
  return emptyWins || above === unknownValue || isTruth(above) ? above : below;
}
