import { isIncomplete } from '../fail-on.ts';
import type { Report } from '../report.ts';
import { applicationTree } from './html-applications.ts';
import { script, scriptHash, style, styleHash } from './html-assets.ts';
import { countByService, findingsSection, listFindings, rulesSection } from './html-findings.ts';
import { imageTags, serviceBoard } from './html-services.ts';
import { cutNote, fitting, type HtmlOptions, html, place, type Section } from './html-text.ts';
import { summaryLine } from './summary-line.ts';

export type { HtmlOptions } from './html-text.ts';

/** Characters of the page for what could not be read. */
const longestProblems = 500_000;

/**
 * The report as one page that loads nothing: what each service has, its image tags, the findings to filter, and which
 * Application deploys which. It is complete without scripts. Never longer than some 16 million characters: where
 * something is left out, a note counts it.
 */
export function renderHtml(report: Report, given: HtmlOptions): string {
  const repositories = report.repositories ?? [];
  const options = { ...given, elsewhere: new Map(repositories.map(({ name, files }) => [name, files])) };
  const title = options.repository === null ? 'Rollcall' : `Rollcall: ${options.repository}`;
  const policy = `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
  const listed = listFindings(report);
  const sections = [
    problems(report, options),
    serviceBoard(report, countByService(listed), options),
    imageTags(report, options),
    findingsSection(listed, !isIncomplete(report), options),
    rulesSection(listed),
    applicationTree(report, options),
  ].filter((section) => section !== null);
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`,
    '<meta name="referrer" content="no-referrer">\n',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    `<title>${html(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n`,
    '<a class="skip" href="#findings">Skip to the findings</a>\n',
    `<header>\n<h1>${html(title)}</h1>\n${revision(options)}${counts(report)}${contents(sections)}</header>\n`,
    `<main>\n${sections.map(sectionOf).join('')}</main>\n`,
    '<footer class="soft">Made by <code>rollcall verify</code>. This page loads nothing and sends nothing.</footer>\n',
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
}

function revision({ revision }: HtmlOptions): string {
  return revision === null ? '' : `<p class="soft">at <code>${html(revision)}</code></p>\n`;
}

function counts(report: Report): string {
  const { errors, warnings, notices, waived, baselined } = report.summary;
  const rows: [number, string, string][] = [
    [errors, 'error', errors === 1 ? 'error' : 'errors'],
    [warnings, 'warning', warnings === 1 ? 'warning' : 'warnings'],
    [notices, 'notice', notices === 1 ? 'notice' : 'notices'],
    ...(waived > 0 ? [[waived, 'soft', 'waived'] as [number, string, string]] : []),
    ...(baselined > 0 ? [[baselined, 'soft', 'in the baseline'] as [number, string, string]] : []),
  ];
  const items = rows.map(
    ([number, name, words]) => `<li class="${number === 0 ? 'soft' : name}"><strong>${number}</strong> ${words}</li>\n`,
  );
  return `<p class="unseen">${html(summaryLine(report))}</p>\n<ul class="counts" aria-hidden="true">\n${items.join('')}</ul>\n`;
}

function sectionOf({ id, heading, content }: Section): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}" tabindex="-1">${heading}</h2>\n${content}</section>\n`;
}

/** Links to the sections that are there. */
function contents(sections: readonly Section[]): string {
  const links = sections.map(({ id, heading }) => `<li><a href="#${id}">${heading}</a></li>\n`);
  return `<nav aria-label="Sections">\n<ul>\n${links.join('')}</ul>\n</nav>\n`;
}

function problems(report: Report, options: HtmlOptions): Section | null {
  if (report.problems.length === 0) return null;
  const items = report.problems.map(({ severity, message, help, location }) => {
    const where = location ? `${place(location.path, location.line, options)} ` : '';
    const todo = help === undefined ? '' : ` <span class="soft">${html(help)}</span>`;
    const text = `<li><span class="severity ${severity}">${severity}</span> ${where}${html(message)}${todo}</li>\n`;
    return { text, rank: severity === 'error' ? 0 : 1 };
  });
  const { text, left } = fitting(items, longestProblems);
  const list = `<ul class="problems">\n${text}</ul>\n${cutNote(left, 'problems are left out, the errors are here')}`;
  return { id: 'problems', heading: 'What could not be read or known', content: list };
}
