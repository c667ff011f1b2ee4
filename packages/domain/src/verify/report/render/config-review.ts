import { formatLocation } from '../../../location.ts';
import { count, markdownCode, markdownText, printable } from '../../../printable.ts';
import type { ConfigReview } from '../../config-changes/config-change.ts';
import type { Report } from '../report.ts';
import { tableRow } from './table-row.ts';

/** Rows and findings that are listed; JSON has all. */
const mostListed = 50;

function judgement({ judgedBy, changes }: ConfigReview): string {
  if (judgedBy === 'request') return 'It is judged by what it brings';
  const rest = changes.some(({ isOfWorkflow }) => isOfWorkflow) ? ' but what is in its workflows' : '';
  return `It is judged by the configuration and the baseline of its base, so that none of this holds${rest}`;
}

const notKnown = 'Which findings count no more by that is not known: the base names what this request deletes';

/** The table of what a request changes in what is checked, as Markdown; empty where it changes nothing. */
export function configReviewSection({ configReview }: Report): string[] {
  if (!configReview || configReview.changes.length === 0) return [];
  const { base, changes, uncounted } = configReview;
  return [
    `\n#### This request changes what is checked\n\n${judgement(configReview)}; compared with ${markdownText(base)}.\n\n`,
    `${tableRow(['what', 'base', 'this request', 'where'])}${tableRow(['---', '---', '---', '---'])}`,
    ...changes.slice(0, mostListed).map(({ setting, before, after, location }) => {
      const where = location === null ? '' : markdownText(`${location.path}:${location.line}`);
      return tableRow([markdownText(setting), markdownCode(before), markdownCode(after), where]);
    }),
    ...more(changes.length),
    ...uncountedList(uncounted),
  ];
}

function uncountedList(uncounted: ConfigReview['uncounted']): string[] {
  if (uncounted === null) return [`\n${notKnown}.\n`];
  if (uncounted.length === 0) return [];
  return [
    `\n${count(uncounted.length, 'finding')} would count with the configuration of the base, and ${uncounted.length === 1 ? 'does' : 'do'} not:\n\n`,
    ...uncounted
      .slice(0, mostListed)
      .map(
        ({ severity, rule, path, line, message }) =>
          `- ${severity} ${markdownText(rule)} **${markdownText(path)}:${line}** ${markdownText(message)}\n`,
      ),
    ...more(uncounted.length),
  ];
}

function more(length: number): string[] {
  return length > mostListed ? [`\n… and ${length - mostListed} more.\n`] : [];
}

/** The same as lines for a terminal or a log. */
export function configReviewLines({ configReview }: Report): string[] {
  if (!configReview || configReview.changes.length === 0) return [];
  const { base, changes, uncounted } = configReview;
  return [
    `This request changes what is checked. ${judgement(configReview)}; compared with ${printable(base)}:`,
    ...changes.map(({ setting, before, after, location }) => {
      const where = location === null ? '' : `  (${formatLocation(location)})`;
      return `  ${printable(setting)}: ${printable(before)} -> ${printable(after)}${where}`;
    }),
    ...(uncounted === null ? [`  ${notKnown}`] : []),
    ...(uncounted ?? []).map(
      ({ rule, path, line, message }) =>
        `  no longer counts: ${printable(path)}:${line} ${printable(message)}  ${rule}`,
    ),
    '',
  ];
}
