import { isCollection, isMap, isScalar, type Node, Scalar, stringify, type YAMLMap } from 'yaml';
import { addAll } from '../grouping.ts';
import type { Location } from '../location.ts';
import { memoize } from '../memo.ts';
import { applyEdits, type Edit } from './edit.ts';
import { walkNodes } from './walk-nodes.ts';
import { parseYamlFile, type YamlDocument, type YamlFile, type YamlPath } from './yaml-document.ts';

/**
 * A file in which every text stands as it is. Scripts, filters and lists are read in the text of a file, where quotes may
 * write a character as another one: a line end, a quote, any letter. JSON writes every text so.
 *
 * Its text follows as many empty lines as the file has characters, so that no place in it, and no offset, is one of the file.
 */
export interface SpelledOut {
  text: string;
  /** A place of the file, for one of either. */
  place<Place extends Location>(place: Place): Place;
  /** An edit of the file, for one of either; null where what it changes is written otherwise there. */
  edit(edit: Edit): Edit | null;
}

/** Spells a file out; null where all of it is, where it is not one document, or none that can be read. */
export const spellOut: (file: YamlFile) => SpelledOut | null = memoize((file) => {
  const [document, second] = file.documents;
  if (!document || second || file.errors.length > 0 || !/["']|\n[ \t]/.test(file.text)) return null;
  const edits = editsOf(document);
  if (edits.length === 0) return null;
  const inPlace = spelled(document, edits);
  // What cannot be taken out of its surroundings, such as what an alias elsewhere stands for.
  return inPlace ?? spelled(document, [{ path: file.path, range: [0, file.text.length], newText: blockOf(document) }]);
});

function blockOf(document: YamlDocument): string {
  return stringify(document.value(), styled);
}

const styled = { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: 'literal' } as const;

function spelled(document: YamlDocument, edits: readonly Edit[]): SpelledOut | null {
  const { path, text } = document.file;
  const shift = text.length + 1;
  const file = parseYamlFile(path, `${'\n'.repeat(shift)}${applyEdits(text, edits)}`);
  const [same] = file.documents;
  if (file.documents.length !== 1 || !same || JSON.stringify(same.value()) !== JSON.stringify(document.value()))
    return null;
  const nodes = placesOfNodes(same);
  const kept = keptParts(edits, text.length, shift);
  const firstLine = file.location(shift).line;
  const partAt = (offset: number) => lastBefore(kept, offset, ({ from }) => from);
  const placeOf = (offset: number): Location => {
    const part = partAt(offset);
    if (part && offset <= part.end) return document.file.location(offset - part.from + part.to);
    const { path: at = [], isKey } = lastBefore(nodes, offset, ({ from }) => from) ?? {};
    return isKey ? document.locate(at) : document.locateValue(at);
  };
  const starts = [0, ...Array.from(file.text.matchAll(/\n/g), ({ index }) => index + 1)];
  return {
    text: file.text,
    place: (place) => {
      if (place.path !== path || place.line < firstLine) return place;
      const offset = (starts[place.line - 1] ?? 0) + place.column - 1;
      return { ...place, ...placeOf(offset) };
    },
    edit: (edit) => {
      const [start, end] = edit.range;
      if (edit.path !== path || start < shift) return edit;
      const part = partAt(start);
      if (!part || end > part.end) return null;
      const move = part.to - part.from;
      return { ...edit, range: [start + move, end + move] };
    },
  };
}

/** The parts that no edit touches: from where to where they are in the text that is made, and where in the file. */
function keptParts(edits: readonly Edit[], length: number, shift: number) {
  const parts: { from: number; end: number; to: number }[] = [];
  let to = 0;
  let from = shift;
  for (const { range, newText } of [...edits, { range: [length, length] as const, newText: '' }]) {
    const [start, end] = range;
    parts.push({ from, end: from + start - to, to });
    from += start - to + newText.length;
    to = end;
  }
  return parts;
}

/** What the keys and values of a document are, in the order of its text. */
function placesOfNodes(document: YamlDocument): { from: number; path: YamlPath; isKey: boolean }[] {
  return [...walkNodes(document)].flatMap(({ node, keyOffset, parent, path }) => {
    const value = { from: node.range?.[0] ?? keyOffset, path, isKey: false };
    return parent ? [{ from: keyOffset, path, isKey: true }, value] : [value];
  });
}

/** The last of a sorted list that is not behind an offset. */
function lastBefore<Item>(items: readonly Item[], offset: number, at: (item: Item) => number): Item | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && at(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/** What is written anew, and how far the line around it is indented; -1 where nothing is around it. */
interface Outer {
  placed: { node: Node; readonly path: YamlPath };
  parentColumn: number;
  end: number;
}

/** What spells out each text that is not: the text alone, or the outermost brackets around it. In order. */
function editsOf(document: YamlDocument): Edit[] {
  const { text } = document.file;
  const edits: Edit[] = [];
  /** How far brackets reach that are written anew. */
  let done = -1;
  const brackets: Outer[] = [];
  for (const placed of walkNodes(document)) {
    const { node, keyOffset, parent } = placed;
    const [start, end] = node.range ?? [0, 0];
    if (start < done) continue;
    while ((brackets.at(-1)?.end ?? start) < start) brackets.pop();
    const own = { placed, parentColumn: parent ? columnOf(text, keyOffset) : columnOfDash(text, start), end };
    if (isCollection(node) && node.flow) brackets.push(own);
    if (isMap(node) && brackets.length === 0) addAll(edits, keyEdits(node, document.file));
    else if (!isSpelled(node, text)) {
      const edit = editOf(brackets[0] ?? own, document);
      done = edit.range[1];
      edits.push(edit);
    }
  }
  return edits.sort((a, b) => a.range[0] - b.range[0]);
}

/** Of a map in lines, the keys alone: what stands behind them stays where it is. */
function keyEdits({ items }: YAMLMap, { path }: YamlFile): Edit[] {
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || !key.range || key.type === Scalar.PLAIN) return [];
    return { path, range: [key.range[0], key.range[1]], newText: stringify(key.value, styled).trimEnd() };
  });
}

