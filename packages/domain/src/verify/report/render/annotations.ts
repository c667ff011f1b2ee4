import { count, printable } from '../../../printable.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { type Severity, severities } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { sayConfidence } from '../causes.ts';
import { obstacles } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';

/** GitHub shows ten of each kind per step, and drops the rest without a word. */
const shownPerKind = 10;

/**
 * Workflow commands, the worst first; the last notice counts what GitHub would not show. Paths are those of the
 * repository, of which `folder` was verified.
 */
export function renderAnnotations(report: Report, folder = ''): string {
  const open = toldOpen(report);
  const byKind = severities.map((severity) => open.filter((finding) => finding.severity === severity));
  const hidden = byKind.map((kind, index) => Math.max(0, kind.length - room(severities[index] ?? 'notice', byKind)));
  const lines = byKind.flatMap((kind, index) =>
    kind.slice(0, kind.length - (hidden[index] ?? 0)).map((finding) => {
      const { severity, path, line, column, endLine, rule } = finding;
      const title = `${rule}${sayConfidence(finding)}`;
      const end = endLine === undefined ? '' : `,endLine=${endLine}`;
      return `::${severity} file=${property(joinPath(folder, path))},line=${line}${end},col=${column},title=${property(title)}::${data(findingText(finding))}`;
    }),
  );
  const left = severities.flatMap((severity, index) => (hidden[index] ? [count(hidden[index], severity)] : []));
  if (left.length > 0) {
    lines.push(
      `::notice title=rollcall::${data(`${left.join(', ')} more: see the job summary or the log of this step`)}`,
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** The same for what could not be read: an error on the line where the reading stopped. */
export function renderUnread(report: Report): string {
  return obstacles(report)
    .map(({ message, location }) => {
      const place = location ? `file=${property(location.path)},line=${location.line},col=${location.column},` : '';
      return `::error ${place}title=rollcall::${data(message)}\n`;
    })
    .join('');
}

/** How many annotations of a kind are shown; one notice is kept for the count where something is left out. */
function room(severity: Severity, byKind: readonly (readonly unknown[])[]): number {
  const full = byKind.some((kind) => kind.length > shownPerKind);
  return severity === 'notice' && full ? shownPerKind - 1 : shownPerKind;
}

/** The escapes of the command come last, so that it does not decode an escape of ours. */
function data(text: string): string {
  return printable(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** A path keeps its spelling as far as the command can say it, so that GitHub finds the file. */
function property(text: string): string {
  return Array.from(text, (character) => propertyEscapes.get(character) ?? printable(character)).join('');
}

const propertyEscapes: ReadonlyMap<string, string> = new Map([
  ['%', '%25'],
  ['\r', '%0D'],
  ['\n', '%0A'],
  [':', '%3A'],
  [',', '%2C'],
]);
