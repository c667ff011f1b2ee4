import { addAll } from '../../../grouping.ts';
import { formatLocation } from '../../../location.ts';
import { printable } from '../../../printable.ts';
import type { Severity } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { sayConfidence, type ToldFinding } from '../causes.ts';
import { obstacles } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';
import { configReviewLines } from './config-review.ts';
import { summaryLine } from './summary-line.ts';

const colours: Record<Severity, string> = { error: '31', warning: '33', notice: '36' };

/** How the text is shown. */
export interface TextOptions {
  colour?: boolean;
  /** The columns of the terminal: sentences are folded then. Without it each finding is one line, for programs. */
  width?: number;
}

/** The report for a terminal: findings by file, a line that sums up, and the next step. Ends with a line break. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const paint = painter(options);
  const lines: string[] = [];
  let file: string | undefined;
  const open = toldOpen(report);
  for (const finding of open) {
    if (finding.path !== file) {
      if (file !== undefined) lines.push('');
      file = finding.path;
      lines.push(paint('1', printable(file)));
    }
    addAll(lines, findingLines(finding, options));
  }
  if (lines.length > 0) lines.push('');
  addAll(lines, configReviewLines(report));
  const unread = obstacles(report);
  for (const { location, message } of unread)
    lines.push(
      `${paint(colours.error, 'not read')} ${location ? `${formatLocation(location)}: ` : ''}${printable(message)}`,
    );
  lines.push(
    open.length > 0 || unread.length > 0
      ? `${unread.length > 0 ? `Not everything could be read, so this is not all: ` : ''}${summaryLine(report)}`
      : report.baselined.length > 0
        ? `No new findings (${summaryLine(report)}).`
        : `No findings: every service is where it has to be (${summaryLine(report)}).`,
  );
  const next = nextStep(report);
  if (next) lines.push(next);
  return `${lines.join('\n')}\n`;
}

/** A finding: one line, or where somebody looks the rule first and the sentence below it. */
function findingLines(finding: ToldFinding, options: TextOptions): string[] {
  const { line, column, severity, rule, fix } = finding;
  const paint = painter(options);
  const place = `${line}:${column}`.padEnd(8);
  const note = `${sayConfidence(finding)}${fix?.safe ? ' (--fix)' : ''}`;
  const said = printable(findingText(finding));
  const head = `  ${place} ${paint(colours[severity], severity.padEnd(7))}`;
  if (options.width === undefined) return [`${head} ${said}  ${paint('2', `${rule}${note}`)}`];
  return [`${head} ${paint('1', rule)}${paint('2', note)}`, ...foldedText(said, indent, options.width)];
}

function painter({ colour }: TextOptions): (code: string, text: string) => string {
  return (code, text) => (colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
}

/** Where a sentence begins: below the rule. */
const indent = 19;

/** Words in lines of a width, each behind an indent. A word that is longer has a line of its own. */
function foldedText(text: string, blanks: number, width: number): string[] {
  const room = Math.max(30, width - blanks);
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(' ')) {
    const wide = columnsOf(word);
    if (line !== '' && length + 1 + wide > room) {
      lines.push(line);
      line = '';
      length = 0;
    }
    length += wide + (line === '' ? 0 : 1);
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(blanks)}${one}`);
}

/** The columns that a text takes: two for a character of Chinese, Japanese and Korean, and for most pictures. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => {
    const code = character.codePointAt(0) ?? 0;
    return sum + (wideCharacters.some(([first, last]) => code >= first && code <= last) ? 2 : 1);
  }, 0);
}

/** Blocks whose characters are wide, as UAX #11 (Unicode 16) says. */
const wideCharacters: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function nextStep(report: Report): string | null {
  const open = toldOpen(report);
  const [first] = open;
  if (!first) return null;
  const fixable = open.filter(({ fix }) => fix?.safe).length;
  if (fixable > 0)
    return `Next: rollcall verify --fix fixes ${fixable} of them; rollcall explain ${first.rule} says more.`;
  return `Next: rollcall explain ${first.rule}`;
}
