import type { Config } from '../catalog/config-schema.ts';
import type { Log } from '../ports.ts';
import { UserError } from '../user-error.ts';
import { type History, isUnavailable, type Unavailable } from './history.ts';

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

/** A run of this workflow on this branch that succeeded. */
export interface SuccessfulRun {
  commit: string;
  /** How to name it to people: `run 1234 of 2026-11-02`. */
  name: string;
}

export interface ComparisonOptions {
  /** Revision to compare from instead of what the event says; `last-success` asks `lastSuccess`. */
  base?: string | undefined;
  /** Revision to examine instead of the event's. */
  head?: string | undefined;
  detect?: Config['detect'] | undefined;
  /** Successful runs, newest first. */
  lastSuccess?: (() => Promise<readonly SuccessfulRun[]>) | undefined;
}

/** Which commits are compared. Ids are full, and the commits are here. */
export type Comparison =
  | {
      kind: 'range';
      base: string;
      head: string;
      /** Other commits compared from: a file counts when it differs from any of them. */
      also: readonly string[];
      because: string;
    }
  | { kind: 'everything'; head: string; because: string }
  | { kind: 'none'; head: string; because: string };

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
 * Which commits an event compares. `head` is what `resolveHead` gave. Where that cannot be known the answer is
 * `everything`, with a warning that says why; a revision that somebody wrote and nobody has is a UserError.
 */
