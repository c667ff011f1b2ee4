import type { PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { splitTagText } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import type { Log } from '../ports.ts';
import { type BranchRecords, mostCommits, readRecords } from './branch-records.ts';
import { type SourceOrigin, sourceOf, tagChanges } from './commit-message.ts';
import { commitInTag, replacedTags } from './downgrade.ts';
import type { BumpPlan, BumpSkip } from './plan.ts';
import type { ReplacedBuild, Shipping } from './shipments.ts';
import type { SourceHistory } from './source-history.ts';

/** What of a bump says which records are asked for. */
interface RecordedBump {
  request: { images: readonly ImageRequest[] };
  origin: SourceOrigin;
  sourceHistory: SourceHistory | null;
  shipping?: Shipping | null;
  log: Log;
  target: string | null;
}

/** What the branch records of what would be replaced, and of holds; nothing is read where nothing changes. */
export async function recordsOfPlan(
  changes: boolean,
  replaced: readonly ImageChange[],
  { request, origin, sourceHistory, shipping, log, target }: RecordedBump,
  history: AsyncIterable<PastCommit>,
): Promise<BranchRecords> {
  if (!changes) return { sources: new Map(), complete: true, holds: [], knowsHolds: true };
  const asked = sourceHistory === null ? unsourced(request.images, replaced, origin, shipping) : replacedTags(replaced);
  const records = await readRecords(history, { sources: asked, holds: true });
  if (!records.knowsHolds)
    log.notice(`whether a roll-back holds a tag back is not said in the last ${mostCommits} commits of ${target}`);
  return records;
}

/** Where no tag is compared, those of which nothing but the branch may tell what they were built from. */
function unsourced(
  images: readonly ImageRequest[],
  replaced: readonly ImageChange[],
  origin: SourceOrigin,
  shipping: Shipping | null | undefined,
): { service: string; tag: string }[] {
  if (!shipping) return [];
  const written = images.filter(({ service }) => sourceOf(origin, service) === undefined);
  const tags = [...replacedTags(replaced), ...written].filter(({ tag }) => commitInTag(tag) === undefined);
  const services = new Set(replaced.map(({ service }) => service));
  return tags.filter(({ service }) => services.has(service));
}

/** The builds that a plan replaces, one for each service whose tag changes. */
export function replacedBuilds(
  { changes, written }: Pick<BumpPlan, 'changes' | 'written'>,
  images: readonly ImageRequest[],
  origin: SourceOrigin,
  { sources }: Pick<BranchRecords, 'sources'>,
): ReplacedBuild[] {
  const manifests = new Map<string, string[]>();
  for (const { service, application } of written) {
    const places = application.sources.flatMap(({ path }) => (path === null || path === '' ? [] : [path]));
    manifests.set(service, [...(manifests.get(service) ?? []), application.file, ...places]);
  }
  return tagChanges(changes, images).flatMap(({ service, old, now }) => {
    const recorded = sources.get(service);
    const before = splitTagText(old).tag;
    if (before === now) return [];
    return {
      service,
      old: { tag: before, source: recorded?.get(before)?.source },
      new: { tag: now, source: sourceOf(origin, service) ?? recorded?.get(now)?.source },
      manifests: manifests.get(service) ?? [],
    };
  });
}

/** Services whose tag is no longer the one that was to be replaced. */
export function replacedMeanwhile(
  changes: readonly ImageChange[],
  replaces: ReadonlyMap<string, string> | undefined,
): BumpSkip[] {
  const skipped = new Map<string, BumpSkip>();
  for (const { service, part, old } of changes) {
    const expected = replaces?.get(service);
    if (part !== 'tag' || expected === undefined || expected === splitTagText(old).tag) continue;
    const [was, is] = [expected, old].map((tag) => quoteName(tag.slice(0, 200)));
    skipped.set(service, { service, why: `somebody else replaced ${was} by ${is} in the meantime` });
  }
  return [...skipped.values()];
}
