import { parseYamlFile } from '../yaml/yaml-document.ts';
import { allowLength, asText, type GoFunction, intOf, listOf, mapOf, taking, textOf } from './arguments.ts';
import {
  type GoMap,
  type GoValue,
  goValue,
  isEqual,
  isGoList,
  isGoMap,
  isTruth,
  NotKnown,
  overlaid,
  type Spend,
} from './values.ts';

/** Items of a list that a template makes. */
const longestList = 10_000;

/** A function of one list, the first of its arguments. */
function ofList(
  count: number,
  change: (list: readonly GoValue[], values: readonly GoValue[], spend: Spend) => GoValue,
): GoFunction {
  return taking(count, ([list, ...values], spend) => {
    const items = listOf(list);
    if (items.length > longestList) throw new NotKnown('a list that is too long');
    spend(items.length);
    return change(items, values, spend);
  });
}

/** The first value that is true; an empty one where none is. */
const coalesce: GoFunction = (values) => values.find(isTruth) ?? null;

/** `index value key…`: of a map what is not there is nil, of a list it is an error. */
const index: GoFunction = ([value, ...keys]) =>
  keys.reduce<GoValue>((inside, key) => {
    if (isGoMap(inside)) return own(inside, textOf(key)) ?? null;
    const item = listOf(inside)[intOf(key)];
    if (item === undefined) throw new NotKnown('an index beyond the list');
    return item;
  }, value ?? null);

function own(map: GoMap, key: string): GoValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** `slice list [from] [to]` of Sprig. */
const slice: GoFunction = taking([1, 3], ([value, from, to]) => {
  const list = listOf(value);
  if (from === undefined) return list.slice();
  const [start, end] = [intOf(from), to === undefined ? list.length : intOf(to)];
  if (start < 0 || end > list.length || start > end) throw new NotKnown('a range beyond the list');
  return list.slice(start, end);
});

const has: GoFunction = taking(2, ([needle = null, list], spend) =>
  list === null ? false : listOf(list).some((item) => isEqual(item, needle, spend)),
);

function unique(list: readonly GoValue[], _values: readonly GoValue[], spend: Spend): GoValue {
  const found: GoValue[] = [];
  for (const item of list) if (!found.some((one) => isEqual(one, item, spend))) found.push(item);
  return found;
}

const dict: GoFunction = (values, spend) => {
  const entries = new Map<string, GoValue>();
  for (let at = 0; at < values.length; at += 2) entries.set(asText(values[at], spend), values[at + 1] ?? '');
  return Object.fromEntries(entries);
};

/** Keys of a map stand in no order in Go: several are not known. */
function inAnyOrder(items: readonly GoValue[]): readonly GoValue[] {
  if (items.length > 1) throw new NotKnown('keys in any order');
  return items;
}

function entriesWhere(map: GoMap, holds: (key: string) => boolean): GoMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => holds(key)));
}

function picked(isKept: boolean): GoFunction {
  return ([map, ...names]) => {
    const keys = new Set(names.map(textOf));
    return entriesWhere(mapOf(map), (key) => keys.has(key) === isKept);
  };
}

/** `merge`: the first that is not empty. `mergeOverwrite`: the last. */
function merging(isReversed: boolean): GoFunction {
  return (values, spend) => {
    const maps = values.map(mapOf);
    spend(maps.reduce((sum, map) => sum + Object.keys(map).length, 0));
    return (isReversed ? maps : maps.reverse()).reduce<GoValue>(
      (below, above) => overlaid(below, above, isReversed),
      {},
    );
  };
}

/** `dig "a" "b" other map`. */
const dig: GoFunction = (values) => {
  const names = values.slice(0, -2).map(textOf);
  let found: GoValue = mapOf(values.at(-1));
  for (const name of names) {
    const inside: GoValue | undefined = own(mapOf(found), name);
    if (inside === undefined) return values.at(-2) ?? null;
    found = inside;
  }
  return found;
};

