/** Replace one range of one file. Offsets count UTF-16 units of the decoded text. */
export interface Edit {
  path: string;
  /** [start, end): end is exclusive; start === end inserts. */
  range: readonly [number, number];
  newText: string;
}

/** Applies edits of one file to its text. Overlapping edits are our bug: they throw. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  const pieces: string[] = [];
  let position = 0;
  for (const { path, range, newText } of sorted) {
    const [start, end] = range;
    if (start < position || end < start || end > text.length)
      throw new Error(`edits of ${path} overlap at offset ${start}`);
    pieces.push(text.slice(position, start), newText);
    position = end;
  }
  pieces.push(text.slice(position));
  return pieces.join('');
}
