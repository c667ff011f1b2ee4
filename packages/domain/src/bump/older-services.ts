import type { PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { listFew, quoteName } from '../names.ts';
import type { BumpChange } from './bump-request.ts';
import { bumpTrailers, commitOfSource, type SourceOrigin, sourceOf } from './commit-message.ts';
import { orderTags, type SourceHistory, type TagOrder } from './older.ts';
import type { BumpSkip } from './plan.ts';

/** What is known of the tags that a plan would replace. */
export interface OlderServices {
  /** Services that are not to be written, each with the reason. */
  skipped: BumpSkip[];
  warnings: string[];
  notices: string[];
}

/** How far back on the deploy branch the commit that wrote a tag is looked for. */
const mostCommits = 1_000;

/**
 * Finds the services whose current tag is newer than the one a plan would write, or may be. What cannot be known
 * is no reason to hold a deployment back: it is said in a notice.
 *
 * `history` is of the deploy branch, newest first; it is read only when there is a tag to judge.
 */
export async function findOlder(
  changes: readonly BumpChange[],
  images: readonly ImageRequest[],
  origin: SourceOrigin,
  sources: SourceHistory,
  history: AsyncIterable<PastCommit>,
): Promise<OlderServices> {
  // A place that says nothing yet has nothing that could be newer.
  const replaced = changes.filter(({ part, old }) => part === 'tag' && old !== '');
  const result: OlderServices = { skipped: [], warnings: [], notices: [] };
  if (replaced.length === 0) return result;
  const { sources: recorded, complete } = await recordedSources(
    replaced.map(({ service, old }) => ({ service, tag: old })),
    history,
  );
  const tags = new Map(images.map(({ service, tag }) => [service, tag]));
  const orders = new Map<string, Promise<TagOrder>>();
  const unknown = new Map<string, string>();
  const skipped = new Set<string>();
  for (const { service, old, new: written } of replaced) {
    // A digest that is written may take the place of the tag.
    const now = tags.get(service) ?? written;
    const asked = { tag: now, source: commitOf(sourceOf(origin, service)) };
    const current = { tag: old, source: commitOf(recorded.get(service)?.get(old)) };
    // One build of many services is one question.
    const key = JSON.stringify([asked, current]);
    const answer = orders.get(key) ?? orderTags(asked, current, sources);
    orders.set(key, answer);
    const verdict = await answer;
    if (verdict.order === 'newer' || skipped.has(service)) continue;
    const [from, to] = [old, now].map((tag) => quoteName(tag.slice(0, 200)));
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
  const written = [...unknown].filter(([service]) => !skipped.has(service)).map(([, text]) => text);
  const limit = complete ? '' : `; no more than the last ${mostCommits} commits of the deploy branch were asked`;
  if (written.length > 0)
    result.notices.push(`written without knowing which tag is newer: ${listFew(written, '; ')}${limit}`);
  return result;
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
