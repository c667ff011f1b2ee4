import { foldedText } from '../../../folded-text.ts';
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
  const fold = (text: string): string[] => (options.width === undefined ? [text] : foldedText(text, 0, options.width));
  for (const { location, message } of unread) {
    const said = `not read ${location ? `${formatLocation(location)}: ` : ''}${printable(message)}`;
    addAll(
      lines,
      fold(said).map((line, at) => (at === 0 ? line.replace('not read', paint(colours.error, 'not read')) : line)),
    );
  }
  addAll(
    lines,
    fold(
      open.length > 0 || unread.length > 0
        ? `${unread.length > 0 ? `Not everything could be read, so this is not all: ` : ''}${summaryLine(report)}`
        : report.baselined.length > 0
          ? `No new findings (${summaryLine(report)}).`
          : `No findings: every service is where it has to be (${summaryLine(report)}).`,
    ),
  );
  const next = nextStep(report);
  if (next) addAll(lines, fold(next));
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

function nextStep(report: Report): string | null {
  const open = toldOpen(report);
  const [first] = open;
  if (!first) return null;
  const fixable = open.filter(({ fix }) => fix?.safe).length;
  if (fixable > 0)
    return `Next: rollcall verify --fix fixes ${fixable} of them; rollcall explain ${first.rule} says more.`;
  return `Next: rollcall explain ${first.rule}`;
}
