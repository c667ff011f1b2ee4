import { takeWithin } from '../deploy-branch/pull-request-text.ts';
import { count, markdownCode, markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { Shipment } from './shipments.ts';
import type { ShippedChanges, ShippedCommit } from './shipped-changes.ts';

/** GitHub takes 65,536 characters in a body. */
const longestText = 60_000;
/** More commits than these are folded. */
const mostOpen = 30;

/** Where the links of a text lead. */
export interface ShippedLinks {
  /** `https://github.com/owner/repository`; null for none. */
  page: string | null;
  /** The address of a ticket; null where none is configured. */
  ticket(ticket: string): string | null;
}

/** What ships, for a terminal: one line for each commit. */
export function shippedTable(shipped: ShippedChanges): string {
  const { service, from, to, added, removed, manifests, others } = shipped;
  const rows = (commits: readonly ShippedCommit[]): string[] =>
    textTable(commits.map(({ id, author, subject }) => ['  ', id.slice(0, 10), subject, author].map(printable)));
  const part = (what: string, commits: readonly ShippedCommit[]): string[] =>
    commits.length > 0 ? [`${what} ${count(commits.length, 'commit')}`, ...rows(commits)] : [];
  const lines = [
    `${printable(service)}: ${from.slice(0, 10)} → ${to.slice(0, 10)}`,
    ...part('gets', added),
    ...part('loses', removed),
    ...part('changes its manifests by', manifests),
    ...(added.length + removed.length + manifests.length === 0 ? ['no commit touches it'] : []),
    ...(others > 0 ? [`${count(others, 'commit')} of other services`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same in Markdown, for release notes. Long lists are folded; what would pass GitHub's limit is counted. */
export function shippedMarkdown(shipped: ShippedChanges, links: ShippedLinks): string {
  const head = `### ${markdownText(shipped.service)}\n`;
  return `${head}${changesWithin(shipped, links, longestText - head.length)}`;
}

/**
 * What ships with each service, for a request and a job summary: each folded under what it is in one line, where there
 * are several, and as long as its share of the room.
 */
export function shipmentsMarkdown(shipments: readonly Shipment[], links: ShippedLinks['ticket'], room: number): string {
  const heads = shipments.map((shipment) => `<b>${markdownCode(shipment.service)}</b> ${inOneLine(shipment)}`);
  // Where not even the lines fit, they are counted, and nothing is unfolded.
  const linked = shipments.map((one, index) => `- ${heads[index]}${compareLink(one)}\n`);
  if (linked.join('').length > room / 2) return takeWithin(linked, room);
  let text = '';
  for (const [index, shipment] of shipments.entries()) {
    const share = (room - text.length) / (shipments.length - index);
    const { changes, page } = shipment;
    const head = heads[index] ?? '';
    const fold = { open: `<details><summary>${head}</summary>\n`, close: '\n</details>\n' };
    const free = share - fold.open.length - fold.close.length;
    const body = changes && free > 400 ? changesWithin(changes, { page, ticket: links }, free) : '';
    if (body === '') text += `${head}${compareLink(shipment)}<br>\n`;
    else if (shipments.length === 1) text += `${head}\n${body}`;
    else text += `${fold.open}${body}${fold.close}`;
  }
  return text;
}

/** What ships with a service, in words. */
export function shipmentText({ changes, why }: Shipment): string {
  if (changes === null) return `not known: ${why}`;
  const { added, removed, manifests } = changes;
  const words = [
    ...(added.length > 0 ? [`gets ${count(added.length, 'commit')}`] : []),
    ...(removed.length > 0 ? [`takes away ${count(removed.length, 'commit')}`] : []),
    ...(manifests.length > 0 ? ['its manifests changed too'] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'no commit touches it';
}

function inOneLine(shipment: Shipment): string {
  const tags = [shipment.old || '(none)', shipment.new].map(markdownCode).join(' → ');
  return `${tags}: ${markdownText(shipmentText(shipment))}`;
}

function compareLink({ changes, page }: Shipment): string {
  return changes && page !== null ? `, [compare](${page}/compare/${changes.from}...${changes.to})` : '';
}

function changesWithin(shipped: ShippedChanges, links: ShippedLinks, room: number): string {
  const { from, to, added, removed, manifests, others } = shipped;
  const range = `\`${from.slice(0, 10)}...${to.slice(0, 10)}\``;
  const link = links.page === null ? range : `[${range}](${links.page}/compare/${from}...${to})`;
  const parts = [
    { title: 'Gets', commits: added },
    { title: 'Takes away', commits: removed },
    { title: 'Changes its manifests by', commits: manifests },
  ].filter(({ commits }) => commits.length > 0);
  const end =
    (parts.length === 0 ? '\nNo commit touches it.\n' : '') +
    (others > 0 ? `\n${count(others, 'commit')} of other services.\n` : '');
  let text = `\n${link}\n`;
  for (const [index, { title, commits }] of parts.entries())
    text += section(title, commits, links, (room - text.length - end.length) / (parts.length - index));
  return `${text}${end}`;
}

function section(title: string, commits: readonly ShippedCommit[], links: ShippedLinks, room: number): string {
  const heading = `${title} ${count(commits.length, 'commit')}`;
  const lines = commits.map((commit) => commitLine(commit, links));
  const [before, after] =
    commits.length > mostOpen
      ? [`\n<details><summary>${heading}</summary>\n\n`, '\n</details>\n']
      : [`\n${heading}:\n\n`, ''];
  return `${before}${takeWithin(lines, room - before.length - after.length)}${after}`;
}

function commitLine({ id, author, subject, request, tickets }: ShippedCommit, { page, ticket }: ShippedLinks): string {
  const short = `\`${id.slice(0, 10)}\``;
  const named = tickets.map((one) => {
    const address = ticket(one);
    return address === null ? `, ${markdownText(one)}` : `, [${markdownText(one)}](${address})`;
  });
  const end = `, ${markdownText(author)}${named.join('')}\n`;
  if (page === null) return `- ${short} ${markdownText(subject)}${end}`;
  const asked = request === null ? '' : ` ([#${request}](${page}/pull/${request}))`;
  const text = request === null ? subject : subject.replace(/ \(#\d+\)$/, '');
  return `- [${short}](${page}/commit/${id}) ${markdownText(text)}${asked}${end}`;
}
