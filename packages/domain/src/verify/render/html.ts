import { compareText } from '../../location.ts';
import { count, printable } from '../../printable.ts';
import type { Finding, Severity } from '../finding.ts';
import type { ChecklistItem, ChecklistState, Report, ReportedApplication } from '../report.ts';
import { script, scriptHash, style } from './html-assets.ts';
import { pathReference } from './path-reference.ts';
import { summaryLine } from './summary-line.ts';

export interface HtmlOptions {
  /** Name of the repository, for the title. */
  repository: string | null;
  /** Address that a path is put behind, such as `https://github.com/o/r/blob/<commit>`; null: places are no links. */
  files: string | null;
}

/**
 * The report as one page that loads nothing: what each service has, the findings to filter, and which Application
 * deploys which. The findings are all there without scripts, too.
 */
export function renderHtml(report: Report, options: HtmlOptions): string {
  const title = options.repository === null ? 'Rollcall' : `Rollcall: ${options.repository}`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    `<title>${html(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n`,
    '<a class="skip" href="#findings">Skip to the findings</a>\n',
    `<header>\n<h1>${html(title)}</h1>\n<p class="soft">${html(summaryLine(report))}</p>\n${counts(report)}</header>\n<main>\n`,
    problems(report, options),
    board(report, options),
    findings(report, options),
    applications(report, options),
    `</main>\n<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
}

/** Text inside an element or a quoted attribute. */
function html(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function hrefOf(path: string, line: number | undefined, { files }: HtmlOptions): string | null {
  if (files === null || !/^https?:\/\//.test(files)) return null;
  return html(`${files}/${pathReference(path)}${line === undefined ? '' : `#L${line}`}`);
}

function place(path: string, line: number | undefined, options: HtmlOptions): string {
  const text = `${html(path)}${line === undefined ? '' : `:${line}`}`;
  const href = hrefOf(path, line, options);
  return href === null ? `<span class="place">${text}</span>` : `<a class="place" href="${href}">${text}</a>`;
}

function counts({ summary }: Report): string {
  const rows: [number, string, string][] = [
    [summary.errors, 'error', 'error'],
    [summary.warnings, 'warning', 'warning'],
    [summary.notices, 'notice', 'notice'],
  ];
  const items = rows.map(
    ([number, one, name]) => `<li><strong class="${name}">${number}</strong> ${number === 1 ? one : `${one}s`}</li>\n`,
  );
  return `<ul class="counts">\n${items.join('')}</ul>\n`;
}

function problems(report: Report, options: HtmlOptions): string {
  if (report.problems.length === 0) return '';
  const items = report.problems.map(({ severity, message, help, location }) => {
    const where = location ? `${place(location.path, location.line, options)} ` : '';
    const todo = help === undefined ? '' : ` <span class="soft">${html(help)}</span>`;
    return `<li><span class="severity ${severity}">${severity}</span> ${where}${html(message)}${todo}</li>\n`;
  });
  return `<section aria-labelledby="problems">\n<h2 id="problems">What could not be read or known</h2>\n<ul>\n${items.join('')}</ul>\n</section>\n`;
}

const signs: Record<ChecklistState, readonly [sign: string, words: string]> = {
  ok: ['✓', 'there'],
  missing: ['✗', 'missing'],
  waived: ['◐', 'waived'],
  'not-applicable': ['–', 'not needed'],
};

function board({ checklist }: Report, options: HtmlOptions): string {
  const columns = [...new Set(checklist.flatMap(({ items }) => items.map(columnOf)))];
  if (columns.length === 0) return '';
  const head = ['service', ...columns].map((name) => `<th scope="col">${html(name)}</th>`).join('');
  const rows = checklist.map(({ service, items }) => {
    const byColumn = new Map<string, ChecklistItem[]>();
    for (const item of items) byColumn.set(columnOf(item), [...(byColumn.get(columnOf(item)) ?? []), item]);
    const cells = columns.map(
      (column) =>
        `<td>${(byColumn.get(column) ?? []).map((item) => stateOf(item, options)).join(' ') || stateOf(absent, options)}</td>`,
    );
    return `<tr><th scope="row">${html(service)}</th>${cells.join('')}</tr>\n`;
  });
  const legend = Object.values(signs).map(([sign, words]) => `${sign} ${words}`);
  return [
    '<section aria-labelledby="services">\n<h2 id="services">Services</h2>\n',
    `<p id="legend" class="soft">What each service has: ${legend.join(', ')}. A sign leads to its file and line.</p>\n`,
    '<div class="scroll" role="region" aria-labelledby="services" tabindex="0">\n',
    '<table class="board" aria-labelledby="services" aria-describedby="legend">\n',
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('')}</tbody>\n</table>\n</div>\n</section>\n`,
  ].join('');
}

const absent: ChecklistItem = { item: '', state: 'not-applicable' };

function columnOf({ item, environment }: ChecklistItem): string {
  return environment === undefined ? item : `${item} ${environment}`;
}

function stateOf({ state, path, line, rule }: ChecklistItem, options: HtmlOptions): string {
  const [sign, words] = signs[state];
  const where = path === undefined ? '' : `: ${html(path)}${line === undefined ? '' : `:${line}`}`;
  const label = `${words}${where}${rule === undefined ? '' : ` (${html(rule)})`}`;
  const content = `<span aria-hidden="true">${sign}</span><span class="unseen">${label}</span>`;
  const href = path === undefined ? null : hrefOf(path, line, options);
  return href === null
    ? `<span class="state ${state}" title="${label}">${content}</span>`
    : `<a class="state ${state}" title="${label}" href="${href}">${content}</a>`;
}

