import { groupBy } from '../../../grouping.ts';
import { count, markdownText } from '../../../printable.ts';
import { type ChecklistItem, type ChecklistState, columnOf, type Report } from '../report.ts';
import { addressOf, inRepository, type Links } from './links.ts';
import { tableRow } from './table-row.ts';

/** Services that lack something and are named, and what is named of one. */
const mostLacking = 100;
const mostPlaces = 30;
/** Characters of the table of all services: one that is longer nobody reads, and the page of the report has it. */
const longestTable = 150_000;

/** What services lack, each place with a link to it; nothing where no service lacks anything. */
export function lackingSection({ checklist }: Report, links: Links): string[] {
  const lacking = checklist.flatMap(({ service, items }) => {
    const missing = items.filter(({ state }) => state === 'missing');
    return missing.length > 0 ? [{ service, missing }] : [];
  });
  if (lacking.length === 0) return [];
  const more = lacking.length - mostLacking;
  const verb = lacking.length === 1 ? 'lacks' : 'lack';
  return [
    `\n**${lacking.length} of ${count(checklist.length, 'service')} ${verb} something.**\n\n${tableRow(['service', 'lacks'])}${tableRow(['---', '---'])}`,
    ...lacking
      .slice(0, mostLacking)
      .map(({ service, missing }) => tableRow([markdownText(service), placesOf(missing, links)])),
    ...(more > 0 ? [`\n… and ${count(more, 'service')} more.\n`] : []),
  ];
}

function placesOf(missing: readonly ChecklistItem[], links: Links): string {
  const more = missing.length - mostPlaces;
  const named = missing.slice(0, mostPlaces).map((item) => {
    const words = markdownText(columnOf(item));
    const address =
      item.path === undefined ? null : addressOf(item.path, item.line, inRepository(item.repository, links));
    return address === null ? words : `[${words}](${address})`;
  });
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const signs: Record<ChecklistState, string> = { ok: '✅', missing: '❌', waived: '⏸️', 'not-applicable': '–' };
const worstFirst: readonly ChecklistState[] = ['missing', 'waived', 'ok', 'not-applicable'];

/** What each service has, folded: a column for each place, as many rows as can be read. */
export function servicesTable({ checklist }: Report): string[] {
  const columns = [...new Set(checklist.flatMap(({ items }) => items.map(columnOf)))];
  if (columns.length === 0) return [];
  const head = `${tableRow(['service', ...columns.map(markdownText)])}${tableRow(['---', ...columns.map(() => ':-:')])}`;
  let rows = '';
  let left = checklist.length;
  for (const { service, items } of checklist) {
    const byColumn = groupBy(items, columnOf);
    const cells = columns.map((column) => {
      const states = new Set((byColumn.get(column) ?? []).map(({ state }) => state));
      return signs[worstFirst.find((state) => states.has(state)) ?? 'not-applicable'];
    });
    const row = tableRow([markdownText(service), ...cells]);
    if (rows.length + row.length > longestTable) break;
    rows += row;
    left -= 1;
  }
  const more = left > 0 ? `\n… and ${count(left, 'service')} more.\n` : '';
  const what = `What ${checklist.length === 1 ? 'the service has' : `each of the ${checklist.length} services has`}`;
  return [folded(what, `${head}${rows}${more}\n✅ there · ❌ missing · ⏸️ waived · – not needed\n`)];
}

/** A part of a page that opens when somebody asks for it. */
export function folded(title: string, content: string): string {
  return `\n<details><summary>${title}</summary>\n\n${content}\n</details>\n`;
}
