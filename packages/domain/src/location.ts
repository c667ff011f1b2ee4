import { printable } from './printable.ts';

/** A place in a file of the repository; line and column are 1-based, the column counts UTF-16 units. */
export interface Location {
  path: string;
  line: number;
  column: number;
}

/** For a person to read, on one line whatever the path holds. */
export function formatLocation({ path, line, column }: Location): string {
  return `${printable(path)}:${line}:${column}`;
}

/** Order of everything that is listed by place: path by code unit, then line, then column. */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column;
}

/** Order by UTF-16 code unit, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where an offset of a file is. For many offsets of one file see `placesIn`. */
export function placeIn(file: { path: string; text: string }, offset: number): Location {
  return placesIn(file)(offset);
}

/** Where the offsets of a file are; the text is gone through once, when the first is asked for. */
export function placesIn({ path, text }: { path: string; text: string }): (offset: number) => Location {
  let starts: readonly number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { path, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** The offsets of the places of a text, as `placesIn` gives them. */
export function offsetsIn(text: string): (place: Pick<Location, 'line' | 'column'>) => number {
  const starts = lineStarts(text);
  return ({ line, column }) => (starts[line - 1] ?? 0) + column - 1;
}

/** The text that was asked about last: the places of a file are asked for one after the other, often by a call for each. */
let last: { text: string; starts: readonly number[] } = { text: '', starts: [0] };

function lineStarts(text: string): readonly number[] {
  if (last.text !== text) last = { text, starts: [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)] };
  return last.starts;
}
