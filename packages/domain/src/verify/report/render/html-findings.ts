import { countEach } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { count } from '../../../printable.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { rules } from '../../rules/index.ts';
import { toldFindings } from '../causes.ts';
import type { ChecklistItem, Report } from '../report.ts';
import { cutNote, filter, fitting, type HtmlOptions, html, place, type Section, table } from './html-text.ts';
import { inRepository } from './links.ts';

/** Characters of the page for the findings: some ten thousand of them. */
const longestFindings = 6_000_000;

type Kind = Severity | 'waived' | 'baselined';
const ranks: Record<Kind, number> = { error: 0, warning: 1, notice: 2, waived: 3, baselined: 4 };
const kinds: readonly Kind[] = ['error', 'warning', 'notice', 'waived', 'baselined'];

interface Listed {
  finding: Finding;
  kind: Kind;
  /** Null: it is about no service. */
  service: string | null;
}

/** The findings of a report, worst first, each with the service it is about: the one it names, or the one whose file it is in. */
export function listFindings({ findings, baselined, applications, checklist }: Report): Listed[] {
  const services = new Set(checklist.map(({ service }) => service));
  const ofApplication = new Map(applications.map(({ name, service }) => [name, service]));
  const owners = new Map(
    checklist.flatMap(({ service, items }) => ownPlaces(items).map((path) => [path, service] as const)),
  );
  const listed = (finding: Finding, kind: Kind): Listed => {
    const { subject, path } = finding;
    const named = services.has(subject) ? subject : ofApplication.get(subject);
    return { finding, kind, service: named ?? ownerOf(path, owners) };
  };
  return [
    ...toldFindings(findings).map((finding) => listed(finding, finding.waived ? 'waived' : finding.severity)),
    ...baselined.map((finding) => listed(finding, 'baselined')),
  ].sort((a, b) => ranks[a.kind] - ranks[b.kind]);
}

/** The folders and files that belong to one service alone. */
function ownPlaces(items: readonly ChecklistItem[]): string[] {
  return items.flatMap(({ item, state, path }) => {
    if (state !== 'ok' || path === undefined) return [];
    if (item === 'chart') return [folderOf(path)];
    return item === 'source' || item === 'dockerfile' || item === 'application' ? [path] : [];
  });
}

function ownerOf(path: string, owners: ReadonlyMap<string, string>): string | null {
  for (let place = path; place !== ''; place = folderOf(place)) {
    const owner = owners.get(place);
    if (owner !== undefined) return owner;
  }
  return null;
}

/** How many open findings each service has. */
export function countByService(listed: readonly Listed[]): Map<string, number> {
  return countEach(
    listed.flatMap(({ service, kind }) => (service !== null && ranks[kind] < ranks.waived ? [service] : [])),
  );
}

/** The findings, and the controls that filter them. Without scripts all are shown. */
export function findingsSection(listed: readonly Listed[], clean: boolean, options: HtmlOptions): Section {
  if (listed.length === 0) {
    const result = clean ? 'No findings: every service is where it has to be.' : 'No findings in what could be read.';
    return { id: 'findings', heading: 'Findings', content: `<p>${result}</p>\n` };
  }
  const { text, left } = fitting(
    listed.map((one) => ({ text: row(one, options), rank: ranks[one.kind] })),
    longestFindings,
  );
  return {
    id: 'findings',
    heading: 'Findings',
    content: [
      filter('findings', 'Narrow down the findings', controls(listed)),
      table('findings', `${count(listed.length, 'finding')}, worst first`, ['severity', 'finding', 'rule'], text),
      cutNote(left, 'findings are left out, the worst are here: <code>rollcall verify</code> lists all of them'),
    ].join(''),
  };
}

function controls(listed: readonly Listed[]): string {
  const boxes = kinds
    .map((kind) => ({ kind, number: listed.filter((one) => one.kind === kind).length }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => {
      const checked = ranks[kind] < ranks.waived ? ' checked' : '';
      return `<label><input type="checkbox" name="kind" value="${kind}"${checked}> ${kind} <span class="soft">${number}</span></label>\n`;
    });
  return [
    choice(
      'Service',
      'service',
      listed.map(({ service }) => service ?? ''),
    ),
    choice(
      'Rule',
      'rule',
      listed.map(({ finding }) => finding.rule),
    ),
    `<fieldset>\n<legend class="unseen">Severity</legend>\n${boxes.join('')}</fieldset>\n`,
  ].join('');
}

/** A choice of one of the values, with its number; '' is no value. */
function choice(label: string, name: string, values: readonly string[]): string {
  const options = [...countEach(values.filter((value) => value !== ''))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([value, number]) => `<option value="${html(value)}">${html(value)} (${number})</option>\n`);
  if (options.length === 0) return '';
  return `<label>${label} <select name="${name}"><option value="">all</option>\n${options.join('')}</select></label>\n`;
}

function row({ finding, kind, service }: Listed, options: HtmlOptions): string {
  const { severity, confidence, path, line, message, rule, fix, waived, elsewhere = [] } = finding;
  const sure = confidence === 'proved' ? '' : ` <span class="soft">${confidence}</span>`;
  const notes = [
    ...(waived ? [`waived until ${waived.until}: ${waived.reason}`] : []),
    ...(kind === 'baselined' ? ['accepted in the baseline'] : []),
    ...(fix ? [`${fix.safe ? 'rollcall verify --fix' : 'rollcall verify --fix --unsafe'}: ${fix.description}`] : []),
  ];
  const there = elsewhere.map(
    (one) => `${html(`${one.repository}: `)}${place(one.path, one.line, inRepository(one.repository, options))}`,
  );
  const note = [...there, ...notes.map(html)].map((text) => `<span class="note">${text}</span>`).join('');
  const named = rulesById.has(rule)
    ? `<a href="#rule-${html(rule)}"><code>${html(rule)}</code></a>`
    : `<code>${html(rule)}</code>`;
  return [
    `<tr data-kind="${kind}" data-rule="${html(rule)}"${service === null ? '' : ` data-service="${html(service)}"`}>`,
    `<td><span class="severity ${severity}">${severity}</span>${sure}</td>`,
    `<td>${html(message)}${place(path, line, options)}${note}</td><td>${named}</td></tr>\n`,
  ].join('');
}

const rulesById = new Map(rules.map((rule) => [rule.id, rule]));

/** What each rule that found something asks for, and what to do. */
export function rulesSection(listed: readonly Listed[]): Section | null {
  const items = [...countEach(listed.map(({ finding }) => finding.rule))]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([id, number]) => {
      const rule = rulesById.get(id);
      if (!rule) return [];
      const name = `<dt id="rule-${html(id)}" tabindex="-1"><code>${html(id)}</code> <span class="soft">${count(number, 'finding')}</span></dt>`;
      return [`${name}\n<dd>${html(rule.title)}. <span class="soft">${html(rule.help)}</span></dd>\n`];
    });
  if (items.length === 0) return null;
  const explained =
    '<p>What each of these rules asks for. <span class="soft"><code>rollcall explain RULE</code> says more.</span></p>\n';
  return {
    id: 'rules',
    heading: 'Rules',
    content: `${explained}<dl class="rules">\n${items.join('')}</dl>\n`,
  };
}
