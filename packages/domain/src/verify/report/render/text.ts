import { addAll } from '../../../grouping.ts';
import { formatLocation } from '../../../location.ts';
import { printable } from '../../../printable.ts';
import type { Severity } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { sayConfidence } from '../causes.ts';
import { obstacles } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';
import { configReviewLines } from './config-review.ts';
import { summaryLine } from './summary-line.ts';

const colours: Record<Severity, string> = { error: '31', warning: '33', notice: '36' };

/** The report for a terminal: findings by file, a line that sums up, and the next step. Ends with a line break. */
export function renderText(report: Report, options: { colour?: boolean } = {}): string {
  const paint = (code: string, text: string): string => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  let file: string | undefined;
  const open = toldOpen(report);
  for (const finding of open) {
    const { path, line, column, severity, rule, fix } = finding;
    if (path !== file) {
      if (file !== undefined) lines.push('');
      lines.push(paint('1', printable(path)));
      file = path;
    }
    const place = `${line}:${column}`.padEnd(8);
    const note = `${sayConfidence(finding)}${fix?.safe ? ' (--fix)' : ''}`;
    lines.push(
      `  ${place} ${paint(colours[severity], severity.padEnd(7))} ${printable(findingText(finding))}  ${paint('2', `${rule}${note}`)}`,
    );
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

function nextStep(report: Report): string | null {
  const open = toldOpen(report);
  const [first] = open;
  if (!first) return null;
  const fixable = open.filter(({ fix }) => fix?.safe).length;
  if (fixable > 0)
    return `Next: rollcall verify --fix fixes ${fixable} of them; rollcall explain ${first.rule} says more.`;
  return `Next: rollcall explain ${first.rule}`;
}
