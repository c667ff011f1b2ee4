import type { Unavailable } from '../changes/history.ts';

/** What one commit is to another. `older`: it is an ancestor of it. */
export type SourceOrder = 'older' | 'newer' | 'same' | 'diverged';

/** The history of the source repository, as far as older and newer go. */
export interface SourceHistory {
  /** What commit `a` is to commit `b`; an id may be cut to seven digits or more. */
  compare(a: string, b: string): Promise<SourceOrder | Unavailable>;
}

/** Where there is no repository to look into. */
export function unknownSources(because: string): SourceHistory {
  return { compare: async () => ({ because }) };
}

/** A tag, and the commit that it is recorded to be built from. */
export interface SourcedTag {
  tag: string;
  /** The commit in full; undefined where none is recorded. */
  source: string | undefined;
}

/** What a tag that is asked for is to the current one. `why` is a clause for a message. */
export type TagOrder = { order: 'older' | 'diverged' | 'unknown'; why: string } | { order: 'newer' };

/**
 * Says whether a tag is older than the current one. The recorded commits tell, or the hash inside the tag where
 * none is recorded. Where both tags hold a hash these are compared as well, for a newer run may write an image that
 * was built long ago; one comparison that says older is enough. Where no commit tells, the run numbers in front of
 * both tags do. Another tag of the same commit counts as newer.
 */
export async function orderTags(asked: SourcedTag, current: SourcedTag, history: SourceHistory): Promise<TagOrder> {
  const recorded = [asked.source, current.source].filter((id) => id !== undefined);
  const askedHash = hashOfTag(asked.tag, recorded);
  const currentHash = hashOfTag(current.tag, recorded);
  const pairs = distinctPairs([
    [asked.source ?? askedHash, current.source ?? currentHash],
    [askedHash, currentHash],
  ]);
  let unknown = 'nothing tells which commits they were built from';
  let diverged: TagOrder | undefined;
  let newer = false;
  for (const [a, b] of pairs) {
    const order = await history.compare(a, b);
    if (order === 'older') return { order, why: `commit ${short(a)} comes before ${short(b)}` };
    if (typeof order === 'object') unknown = order.because;
    else if (order === 'diverged') diverged = { order, why: `commits ${short(a)} and ${short(b)} have diverged` };
    else newer = true;
  }
  if (diverged) return diverged;
  if (newer) return { order: 'newer' };
  const [askedRun, currentRun] = [runOfTag(asked.tag), runOfTag(current.tag)];
  if (askedRun === undefined || currentRun === undefined) return { order: 'unknown', why: unknown };
  if (askedRun >= currentRun) return { order: 'newer' };
  return { order: 'older', why: `run ${askedRun} comes before run ${currentRun}` };
}

/** Whether a tag ends in the hash of a commit. */
export function namesCommit(tag: string, commit: string): boolean {
  return hashOfTag(tag, [commit]) === commit;
}

/** The commit hash at the end of a tag, in full where it is the start of a recorded one. */
function hashOfTag(tag: string, recorded: readonly string[]): string | undefined {
  const [, hash] = /(?:^|[^0-9a-f])([0-9a-f]{7,40})$/.exec(tag) ?? [];
  return hash === undefined ? undefined : (recorded.find((id) => id.startsWith(hash)) ?? hash);
}

/** The run number in front of a tag such as `165-cf185b1`. */
function runOfTag(tag: string): number | undefined {
  const [, digits] = /^(\d{1,15})-/.exec(tag) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function distinctPairs(pairs: readonly (readonly [string | undefined, string | undefined])[]): [string, string][] {
  const found = new Map<string, [string, string]>();
  for (const [a, b] of pairs) if (a !== undefined && b !== undefined) found.set(`${a} ${b}`, [a, b]);
  return [...found.values()];
}

function short(id: string): string {
  return id.slice(0, 7);
}
