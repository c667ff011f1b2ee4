import { isRecord } from '../yaml/value.ts';
import { isTruth, mostItems, sizeOf } from './functions.ts';
import { type HclExpression, type HclScope, spend, withVariables } from './scope.ts';
import type { HclValue } from './value.ts';

/** `[for k, v in list : value if condition]`, `{for v in list : key => value}`. */
export interface ForExpression {
  /** One name for the value, two for key and value. */
  names: readonly string[];
  source: HclExpression;
  /** The value; of a map the key. */
  first: HclExpression;
  /** The value of a map; null where a list is made. */
  second: HclExpression | null;
  condition: HclExpression | null;
}

/** The list or the map that it makes; not known where one of its items is not. */
export function forExpression(expression: ForExpression): HclExpression {
  const { names, source, second } = expression;
  return (scope) => {
    const items = entriesOf(source(scope));
    if (!items || items.length > mostItems) return undefined;
    const made: [HclValue, HclValue][] = [];
    for (const entry of items) {
      // What one loop makes of an item is an item of the next one: by its size it is paid for.
      if (!spend(scope, sizeOf(entry[1]))) return undefined;
      const given = entry.slice(-names.length).map((value, index) => [names[index] ?? '', value] as const);
      const pair = pairOf(expression, withVariables(scope, given));
      if (pair === undefined) return undefined;
      if (pair !== null) made.push(pair);
    }
    if (second === null) return made.map(([value]) => value);
    const object: Record<string, HclValue> = {};
    for (const [key, value] of made) putOwn(object, String(key), value);
    return object;
  };
}

/** What one item makes; null where the condition leaves it out, undefined where that is not known. */
function pairOf({ first, second, condition }: ForExpression, scope: HclScope): [HclValue, HclValue] | null | undefined {
  const taken = condition === null ? true : isTruth(condition(scope));
  if (taken !== true) return taken === false ? null : undefined;
  const [key, value] = [first(scope), second === null ? null : second(scope)];
  return key === undefined || value === undefined ? undefined : [key, value];
}

function entriesOf(value: HclValue | undefined): [HclValue, HclValue][] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  // HCL goes through a map in the order of its keys.
  if (isRecord(value)) return Object.entries(value as Record<string, HclValue>).sort(([a], [b]) => (a < b ? -1 : 1));
  return undefined;
}

/** Sets a key of its own, whatever it is called. */
export function putOwn(object: Record<string, HclValue>, key: string, value: HclValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
