import { ownBranch } from '../../deploy-branch/own-branch.ts';
import {
  address,
  hashOf,
  isPlain,
  longestBody,
  longestTitle,
  type PullRequestText,
  pullRequestNote,
  takeWithin,
} from '../../deploy-branch/pull-request-text.ts';
import type { PullRequest } from '../../deploy-branch/pull-requests.ts';
import { oneLine } from '../../deploy-branch/trailers.ts';
import { groupBy } from '../../grouping.ts';
import { compareText } from '../../location.ts';
import { count, markdownCode, markdownText } from '../../printable.ts';
import type { Finding } from '../findings/finding.ts';

/** Where a commit of fixes comes from. */
export interface FixOrigin {
  /** Unique to this run: tells whether its commit has landed where the answer was lost. */
  id: string;
  /** The address of the workflow run. */
  run?: string;
  /** Replaces the subject. */
  subject?: string;
}

const subjectWidth = 72;
const longestNames = 60;

/**
 * The commit message of fixes: a subject of at most 72 characters (unless one is given) and trailers, one for each
 * rule. No value can add a line of its own.
 */
export function fixMessage(fixed: readonly Finding[], { id, run, subject }: FixOrigin): string {
  const trailers = [
    `Rollcall-Id: ${oneLine(id)}`,
    ...(run ? [`Rollcall-Run: ${oneLine(run)}`] : []),
    ...countByRule(fixed).map(([rule, number]) => `Rollcall-Fix: ${rule} ${number}`),
  ];
  return `${oneLine(subject ?? '') || subjectOf(fixed)}\n\n${trailers.join('\n')}\n`;
}

/** The `Rollcall-Id` among the trailers of a commit message. */
export function fixIdOf(message: string): string | undefined {
  return /^Rollcall-Id: (.*)$/m.exec(message.trimEnd().split('\n\n').at(-1) ?? '')?.[1];
}

/** The text of a pull request for fixes: the subject of the commit, and what is fixed where. */
export function fixRequestText(fixed: readonly Finding[], base: string, origin: FixOrigin): PullRequestText {
  const [title = ''] = fixMessage(fixed, origin).split('\n');
  const head = `${count(fixed.length, 'finding')} of Rollcall on ${markdownCode(base)} fixed.\n\n`;
  const end = origin.run ? `\nRun: ${address(origin.run)}\n` : '';
  return {
    title: [...title].slice(0, longestTitle).join(''),
    body: `${head}${table(fixed, longestBody - head.length - end.length)}${end}`,
  };
}

function table(fixed: readonly Finding[], room: number): string {
  const head = '| rule | what is done | file |\n| --- | --- | --- |\n';
  const rows = fixed.map(
    ({ rule, fix, path, line }) =>
      `| ${[rule, fix?.description ?? '', `${path}:${line}`].map(markdownCode).join(' | ')} |\n`,
  );
  return `${head}${takeWithin(rows, room - head.length)}`;
}

/** The job summary's part about fixes that were pushed: the commit or the request, and what is fixed where. */
export function fixSummary(
  { branch, fixed, commit, pullRequest }: Omit<PushedFixes, 'files'>,
  repositoryUrl: string,
): string {
  const head = `### Fixes for ${markdownText(branch)}: ${fixed.length === 0 ? 'nothing to fix' : count(fixed.length, 'finding')}\n\n`;
  const link = commit === null ? '' : `Commit [\`${commit.slice(0, 12)}\`](${repositoryUrl}/commit/${commit})\n\n`;
  const asked = pullRequest === null ? '' : `${pullRequestNote(pullRequest)}\n`;
  return fixed.length === 0 ? head : `${head}${link}${asked}${table(fixed, longestBody)}\n`;
}

/**
 * What was pushed, in one line beside the findings, which are of what was checked out: `Pushed to main: the fixes of 2
 * findings, by commit 0123456789ab.` `show` writes names for where the line is shown.
 */
export function pushedLine(
  { branch, fixed, commit, pullRequest }: Omit<PushedFixes, 'files'>,
  show: (name: string) => string,
): string {
  if (fixed.length === 0) return `Nothing is pushed to ${show(branch)}: it has nothing to fix.`;
  const what = `the fixes of ${count(fixed.length, 'finding')}`;
  if (pullRequest !== null) return `Asked for ${show(branch)}: ${what}, by pull request ${pullRequest.number}.`;
  if (commit === null) return `Nothing is pushed to ${show(branch)}.`;
  return `Pushed to ${show(branch)}: ${what}, by commit ${commit.slice(0, 12)}.`;
}

/** What a run fixes. */
export interface FixScope {
  services: readonly string[];
  environments: readonly string[];
  rules: readonly string[];
  unsafe: boolean;
}

/** `rollcall/fix/<base>/<rules or all>`: the same name whatever is found, so that a later run adds to the open request. */
export function fixBranchName(base: string, { services, environments, rules, unsafe }: FixScope): string {
  const sorted = [services, environments, rules].map((names) => [...new Set(names)].sort(compareText));
  const joined = sorted[2]?.join('+') ?? '';
  const plain = services.length + environments.length === 0 && !unsafe && joined.length <= longestNames;
  const everything = sorted.every((names) => names.length === 0) && !unsafe;
  const last = everything ? 'all' : plain && isPlain(joined) ? joined : hashOf(JSON.stringify([sorted, unsafe]));
  return ownBranch('fix', isPlain(base) ? base : hashOf(base), last);
}

/** As many rules as fit, and how many more there are. */
function subjectOf(fixed: readonly Finding[]): string {
  const rules = countByRule(fixed).map(([rule]) => rule);
  const start = `Fix ${count(fixed.length, 'finding')} of `;
  for (let shown = rules.length; shown > 0; shown -= 1) {
    const more = rules.length > shown ? `, +${rules.length - shown} more` : '';
    const text = `${start}${rules.slice(0, shown).join(', ')}${more}`;
    if (text.length <= subjectWidth) return text;
  }
  return `${start}${count(rules.length, 'rule')}`;
}

/** Sorted by rule. */
function countByRule(fixed: readonly Finding[]): [string, number][] {
  return [...groupBy(fixed, ({ rule }) => rule)]
    .map(([rule, findings]): [string, number] => [rule, findings.length])
    .sort(([a], [b]) => compareText(a, b));
}

export interface PushedFixes {
  /** The branch that is fixed. */
  branch: string;
  /** The findings that were fixed, or that the request fixes. */
  fixed: Finding[];
  /** Files that the fixes change, sorted. */
  files: string[];
  /** Null where nothing was written. */
  commit: string | null;
  pullRequest: PullRequest | null;
}
