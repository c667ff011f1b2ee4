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
