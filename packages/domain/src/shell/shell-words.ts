import { lineEnd } from '../text-lines.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { placesOf } from '../yaml/workflow-scalars.ts';

/** A stretch of a file that a shell runs. */
export interface ShellRegion {
  start: number;
  end: number;
  pointer: string;
  label: string;
}

/** The whole of a script, the `run` of a step, the scripts of a manifest, or the recipe lines of a Makefile. */
export function shellRegions(file: SourceFile): ShellRegion[] {
  if (file.yaml) {
    return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end, parent, block }) => {
      const isStep = path.at(-1) === 'run';
      // In a double-quoted scalar the script is written with YAML's escapes.
      if (!(isStep || (block && isScript(path))) || file.text.charAt(start) === '"') return [];
      const label = [parent?.get('id'), parent?.get('name')].filter((word) => typeof word === 'string').join(' ');
      return [{ start, end, pointer, label }];
    });
  }
  if (!isMakefile(file.path)) return [{ start: 0, end: file.text.length, pointer: '', label: '' }];
  return makeLines(file.text).flatMap(({ start, end, recipe }) =>
    recipe ? [{ start, end, pointer: '', label: '' }] : [],
  );
}

/** `args: [-c, |]` of a container, `init.sh: |` of a ConfigMap. */
function isScript(path: readonly (string | number)[]): boolean {
  const key = path.at(-1);
  return typeof key === 'number' ? /^(?:command|args)$/.test(String(path.at(-2))) : /\.(?:ba)?sh$/.test(key ?? '');
}

export function isMakefile(path: string): boolean {
  return /(^|\/)(?:GNUmakefile|[Mm]akefile)$|\.(?:mk|make)$/.test(path);
}

/** The lines of a Makefile, those that a backslash continues taken as one; `recipe` for what a shell runs. */
export function makeLines(text: string): { start: number; end: number; recipe: boolean }[] {
  const lines: { start: number; end: number; recipe: boolean }[] = [];
  for (let start = 0; start < text.length; ) {
    let end = lineEnd(text, start);
    while (end < text.length && continues(text, start, end)) end = lineEnd(text, text.indexOf('\n', end) + 1);
    lines.push({ start, end, recipe: text.charAt(start) === '\t' });
    const newline = text.indexOf('\n', end);
    start = newline === -1 ? text.length : newline + 1;
  }
  return lines;
}

function continues(text: string, start: number, end: number): boolean {
  let at = end;
  while (at > start && text.charAt(at - 1) === '\\') at -= 1;
  return (end - at) % 2 === 1;
}

/** A word of a list, with the place of all of it, quotes included. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/**
 * The words from an offset to `)` (`array`) or to the end of the command (`command`), and how far that was read. No
 * words where one is not plain text: a variable, a command, a pattern.
 */
export function readWords(
  text: string,
  from: number,
  to: number,
  until: 'array' | 'command',
): { words: Word[] | null; end: number } {
  const words: Word[] = [];
  const ends = until === 'array' ? ')' : ';\n';
  let at = from;
  while (at < to) {
    const character = text.charAt(at);
    if (ends.includes(character)) return { words, end: at };
    const blank = blankEnd(text, at, until === 'array');
    const word = blank > at || character === '#' ? null : wordAt(text, at);
    if (blank === at && (!word || word.end > to)) return { words: null, end: word?.end ?? at };
    if (word) words.push(word);
    at = word?.end ?? blank;
  }
  return { words: until === 'command' ? words : null, end: at };
}

/** Behind the blank, the continued line or, where there are any, the comment that is at an offset. */
function blankEnd(text: string, at: number, comments: boolean): number {
  const character = text.charAt(at);
  if (character === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) return text.indexOf('\n', at) + 1;
  if (character === '#' && comments) return lineEnd(text, at);
  return /\s/.test(character) ? at + 1 : at;
}

/** Plain text, and text in quotes that holds nothing but itself. */
const plainPiece = /(?:[^\s;&|()<>"'`$\\#*?{}]|(?<=[^\s;&|()])#)+|"[^"\n`$\\]*"|'[^'\n]*'/y;

/** The word at an offset, its quotes taken off; null where it does not begin with plain text. */
function wordAt(text: string, start: number): Word | null {
  const word = { text: '', start, end: start };
  plainPiece.lastIndex = start;
  for (let match = plainPiece.exec(text); match; match = plainPiece.exec(text)) {
    const [piece] = match;
    word.text += /^["']/.test(piece) ? piece.slice(1, -1) : piece;
    word.end = plainPiece.lastIndex;
  }
  return word.end === start ? null : word;
}

/** The words of `{a,b,c}`, where that is all that a loop takes: bash makes a word of each. */
export function braceWords(text: string, from: number, to: number): { words: Word[]; end: number } | null {
  const list = /[ \t]*\{([\w./@-]+(?:,[\w./@-]+)+)\}(?=[ \t]*(?:[;\n]|$))/y;
  list.lastIndex = from;
  const match = list.exec(text);
  if (!match || list.lastIndex > to) return null;
  const [whole, inside = ''] = match;
  let start = from + whole.indexOf('{') + 1;
  const words = inside.split(',').map((word) => {
    const place = { text: word, start, end: start + word.length };
    start = place.end + 1;
    return place;
  });
  return { words, end: list.lastIndex };
}
