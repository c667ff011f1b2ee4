import { type Range, readTemplate, type TemplateAction } from '../helm/helm-template.ts';

/** A Helm template with its actions masked: text of the same length and the same lines, in which nothing is an action. */
export interface MaskedTemplate {
  /** The template itself. */
  original: string;
  /**
   * Lines of actions alone are comments, an action beside other text is a word. What `else` leads to is a comment too:
   * one branch of each choice is read.
   */
  text: string;
  /** Lines of actions alone that write something: [start, end), and the columns before what they write. */
  writers: readonly (Range & { indent: number })[];
  /** What `else` leads to. */
  elses: readonly Range[];
  /** Which branch an offset is in: where the innermost one starts; -1 outside of all. */
  branchAt(offset: number): number;
  /** Masked text as the template has it; null for a part of a mask. */
  restore(masked: string): string | null;
}

/** A mask is a sign, a number in three digits, and what fills it up: characters that no text has. */
const firstDigit = 0xe001;
const fill = '\uF8FF';
const lossy = '\uF8FE';
const mask = /(?<! )( *)[#$]([\uE001-\uE3E8]{3})(\uF8FF*)/g;
const reserved = /[\uE000-\uF8FF]/;
/** A comment of nothing: it may be the mask of one character. */
const bareSign = /^[ \t]*#\r?$/m;

/** Masks a template; null where its actions do not match, so that nobody knows what belongs together. */
export function maskTemplate(original: string): MaskedTemplate | null {
  if (reserved.test(original)) return null;
  const { actions, comments, blocks } = readTemplate('', original);
  if (blocks.length === 0 && actions.some(({ code }) => control.test(code))) return null;
  const arms = blocks.flatMap((block) => block.arms);
  const elses = blocks.flatMap((block) => block.arms.slice(1));
  const lines = linesOf(original, merged([...actions, ...comments, ...elses]));
  const masks = maskTable();
  return {
    original,
    text: maskLines(original, lines, masks),
    writers: writersOf(original, lines, actions),
    elses,
    branchAt: (offset) => {
      let inner = -1;
      for (const { start, end } of arms) if (start <= offset && offset <= end && start > inner) inner = start;
      return inner;
    },
    restore: (text) => masks.restore(text),
  };
}

/** What masks stand for. */
interface MaskTable {
  /** A mask of the length of a text, with blanks in front of its sign so that a comment is as deep as what follows it. */
  mask(sign: '#' | '$', text: string, indent: number): string;
  /** A text with what its masks stand for; null where a mask is not whole. */
  restore(masked: string): string | null;
}

function maskTable(): MaskTable {
  const segments: { text: string; pad: number }[] = [];
  let hasBareSign = false;
  return {
    mask: (sign, text, indent) => {
      if (text.length === 1) {
        // One character has no room for a sign and a mark that something is lost; a word is a word without its sign.
        if (sign === '$') return lossy;
        hasBareSign = true;
      }
      if (text.length < 4) return text.length === 0 ? '' : sign + lossy.repeat(text.length - 1);
      const pad = Math.max(0, Math.min(indent, text.length - 4));
      const number = segments.push({ text, pad }) - 1;
      const digits = [Math.floor(number / 1e6), Math.floor(number / 1000) % 1000, number % 1000];
      const written = digits.map((digit) => String.fromCharCode(firstDigit + digit)).join('');
      return ' '.repeat(pad) + sign + written + fill.repeat(text.length - pad - 4);
    },
    restore: (masked) => {
      let whole = !(hasBareSign && bareSign.test(masked));
      const restored = masked.replace(mask, (written, blanks: string, digits: string) => {
        const number = [...digits].reduce((sum, digit) => sum * 1000 + digit.charCodeAt(0) - firstDigit, 0);
        const segment = segments[number];
        const lead = blanks.length - (segment?.pad ?? 0);
        if (!segment || lead < 0 || written.length - lead !== segment.text.length) whole = false;
        return whole ? ' '.repeat(lead) + segment?.text : '';
      });
      return whole && !reserved.test(restored) ? restored : null;
    },
  };
}

/** From the last line to the first: a comment is as deep as the text below it. */
function maskLines(original: string, lines: readonly Line[], masks: MaskTable): string {
  const pieces: string[] = [];
  let indentBelow = 0;
  for (const line of [...lines].reverse()) {
    const { start, end, parts } = line;
    const [first] = parts;
    const text = original.slice(start, end);
    if (first && isAlone(original, line)) {
      const lead = original.slice(start, first.start);
      pieces.push(lead + masks.mask('#', original.slice(first.start, end), indentBelow - lead.length));
      continue;
    }
    if (text.trim() !== '') indentBelow = text.search(/\S/);
    pieces.push(maskParts(original, line, masks));
  }
  return pieces.reverse().join('');
}

/** A line with a word in the place of each action. */
function maskParts(original: string, { start, end, parts }: Line, masks: MaskTable): string {
  let text = '';
  let position = start;
  for (const part of parts) {
    text += original.slice(position, part.start) + masks.mask('$', original.slice(part.start, part.end), 0);
    position = part.end;
  }
  return text + original.slice(position, end);
}

/** The lines of actions alone that write something. */
function writersOf(
  original: string,
  lines: readonly Line[],
  actions: readonly TemplateAction[],
): MaskedTemplate['writers'] {
  const writers: (Range & { indent: number })[] = [];
  let next = 0;
  for (const line of lines) {
    for (let action = actions[next]; action && action.start < line.end; action = actions[next]) {
      next += 1;
      const isWriter = !control.test(action.code) && !/^\$\w+\s*:?=/.test(action.code);
      if (!isWriter || action.start < line.start || writers.at(-1)?.start === line.start) continue;
      if (!isAlone(original, line)) continue;
      const indent = Number(/indent\s+(\d+)/.exec(action.code)?.[1] ?? action.start - line.start);
      writers.push({ start: line.start, end: line.end, indent });
    }
  }
  return writers;
}

/** Actions that say what is rendered, and render nothing. */
const control = /^(?:if|else|end|range|with|define|block|break|continue)\b/;

interface Line extends Range {
  /** What of it is masked. */
  parts: Range[];
}

/** Every line with its line break, and the ranges cut at the lines. Linear. */
function linesOf(text: string, covered: readonly Range[]): Line[] {
  const lines: Line[] = [];
  let next = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const after = newline === -1 ? text.length : newline + 1;
    const end = newline === -1 ? after : text.charAt(newline - 1) === '\r' && newline > start ? newline - 1 : newline;
    const parts: Range[] = [];
    for (let range = covered[next]; range && range.start < after; range = covered[next]) {
      const part = { start: Math.max(range.start, start), end: Math.min(range.end, end) };
      if (part.start < part.end) parts.push(part);
      if (range.end > after) break;
      next += 1;
    }
    lines.push({ start, end, parts }, { start: end, end: after, parts: [] });
    start = after;
  }
  return lines;
}

function isAlone(text: string, { start, end, parts }: Line): boolean {
  const [first] = parts;
  if (!first || text.slice(start, first.start).trim() !== '') return false;
  let position = first.start;
  for (const part of parts) {
    if (text.slice(position, part.start).trim() !== '') return false;
    position = part.end;
  }
  return /^\s*(?:#.*)?$/.test(text.slice(position, end));
}

function merged(ranges: readonly Range[]): Range[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
