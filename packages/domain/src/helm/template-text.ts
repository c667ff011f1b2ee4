import { readsAsString } from '../yaml/plain-scalar.ts';
import { itemsOf, piecesOf, plainOf, type Rendered, readsOf, type TextPiece } from './template-value.ts';

/** What a function of texts does: the last value is changed, the others say how. Undefined where that is not known. */
export type TextFunction = (values: readonly Rendered[]) => Rendered | undefined;

/**
 * A function of texts. The pieces of a text keep their keys as long as what becomes of each is told: where all stay as
 * they are, where there is one, where each is changed by itself, or where something is cut off at an end.
 */
export function textFunction(change: (written: string, options: readonly string[]) => string): TextFunction {
  return (values) => {
    const last = values.at(-1);
    const options = values.slice(0, -1).map(plainOf);
    if (!last || options.some((option) => option === undefined)) return undefined;
    const words = options.map(String);
    const pieces = piecesOf(last);
    if (pieces.some(({ known }) => !known)) return undefined;
    const before = pieces.map(({ text }) => text).join('');
    const after = change(before, words);
    if (after === before) return { kind: 'text', pieces };
    const each = pieces.map((piece) => ({ ...piece, text: change(piece.text, words) }));
    if (each.map(({ text }) => text).join('') === after) return { kind: 'text', pieces: each };
    const start = before.indexOf(after);
    return start === -1 ? undefined : { kind: 'text', pieces: cut(pieces, start, start + after.length) };
  };
}

function cut(pieces: readonly TextPiece[], from: number, to: number): TextPiece[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const start = at;
    at += piece.text.length;
    const text = piece.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    return text === '' && piece.text !== '' ? [] : [{ ...piece, text }];
  });
}

/** `trunc` of Sprig: a negative length takes the end. */
export function truncated(written: string, length: number): string {
  const letters = [...written];
  if (!Number.isInteger(length)) return written;
  return (length < 0 ? letters.slice(length) : letters.slice(0, length)).join('');
}

/** Without these letters at both ends. */
export function trimmedOf(written: string, letters: string): string {
  let [start, end] = [0, written.length];
  while (start < end && letters.includes(written[start] ?? '')) start += 1;
  while (end > start && letters.includes(written[end - 1] ?? '')) end -= 1;
  return written.slice(start, end);
}

/** Levels of a value that are written. */
const deepest = 30;

/** A value as JSON is YAML too: all of it in flow. */
export function jsonOf(value: Rendered, depth = 0): readonly TextPiece[] {
  if (isScalar(value)) return quotedIfNeeded(piecesOf(value), plainOf(value));
  const items = depth < deepest ? itemsOf(value) : undefined;
  if (!items) return [unknownPiece(readsOf(value))];
  const inside = items.flatMap(({ key, value: item }, index) => [
    ...(index === 0 ? [] : [literal(', ')]),
    ...(isList(value) ? [] : keyOf(key)),
    ...jsonOf(item, depth + 1),
  ]);
  return [literal(isList(value) ? '[' : '{'), ...inside, literal(isList(value) ? ']' : '}')];
}

/** A value as YAML, its own keys or items on lines of their own: what matters is which texts stand at which keys. */
export function yamlOf(value: Rendered): readonly TextPiece[] {
  const items = isScalar(value) ? undefined : itemsOf(value);
  if (!items || items.length === 0) return jsonOf(value);
  return items.flatMap(({ key, value: item }, index) => [
    ...(index === 0 ? [] : [literal('\n')]),
    ...(isList(value) ? [literal('- ')] : keyOf(key)),
    ...jsonOf(item, 1),
  ]);
}

function isScalar(value: Rendered): boolean {
  if (value.kind === 'values') return ['scalar', 'unset'].includes(value.scope.find(value.path).kind);
  return value.kind === 'plain' || value.kind === 'text';
}

function isList(value: Rendered): boolean {
  return value.kind === 'list' || (value.kind === 'values' && value.scope.find(value.path).kind === 'list');
}

function keyOf(key: Rendered): readonly TextPiece[] {
  return [...quotedIfNeeded(piecesOf(key), plainOf(key)), literal(': ')];
}

/** A text that YAML would take for something else in double quotes. */
function quotedIfNeeded(pieces: readonly TextPiece[], plain: ReturnType<typeof plainOf>): readonly TextPiece[] {
  const isPlain = /^[\w./-](?:[\w./:@+-]*[\w./@+-])?$/;
  if (typeof plain !== 'string' || (isPlain.test(plain) && readsAsString(plain))) return pieces;
  const escaped = pieces.map((piece) => ({ ...piece, text: JSON.stringify(piece.text).slice(1, -1) }));
  return [literal('"'), ...escaped, literal('"')];
}

/** Every line of a text behind so many blanks. */
export function indented(pieces: readonly TextPiece[], blanks: string): readonly TextPiece[] {
  const lines = pieces.map((piece) => ({ ...piece, text: piece.text.replaceAll('\n', `\n${blanks}`) }));
  return [literal(blanks), ...lines];
}

function literal(text: string): TextPiece {
  return { text, key: null, field: null, known: true, reads: [] };
}

function unknownPiece(reads: TextPiece['reads']): TextPiece {
  return { ...literal(''), known: false, reads };
}

/** What Go calls the kind of a value; undefined where that is not known. */
export function kindOf(value: Rendered): string | undefined {
  if (value.kind === 'list') return 'slice';
  if (value.kind === 'dict' || value.kind === 'root') return 'map';
  if (value.kind === 'text') return 'string';
  if (value.kind === 'values') {
    const found = value.scope.find(value.path);
    if (found.kind === 'list') return 'slice';
    if (found.kind === 'map') return 'map';
  }
  const plain = plainOf(value);
  if (plain === undefined) return undefined;
  if (plain === null) return 'invalid';
  // A number of the values is of one type in a file, and of another in a parameter.
  if (typeof plain === 'number')
    return value.kind !== 'plain' ? undefined : Number.isInteger(plain) ? 'int' : 'float64';
  return typeof plain === 'boolean' ? 'bool' : 'string';
}