type Kind = Severity | 'waived' | 'baselined';

function findings(report: Report, options: HtmlOptions): string {
  const listed: { finding: Finding; kind: Kind }[] = [
    ...report.findings.map((finding) => ({ finding, kind: finding.waived ? ('waived' as const) : finding.severity })),
    ...report.baselined.map((finding) => ({ finding, kind: 'baselined' as const })),
  ];
  const heading = '<section aria-labelledby="findings">\n<h2 id="findings" tabindex="-1">Findings</h2>\n';
  if (listed.length === 0) return `${heading}<p>No findings: every service is where it has to be.</p>\n</section>\n`;
  return [
    heading,
    filter(listed),
    '<p id="shown" role="status" class="soft"></p>\n',
    // On a narrow screen its rows are blocks, which would be no table to a screen reader without the roles.
    '<div class="scroll">\n<table class="findings" role="table">\n',
    `<caption class="unseen">${count(listed.length, 'finding')}, by file</caption>\n`,
    '<thead><tr><th scope="col">severity</th><th scope="col">place</th><th scope="col">what is wrong</th><th scope="col">rule</th></tr></thead>\n<tbody>\n',
    ...listed.map(({ finding, kind }) => row(finding, kind, options)),
    '</tbody>\n</table>\n</div>\n</section>\n',
  ].join('');
}

/** Hidden until the script that makes it work shows it. */
function filter(listed: readonly { finding: Finding; kind: Kind }[]): string {
  const kinds: Kind[] = ['error', 'warning', 'notice', 'waived', 'baselined'];
  const boxes = kinds
    .filter((kind) => listed.some((one) => one.kind === kind))
    .map((kind) => {
      const checked = kind === 'waived' || kind === 'baselined' ? '' : ' checked';
      return `<label><input type="checkbox" value="${kind}"${checked}> ${kind}</label>\n`;
    });
  const ids = [...new Set(listed.map(({ finding: { rule } }) => rule))].sort(compareText);
  const rules = ids.map((id) => `<option>${html(id)}</option>`);
  return [
    '<form class="filter" hidden>\n<label>Words <input type="search" name="words"></label>\n',
    `<label>Rule <select name="rule"><option value="">all</option>${rules.join('')}</select></label>\n`,
    `${boxes.join('')}</form>\n`,
  ].join('');
}

function row(finding: Finding, kind: Kind, options: HtmlOptions): string {
  const { severity, path, line, message, rule, fix, waived } = finding;
  const notes = [
    ...(waived ? [`waived until ${waived.until}: ${waived.reason}`] : []),
    ...(kind === 'baselined' ? ['accepted in the baseline'] : []),
    ...(fix ? [`${fix.safe ? 'rollcall verify --fix' : 'rollcall verify --fix --unsafe'}: ${fix.description}`] : []),
  ];
  const cells = [
    `<span class="severity ${severity}">${severity}</span>`,
    place(path, line, options),
    `${html(message)}${notes.map((note) => `<br><span class="soft">${html(note)}</span>`).join('')}`,
    `<code>${html(rule)}</code>`,
  ];
  return `<tr role="row" data-kind="${kind}" data-rule="${html(rule)}">${cells.map((cell) => `<td role="cell">${cell}</td>`).join('')}</tr>\n`;
}

/** Deeper than anybody nests Applications; a browser nests elements no further than some hundreds. */
const deepestTree = 50;

/** Each Application once, below the first that deploys it; a cycle starts at its first Application. */
function applications({ applications: all }: Report, options: HtmlOptions): string {
  if (all.length === 0) return '';
  const deployed = new Set(all.flatMap(({ deploys }) => deploys));
  const indices = all.map((_, index) => index);
  const printed = new Set<number>();
  const branch = (index: number, depth: number): string => {
    const application = all[index];
    if (!application) return '';
    const name = nameOf(application, options);
    if (printed.has(index)) return `<li>${name} <span class="soft">(shown above)</span></li>\n`;
    printed.add(index);
    const { deploys } = application;
    if (deploys.length === 0) return `<li>${name}</li>\n`;
    if (depth >= deepestTree) return `<li>${name} <span class="soft">deploys ${deploys.length} more</span></li>\n`;
    return `<li>${name}\n<ul>\n${deploys.map((next) => branch(next, depth + 1)).join('')}</ul>\n</li>\n`;
  };
  const roots = indices.filter((index) => !deployed.has(index)).map((index) => branch(index, 0));
  const rest = indices.map((index) => (printed.has(index) ? '' : branch(index, 0)));
  return `<section aria-labelledby="applications">\n<h2 id="applications">Applications, and what they deploy</h2>\n<div class="tree">\n<ul>\n${roots.join('')}${rest.join('')}</ul>\n</div>\n</section>\n`;
}

function nameOf({ name, environment, file }: ReportedApplication, options: HtmlOptions): string {
  const target = environment === null ? '' : ` <span class="soft">in ${html(environment)}</span>`;
  return `${html(name)}${target} ${place(file, undefined, options)}`;
}
