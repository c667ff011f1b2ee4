import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { splitTagText } from '../images/image-reference.ts';
import { listFew, quoteName } from '../names.ts';
import { type BranchRecords, mostCommits } from './branch-records.ts';
import {
  commitOfSource,
  repositoryOfSource,
  runOfTag,
  type SourceOrigin,
  sourceOf,
  workflowOf,
} from './commit-message.ts';
import type { BumpSkip } from './plan.ts';
import type { SourceHistory } from './source-history.ts';

/** What is known of the tags that a plan would replace. */
interface Downgrades {
  /** Services that are not to be written, each with the reason. */
  skipped: BumpSkip[];
  warnings: string[];
  notices: string[];
}

/** What is about to be written, and where older and newer can be looked up. */
export interface PlannedTags {
  changes: readonly ImageChange[];
  images: readonly ImageRequest[];
  origin: SourceOrigin;
  sources: SourceHistory;
  /** What the deploy branch records of the tags of `replacedTags`. */
  records: Pick<BranchRecords, 'sources' | 'complete'>;
}

/** The tags that a plan would replace. */
export function replacedTags(changes: readonly ImageChange[]): { service: string; tag: string; new: string }[] {
  // A digest behind the tag says nothing of its age. A place that says no tag yet has nothing that could be newer.
  return changes
    .filter(({ part }) => part === 'tag')
    .map((change) => ({ service: change.service, tag: splitTagText(change.old).tag, new: change.new }))
    .filter(({ tag }) => tag !== '');
}

/**
 * Finds the services whose current tag is newer than the one a plan would write, or may be. What cannot be known
 * is no reason to hold a deployment back: it is said in a notice.
 */
export async function findDowngrades({ changes, images, origin, sources, records }: PlannedTags): Promise<Downgrades> {
  const result: Downgrades = { skipped: [], warnings: [], notices: [] };
  const { sources: recorded, complete } = records;
  const tags = new Map(images.map(({ service, tag }) => [service, tag]));
  const compare = orderOnce(sources);
  const unknown = new Map<string, string>();
  const skipped = new Set<string>();
  for (const { service, tag: old, new: written } of replacedTags(changes)) {
    if (skipped.has(service)) continue;
    // A digest that is written may take the place of the tag.
    const tag = tags.get(service) ?? written;
    const verdict = await compare(
      { tag, ...builtFrom(sourceOf(origin, service)), workflow: workflowOf(origin, tag) },
      {
        tag: old,
        ...builtFrom(recorded.get(service)?.get(old)?.source),
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

function builtFrom(source: string | undefined): Pick<SourcedTag, 'source' | 'repository'> {
  return source === undefined
    ? { source: undefined }
    : { source: commitOfSource(source), repository: repositoryOfSource(source) };
}

/** A tag, and the commit that it is recorded to be built from. */
export interface SourcedTag {
  tag: string;
  /** The commit in full; undefined where none is recorded. */
  source: string | undefined;
  /** The repository of that commit, `owner/name`; undefined where it is not recorded. */
  repository?: string | undefined;
  /** The workflow that counted the run number in front of it; undefined where none is recorded. */
  workflow?: string | undefined;
}

/** What a tag that is asked for is to the current one. `why` is a clause for a message. */
export type TagOrder = { order: 'older' | 'diverged' | 'unknown'; why: string } | { order: 'newer' };

/**
 * Says whether a tag is older than the current one. The recorded commits tell, or the hash inside the tag where
 * none is recorded. Where both tags hold a hash these are compared as well, for a newer run may write an image that
 * was built long ago; one comparison that says older is enough. Where no commit tells, the run numbers in front of
 * both tags do, unless they are known to be of two repositories or workflows, which count apart. Another tag of the same commit counts as newer.
 */
export async function orderTags(asked: SourcedTag, current: SourcedTag, history: SourceHistory): Promise<TagOrder> {
  const recorded = [asked.source, current.source].filter((id) => id !== undefined);
  const askedHash = hashOfTag(asked.tag, recorded);
  const currentHash = hashOfTag(current.tag, recorded);
  const pairs = distinctPairs([
    [asked.source ?? askedHash, current.source ?? currentHash],
    [askedHash, currentHash],
  ]);
  const repository = sharedRepository(asked, current);
  let unknown = 'nothing tells which commits they were built from';
  let diverged: TagOrder | undefined;
  let newer = false;
  for (const [a, b] of pairs) {
    const order = await history.compare(a, b, repository);
    if (order === 'older') return { order, why: `commit ${short(a)} comes before ${short(b)}` };
    if (typeof order === 'object') unknown = order.because;
    else if (order === 'diverged') diverged = { order, why: `commits ${short(a)} and ${short(b)} have diverged` };
    else newer = true;
  }
  if (diverged) return diverged;
  if (newer) return { order: 'newer' };
  return orderRuns(asked, current, unknown);
}

/** What the run numbers in front of two tags tell; `unknown` says why their commits do not. */
function orderRuns(asked: SourcedTag, current: SourcedTag, unknown: string): TagOrder {
  // Each repository counts its own runs.
  if (asked.repository && current.repository && sharedRepository(asked, current) === undefined)
    return {
      order: 'unknown',
      why: `they were built from two repositories, ${asked.repository} and ${current.repository}`,
    };
  const [askedRun, currentRun] = [runOfTag(asked.tag), runOfTag(current.tag)];
  if (askedRun === undefined || currentRun === undefined) return { order: 'unknown', why: unknown };
  if (asked.workflow && current.workflow && asked.workflow !== current.workflow)
    return { order: 'unknown', why: `${unknown}, and their run numbers are of two workflows` };
  if (askedRun >= currentRun) return { order: 'newer' };
  const doubt = asked.workflow && current.workflow ? '' : ', if one workflow counted both, which is not recorded';
  return { order: 'older', why: `run ${askedRun} comes before run ${currentRun}${doubt}` };
}

/** The repository that both are recorded to be built from; a server knows one name in any case. */
function sharedRepository(asked: SourcedTag, current: SourcedTag): string | undefined {
  const { repository } = asked;
  return repository?.toLowerCase() === current.repository?.toLowerCase() ? repository : undefined;
}

/** Whether a tag ends in the hash of a commit. */
export function namesCommit(tag: string, commit: string): boolean {
  return hashOfTag(tag, [commit]) === commit;
}

/** The hash of a commit at the end of a tag, as far as it is written there; undefined where there is none. */
export function commitInTag(tag: string): string | undefined {
  return hashOfTag(tag, []);
}

/** The commit hash at the end of a tag, in full where it is the start of a recorded one. */
export function hashOfTag(tag: string, recorded: readonly string[]): string | undefined {
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
