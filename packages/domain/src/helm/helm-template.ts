import { memoize } from '../memo.ts';

/**
 * Helm templates as text. A template is no YAML before it is rendered, so nothing here parses it as such: actions are
 * found, comments are blanked, and what stays is looked at line by line. All of it keeps the offsets of the file.
 */

/** `{{ … }}`, without the comments. */
export interface TemplateAction {
  /** [start, end) with the braces. */
  start: number;
  end: number;
  /** What is between the braces and their trim marks. */
  code: string;
}

/** `{{ if }}`, `{{ range }}`, `{{ with }}`, `{{ define }}` or `{{ block }}` up to its `{{ end }}`. */
export interface TemplateBlock {
  keyword: 'if' | 'range' | 'with' | 'define' | 'block';
  /** [start, end) with its actions. */
  start: number;
  end: number;
  /** What a define or block is called, where that is a literal. */
  name: string | null;
  /** What is between its actions: one for each `else`, and the first. */
  arms: { start: number; end: number }[];
}

export interface HelmTemplate {
  path: string;
  text: string;
  /** As long as the text; comments, those of YAML too, are blanks. */
  clean: string;
  /** The same with blanks for actions too: what is YAML for sure. */
  bare: string;
  /** In the order of the text, those in YAML comments too: they are rendered. */
  actions: readonly TemplateAction[];
  /** The comments of the template, in the order of the text. */
  comments: readonly Range[];
  /** In the order of their ends; none where the actions do not match. */
  blocks: readonly TemplateBlock[];
}

/** Reads a template. Never throws: what is not closed is text. Linear. */
export function readTemplate(path: string, text: string): HelmTemplate {
  const { actions, comments } = findActions(text);
  const uncommented = blank(text, comments);
  const bare = blank(uncommented, actions);
  const yamlComments = findYamlComments(text, bare);
  return {
    path,
    text,
    clean: blank(uncommented, yamlComments),
    bare: blank(bare, yamlComments),
    actions,
    comments,
    blocks: findBlocks(actions),
  };
}

/** [start, end) of a text. */
/** An action of a template as it is written on one line, with its code; one that nothing closes ends with the line. */
export const actionOnLine = /\{\{((?:[^}\n]|\}(?!\}))*)\}{0,2}/g;

export interface Range {
  start: number;
  end: number;
}

function findActions(text: string): { actions: TemplateAction[]; comments: Range[] } {
  const actions: TemplateAction[] = [];
  const comments: Range[] = [];
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const inside = start + 2 + (/^-\s/.test(text.slice(start + 2, start + 4)) ? 1 : 0);
    const opened = /^\s*\/\*/.test(text.slice(inside, inside + 20));
    const end = opened ? commentEnd(text, inside) : actionEnd(text, inside);
    if (end === -1) break;
    if (opened) comments.push({ start, end });
    else
      actions.push({
        start,
        end,
        code: text
          .slice(inside, end - 2)
          .replace(/\s-$/, '')
          .trim(),
      });
    start = text.indexOf('{{', end);
  }
  return { actions, comments };
}

function commentEnd(text: string, from: number): number {
  const closed = text.indexOf('*/', from);
  const end = closed === -1 ? -1 : text.indexOf('}}', closed);
  return end === -1 ? -1 : end + 2;
}

/** Behind the braces that close an action: not those in its strings. */
function actionEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '}' && text[at + 1] === '}') return at + 2;
    if (character === '`') {
      at = text.indexOf('`', at + 1);
      if (at === -1) return -1;
    } else if (character === '"') {
      for (at += 1; at < text.length && text[at] !== '"' && text[at] !== '\n'; at += 1) if (text[at] === '\\') at += 1;
    }
  }
  return -1;
}

/** The text with blanks for the ranges; its lines stay. */
function blank(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    const blanked = text.slice(start, end);
    pieces.push(
      text.slice(at, start),
      blanked.includes('\n') ? blanked.replace(/[^\n]/g, ' ') : ' '.repeat(end - start),
    );
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** What stands behind a `#` that is neither in quotes nor inside a word. */
function findYamlComments(text: string, bare: string): Range[] {
  const comments: Range[] = [];
  for (let hash = bare.indexOf('#'); hash !== -1; ) {
    const line = bare.lastIndexOf('\n', hash) + 1;
    const newline = bare.indexOf('\n', hash);
    const end = newline === -1 ? bare.length : newline;
    const start = commentIn(text, bare, line, end);
    if (start !== -1) comments.push({ start, end });
    hash = bare.indexOf('#', end);
  }
  return comments;
}

function commentIn(text: string, bare: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const character = bare[at];
    const opens = at === from || /[\s[{,(]/.test(text[at - 1] ?? '');
    if (character === '#' && (at === from || /\s/.test(text[at - 1] ?? ''))) return at;
    if (!opens || (character !== '"' && character !== "'")) continue;
    const close = bare.indexOf(character, at + 1);
    if (close !== -1 && close < end) at = close;
  }
  return -1;
}

function findBlocks(actions: readonly TemplateAction[]): TemplateBlock[] {
  const blocks: TemplateBlock[] = [];
  const open: TemplateBlock[] = [];
  for (const { start, end, code } of actions) {
    const word = /^[a-z]+/.exec(code)?.[0] ?? '';
    const top = open.at(-1);
    if (isBlockKeyword(word))
      open.push({ keyword: word, start, end, name: definedName(code), arms: [{ start: end, end }] });
    else if (word === 'else' || word === 'end') {
      const arm = top?.arms.at(-1);
      if (!top || !arm) return [];
      arm.end = start;
      if (word === 'else') top.arms.push({ start: end, end });
      else {
        top.end = end;
        blocks.push(top);
        open.pop();
      }
    }
  }
  return open.length === 0 ? blocks : [];
}

/** What `define` or `block` defines; null for another action. */
function definedName(code: string): string | null {
  return /^(?:define|block)\s+["`]([^"`]*)["`]/.exec(code)?.[1] ?? null;
}

interface Nested {
  block: TemplateBlock;
  above: Nested | null;
}

const nested = memoize(({ blocks }: HelmTemplate) => nest(blocks));

/** The blocks that hold an offset between their first and their last action, the innermost first. */
export function* blocksAround(template: HelmTemplate, offset: number): Generator<TemplateBlock> {
  const all = nested(template);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.block.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  for (let one = all[low - 1] ?? null; one; one = one.above) if (offset < one.block.end) yield one.block;
}

/** The blocks by their starts, each with the one that it is in. */
function nest(blocks: readonly TemplateBlock[]): Nested[] {
  const open: Nested[] = [];
  return [...blocks]
    .sort((a, b) => a.start - b.start)
    .map((block) => {
      while ((open.at(-1)?.block.end ?? Number.POSITIVE_INFINITY) <= block.start) open.pop();
      const one = { block, above: open.at(-1) ?? null };
      open.push(one);
      return one;
    });
}

function isBlockKeyword(word: string): word is TemplateBlock['keyword'] {
  return word === 'if' || word === 'range' || word === 'with' || word === 'define' || word === 'block';
}
