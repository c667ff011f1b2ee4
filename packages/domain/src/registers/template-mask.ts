import { type Range, readTemplate } from '../helm/helm-template.ts';

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
const mask = /( *)[#$]([\uE001-\uE3E8]{3})(\uF8FF*)/g;
const reserved = /[\uE000-\uF8FF]/;

interface Segment {
  text: string;
  /** Blanks in front of the sign, so that a comment is as deep as what follows it. */
  pad: number;
}

/** Masks a template; null where its actions do not match, so that nobody knows what belongs together. */
export function maskTemplate(original: string): MaskedTemplate | null {
  if (reserved.test(original)) return null;
  const { actions, comments, blocks } = readTemplate('', original);
  if (blocks.length === 0 && actions.some(({ code }) => control.test(code))) return null;
  const arms = blocks.flatMap((block) => block.arms);
  const elses = blocks.flatMap((block) => block.arms.slice(1));
  const covered = merged([...actions, ...comments, ...elses]);
  const segments: Segment[] = [];
  const writers: (Range & { indent: number })[] = [];
  const pieces: string[] = [];
  const lines = linesOf(original, covered);
  let below = 0;
  for (const line of lines.reverse()) {
    const { start, end, parts } = line;
    const [first] = parts;
    const text = original.slice(start, end);
    if (!first) {
      if (text.trim() !== '') below = text.search(/\S/);
      pieces.push(text);
    } else if (isAlone(original, line)) {
      pieces.push(
        original.slice(start, first.start) + masked('#', original.slice(first.start, end), below - first.start + start),
      );
    } else {
      below = text.search(/\S/);
      let piece = '';
      let at = start;
      for (const part of parts) {
        piece += original.slice(at, part.start) + masked('$', original.slice(part.start, part.end), 0);
        at = part.end;
      }
      pieces.push(piece + original.slice(at, end));
    }
  }
  let last = 0;
  for (const line of lines.reverse()) {
    for (let action = actions[last]; action && action.start < line.end; action = actions[last]) {
      last += 1;
      const isWriter = !control.test(action.code) && !/^\$\w+\s*:?=/.test(action.code);
      if (!isWriter || action.start < line.start || writers.at(-1)?.start === line.start) continue;
      if (!isAlone(original, line)) continue;
      const indent = Number(/indent\s+(\d+)/.exec(action.code)?.[1] ?? action.start - line.start);
      writers.push({ start: line.start, end: line.end, indent });
    }
  }

  function masked(sign: '#' | '$', text: string, wanted: number): string {
    if (text.length < 4) return text.length === 0 ? '' : sign + lossy.repeat(text.length - 1);
    const pad = Math.max(0, Math.min(wanted, text.length - 4));
    const number = segments.push({ text, pad }) - 1;
    const digits = [Math.floor(number / 1e6), Math.floor(number / 1000) % 1000, number % 1000];
    const written = digits.map((digit) => String.fromCharCode(firstDigit + digit)).join('');
    return ' '.repeat(pad) + sign + written + fill.repeat(text.length - pad - 4);
  }

  return {
    original,
    text: pieces.reverse().join(''),
    writers,
    elses,
    branchAt: (offset) => {
      let inner = -1;
      for (const { start, end } of arms) if (start <= offset && offset <= end && start > inner) inner = start;
      return inner;
    },
    restore: (text) => {
      let whole = true;
      const restored = text.replace(mask, (found, blanks: string, digits: string) => {
        const number = [...digits].reduce((sum, digit) => sum * 1000 + digit.charCodeAt(0) - firstDigit, 0);
        const segment = segments[number];
        const lead = blanks.length - (segment?.pad ?? 0);
        if (!segment || lead < 0 || found.length - lead !== segment.text.length) whole = false;
        return whole ? ' '.repeat(lead) + segment?.text : '';
      });
      return whole && !reserved.test(restored) ? restored : null;
    },
  };
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
  let at = first.start;
  for (const part of parts) {
    if (text.slice(at, part.start).trim() !== '') return false;
    at = part.end;
  }
  return /^\s*(?:#.*)?$/.test(text.slice(at, end));
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
