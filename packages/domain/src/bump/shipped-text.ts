import { takeWithin } from '../deploy-branch/pull-request-text.ts';
import { count, markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { ShippedChanges, ShippedCommit } from './shipped-changes.ts';

/** GitHub takes 65,536 characters in a body. */
const longestText = 60_000;
/** More commits than these are folded. */
const mostOpen = 30;

/** What ships, for a terminal: one line for each commit. */
export function shippedTable({ service, from, to, added, removed, others }: ShippedChanges): string {
  const rows = (commits: readonly ShippedCommit[]): string[] =>
    textTable(commits.map(({ id, author, subject }) => ['  ', id.slice(0, 10), subject, author].map(printable)));
  const lines = [
    `${printable(service)}: ${from.slice(0, 10)} → ${to.slice(0, 10)}`,
    ...(added.length > 0 ? [`gets ${count(added.length, 'commit')}`, ...rows(added)] : []),
    ...(removed.length > 0 ? [`loses ${count(removed.length, 'commit')}`, ...rows(removed)] : []),
    ...(added.length + removed.length === 0 ? ['no commit touches it'] : []),
    ...(others > 0 ? [`${count(others, 'commit')} of other services`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The same in Markdown, for release notes and requests. `repositoryUrl` is where links lead, null for none. Long lists are
 * folded; what would pass GitHub's limit is counted.
 */
export function shippedMarkdown(shipped: ShippedChanges, repositoryUrl: string | null): string {
  const { service, from, to, added, removed, others } = shipped;
  const range = `\`${from.slice(0, 10)}...${to.slice(0, 10)}\``;
  const link = repositoryUrl === null ? range : `[${range}](${repositoryUrl}/compare/${from}...${to})`;
  const head = `### ${markdownText(service)}\n\n${link}\n`;
  const end = others > 0 ? `\n${count(others, 'commit')} of other services.\n` : '';
  const room = longestText - head.length - end.length;
  const gets = section('Gets', added, repositoryUrl, removed.length > 0 ? room / 2 : room);
  const loses = section('Loses', removed, repositoryUrl, room - gets.length);
  return `${head}${gets}${loses}${gets + loses === '' ? '\nNo commit touches it.\n' : ''}${end}`;
}

function section(title: string, commits: readonly ShippedCommit[], repositoryUrl: string | null, room: number): string {
  if (commits.length === 0) return '';
  const heading = `${title} ${count(commits.length, 'commit')}`;
  const lines = commits.map((commit) => commitLine(commit, repositoryUrl));
  const [before, after] =
    commits.length > mostOpen
      ? [`\n<details><summary>${heading}</summary>\n\n`, '\n</details>\n']
      : [`\n${heading}:\n\n`, ''];
  return `${before}${takeWithin(lines, room - before.length - after.length)}${after}`;
}

function commitLine({ id, author, subject, request }: ShippedCommit, repositoryUrl: string | null): string {
  const short = `\`${id.slice(0, 10)}\``;
  if (repositoryUrl === null) return `- ${short} ${markdownText(subject)}, ${markdownText(author)}\n`;
  const asked = request === null ? '' : ` ([#${request}](${repositoryUrl}/pull/${request}))`;
  const text = request === null ? subject : subject.replace(/ \(#\d+\)$/, '');
  return `- [${short}](${repositoryUrl}/commit/${id}) ${markdownText(text)}${asked}, ${markdownText(author)}\n`;
}
