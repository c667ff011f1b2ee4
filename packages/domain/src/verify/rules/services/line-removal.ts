import { lineEnd, lineStart } from '../../../text-lines.ts';
import { textPattern } from '../../../text-pattern.ts';
import type { Edit } from '../../../yaml/edit.ts';

type IsGone = (text: string) => boolean;

interface Line {
  text: string;
  start: number;
  /** After its line break. */
  end: number;
}

/**
 * Gives the edit that takes a gone service out of a line of a script, a makefile or a Dockerfile, where it is known what
 * the line does: it sets a variable of the service, copies its folder, lists it among other words, or is its rule. Else
 * null. A line is read once, however many services it names.
 */
export function lineRemover(file: { path: string; text: string }, isGone: IsGone): (offset: number) => Edit | null {
  const known = new Map<number, (offset: number) => Edit | null>();
  return (offset) => {
    const start = lineStart(file.text, offset);
    const removal = known.get(start) ?? removalIn(file, start, isGone);
    known.set(start, removal);
    return removal(offset);
  };
}

function removalIn(
  { path, text }: { path: string; text: string },
  start: number,
  isGone: IsGone,
): (offset: number) => Edit | null {
  const always = (edit: Edit | null) => () => edit;
  const line = lineAt(text, start);
  const continued = /\\\r?\n?$/.test(text.slice(Math.max(0, line.start - 3), line.start));
  const whole: Edit = { path, range: [line.start, line.end], newText: '' };
  const variable = variableOf(line.text, isGone);
  const others = text.slice(0, line.start) + text.slice(line.end);
  if (variable !== null) return always(continued || textPattern()`\b${variable}\b`.test(others) ? null : whole);
  const copy = copied(line, isGone);
  if (copy) return always(continued ? null : copy === 'all' ? whole : { path, range: copy, newText: '' });
  const rule = /^([\w./-]+)[ \t]*:(?!=)/.exec(line.text);
  if (rule) {
    if (!isMake(path) || !isGone(rule[1] ?? '')) return wordsIn(path, line, isGone);
    const end = endOfRule(text, line.end);
    // Another rule or a recipe may need it.
    const rest = text.slice(0, line.start) + text.slice(end);
    const isNeeded = rest.split(/[^\w./-]+/).includes(rule[1] ?? '');
    return always(isNeeded ? null : { path, range: [line.start, end], newText: '' });
  }
  return wordsIn(path, line, isGone);
}

function isMake(path: string): boolean {
  return /(^|\/)(?:GNUmakefile|[Mm]akefile)$|\.(?:mk|make)$/.test(path);
}

function lineAt(text: string, offset: number): Line {
  const start = lineStart(text, offset);
  const newline = text.indexOf('\n', offset);
  return {
    text: text.slice(start, lineEnd(text, offset)),
    start,
    end: newline === -1 ? text.length : newline + 1,
  };
}

/** The name of a variable that one line sets: `VIDEO_SERVICE_URL=…`, `ENV VIDEO_SERVICE_URL=…`, `VIDEO_PORT := 80`. */
function variableOf(line: string, isGone: IsGone): string | null {
  const [, name = '', value = ''] =
    /^[ \t]*(?:(?:export|local|readonly|ENV|ARG)[ \t]+)?([A-Za-z_][\w-]*)[ \t]*[:?+]?=(.*)$/.exec(line) ?? [];
  const quotes = value.replace(/\\./g, '').replace(/"[^"]*"|'[^']*'/g, '');
  return isGone(name) && !/["'`\\]|\$\(|<</.test(quotes) ? name : null;
}

/** What to remove of `COPY a b target`: the word of the gone service, or all where nothing else is copied. */
function copied(line: Line, isGone: IsGone): 'all' | readonly [number, number] | null {
  if (!/^[ \t]*(?:COPY|ADD)[ \t]/.test(line.text) || /[\\"'[]/.test(line.text)) return null;
  const words = [...line.text.matchAll(/\S+/g)].slice(1).filter(([word]) => !word.startsWith('--'));
  const sources = words.slice(0, -1);
  const gone = sources.filter(([word]) => isGone(word));
  const [first] = gone;
  if (!first || /--from=/.test(line.text)) return null;
  if (gone.length === sources.length) return 'all';
  if (gone.length > 1 || isGone(words.at(-1)?.[0] ?? '')) return null;
  return [line.start + first.index - 1, line.start + first.index + first[0].length];
}

/** The end of the recipe of a rule and of the blank lines after it. */
function endOfRule(text: string, from: number): number {
  const recipe = /(?:\t[^\n]*(?:\n|$))*(?:[ \t]*\r?\n)*/y;
  recipe.lastIndex = from;
  recipe.exec(text);
  return Math.max(recipe.lastIndex, from);
}

const loop = /^([ \t]*for[ \t]+\w+[ \t]+in[ \t]+)([\w./-](?:[\w./ \t-]*[\w./-])?)[ \t]*(?:;|$)/;
const quoted =
  /^([ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?\w+=(?:\(|"|'))([\w./ \t-]*[\w./-])[ \t]*[)"'][ \t]*(?:#.*)?$/;
const made = /^([\w./-]+[ \t]*(?:[:?+]?=|:)[ \t]*)([\w./-](?:[\w./ \t-]*[\w./-])?)[ \t]*(?:\\|#.*)?$/;

/** The edit for a word of a list (`for x in`, `NAME="a b"`, `.PHONY:`) of which another word stays. */
function wordsIn(path: string, line: Line, isGone: IsGone): (offset: number) => Edit | null {
  const forms = isMake(path) ? [made, loop] : [loop, quoted];
  const [, head, list] = forms.map((form) => form.exec(line.text)).find(Boolean) ?? [];
  if (head === undefined || list === undefined) return () => null;
  const words = [...list.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const start = line.start + head.length + index;
    return { word, start, end: start + word.length };
  });
  const allGone = words.every((one) => isGone(one.word));
  return (offset) => {
    const index = lastFrom(words, offset);
    const word = words[index];
    if (!word || word.end <= offset) return null;
    if (allGone) return head.startsWith('.PHONY') ? { path, range: [line.start, line.end], newText: '' } : null;
    const previous = words[index - 1];
    const range = previous
      ? ([previous.end, word.end] as const)
      : ([word.start, words[index + 1]?.start ?? word.end] as const);
    return { path, range, newText: '' };
  };
}

/** Index of the last word that starts at an offset or before it; -1 where none does. */
function lastFrom(words: readonly { start: number }[], offset: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
