import { lineEnd } from '../text-lines.ts';
import { hole } from './hole.ts';

/** A word of a command line, or what ends a command. */
export interface Token {
  text: string;
  start: number;
  /** `;`, `&&`, `|`, a line end, a bracket of a subshell. */
  ends: boolean;
}

/** Between the words that a variable without quotes, or an array, puts in the place of one. */
export const betweenWords = '\uFDD2';

/** More than the variables of any script put into its commands. */
const longestValues = 1_000_000;

/** A script that is read word by word. */
interface Reading {
  script: string;
  variables: ReadonlyMap<string, string>;
  /** The characters that variables may still put in: one that holds another twice doubles with each line. */
  left: number;
  word: { text: string; start: number } | null;
  /** The word that ends the here-document whose body begins behind this line. */
  heredoc: string | null;
}

/** The words of a script and what ends its commands; comments and bodies of here-documents are left out. */
export function* tokensOf(script: string, variables: ReadonlyMap<string, string>): Iterable<Token> {
  const reading: Reading = { script, variables, left: longestValues, word: null, heredoc: null };
  for (let at = 0; at < script.length; ) {
    const gap = gapAt(script, at, reading.word === null);
    if (!gap) {
      at = readOn(reading, at);
      continue;
    }
    yield* wordsOf(reading.word);
    reading.word = null;
    if (gap.ends) yield { text: script.charAt(at), start: at, ends: true };
    at = gap.end;
    if (script.charAt(at - 1) !== '\n' || reading.heredoc === null || !gap.ends) continue;
    at = behindHeredoc(script, at, reading.heredoc);
    reading.heredoc = null;
  }
  yield* wordsOf(reading.word);
  yield { text: '\n', start: script.length, ends: true };
}

/** The words that one becomes: a shell splits what variables put in where no quotes are, but for a value that it sets. */
function wordsOf(word: Reading['word']): Token[] {
  if (!word) return [];
  const { text, start } = word;
  if (!text.includes(betweenWords)) return [{ text, start, ends: false }];
  if (/^[A-Za-z_]\w*\+?=/.test(text)) return [{ text: text.replaceAll(betweenWords, ' '), start, ends: false }];
  return text.split(betweenWords).flatMap((one) => (one === '' ? [] : [{ text: one, start, ends: false }]));
}

/** What stands between words: a blank, a line that goes on, a comment, or what ends a command. */
function gapAt(script: string, at: number, betweenWords: boolean): { end: number; ends: boolean } | null {
  const character = script.charAt(at);
  const continued = character === '\\' ? /^\\\r?\n/.exec(script.slice(at, at + 3))?.[0] : undefined;
  if (continued !== undefined) return { end: at + continued.length, ends: false };
  if (' \t\r'.includes(character)) return { end: at + 1, ends: false };
  if ('\n;&|()'.includes(character)) return { end: at + 1, ends: true };
  return character === '#' && betweenWords ? { end: lineEnd(script, at), ends: false } : null;
}

