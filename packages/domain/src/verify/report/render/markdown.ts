import { groupBy } from '../../../grouping.ts';
import { formatLocation } from '../../../location.ts';
import { count, markdownText } from '../../../printable.ts';
import { type Finding, severities } from '../../findings/finding.ts';
import { findingText } from '../../findings/finding-text.ts';
import { sayConfidence } from '../causes.ts';
import { isIncomplete, obstacles } from '../fail-on.ts';
import { type Report, toldOpen } from '../report.ts';
import { configReviewSection } from './config-review.ts';
import { inRepository, type Links, markdownPlace, noLinks, rulePage } from './links.ts';
import { summaryLine } from './summary-line.ts';

/** A comment on a pull request holds 65,536 characters; some are left for what is around it. */
const longestComment = 60_000;

/** The findings as Markdown, worst first, at most `limit` characters; what is left out is counted. */
export function renderMarkdown(report: Report, limit = longestComment): string {
  const head = toldOpen(report).length === 0 && !isIncomplete(report) ? 'No findings.' : summaryLine(report);
  const pieces = [...configReviewSection(report), ...unreadSection(report), ...findingSections(report, noLinks)];
  return withinLimit(`### Rollcall\n\n${head}\n`, pieces, limit);
}

/** Unreadable files that are named. */
const mostProblems = 20;

/** What could not be read, so that the findings are not all; nothing where everything was. */
export function unreadSection(report: Report): string[] {
  const errors = obstacles(report);
  if (errors.length === 0) return [];
  const named = errors
    .slice(0, mostProblems)
    .map(
      ({ message, location }) =>
        `- ${location ? `**${markdownText(formatLocation(location))}** ` : ''}${markdownText(message)}\n`,
    );
  const more = errors.length > named.length ? [`- and ${errors.length - named.length} more\n`] : [];
  return ['\n#### Not everything could be read, so this is not all\n\n', ...named, ...more];
}

/** One section for each rule: its findings, those with errors first. The rule leads to its page, a place to its line. */
export function findingSections(report: Report, links: Links): string[] {
  const byRule = groupBy(toldOpen(report), ({ rule }) => rule);
  const worst = (group: readonly Finding[]): number =>
    Math.min(...new Set(group.map(({ severity }) => severities.indexOf(severity))));
  return [...byRule]
    .sort(([a, one], [b, two]) => worst(one) - worst(two) || (a < b ? -1 : 1))
    .flatMap(([rule, group]) => [
      `\n#### [${markdownText(rule)}](${rulePage(rule)}) (${count(group.length, 'finding')})\n\n`,
      ...group.map(
        (finding) =>
          `- ${finding.severity}${sayConfidence(finding)} ${markdownPlace(finding.path, finding.line, inRepository(finding.repository, links))} ${markdownText(findingText(finding))}\n`,
      ),
    ]);
}

/** The pieces that fit as a whole, and a line that says how many do not. */
export function withinLimit(head: string, pieces: readonly string[], limit: number): string {
  const note = (left: number): string =>
    `\n… and ${left} more lines, cut for length: the log of the step has all of them.\n`;
  let text = head;
  for (const [index, piece] of pieces.entries()) {
    if (text.length + piece.length + note(pieces.length).length > limit) return text + note(pieces.length - index);
    text += piece;
  }
  return text;
}
