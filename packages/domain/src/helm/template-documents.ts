import { addAll } from '../grouping.ts';
import { memoize } from '../memo.ts';
import type { HelmTemplate, Range, TemplateBlock } from './helm-template.ts';
import { actionOnLine } from './helm-template.ts';

/** One document of a template: what is between two `---`, in one branch where branches hold an object each. */
export interface TemplateDocument {
  template: HelmTemplate;
  start: number;
  end: number;
  /** The named template it is in; null in the file itself. */
  define: string | null;
  /** The kind as it is written, the first where branches choose; '' where it is an expression. */
  kind: string;
}

/** The documents of a template that have a kind, those of its named templates among them, in its order. */
export const templateDocuments = memoize((template: HelmTemplate): readonly TemplateDocument[] => {
  const defines = template.blocks.filter(({ keyword }) => keyword === 'define');
  const outer = defines.filter(({ start, end }) => !defines.some((one) => one.start < start && end < one.end));
  outer.sort((a, b) => a.start - b.start);
  const documents: TemplateDocument[] = [];
  let at = 0;
  for (const { start, end, name, arms } of outer) {
    addAll(documents, documentsIn(template, { start: at, end: start }, null));
    for (const arm of arms) addAll(documents, documentsIn(template, arm, name));
    at = end;
  }
  addAll(documents, documentsIn(template, { start: at, end: template.text.length }, null));
  return documents;
});

function documentsIn(template: HelmTemplate, { start, end }: Range, define: string | null): TemplateDocument[] {
  const text = template.bare.slice(start, end);
  if (!text.includes('kind') || !/^kind[ \t]*:/m.test(text)) return [];
  const choices = template.blocks
    .filter(({ keyword, arms }) => keyword === 'if' && arms.length > 1)
    .sort((a, b) => a.start - b.start);
  const pieces: Range[] = [];
  let at = start;
  for (const mark of text.matchAll(/^---/gm)) {
    pieces.push({ start: at, end: start + mark.index });
    at = start + mark.index + mark[0].length;
  }
  pieces.push({ start: at, end });
  return pieces
    .flatMap((piece) => branchesOf(template.bare, choices, piece))
    .flatMap(({ kinds, ...range }) => {
      const [first] = kinds;
      if (first === undefined) return [];
      const line = template.clean.slice(first, lineEnd(template.clean, first)).replace(actionOnLine, ' ');
      return [{ template, ...range, define, kind: /:\s*["']?(\w+)/.exec(line)?.[1] ?? '' }];
    });
}

/** The piece itself, or its branches where more than one of them is an object. */
function branchesOf(bare: string, choices: readonly TemplateBlock[], piece: Range): (Range & { kinds: number[] })[] {
  const kinds = kindsIn(bare, piece);
  if (kinds.length < 2) return [{ ...piece, kinds }];
  const arms: (Range & { kinds: number[] })[] = [];
  for (let index = firstFrom(choices, piece.start); index < choices.length; index += 1) {
    const choice = choices[index];
    if (!choice || choice.start >= piece.end) break;
    for (const arm of choice.end <= piece.end ? choice.arms : []) {
      const own = kindsIn(bare, arm);
      if (own.length === 1 && /^metadata[ \t]*:/m.test(bare.slice(arm.start, arm.end)))
        arms.push({ ...arm, kinds: own });
    }
  }
  arms.sort((a, b) => a.start - b.start);
  // Of branches in branches, the innermost.
  const inner = arms.filter(({ end }, index) => (arms[index + 1]?.start ?? end) >= end);
  return inner.length < 2 ? [{ ...piece, kinds }] : inner;
}

function firstFrom(choices: readonly TemplateBlock[], start: number): number {
  let [low, high] = [0, choices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((choices[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function kindsIn(bare: string, { start, end }: Range): number[] {
  return [...bare.slice(start, end).matchAll(/^kind[ \t]*:/gm)].map(({ index }) => start + index);
}

/** A key of a block map in a template. */
export interface TemplateEntry {
  /** Where the key is. */
  start: number;
  /** Where its line ends, without the line break. */
  lineEnd: number;
  /** Columns before the key. */
  indent: number;
  /** What is behind the colon on its line, trimmed. */
  value: string;
  /** Where what belongs to it ends. */
  end: number;
}

/**
 * The entries at a path of a document, by indentation: more than one where branches hold one each. Keys that an
 * action writes are not seen.
 */
export function entriesAt({ template, start, end }: TemplateDocument, path: readonly string[]): TemplateEntry[] {
  let ranges: Range[] = [{ start, end }];
  let found: TemplateEntry[] = [];
  for (const key of path) {
    found = ranges.flatMap((range) => childrenIn(template, range).filter((child) => child.key === key));
    ranges = found.map((entry) => ({ start: entry.lineEnd, end: entry.end }));
  }
  return found;
}

const childrenOf = memoize(
  (_template: HelmTemplate) => new Map<string, readonly (TemplateEntry & { key: string })[]>(),
);

/** The keys of the map whose lines are in a range, each with its entry. */
export function childrenIn(template: HelmTemplate, range: Range): readonly (TemplateEntry & { key: string })[] {
  const all = childrenOf(template);
  const id = `${range.start} ${range.end}`;
  const children = all.get(id) ?? readChildren(template, range);
  all.set(id, children);
  return children;
}

function readChildren({ bare, clean }: HelmTemplate, { start, end }: Range): (TemplateEntry & { key: string })[] {
  const children: (TemplateEntry & { key: string })[] = [];
  let indent: number | null = null;
  for (const line of linesIn(bare, clean, start, end)) {
    indent ??= line.indent;
    if (line.indent > indent) continue;
    const last = children.at(-1);
    // The items of a list may stand below its key.
    if (line.indent === indent && line.text.startsWith('- ') && last) continue;
    if (last && last.end === end) last.end = line.start;
    if (line.indent < indent) break;
    const [, written = '', rest] =
      /^("[^"]*"|'[^']*'|[^\s:#{}[\],&*!|>%@`"'-][^\s:#]*)[ \t]*:(?=\s|$)(.*)$/.exec(line.text) ?? [];
    if (rest === undefined) continue;
    const at = line.textStart;
    const stop = lineEnd(bare, at);
    const behind = bare.indexOf(':', at + written.length) + 1;
    children.push({
      key: written.replace(/^["']|["']$/g, ''),
      start: at,
      lineEnd: stop,
      indent,
      value: clean.slice(behind, stop).trim(),
      end,
    });
  }
  return children;
}

interface Line {
  start: number;
  /** Where what is no action starts. */
  textStart: number;
  /** Columns before its text or its first action. */
  indent: number;
  text: string;
}

/** The lines that are YAML: not blank, and more than actions. */
function* linesIn(bare: string, clean: string, start: number, end: number): Generator<Line> {
  for (let at = start; at < end; ) {
    const stop = Math.min(lineEnd(bare, at), end);
    const textStart = firstText(bare, at, stop);
    // A line that began before the range is not one of it.
    if (textStart < stop && (at > start || at === 0 || bare[at - 1] === '\n'))
      yield {
        start: at,
        textStart,
        indent: firstText(clean, at, stop) - at,
        text: bare.slice(textStart, stop).trimEnd(),
      };
    at = stop + 1;
  }
}

/** The first of a range that is no blank; its end where all are. */
function firstText(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return at;
  }
  return end;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline;
}
