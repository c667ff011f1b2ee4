import type { KeyPath, OutputPiece } from './template-value.ts';

/** A key that each of the branches writes, between these ends, is written for sure: one of them comes to pass. */
export function settleKeys(out: OutputPiece[], ends: readonly number[]): void {
  const branches = ends.slice(1).map((end, index) => out.slice(ends[index], end));
  const keys = branches.map((pieces) => new Set(pieces.flatMap(({ key }) => (key === null ? [] : [nameOfKey(key)]))));
  for (const piece of branches.flat()) {
    const { key } = piece;
    if (key !== null && keys.every((those) => those.has(nameOfKey(key)))) piece.maybe = false;
  }
}

/** A key as a name in a table. */
export function nameOfKey(key: KeyPath): string {
  return JSON.stringify(key.map(String));
}