/** What a text of YAML or JSON says; NotKnown where it is none. */
function parsedText(text: string, spend: Spend): GoValue {
  allowLength(text.length, spend);
  spend(text.length / 8);
  const { documents, errors } = parseYamlFile('template', text);
  const [document, second] = documents;
  if (!document || second || errors.length > 0) throw new NotKnown('a text that is no YAML');
  return goValue(document.value());
}

const split: GoFunction = taking(2, ([separator, text], spend) => {
  const parts = splitText(separator, text, spend);
  return Object.fromEntries(parts.map((part, at) => [`_${at}`, part]));
});

function splitText(separator: GoValue | undefined, text: GoValue | undefined, spend: Spend): string[] {
  const mark = textOf(separator);
  if (mark === '') throw new NotKnown('a text split between all letters');
  const parts = textOf(text).split(mark);
  if (parts.length > longestList) throw new NotKnown('a list that is too long');
  spend(parts.length);
  return parts;
}

/** What Sprig, text/template and Argo CD 3.6 do with lists and maps. */
export const collectionFunctions: readonly (readonly [string, GoFunction])[] = [
  ['default', taking([1, 2], ([other = null, value]) => (value !== undefined && isTruth(value) ? value : other))],
  ['coalesce', coalesce],
  ['empty', taking(1, ([value = null]) => !isTruth(value))],
  ['all', (values) => values.every(isTruth)],
  ['any', (values) => values.some(isTruth)],
  ['ternary', taking(3, ([yes = null, no = null, test]) => (typeof test === 'boolean' ? (test ? yes : no) : refuse()))],
  ['index', index],
  ['slice', slice],
  ['len', taking(1, ([value = null]) => BigInt(lengthOf(value)))],
  ['list', (values) => values],
  ['tuple', (values) => values],
  ['first', ofList(1, ([item = null]) => item)],
  ['last', ofList(1, (list) => list.at(-1) ?? null)],
  ['rest', ofList(1, (list) => list.slice(1))],
  ['initial', ofList(1, (list) => list.slice(0, -1))],
  ['reverse', ofList(1, (list) => [...list].reverse())],
  ['uniq', ofList(1, unique)],
  ['compact', ofList(1, (list) => list.filter(isTruth))],
  ['append', ofList(2, (list, [item = null]) => [...list, item])],
  ['push', ofList(2, (list, [item = null]) => [...list, item])],
  ['prepend', ofList(2, (list, [item = null]) => [item, ...list])],
  [
    'without',
    ([list, ...items], spend) => listOf(list).filter((one) => !items.some((item) => isEqual(one, item, spend))),
  ],
  [
    'concat',
    (lists, spend) => {
      const all = lists.flatMap(listOf);
      spend(all.length);
      return all;
    },
  ],
  ['has', has],
  ['splitList', taking(2, ([separator, text], spend) => splitText(separator, text, spend))],
  ['split', split],
  ['dict', dict],
  ['get', taking(2, ([map, key]) => own(mapOf(map), textOf(key)) ?? '')],
  ['hasKey', taking(2, ([map, key]) => Object.hasOwn(mapOf(map), textOf(key)))],
  ['keys', (maps) => inAnyOrder(maps.flatMap((map) => Object.keys(mapOf(map))))],
  ['values', taking(1, ([map]) => inAnyOrder(Object.values(mapOf(map))))],
  ['pick', picked(true)],
  ['omit', picked(false)],
  ['merge', merging(false)],
  ['mergeOverwrite', merging(true)],
  ['deepCopy', taking(1, ([value = null]) => value)],
  ['dig', dig],
  ['fromJson', taking(1, ([text], spend) => parsedText(textOf(text), spend))],
  ['fromYaml', taking(1, ([text], spend) => mapOf(parsedText(textOf(text), spend)))],
  ['fromYamlArray', taking(1, ([text], spend) => listOf(parsedText(textOf(text), spend)))],
];

function refuse(): never {
  throw new NotKnown('a question that is neither true nor false');
}

function lengthOf(value: GoValue): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  return isGoList(value) ? value.length : Object.keys(mapOf(value)).length;
}
