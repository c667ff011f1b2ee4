import { UserError } from '../user-error.ts';
import { type Comparison, type ComparisonQuestion, everything, range, rangeOr, unknown } from './comparison.ts';
import { type Commit, type History, isUnavailable, type Unavailable } from './history.ts';
import { sinceLastSuccess } from './last-success.ts';
import { releasedBy, sincePreviousTag } from './previous-tag.ts';

/** What made the workflow run, as far as it tells which commits to compare. Commits are full ids. */
export type Event =
  | {
      kind: 'push';
      /** `refs/heads/…` or `refs/tags/…`. */
      ref: string;
      /** Null for a ref that did not exist. */
      before: string | null;
      after: string;
      /** Null when the event does not tell. */
      forced: boolean | null;
      /** Null when the event does not tell. */
      defaultBranch: string | null;
      /** Whether the push brought commits that no branch had; false when the event does not tell. */
      bringsCommits: boolean;
    }
  | {
      kind: 'pull_request';
      baseSha: string;
      headSha: string;
      /** The commit the workflow runs on: the request merged into its base, where that could be made. */
      mergeSha: string | null;
    }
  | { kind: 'merge_group'; baseSha: string; headSha: string }
  | { kind: 'workflow_dispatch' | 'repository_dispatch' | 'schedule'; head: string }
  | { kind: 'other'; name: string; head: string }
  /** No event: somebody at a terminal. */
  | { kind: 'none' };

/** The commit to examine, made available. UserError when nobody has it. */
export async function resolveHead(event: Event, revision: string | undefined, history: History): Promise<string> {
  const wanted = revision ?? eventHead(event);
  const commit = await history.commit(wanted);
  if (!isUnavailable(commit)) return commit.id;
  throw new UserError(`the commit to examine, ${JSON.stringify(wanted)}, cannot be had: ${commit.because}`, {
    help: revision === undefined ? 'Check the commit out, or let git fetch it.' : 'Correct "head".',
  });
}

function eventHead(event: Event): string {
  switch (event.kind) {
    case 'push':
      return event.after;
    case 'pull_request':
    case 'merge_group':
      return event.headSha;
    case 'none':
      return 'HEAD';
    default:
      return event.head;
  }
}

/**
 * Which commits an event compares. Where that cannot be known the answer is `everything`, with a warning that says why;
 * a revision that somebody wrote and nobody has is a UserError.
 */
export async function chooseComparison(event: Event, question: ComparisonQuestion): Promise<Comparison> {
  const { base } = question.options;
  const tag = event.kind === 'push' && event.ref.startsWith('refs/tags/') ? event.ref.slice('refs/tags/'.length) : null;
  if (base === 'last-success') {
    // No run before is about a tag. Where it names its service, that is built in any case.
    return tag !== null && releasedBy(tag, question) ? sincePreviousTag(tag, question) : sinceLastSuccess(question);
  }
  if (base !== undefined) return sinceWritten(base, 'base', question);
  switch (event.kind) {
    case 'push':
      return tag === null ? ofPush(event, question) : sincePreviousTag(tag, question);
    case 'pull_request':
      return ofPullRequest(event, question);
    case 'merge_group': {
      const commit = await question.history.commit(event.baseSha);
      return rangeOr(commit, 'the merge group', 'the base of the merge group', question);
    }
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return asConfigured('on-dispatch', event.kind, question);
    case 'schedule':
      return asConfigured('on-schedule', event.kind, question);
    case 'other':
      return unknown(
        `the event ${event.name}`,
        { because: 'it has no range of commits; give "base" or "services"' },
        question,
      );
    case 'none':
      return sinceBranch(null, 'the merge base with the default branch', question);
  }
}

type Push = Event & { kind: 'push' };
/** @param where who wrote the revision, for a message: `base`, `detect.on-dispatch` */
async function sinceWritten(revision: string, where: string, question: ComparisonQuestion): Promise<Comparison> {
  const commit = await requireCommit(revision, where, question.history);
  return range(commit, `${where} is ${revision}`, question);
}

