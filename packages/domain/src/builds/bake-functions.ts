import { indexIn, isMap, onList, onText } from '../terraform/functions.ts';
import type { HclValue } from '../terraform/value.ts';

type BakeFunction = (...args: HclValue[]) => HclValue | undefined;

/**
 * What a function gives that Bake has beside those that Terraform has too, or in a way of its own (buildx 0.38.2,
 * bake/hclparser/stdlib.go): there `coalesce` takes an empty text for a value, `index` asks for the item of a key and
 * `reverse` turns a text round.
 */
export function callBake(name: string, args: readonly HclValue[]): HclValue | undefined {
  return functions.get(name)?.(...args);
}

const functions: ReadonlyMap<string, BakeFunction> = new Map<string, BakeFunction>([
  ['add', (left, right) => ofNumbers(left, right, (a, b) => a + b)],
  ['coalesce', (...values) => values.find((value) => value !== null)],
  ['coalescelist', (...lists) => lists.find((list) => Array.isArray(list) && list.length > 0)],
  ['index', (list, key) => itemOf(list, key)],
  ['indexof', indexIn],
  ['replace', (value, from, to) => onText(value, (text) => text.replaceAll(String(from), () => String(to)))],
  ['reverse', (value) => onText(value, (text) => [...text].reverse().join(''))],
  ['reverselist', (list) => onList(list, (items) => items.toReversed())],
  ['subtract', (left, right) => ofNumbers(left, right, (a, b) => a - b)],
]);

function itemOf(list: HclValue | undefined, key: HclValue | undefined): HclValue | undefined {
  if (Array.isArray(list)) return list[Number(key)];
  return isMap(list) && Object.hasOwn(list, String(key)) ? list[String(key)] : undefined;
}

function ofNumbers(
  left: HclValue | undefined,
  right: HclValue | undefined,
  join: (a: number, b: number) => number,
): number | undefined {
  return typeof left === 'number' && typeof right === 'number' ? join(left, right) : undefined;
}