function editOf({ placed, parentColumn, end }: Outer, document: YamlDocument): Edit {
  const { text, path } = document.file;
  const { node } = placed;
  const newText = isScalar(node)
    ? blockScalar(String(node.value), parentColumn)
    : blockCollection(valueAtPath(plainValueOf(document), placed.path), parentColumn);
  const isEndOfLine = /^\r?\n/.test(text.slice(end, end + 2));
  return { path, range: [node.range?.[0] ?? end, end], newText: isEndOfLine ? newText : `${newText}\n` };
}

/** Read once, whatever of it is written anew. */
const plainValueOf = memoize((document: YamlDocument) => document.value());

function valueAtPath(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | null)?.[key], value);
}

/**
 * Whether a text is written letter for letter, and the keys of a map are without quotes. Folded blocks are taken as they
 * are: their lines are not those of the text, and hold the same words.
 */
function isSpelled(node: unknown, text: string): boolean {
  if (isMap(node)) return node.items.every(({ key }) => !isScalar(key) || key.type === Scalar.PLAIN);
  if (!isScalar(node) || typeof node.value !== 'string') return true;
  const [start, end] = node.range ?? [0, 0];
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) return true;
  const written = text.slice(start, end);
  return node.type === Scalar.PLAIN ? written === node.value : written.slice(1, -1) === node.value;
}

/** How far a line is indented in front of an offset, what stands there counted as blanks. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The column of the dash in front of an item; -1 where there is none, as in front of a document. */
function columnOfDash(text: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && /[ \t\r\n]/.test(text.charAt(at))) at -= 1;
  return text.charAt(at) === '-' ? columnOf(text, at) : -1;
}

function blockScalar(value: string, parentColumn: number): string {
  const chomping = value.endsWith('\n') ? (/(?:^|\n)\n$/.test(value) ? '+' : '') : '-';
  return `|${Math.max(2, 2 - parentColumn - 1)}${chomping}\n${indented(value.replace(/\n$/, ''), Math.max(parentColumn, 0) + 2)}`;
}

function blockCollection(value: unknown, parentColumn: number): string {
  const block = stringify(value, styled).trimEnd();
  return parentColumn < 0 ? block : `\n${indented(block, parentColumn + 2)}`;
}

function indented(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(columns) + line))
    .join('\n');
}
