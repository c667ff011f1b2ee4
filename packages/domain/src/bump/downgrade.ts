import type { PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { listFew, quoteName } from '../names.ts';
import { bumpTrailers, commitOfSource, runOfTag, type SourceOrigin, sourceOf, workflowOf } from './commit-message.ts';
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
    .map((change) => ({ ...change, old: change.old.replace(/@.*/, '') }))
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
      { tag, source: commitOf(sourceOf(origin, service)), workflow: workflowOf(origin, tag) },
      {
        tag: old,
        source: commitOf(recorded.get(service)?.get(old)?.source),
        workflow: recorded.get(service)?.get(old)?.workflow ?? undefined,
      },
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

/** What is recorded of a tag. */
interface RecordedTag {
  /** `owner/repository@commit`. */
  source: string;
  /** The workflow that counted its run number; null where that is not said. */
  workflow: string | null;
}

/**
 * The source of tags of services, by service and tag: what the newest commit that wrote the tag says, in whatever
 * environment, for the same tag is the same image. `complete` unless there is more history than is asked.
 */
export async function recordedSources(
  wanted: readonly { service: string; tag: string }[],
  history: AsyncIterable<PastCommit>,
): Promise<{ sources: Map<string, Map<string, RecordedTag>>; complete: boolean }> {
  const found = new Map<string, Map<string, RecordedTag>>();
  const missing = new Map<string, Set<string>>();
  for (const { service, tag } of wanted) missing.set(service, (missing.get(service) ?? new Set()).add(tag));
  let left = mostCommits;
  for await (const { message } of history) {
    const { services, workflow } = bumpTrailers(message);
    for (const [service, { new: tag, source }] of services) {
      const tags = missing.get(service);
      if (source === null || !tags?.delete(tag)) continue;
      found.set(service, (found.get(service) ?? new Map()).set(tag, { source, workflow }));
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
  /** The workflow that counted the run number in front of it; undefined where none is recorded. */
  workflow?: string | undefined;
}

/** What a tag that is asked for is to the current one. `why` is a clause for a message. */
export type TagOrder = { order: 'older' | 'diverged' | 'unknown'; why: string } | { order: 'newer' };

/**
 * Says whether a tag is older than the current one. The recorded commits tell, or the hash inside the tag where
 * none is recorded. Where both tags hold a hash these are compared as well, for a newer run may write an image that
 * was built long ago; one comparison that says older is enough. Where no commit tells, the run numbers in front of
 * both tags do, unless they are known to be of two workflows, which count apart. Another tag of the same commit counts as newer.
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
  if (asked.workflow && current.workflow && asked.workflow !== current.workflow)
    return { order: 'unknown', why: `${unknown}, and their run numbers are of two workflows` };
  if (askedRun >= currentRun) return { order: 'newer' };
  const doubt = asked.workflow && current.workflow ? '' : ', if one workflow counted both, which is not recorded';
  return { order: 'older', why: `run ${askedRun} comes before run ${currentRun}${doubt}` };
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

function distinctPairs(pairs: readonly (readonly [string | undefined, string | undefined])[]): [string, string][] {
  const found = new Map<string, [string, string]>();
  for (const [a, b] of pairs) if (a !== undefined && b !== undefined) found.set(`${a} ${b}`, [a, b]);
  return [...found.values()];
}

function short(id: string): string {
  return id.slice(0, 7);
}
