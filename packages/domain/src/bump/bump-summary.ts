import { pullRequestNote } from '../deploy-branch/pull-request-text.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { listFew, quoteName } from '../names.ts';
import { count, markdownText, printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import { pathReference } from '../tree/path-reference.ts';
import type { BumpResult } from './bump-images.ts';
import { type Hold, termsText, whyHeld } from './holds.ts';
import { renderingSummary, renderingTable } from './rendering-summary.ts';
import { type ShippedLinks, shipmentsMarkdown, shipmentText } from './shipped-text.ts';

/** Where the summary's links lead. */
export interface SummaryContext {
  environment: string;
  /** The deploy branch; null for a work tree. */
  branch: string | null;
  /** `https://github.com/owner/repository`; null for no links. */
  repositoryUrl: string | null;
  dryRun: boolean;
  /** The pull request that asks for the changes, where one does. */
  pullRequest?: { number: number; url: string } | null;
  /** The address of a ticket; null where none is configured. */
  ticket?: ShippedLinks['ticket'];
}

/** Characters that what ships may take of a summary. */
const longestShipped = 300_000;

/** GitHub refuses a job summary over 1 MiB; other steps' parts of it are not counted here. */
const mostBytes = 900_000;

/** The job summary in Markdown: what changed, the commit, what was skipped and why, and a folded diff. */
export function bumpSummary(result: BumpResult, context: SummaryContext): string {
  const { repositoryUrl } = context;
  const head = [`### ${markdownText(headline(result, context))}`, ''];
  if (result.commit !== null) {
    const short = `\`${result.commit.slice(0, 12)}\``;
    const linked = repositoryUrl === null ? short : `[${short}](${repositoryUrl}/commit/${result.commit})`;
    const trust = result.verified ? 'verified' : 'not verified';
    const tries = result.attempts > 1 ? `, ${result.attempts} tries` : '';
    head.push(`Commit ${linked} (${trust}${tries})`, '');
  }
  if (context.pullRequest) head.push(pullRequestNote(context.pullRequest));
  if (result.changes.length > 0) head.push('| service | old | | new | file |', '| --- | --- | --- | --- | --- |');
  const writer = limitedWriter(mostBytes);
  writer.add(head.map((line) => `${line}\n`));
  writer.add(result.changes.map((change) => `${row(change, result, context)}\n`));
  if (result.skipped.length > 0) {
    const items = result.skipped.map(({ service, why }) => `- **${markdownText(service)}**: ${markdownText(why)}\n`);
    writer.add(['\nSkipped:\n\n', ...items]);
  }
  if (result.released.length > 0) {
    const items = result.released.map(({ service, tag }) => `- **${markdownText(service)}**: ${markdownText(tag)}\n`);
    writer.add(['\nReleased:\n\n', ...items]);
  }
  if (result.holds.length > 0) {
    const items = result.holds.map((hold) => `- **${markdownText(hold.service)}**: ${markdownText(heldText(hold))}\n`);
    writer.add(['\nHeld back:\n\n', ...items]);
  }
  if (result.shipped.length > 0) {
    const ships = shipmentsMarkdown(result.shipped, context.ticket ?? (() => null), longestShipped);
    writer.add(['\n#### What ships\n\n', ...linesOf(ships)]);
  }
  const { lines, diffs } = renderingSummary(result.rendering);
  writer.add(lines);
  for (const { heading, diff } of diffs)
    if (diff !== '') writer.addFenced(`\n<details><summary>${heading}</summary>\n\n`, diff, '\n</details>\n');
  if (result.diff !== '') writer.addFenced('\n<details><summary>Diff</summary>\n\n', result.diff, '\n</details>\n');
  return writer.text();
}

/** The same for a terminal: one aligned line per change, then what was skipped. */
export function bumpTable(result: BumpResult, context: SummaryContext): string {
  const rows = result.changes.map(({ service, old, new: now, file, line }) =>
    [`  ${service}`, old || '(none)', '→', now || '(none)', `${file}:${line}`].map(printable),
  );
  const lines = [
    printable(headline(result, context)),
    ...textTable(rows),
    ...(result.commit === null ? [] : [`commit ${result.commit}`]),
    ...(context.pullRequest
      ? [`pull request #${context.pullRequest.number}: ${printable(context.pullRequest.url)}`]
      : []),
    ...result.skipped.map(({ service, why }) => `skipped ${printable(service)}: ${printable(why)}`),
    ...result.released.map(({ service, tag }) => `released ${printable(service)}: ${printable(tag)}`),
    ...result.holds.map((hold) => `held ${printable(hold.service)}: ${printable(heldText(hold))}`),
    ...result.shipped.map((one) => `ships ${printable(one.service)}: ${printable(shipmentText(one))}`),
    ...renderingTable(result.rendering),
  ];
  return `${lines.join('\n')}\n`;
}

/** The tag that is held, and what is known of the hold. */
function heldText(hold: Hold): string {
  return `${hold.tag}${termsText(hold)}`;
}

function headline({ changes, files, skipped }: BumpResult, context: SummaryContext): string {
  const { environment, branch, dryRun, pullRequest } = context;
  const where = `${environment} (${branch ?? 'files on disk'})`;
  if (changes.length === 0)
    return `${where}: nothing to change${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
  const services = count(new Set(changes.map(({ service }) => service)).size, 'service');
  const places = count(files.length, 'file');
  if (pullRequest) return `${where}: ${services} will change in ${places} by pull request`;
  return `${where}: ${services} ${dryRun ? 'would change' : 'changed'} in ${places}`;
}

function row({ service, old, new: now, file, line }: ImageChange, result: BumpResult, context: SummaryContext): string {
  const shown = markdownText(`${file}:${line}`);
  const revision = result.commit ?? context.branch;
  const linked =
    context.repositoryUrl === null || revision === null
      ? shown
      : `[${shown}](${context.repositoryUrl}/blob/${pathReference(revision)}/${pathReference(file)}#L${line})`;
  return `| ${[markdownText(service), markdownText(old || '(none)'), '→', markdownText(now || '(none)'), linked].join(' | ')} |`;
}

/**
 * What is said of services that keep what is deployed: of all that were asked for, or with `any` of some; null where
 * there is nothing to say.
 */
export function keptNote(
  { changes, skipped, kept, holds }: BumpResult,
  environment: string,
  any: boolean,
): string | null {
  if (kept.length === 0 || (!any && changes.length > 0)) return null;
  const names = new Set(kept);
  const reasons = skipped.flatMap(({ service, why }) => (names.has(service) ? [`${quoteName(service)}: ${why}`] : []));
  const what =
    changes.length === 0 ? 'nothing was' : `${count(kept.length, 'service')} ${kept.length === 1 ? 'was' : 'were'} not`;
  // Of what is held the reason says how it is let go.
  const ofHolds = new Set(holds.map(whyHeld));
  const areHeld = skipped.every(({ service, why }) => !names.has(service) || ofHolds.has(why));
  const way = areHeld ? '' : ' To write older tags all the same, set allow-older.';
  return `${what} written to ${environment}: what is deployed stays (${listFew(reasons, '; ')}).${way}`;
}

/** Collects text up to a number of bytes, in whole lines, and says so when it had to leave something out. */
function limitedWriter(limit: number): {
  add(lines: readonly string[]): void;
  addFenced(before: string, content: string, after: string): void;
  text(): string;
} {
  const encoder = new TextEncoder();
  const note = '\nThis summary was cut: it is too long for GitHub. The outputs and the diff file hold everything.\n';
  const pieces: string[] = [];
  let free = limit - encoder.encode(note).length;
  let cut = false;
  const fits = (line: string): boolean => {
    const size = encoder.encode(line).length;
    if (cut || size > free) return false;
    free -= size;
    pieces.push(line);
    return true;
  };
  const add = (lines: readonly string[]): void => {
    for (const line of lines) {
      if (!fits(line)) {
        cut = true;
        return;
      }
    }
  };
  return {
    add,
    addFenced: (before, content, after) => {
      let longest = 2;
      for (const [run] of content.matchAll(/`+/g)) longest = Math.max(longest, run.length);
      const fence = '`'.repeat(longest + 1);
      const end = `${fence}\n${after}`;
      const size = encoder.encode(end).length;
      if (cut || free < size + 4 * fence.length + before.length) {
        cut = true;
        return;
      }
      free -= size;
      add([`${before}${fence}diff\n`, ...(content.match(/[^\n]+\n?|\n/g) ?? [])]);
      pieces.push(end);
    },
    text: () => pieces.join('') + (cut ? note : ''),
  };
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${line}\n`);
}
