import { keyValue } from './keys.ts';
import type { Maker } from './reading.ts';

/** Where a value of block YAML begins, and where those in it do: by key for a map, by index for a list. */
export interface Place {
  start: number;
  entries?: Map<string, { key: number; value: Place }>;
  items?: Place[];
}

/** Makes places. Whoever asks only where something is needs no nodes, nor the `yaml` package. */
export function placesOf(text: string): Maker {
  const begin = (place: unknown, start: number): void => {
    (place as Place).start = start;
  };
  return {
    places: false,
    map: (): Place => ({ start: 0, entries: new Map() }),
    list: (): Place => ({ start: 0, items: [] }),
    scalar: (_value, { start }): Place => ({ start }),
    entry: (map, key, colon, value) => {
      (map as Place).entries?.set(String(keyValue(text, key, colon)), { key, value: value as Place });
    },
    item: (list, item) => (list as Place).items?.push(item as Place),
    closeBlock: begin,
    closeFlow: begin,
  };
}

/** The offset of a path: the key of an entry, the item of a list; of its nearest ancestor where it does not exist. */
export function offsetIn(root: Place, path: readonly (string | number)[]): number {
  let place = root;
  let key: number | undefined;
  for (const step of path) {
    const entry = place.entries?.get(String(step));
    const item = typeof step === 'number' ? place.items?.[step] : undefined;
    const next = entry?.value ?? item;
    if (next === undefined) break;
    key = entry?.key;
    place = next;
  }
  return key ?? place.start;
}
