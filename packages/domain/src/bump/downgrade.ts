import type { PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { listFew, quoteName } from '../names.ts';
import { bumpTrailers, commitOfSource, type SourceOrigin, sourceOf } from './commit-message.ts';
import type { BumpSkip } from './plan.ts';
import type { SourceHistory } from './source-history.ts';

/** What is known of the tags that a plan would replace. */
interface Downgrades {
  /** Services that are not to be written, each with the reason. */
  skipped: BumpSkip[];
  warnings: string[];
  notices: string[];
}

/** How far back on the deploy branch the commit that wrote a tag is looked for. */
const mostCommits = 1_000;

/** What is about to be written, and where older and newer can be looked up. */
export interface PlannedTags {
  changes: readonly ImageChange[];
  images: readonly ImageRequest[];
  origin: SourceOrigin;
  sources: SourceHistory;
  /** Of the deploy branch, newest first; read only when there is a tag to judge. */
  history: AsyncIterable<PastCommit>;
}

/**
 * Finds the services whose current tag is newer than the one a plan would write, or may be. What cannot be known
 * is no reason to hold a deployment back: it is said in a notice.
 */
export async function findDowngrades({ changes, images, origin, sources, history }: PlannedTags): Promise<Downgrades> {
  // A digest behind the tag says nothing of its age. A place that says no tag yet has nothing that could be newer.
  const replaced = changes
    .filter(({ part }) => part === 'tag')
    .map((change) => ({ ...change, old: change.old.replace(/@.*$/, '') }))
    .filter(({ old }) => old !== '');
  const result: Downgrades = { skipped: [], warnings: [], notices: [] };
  if (replaced.length === 0) return result;
  const { sources: recorded, complete } = await recordedSources(
    replaced.map(({ service, old }) => ({ service, tag: old })),
    history,
  );
  const tags = new Map(images.map(({ service, tag }) => [service, tag]));
  const compare = orderOnce(sources);
  const unknown = new Map<string, string>();
  const skipped = new Set<string>();
  for (const { service, old, new: written } of replaced) {
    if (skipped.has(service)) continue;
    // A digest that is written may take the place of the tag.
    const tag = tags.get(service) ?? written;
    const verdict = await compare(
      { tag, source: commitOf(sourceOf(origin, service)) },
      { tag: old, source: commitOf(recorded.get(service)?.get(old)) },
    );
    if (verdict.order === 'newer') continue;
    const [from, to] = [old, tag].map((text) => quoteName(text.slice(0, 200)));
    if (verdict.order === 'unknown') {
      unknown.set(service, `${quoteName(service)} ${from} to ${to} (${verdict.why})`);
      continue;
    }
    skipped.add(service);
    const words = verdict.order === 'older' ? 'is older' : 'may be older';
    const why = `${to} ${words} than ${from}, which is deployed: ${verdict.why}`;
    result.skipped.push({ service, why });
    if (verdict.order === 'diverged') result.warnings.push(`${quoteName(service)} is skipped: ${why}`);
  }
  const unjudged = [...unknown].filter(([service]) => !skipped.has(service)).map(([, text]) => text);
  const limit = complete ? '' : `; no more than the last ${mostCommits} commits of the deploy branch were asked`;
  if (unjudged.length > 0)
    result.notices.push(`written without knowing which tag is newer: ${listFew(unjudged, '; ')}${limit}`);
  return result;
}

/** `orderTags`, asked once for the same tags: one build of many services is one question. */
function orderOnce(sources: SourceHistory): (asked: SourcedTag, current: SourcedTag) => Promise<TagOrder> {
  const orders = new Map<string, Promise<TagOrder>>();
  return (asked, current) => {
    const key = JSON.stringify([asked, current]);
    const order = orders.get(key) ?? orderTags(asked, current, sources);
    orders.set(key, order);
    return order;
  };
}

/**
 * The source of tags of services, by service and tag: what the newest commit that wrote the tag says, in whatever
 * environment, for the same tag is the same image. `complete` unless there is more history than is asked.
 */
export async function recordedSources(
  wanted: readonly { service: string; tag: string }[],
  history: AsyncIterable<PastCommit>,
): Promise<{ sources: Map<string, Map<string, string>>; complete: boolean }> {
  const found = new Map<string, Map<string, string>>();
  const missing = new Map<string, Set<string>>();
  for (const { service, tag } of wanted) missing.set(service, (missing.get(service) ?? new Set()).add(tag));
  let left = mostCommits;
  for await (const { message } of history) {
    for (const [service, { new: tag, source }] of bumpTrailers(message).services) {
      const tags = missing.get(service);
      if (source === null || !tags?.delete(tag)) continue;
      found.set(service, (found.get(service) ?? new Map()).set(tag, source));
      if (tags.size === 0) missing.delete(service);
    }
    left -= 1;
    if (missing.size === 0 || left === 0) break;
  }
  return { sources: found, complete: missing.size === 0 || left > 0 };
}

function commitOf(source: string | undefined): string | undefined {
  return source === undefined ? undefined : commitOfSource(source);
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