/** Adds what stands at an offset to the word that is read; the offset behind it. */
function readOn(reading: Reading, at: number): number {
  const { script, word } = reading;
  const heredoc = script.startsWith('<<', at) ? /^<<-?[ \t]*\\?(['"]?)(\w+)\1/.exec(script.slice(at, at + 100)) : null;
  const piece = heredoc ? { text: '', end: at + heredoc[0].length } : readPiece(reading, at);
  reading.heredoc = heredoc?.[2] ?? reading.heredoc;
  reading.word = { text: (word?.text ?? '') + piece.text, start: word?.start ?? at };
  return piece.end;
}

/** The end of the line that a here-document ends with: its word, alone. */
function behindHeredoc(script: string, from: number, word: string): number {
  for (let at = script.indexOf(word, from); at >= 0; ) {
    const start = script.lastIndexOf('\n', at) + 1;
    const end = lineEnd(script, at);
    if (start >= from && script.slice(start, end).trim() === word) return end;
    at = script.indexOf(word, end);
  }
  return script.length;
}

/** What stands for itself in a word. */
const plain = /[^ \t\r\n;&|()\\'"$`<]+/y;

/** A quoted stretch, a variable, or what stands for itself. */
function readPiece(reading: Reading, at: number): { text: string; end: number } {
  const { script } = reading;
  const character = script.charAt(at);
  if (character === '\\') return { text: script.charAt(at + 1), end: at + 2 };
  if (character === "'") {
    const end = script.indexOf("'", at + 1);
    return end < 0 ? { text: '', end: at + 1 } : { text: script.slice(at + 1, end), end: end + 1 };
  }
  if (character === '"') return readQuoted(reading, at + 1);
  if (character !== '$' && character !== '`') {
    plain.lastIndex = at;
    const text = plain.exec(script)?.[0] ?? character;
    return { text, end: at + text.length };
  }
  const { text, end } = readVariable(reading, at);
  return { text: text.trim().replace(/\s+/g, betweenWords), end };
}

function readQuoted(reading: Reading, from: number): { text: string; end: number } {
  const { script } = reading;
  let text = '';
  for (let at = from; at < script.length; ) {
    const character = script.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    const variable = character === '$' || character === '`' ? readVariable(reading, at) : null;
    const escaped = character === '\\' && '"\\$`'.includes(script.charAt(at + 1));
    text += variable?.text ?? (escaped ? script.charAt(at + 1) : character);
    at = variable?.end ?? at + (escaped ? 2 : 1);
  }
  return { text, end: script.length };
}

/** What scripts write for the folder that they lie in, and for the top of the repository. */
const ownFolder =
  /^\$\(\s*(?:cd\s+"?)?(?:\$\(\s*)?dirname\s+(?:--\s+)?"?\$(?:0|\{?BASH_SOURCE(?:\[0\])?\}?)"?\s*\)(?:([\w./-]*)"?\s*(?:&&|;)\s*pwd(?:\s+-P)?\s*\))?/;
const topFolder = /^\$\(\s*git\s+rev-parse\s+--show-toplevel\s*\)/;

/** The hole for the folder of a script. */
export const scriptFolder: string = hole('script-folder');

/** The hole for the top of the repository. */
export const repositoryRoot: string = hole('repository-root');

/** Where runners of other makers check the repository out. */
const checkouts: ReadonlySet<string> = new Set([
  ...['GITHUB_WORKSPACE', 'CI_PROJECT_DIR', 'WORKSPACE', 'BUILD_SOURCESDIRECTORY', 'BITBUCKET_CLONE_DIR'],
  ...['CODEBUILD_SRC_DIR', 'DRONE_WORKSPACE', 'TRAVIS_BUILD_DIR', 'CI_WORKSPACE'],
]);

function readVariable(reading: Reading, at: number): { text: string; end: number } {
  const { script, variables } = reading;
  const ahead = script.slice(at, at + 120);
  const [own, below = ''] = ownFolder.exec(ahead) ?? [];
  if (own !== undefined) return { text: `${scriptFolder}${below}`, end: at + own.length };
  const top = topFolder.exec(ahead)?.[0];
  if (top !== undefined) return { text: repositoryRoot, end: at + top.length };
  const here = /^(?:\$\(\s*pwd\s*\)|`pwd`)/.exec(ahead)?.[0];
  if (here !== undefined) return { text: '.', end: at + here.length };
  const [plain, bare, braced, rest = ''] =
    /^\$(?:(\w+|[@*#?])|\{(\w+)([^{}\n]{0,200})\})/.exec(script.slice(at, at + 300)) ?? [];
  const name = bare ?? braced;
  if (plain !== undefined && name !== undefined) {
    const standard = /^:?-(.*)$/.exec(rest)?.[1];
    const isWhole = rest === '' || rest === '[@]' || rest === '[*]' || standard !== undefined;
    const value = isWhole ? (variables.get(name) ?? standard ?? folderIn(name)) : undefined;
    reading.left -= value?.length ?? 0;
    const isKnown = value !== undefined && !value.includes('$') && reading.left >= 0;
    return { text: isKnown ? value : hole(name), end: at + plain.length };
  }
  if (script.startsWith('$(', at))
    return { text: hole(script.slice(at, closing(script, at + 1))), end: closing(script, at + 1) };
  const end = script.charAt(at) === '`' ? script.indexOf('`', at + 1) + 1 : 0;
  return end > 0 ? { text: hole(script.slice(at, end)), end } : { text: script.charAt(at), end: at + 1 };
}

/** The folder that a variable holds which nobody has to set. */
function folderIn(name: string): string | undefined {
  return name === 'PWD' ? '.' : checkouts.has(name) ? repositoryRoot : undefined;
}

/** Behind the bracket that closes the one at an offset; at most the end of the line. */
function closing(script: string, from: number): number {
  let depth = 0;
  for (let at = from; at < script.length && script.charAt(at) !== '\n'; at += 1) {
    if (script.charAt(at) === '(') depth += 1;
    if (script.charAt(at) === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return from + 1;
}
