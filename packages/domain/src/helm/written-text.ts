import type { OutputPiece } from './template-value.ts';

/** What a template writes, as one text, with what each part of it is made of. */
export interface WrittenText {
  text: string;
  /** The parts that have letters in a range, in their order. */
  partsIn(from: number, to: number): readonly WrittenPart[];
}

/** A part of a text: [from, to) of it is what a piece says. */
export interface WrittenPart {
  from: number;
  to: number;
  piece: OutputPiece;
}

/** Stands in a text for what is not known of it: a letter of nobody's, which YAML takes for one. */
export const unknownLetter = '\uE000';

/** The pieces that a template writes, as a text. */
export function writtenText(pieces: readonly OutputPiece[]): WrittenText {
  const parts: WrittenPart[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = (piece.known ? piece.text : unknownLetter).length;
    if (length > 0) parts.push({ from: at, to: at + length, piece });
    at += length;
  }
  return {
    text: parts.map(({ piece }) => (piece.known ? piece.text : unknownLetter)).join(''),
    partsIn: (from, to) => {
      let [low, high] = [0, parts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((parts[middle]?.to ?? 0) <= from) low = middle + 1;
        else high = middle;
      }
      const found: WrittenPart[] = [];
      for (let index = low; index < parts.length && (parts[index]?.from ?? to) < to; index += 1)
        found.push(parts[index] as WrittenPart);
      return found;
    },
  };
}

/** The offset in the template that an offset of the text comes from: that of the action, where one writes it. */
export function offsetInTemplate(written: WrittenText, offset: number): number {
  const [part] = written.partsIn(offset, offset + 1);
  if (!part) return written.partsIn(0, offset).at(-1)?.piece.start ?? 0;
  const { piece, from } = part;
  return piece.key === null && piece.field === null && piece.known ? piece.start + (offset - from) : piece.start;
}