export async function chooseComparison(
  event: Event,
  head: string,
  options: ComparisonOptions,
  history: History,
  log: Log,
): Promise<Comparison> {
  const range = (base: string, because: string, also: readonly string[] = []): Comparison => ({
    kind: 'range',
    base,
    head,
    also,
    because,
  });
  const everything = (because: string): Comparison => ({ kind: 'everything', head, because });
  const unknown = (what: string, { because }: Unavailable): Comparison => {
    log.warning(`Every service counts as affected: ${what}: ${because}.`);
    return everything(`${what}: ${because}`);
  };
  const written = async (revision: string, where: string): Promise<Comparison> => {
    const base = await history.commit(revision);
    if (!isUnavailable(base)) return range(base.id, `${where} is ${revision}`);
    throw new UserError(`${where} is ${JSON.stringify(revision)}, which is no commit here: ${base.because}`, {
      help: 'Give a branch, a tag or a full commit id.',
    });
  };

  if (options.base === 'last-success') return sinceLastSuccess();
  if (options.base !== undefined) return written(options.base, 'base');

  switch (event.kind) {
    case 'push':
      return event.ref.startsWith('refs/tags/') ? tagPush(event.ref.slice('refs/tags/'.length)) : push(event);
    case 'pull_request':
      return pullRequest(event);
    case 'merge_group':
      return mergeGroup(event.baseSha);
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return configured('on-dispatch', event.kind);
    case 'schedule':
      return configured('on-schedule', event.kind);
    case 'other':
      return unknown(`the event ${event.name}`, { because: 'it has no range of commits; give "base" or "services"' });
    case 'none':
      return sinceBranch(null, 'the merge base with the default branch');
  }

  async function push(event: Event & { kind: 'push' }): Promise<Comparison> {
    const { before, ref, defaultBranch } = event;
    const onDefault = defaultBranch !== null && ref === `refs/heads/${defaultBranch}`;
    if (before === null) {
      if (onDefault) return everything('this is the first push of the default branch');
      return sinceBranch(defaultBranch, 'a new branch: the merge base with the default branch', event);
    }
    if (event.forced === false) {
      const base = await history.commit(before);
      return isUnavailable(base) ? unknown(`the commit before the push`, base) : range(base.id, 'the push');
    }
    const kept = await history.commit(before);
    if (event.forced === null && !isUnavailable(kept)) {
      const common = await history.mergeBase(before, head);
      if (!isUnavailable(common) && common.id === kept.id) return range(kept.id, 'the push');
    }
    if (onDefault) {
      if (isUnavailable(kept)) return unknown('a forced push of the default branch', kept);
      return range(kept.id, 'a forced push: what it replaced');
    }
    const since = await sinceBranch(defaultBranch, 'a forced push: the merge base with the default branch', event);
    if (since.kind !== 'range') return since;
    if (!isUnavailable(kept)) return { ...since, also: [kept.id], because: `${since.because}, and what it replaced` };
    log.notice(
      `A forced push, and the commit before it is gone (${kept.because}): compared with the default branch only.`,
    );
    return since;
  }

  async function sinceBranch(
    name: string | null,
    because: string,
    pushed?: Event & { kind: 'push' },
  ): Promise<Comparison> {
    const branch = await history.branch(name);
    if (isUnavailable(branch)) return unknown('the default branch', branch);
    // A repository whose only branch this is: the branch cannot tell what it brought to itself.
    if (pushed && pushed.ref === `refs/heads/${branch.name}`) {
      return everything(`${branch.name} is the default branch, and nothing tells what it was`);
    }
    const common = await history.mergeBase(branch.id, head);
    if (isUnavailable(common)) return unknown(`the merge base with ${branch.name}`, common);
    if (pushed?.bringsCommits && common.id === head) {
      return unknown('what the push brought', { because: `${branch.name} holds all of it by now` });
    }
    return range(common.id, because);
  }

  async function tagPush(tag: string): Promise<Comparison> {
    if (options.detect?.['on-tag'] === 'all') return everything('a tag (detect.on-tag: all)');
    const previous = await history.previousTag(head);
    if (!isUnavailable(previous)) return range(previous.id, `the tag before ${tag}: ${previous.name}`);
    log.notice(`Every service counts as affected: no tag before ${tag}: ${previous.because}.`);
    return everything(`no tag before ${tag}: ${previous.because}`);
  }

  async function pullRequest({ baseSha, mergeSha, headSha }: Event & { kind: 'pull_request' }): Promise<Comparison> {
    const common = await history.mergeBase(await requestBase(baseSha, headSha, mergeSha), head);
    if (isUnavailable(common)) return unknown('the merge base of the pull request', common);
    return range(common.id, 'the pull request');
  }

  /** The tip that the request was merged with is newer than the event's base where the base moved on. */
  async function requestBase(baseSha: string, headSha: string, mergeSha: string | null): Promise<string> {
    const merge = mergeSha === null ? null : await history.commit(mergeSha);
    if (merge === null || isUnavailable(merge)) return baseSha;
    const [target, request] = merge.parents;
    return merge.parents.length === 2 && request === headSha && target !== undefined ? target : baseSha;
  }

  async function mergeGroup(baseSha: string): Promise<Comparison> {
    const base = await history.commit(baseSha);
    return isUnavailable(base) ? unknown('the base of the merge group', base) : range(base.id, 'the merge group');
  }

  async function configured(key: 'on-dispatch' | 'on-schedule', kind: string): Promise<Comparison> {
    const value = options.detect?.[key] ?? 'all';
    const because = `${kind} (detect.${key}: ${value})`;
    if (value === 'all') return everything(because);
    if (value === 'none') return { kind: 'none', head, because };
    return written(value.slice('since: '.length), `detect.${key}`);
  }

  async function sinceLastSuccess(): Promise<Comparison> {
    if (!options.lastSuccess) {
      throw new UserError('base is "last-success", which asks GitHub for earlier runs, and there is no way to ask', {
        help: 'Give "token", and let the job have "actions: read".',
      });
    }
    for (const run of await options.lastSuccess()) {
      const common = await history.mergeBase(run.commit, head);
      if (isUnavailable(common) || common.id !== run.commit) continue;
      log.notice(`Compared with the last success: ${run.name}, ${run.commit}.`);
      return range(run.commit, `the last success: ${run.name}`);
    }
    return unknown('the last success', { because: 'no successful run on an ancestor of this commit' });
  }
}
