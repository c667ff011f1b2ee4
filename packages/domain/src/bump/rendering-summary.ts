import { takeWithin } from '../deploy-branch/pull-request-text.ts';
import { groupBy } from '../grouping.ts';
import { count, markdownText, printable } from '../printable.ts';
import type { RenderedChange } from '../rendering/rendered-change.ts';
import type { RenderedApplication, Rendering } from '../rendering/rendering.ts';

/** A text that is folded under a heading, with a diff in it. */
interface FoldedDiff {
  /** Markdown. */
  heading: string;
  diff: string;
}

/** What the job summary says of what is rendered: lines of Markdown, and a diff for each Application. */
export function renderingSummary({ none, applications }: Rendering): { lines: string[]; diffs: FoldedDiff[] } {
  const lines = none === null ? [] : [`\nNot rendered: ${markdownText(none)}.\n`];
  const unknown = applications.filter(({ notRendered }) => notRendered !== null);
  if (unknown.length > 0) lines.push('\nNot rendered:\n\n');
  for (const { application, notRendered } of unknown)
    lines.push(`- **${markdownText(application)}**: ${markdownText(notRendered ?? '')}\n`);
  const rendered = applications.filter(({ notRendered }) => notRendered === null);
  return { lines, diffs: rendered.map((one) => ({ heading: headingOf(one), diff: diffOf(one.changes) })) };
}

/** The same for a request, in a room: what finds none is counted, and never cut in the middle. */
export function renderingWithin(rendering: Rendering, room: number): string {
  const { lines, diffs } = renderingSummary(rendering);
  const folded = diffs.map(({ heading, diff }) => {
    const fence = '`'.repeat(Math.max(3, longestRun(diff) + 1));
    return diff === ''
      ? `${heading}<br>\n`
      : `<details><summary>${heading}</summary>\n\n${fence}diff\n${diff}${fence}\n</details>\n`;
  });
  return `\n#### What becomes of it\n\n${takeWithin([...folded, ...lines], room - 40)}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** The same for a terminal. */
export function renderingTable({ none, applications }: Rendering): string[] {
  if (none !== null) return [`not rendered: ${printable(none)}`];
  const rendered = applications.filter(({ notRendered }) => notRendered === null).length;
  return [
    ...(rendered > 0 ? [`rendered ${count(rendered, 'Application')} before and after: nothing else changes`] : []),
    ...applications.flatMap(({ application, notRendered }) =>
      notRendered === null ? [] : [`not rendered: ${printable(application)}: ${printable(notRendered)}`],
    ),
  ];
}

function headingOf({ application, environment, tools, changes }: RenderedApplication): string {
  const where = environment === null ? '' : ` (${markdownText(environment)})`;
  const by = tools.length === 0 ? '' : ` by ${markdownText(tools.join(', '))}`;
  return `Rendered${by}: <b>${markdownText(application)}</b>${where}, ${count(changes.length, 'change')}`;
}

/** Field by field, object by object; what is only a checksum of the rest is counted. */
function diffOf(changes: readonly RenderedChange[]): string {
  const lines: string[] = [];
  for (const [object, those] of groupBy(changes, (change) => change.object)) {
    lines.push(`# ${object}`);
    for (const { field, old, new: now, kind } of those)
      if (kind !== 'checksum') lines.push(`- ${field}: ${old}`, `+ ${field}: ${now}`);
    const sums = those.filter(({ kind }) => kind === 'checksum').length;
    if (sums > 0) lines.push(`# and ${count(sums, 'checksum')} of it`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
