import { printable } from '../../../printable.ts';
import { addressOf, type Links } from './links.ts';

export interface HtmlOptions extends Links {
  /** Name of the repository, for the title. */
  repository: string | null;
  /** The commit or revision that was verified, for the title. */
  revision: string | null;
}

/** Text inside an element or a quoted attribute. */
export function html(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** The link to a place, for a quoted attribute; null where there is none. */
export function hrefOf(path: string, line: number | undefined, options: HtmlOptions): string | null {
  const address = addressOf(path, line, options);
  return address === null ? null : html(address);
}

/** `path:line`, as a link where there is an address. */
export function place(path: string, line: number | undefined, options: HtmlOptions): string {
  const text = `${html(path)}${line === undefined ? '' : `:${line}`}`;
  const href = hrefOf(path, line, options);
  return href === null ? `<span class="place">${text}</span>` : `<a class="place" href="${href}">${text}</a>`;
}

/** A row of a table and its rank: where not all rows fit, those with the lowest ranks stay. */
interface Row {
  text: string;
  rank: number;
}

/** As many rows as fit into `limit` characters, those that matter most, in their order; and how many are left out. */
export function fitting(rows: readonly Row[], limit: number): { text: string; left: number } {
  const byRank = rows.map((row, index) => ({ ...row, index })).sort((a, b) => a.rank - b.rank || a.index - b.index);
  const kept: typeof byRank = [];
  let length = 0;
  for (const row of byRank) {
    length += row.text.length;
    if (length > limit) break;
    kept.push(row);
  }
  kept.sort((a, b) => a.index - b.index);
  return { text: kept.map(({ text }) => text).join(''), left: rows.length - kept.length };
}

/** The note of a page that leaves something out; '' for one that does not. */
export function cutNote(left: number, what: string): string {
  return left === 0 ? '' : `<p class="cut">${left} more ${what}, so that a browser can open it.</p>\n`;
}

/** A column, below a heading that it shares with its neighbours where it has a group. */
export interface Column {
  name: string;
  group?: string;
}

/** A table that scrolls on its own where it is wider or longer than the screen, also by keyboard. */
export function table(id: string, caption: string, columns: readonly (string | Column)[], rows: string): string {
  return [
    `<div class="scroll" role="region" aria-label="${caption}" tabindex="0">\n`,
    `<table class="${id}" id="${id}-table">\n<caption class="unseen">${caption}</caption>\n`,
    `<thead>${tableHead(columns.map((column) => (typeof column === 'string' ? { name: column } : column)))}</thead>\n<tbody>\n${rows}</tbody>\n</table>\n</div>\n`,
  ].join('');
}

/** One row, or two where columns have groups. */
function tableHead(columns: readonly Column[]): string {
  const cell = ({ name }: Column): string => `<th scope="col">${html(name)}</th>`;
  if (columns.every(({ group }) => group === undefined)) return `<tr>${columns.map(cell).join('')}</tr>`;
  const above = columns.flatMap(({ name, group }, index): string[] => {
    if (group === undefined) return [`<th scope="col" rowspan="2">${html(name)}</th>`];
    if (columns[index - 1]?.group === group) return [];
    const end = columns.findIndex((column, at) => at > index && column.group !== group);
    return [`<th scope="colgroup" colspan="${(end === -1 ? columns.length : end) - index}">${html(group)}</th>`];
  });
  const below = columns.filter(({ group }) => group !== undefined).map(cell);
  return `<tr>${above.join('')}</tr><tr>${below.join('')}</tr>`;
}

/** The controls that filter a table. They and the count of its rows are hidden until the script shows them. */
export function filter(id: string, label: string, controls: string): string {
  return [
    `<form class="filter" data-table="${id}-table" aria-label="${label}" hidden>\n`,
    '<label>Search <input type="search" name="words" autocomplete="off" spellcheck="false"></label>\n',
    `${controls}<button type="reset">Clear</button>\n<p class="shown soft" role="status"></p>\n</form>\n`,
  ].join('');
}

/** A part of the page with a heading, which the list of contents leads to. */
export interface Section {
  id: string;
  heading: string;
  content: string;
}
