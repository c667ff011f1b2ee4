import { commitOfSource, repositoryOfSource } from './commit-message.ts';
import { orderTags, type SourcedTag } from './downgrade.ts';
import type { KnownPresence } from './presence.ts';
import { findShipments, type ReplacedBuild, type Shipping } from './shipments.ts';
import type { SourceHistory } from './source-history.ts';

/** An environment, as far as its tags are compared with those of another. */
interface Tags {
  current: { images: ReadonlyMap<string, { tag: string }> };
  /** What the tags were built from, by service. */
  sources: ReadonlyMap<string, string>;
}

/** A tag that the environment before never had is one, until that has something newer. */
export async function isHotfix(
  service: string,
  tag: string,
  own: Tags,
  before: Tags,
  came: KnownPresence | undefined,
  { sourceHistory }: { sourceHistory: SourceHistory },
): Promise<boolean | null> {
  const theirs = before.current.images.get(service);
  if (theirs === undefined || theirs.tag === tag || isKnown(came)) return false;
  const { order } = await orderTags(
    sourced(tag, own.sources.get(service)),
    sourced(theirs.tag, before.sources.get(service)),
    sourceHistory,
  );
  // Whatever was there before: what it has now is newer.
  if (order === 'older') return false;
  return order === 'unknown' || came !== null ? null : true;
}

/** The services whose next tag is older, or may be: no promotion writes those. */
export async function olderOf(
  own: Tags,
  before: Tags | null,
  asks: ReadonlyMap<string, string>,
  { sourceHistory }: { sourceHistory: SourceHistory },
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [service, next] of asks) {
    const { order } = await orderTags(
      sourced(next, before?.sources.get(service)),
      sourced(own.current.images.get(service)?.tag ?? '', own.sources.get(service)),
      sourceHistory,
    );
    if (order === 'older' || order === 'diverged') found.add(service);
  }
  return found;
}

function sourced(tag: string, source: string | undefined): SourcedTag {
  if (source === undefined) return { tag, source };
  return { tag, source: commitOfSource(source), repository: repositoryOfSource(source) };
}

/** How many commits the next tag would bring to each service. */
export async function behindOf(
  own: Tags,
  before: Tags | null,
  asks: ReadonlyMap<string, string>,
  shipping: Shipping | null,
): Promise<Map<string, number>> {
  if (!before || !shipping) return new Map();
  const builds = [...asks].map(
    ([service, tag]): ReplacedBuild => ({
      service,
      old: { tag: own.current.images.get(service)?.tag ?? '', source: own.sources.get(service) },
      new: { tag, source: before.sources.get(service) },
      manifests: [],
    }),
  );
  const shipped = await findShipments(builds, shipping);
  return new Map(
    shipped.flatMap(({ service, changes }) => (changes ? [[service, changes.added.length] as const] : [])),
  );
}

function isKnown(presence: KnownPresence | undefined): boolean {
  return presence !== undefined && presence !== null && !('because' in presence);
}
