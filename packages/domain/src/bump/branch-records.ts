import type { PastCommit } from '../deploy-branch/deploy-branch.ts';
import { type BumpTrailers, bumpTrailers } from './commit-message.ts';
import { type HeldTag, type Hold, isSameTag } from './holds.ts';

/** How many commits of a deploy branch are asked. */
export const mostCommits = 1_000;

/** What is recorded of a tag. */
interface RecordedTag {
  /** `owner/repository@commit`. */
  source: string;
  /** The workflow that counted its run number; null where that is not said. */
  workflow: string | null;
}

/** What the commits of a deploy branch tell. */
export interface BranchRecords {
  /** By service and tag. */
  sources: Map<string, Map<string, RecordedTag>>;
  /** Whether all sources that were asked for are found, or all history was read. */
  complete: boolean;
  /** Of every environment, those that are over among them. */
  holds: Hold[];
  /** Whether these are all. */
  knowsHolds: boolean;
}

/**
 * Reads from the history of a deploy branch, in one pass, newest first:
 *
 * - the source of tags: what the newest commit that wrote the tag says, in whatever environment, for the same tag is the
 *   same image;
 * - the holds. A commit tells all that there are, where its parent is the one that it was planned on. One that was
 *   squashed or rebased, a merge and one of somebody else are passed, to every parent. What is newer wins.
 */
export async function readRecords(
  history: AsyncIterable<PastCommit>,
  asked: { sources: readonly { service: string; tag: string }[]; holds: boolean },
): Promise<BranchRecords> {
  const sources = sourcesReader(asked.sources);
  const holds = holdsReader();
  const isDone = (): boolean => sources.isDone() && (!asked.holds || holds.isDone());
  let left = mostCommits;
  for await (const commit of history) {
    const trailers = bumpTrailers(commit.message);
    sources.take(trailers);
    holds.take(commit, trailers);
    left -= 1;
    if (isDone() || left === 0) break;
  }
  return {
    sources: sources.found,
    complete: sources.isDone() || left > 0,
    holds: holds.found(),
    knowsHolds: holds.isDone() || left > 0,
  };
}

interface SourcesReader {
  found: BranchRecords['sources'];
  take(trailers: BumpTrailers): void;
  isDone(): boolean;
}

function sourcesReader(wanted: readonly { service: string; tag: string }[]): SourcesReader {
  const found: BranchRecords['sources'] = new Map();
  const missing = new Map<string, Set<string>>();
  for (const { service, tag } of wanted) missing.set(service, (missing.get(service) ?? new Set()).add(tag));
  return {
    found,
    take: ({ services, workflow }) => {
      for (const [service, { new: tag, source }] of services) {
        const tags = missing.get(service);
        if (source === null || !tags?.delete(tag)) continue;
        found.set(service, (found.get(service) ?? new Map()).set(tag, { source, workflow }));
        if (tags.size === 0) missing.delete(service);
      }
    },
    isDone: () => missing.size === 0,
  };
}

interface HoldsReader {
  take(commit: PastCommit, trailers: BumpTrailers): void;
  isDone(): boolean;
  found(): Hold[];
}

/** Follows the commits to all of their parents, as far as no commit tells the holds of all that lies behind it. */
function holdsReader(): HoldsReader {
  const read = new Map<string, { parents: readonly string[]; trailers: BumpTrailers }>();
  const open = new Set<string>();
  const reached = new Set<string>();
  /** What a commit that tells all holds has behind it. */
  const covered = new Set<string>();

  // Commits come in an order that clocks and fetches make: a parent may be there before its child.
  function settle(id: string): void {
    const commit = read.get(id);
    if (!commit) return;
    const { parents, trailers } = commit;
    if (covered.has(id)) {
      parents.forEach(cover);
      return;
    }
    if (!open.delete(id)) return;
    reached.add(id);
    if (parents.length === 1 && parents[0] === trailers.parent) parents.forEach(cover);
    else parents.forEach(follow);
  }

  function follow(id: string): void {
    if (covered.has(id) || reached.has(id)) return;
    open.add(id);
    settle(id);
  }

  function cover(id: string): void {
    if (covered.has(id)) return;
    covered.add(id);
    open.delete(id);
    settle(id);
  }

  return {
    take: ({ commit, parents }, trailers) => {
      if (read.size === 0) open.add(commit);
      read.set(commit, { parents, trailers });
      settle(commit);
    },
    isDone: () => read.size > 0 && open.size === 0,
    found: () => {
      const tips = [...reached].filter((id) => !covered.has(id));
      return newestWin(tips.flatMap((id) => read.get(id)?.trailers ?? []));
    },
  };
}

/** The holds of commits, newest first: what is newer says whether a tag is held or let go. */
function newestWin(commits: readonly Pick<BumpTrailers, 'holds' | 'releases'>[]): Hold[] {
  const said: { tag: HeldTag; hold: Hold | null }[] = [];
  for (const { holds, releases } of commits)
    for (const one of [...holds.map((hold) => ({ tag: hold, hold })), ...releases.map((tag) => ({ tag, hold: null }))])
      if (!said.some(({ tag }) => isSameTag(tag, one.tag))) said.push(one);
  return said.flatMap(({ hold }) => hold ?? []);
}

/** A history that can be read again from the start; each commit is asked for once. */
export function remembered(history: AsyncIterable<PastCommit>): AsyncIterable<PastCommit> {
  const known: PastCommit[] = [];
  const iterator = history[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: async function* () {
      for (let index = 0; ; index += 1) {
        const held = known[index];
        if (held) {
          yield held;
          continue;
        }
        const { value, done } = await iterator.next();
        if (done) return;
        known.push(value);
        yield value;
      }
    },
  };
}
