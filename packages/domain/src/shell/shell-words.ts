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
  const word = /(?:[^\s;&|()<>"'`$\\#*?{}]|(?<=[^\s;&|()])#)+|"[^"\n`$\\]*"|'[^'\n]*'/y;
  let at = from;
  while (at < to) {
    const character = text.charAt(at);
    if (character === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf('\n', at) + 1;
    else if (character === '#') {
      if (until === 'command') return { words: null, end: at };
      at = lineEnd(text, at);
    } else if (until === 'array' && character === ')') return { words, end: at };
    else if (until === 'command' && /[;\n]/.test(character)) return { words, end: at };
    else if (/\s/.test(character)) at += 1;
    else {
      const start = at;
      let plain = '';
      word.lastIndex = at;
      for (let match = word.exec(text); match; match = word.exec(text)) {
        const [piece] = match;
        plain += /^["']/.test(piece) ? piece.slice(1, -1) : piece;
        at = word.lastIndex;
      }
      if (at === start || at > to) return { words: null, end: at };
      words.push({ text: plain, start, end: at });
    }
  }
  return { words: until === 'command' ? words : null, end: at };
}
