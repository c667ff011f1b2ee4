import { fieldOf, isTrue, itemsOf, plainOf, type Rendered, readsOf } from './template-value.ts';

/** Levels of maps that are merged; of what is below them nothing is known. */
const deepest = 20;

/**
 * Maps merged, the first the strongest. With Sprig's `merge` what is empty in one is taken from the next, so a false and
 * an empty text never win; with `mergeOverwrite` they do (Helm 3.22 and 4.3). Undefined where what is merged is not known.
 */
export function merged(values: readonly Rendered[], emptyWins: boolean): Rendered | undefined {
  return values.reduce<Rendered | undefined>(
    (strong, weak) => (strong === undefined ? undefined : mergeTwo(strong, weak, { emptyWins, depth: 0 })),
    { kind: 'dict', entries: new Map() },
  );
}

interface Merge {
  emptyWins: boolean;
  depth: number;
}

function mergeTwo(strong: Rendered, weak: Rendered, merge: Merge): Rendered | undefined {
  const [own, others] = [entriesOf(strong), entriesOf(weak)];
  if (!own || !others || merge.depth > deepest) return undefined;
  const entries = new Map(others);
  for (const [key, value] of own) entries.set(key, stronger(value, others.get(key), merge));
  return { kind: 'dict', entries };
}

function stronger(value: Rendered, other: Rendered | undefined, merge: Merge): Rendered {
  if (other === undefined) return value;
  const unknown: Rendered = { kind: 'unknown', reads: [...readsOf(value), ...readsOf(other)] };
  if (isMap(value) && isMap(other)) return mergeTwo(value, other, { ...merge, depth: merge.depth + 1 }) ?? unknown;
  const holds = merge.emptyWins || isTrue(value);
  if (holds === undefined) return unknown;
  return holds ? value : other;
}

function isMap(value: Rendered): boolean {
  return value.kind === 'dict' || (value.kind === 'values' && value.scope.find(value.path).kind === 'map');
}

/** What a map holds; undefined where it is none, or not known. */
function entriesOf(value: Rendered): Map<string, Rendered> | undefined {
  if (isMap(value)) {
    const items = itemsOf(value);
    return items && new Map(items.map((item) => [String(plainOf(item.key)), item.value]));
  }
  // `nil` and a key that is not set merge as nothing.
  return plainOf(value) === null ? new Map() : undefined;
}

/** `dig "a" "b" other map`: what is at a path of a map, or the other where it is not there. */
export function dug(values: readonly Rendered[]): Rendered | undefined {
  const [map, other] = [values.at(-1), values.at(-2)];
  const names = values.slice(0, -2).map(plainOf);
  if (!map || !other || names.some((name) => typeof name !== 'string')) return undefined;
  let found = map;
  for (const name of names) {
    const entries = entriesOf(found);
    if (!entries) return undefined;
    if (!entries.has(String(name))) return other;
    found = fieldOf(found, String(name));
  }
  return found;
}