/** The full id of a revision that somebody wrote; UserError where nobody has it. */
export async function requireCommit(revision: string, where: string, history: History): Promise<string> {
  const commit = await history.commit(revision);
  if (!isUnavailable(commit)) return commit.id;
  throw new UserError(`${where} is ${JSON.stringify(revision)}, which is no commit here: ${commit.because}`, {
    help: 'Give a branch, a tag or a full commit id.',
  });
}

async function ofPush(event: Push, question: ComparisonQuestion): Promise<Comparison> {
  const { history } = question;
  const { before, ref, defaultBranch } = event;
  const onDefault = defaultBranch !== null && ref === `refs/heads/${defaultBranch}`;
  if (before === null) {
    if (onDefault) return everything('this is the first push of the default branch', question);
    return sinceBranch(defaultBranch, 'a new branch: the merge base with the default branch', question, event);
  }
  const kept = await history.commit(before);
  if (event.forced === false) return rangeOr(kept, 'the push', 'the commit before the push', question);
  if (event.forced === null && !isUnavailable(kept)) {
    const common = await history.mergeBase(before, question.head);
    if (!isUnavailable(common) && common.id === kept.id) return range(kept.id, 'the push', question);
  }
  if (onDefault)
    return rangeOr(kept, 'a forced push: what it replaced', 'a forced push of the default branch', question);
  return ofForcedPush(event, kept, question);
}

/** On another branch than the default one: what it brings to that, and what it replaced. */
async function ofForcedPush(
  event: Push,
  kept: Commit | Unavailable,
  question: ComparisonQuestion,
): Promise<Comparison> {
  const because = 'a forced push: the merge base with the default branch';
  const since = await sinceBranch(event.defaultBranch, because, question, event);
  if (since.kind !== 'range') return since;
  if (!isUnavailable(kept)) return { ...since, also: [kept.id], because: `${since.because}, and what it replaced` };
  question.log.notice(
    `A forced push, and the commit before it is gone (${kept.because}): compared with the default branch only.`,
  );
  return since;
}

async function sinceBranch(
  name: string | null,
  because: string,
  question: ComparisonQuestion,
  pushed?: Push,
): Promise<Comparison> {
  const { head, history } = question;
  const branch = await history.branch(name);
  if (isUnavailable(branch)) return unknown('the default branch', branch, question);
  // A repository whose only branch this is: the branch cannot tell what it brought to itself.
  if (pushed && pushed.ref === `refs/heads/${branch.name}`) {
    return everything(`${branch.name} is the default branch, and nothing tells what it was`, question);
  }
  const common = await history.mergeBase(branch.id, head);
  if (!isUnavailable(common) && pushed?.bringsCommits && common.id === head) {
    return unknown('what the push brought', { because: `${branch.name} holds all of it by now` }, question);
  }
  return rangeOr(common, because, `the merge base with ${branch.name}`, question);
}

async function ofPullRequest(
  event: Event & { kind: 'pull_request' },
  question: ComparisonQuestion,
): Promise<Comparison> {
  const common = await question.history.mergeBase(await requestBase(event, question.history), question.head);
  return rangeOr(common, 'the pull request', 'the merge base of the pull request', question);
}

/** The tip that the request was merged with is newer than the event's base where the base moved on. */
async function requestBase(
  { baseSha, headSha, mergeSha }: Event & { kind: 'pull_request' },
  history: History,
): Promise<string> {
  const merge = mergeSha === null ? null : await history.commit(mergeSha);
  if (merge === null || isUnavailable(merge)) return baseSha;
  const [target, request] = merge.parents;
  return merge.parents.length === 2 && request === headSha && target !== undefined ? target : baseSha;
}

async function asConfigured(
  key: 'on-dispatch' | 'on-schedule',
  kind: string,
  question: ComparisonQuestion,
): Promise<Comparison> {
  const value = question.options.detect?.[key] ?? 'all';
  const because = `${kind} (detect.${key}: ${value})`;
  if (value === 'all') return everything(because, question);
  if (value === 'none') return { kind: 'none', head: question.head, because };
  return sinceWritten(value.slice('since: '.length), `detect.${key}`, question);
}
