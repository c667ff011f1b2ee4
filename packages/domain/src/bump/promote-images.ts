import type { DeployBranch, PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { quoteName } from '../names.ts';
import type { Tree } from '../ports.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { readRecords, remembered } from './branch-records.ts';
import { type Bump, type BumpResult, noHistory } from './bump-images.ts';
import type { SourceOrigin } from './commit-message.ts';
import { type CopyTools, sourcesOfCopy } from './copy-images.ts';
import { type CurrentImage, type CurrentImages, currentImages, whyNone } from './current-images.ts';
import { type Hold, type HoldTerms, holdsAt, whyHeldAndDeployed } from './holds.ts';
import { requireEnvironment } from './known-environments.ts';
import { type BumpSkip, sortSkips } from './plan.ts';
import { promotedFrom } from './promoted-from.ts';
import {
  type ChosenImages,
  chooseServices,
  type EnvironmentPlace,
  namedServices,
  requestOf,
  type Selection,
  skipOrThrow,
  withoutUnwritable,
} from './promotion.ts';
import { previousImages } from './roll-back.ts';

/** An environment whose images are taken; it may be in another repository, whose Catalog is read in its own way. */
type SourcePlace = EnvironmentPlace & { loadCatalog?: Bump['loadCatalog'] };

/** What every way of promoting needs; how the images are written is the caller's. */
export interface Promotion extends Omit<Bump, 'request' | 'replaces' | 'copy' | 'hold'> {
  /** Copies the images to the repositories of the environment that takes them. */
  copy?: CopyTools | null;
  /** Whose images are taken; null for the image that each service had before its current one. */
  from: SourcePlace | null;
  to: EnvironmentPlace;
  /** Null for all that differ. */
  services: readonly string[] | null;
  /** Of a roll-back: the tags that it takes away, by service; one that has another tag by then is skipped. */
  takesAway?: ReadonlyMap<string, string> | null;
  /** Of a roll-back: the terms of the holds on what it takes away; null holds nothing, and without it there is no end. */
  hold?: HoldTerms | null;
  /** What a service that cannot be promoted does; null stops when it was named, and skips it otherwise. */
  onMissing: 'error' | 'warn' | null;
}

/**
 * Bumps one environment with the images of another, or with those it had before: a roll-back, which alone may write
 * an older tag. `write` says how: `bumpImages`, `bumpInPlace` or by a pull request. Repositories and registries stay
 * those of the environment that is written; a pinned digest goes with its tag.
 *
 * An unknown environment or service is a UserError. Promoting twice changes nothing the second time. A roll-back holds
 * the tags that it takes away: rolling back twice goes further back, or with `hold` null ends where it began.
 */
export async function promoteImages<Result extends BumpResult>(
  promotion: Promotion,
  write: (bump: Bump, origin: SourceOrigin) => Promise<Result>,
): Promise<Result> {
  const {
    from,
    to,
    services,
    loadCatalog,
    log,
    dryRun,
    sourceHistory,
    render,
    imageCheck,
    now,
    release,
    shipping,
    gating,
  } = promotion;
  const onMissing = promotion.onMissing ?? (services === null ? 'warn' : 'error');
  const selection = { services, onMissing, renders: Boolean(render) };
  const { images, skipped, sources, replaces, copySources, ...chosen } = await (from === null
    ? previousImages(to, selection, loadCatalog, { moment: now, takesAway: promotion.takesAway ?? null })
    : imagesOf(
        from,
        to,
        { ...selection, copies: Boolean(promotion.copy), adds: Boolean(promotion.main?.addsMissing) },
        { loadCatalog, log, now },
      ));
  const copied = promotion.copy && copySources ? { ...promotion.copy, sources: copySources } : null;
  const bump: Bump = {
    request: { ...to.settings, images, onMissing },
    loadCatalog,
    log,
    dryRun,
    sourceHistory: from === null ? null : sourceHistory,
    ...present({
      replaces,
      copy: copied,
      render,
      imageCheck,
      promotedFrom: chosen.promotedFrom,
      main: from === null ? undefined : promotion.main,
      now,
      release,
      shipping,
      // A roll-back takes what was there before, also while nothing else may be promoted.
      gating: from === null ? undefined : gating,
      hold: from === null ? heldBy(replaces, promotion.hold) : undefined,
    }),
  };
  const result = await write(bump, { sources });
  return { ...result, skipped: sortSkips([...result.skipped, ...skipped]) };
}

/** The tags that a roll-back replaces, to be held. */
function heldBy(
  replaces: ChosenImages['replaces'],
  terms: Promotion['hold'] = { until: null, reason: null },
): NonNullable<Bump['hold']> {
  return terms === null ? [] : [...(replaces ?? [])].map(([service, tag]) => ({ service, tag, ...terms }));
}

/** The images of an environment that are not those of another. */
async function imagesOf(
  from: SourcePlace,
  to: EnvironmentPlace,
  selection: Selection & { copies: boolean; adds: boolean },
  { loadCatalog, log, now }: Pick<Promotion, 'loadCatalog' | 'log'> & { now: number | undefined },
): Promise<ChosenImages> {
  refuseItself(from, to, loadCatalog);
  const source = await readManifests(from.manifests);
  const target = to.manifests === from.manifests ? source : await readManifests(to.manifests);
  const sourceCatalog = await (from.loadCatalog ?? loadCatalog)(source.tree);
  const targetCatalog = target === source ? sourceCatalog : await loadCatalog(target.tree);
  requireEnvironment(sourceCatalog, from.settings.environment);
  requireEnvironment(targetCatalog, to.settings.environment);
  const named = namedServices(selection);
  const theirs = await currentImages(source.tree, sourceCatalog, from.settings, named);
  const ours = await currentImages(target.tree, targetCatalog, to.settings, named);
  const images: ImageRequest[] = [];
  const added: ImageRequest[] = [];
  const skipped: BumpSkip[] = [];
  for (const service of chooseServices(selection, theirs, [ours])) {
    const image = theirs.images.get(service);
    const current = ours.images.get(service);
    if (!image) skipped.push(skipOrThrow(service, whyNone(theirs, service), selection));
    else if (current ? isOther(image, current) : ours.unclear.has(service) || selection.onMissing === 'error')
      images.push(requestOf(service, image)); // what has no place is an error of the plan, which knows where
    else if (selection.adds && !ours.missing.has(service)) added.push(requestOf(service, image));
    else if (!current) skipped.push({ service, why: whyNone(ours, service) });
  }
  const writable = await withoutUnwritable({ images, skipped }, selection, to.settings, ours.environment);
  const chosen = { ...writable, images: [...writable.images, ...added] };
  const kept = { ...to.settings, images: chosen.images, now };
  for (const hold of await broughtBack(target.history, ours, kept)) log.warning(whyHeldAndDeployed(hold));
  const { sources: recorded } = await readRecords(source.history, { sources: chosen.images, holds: false });
  const sources = chosen.images.flatMap(({ service, tag }): [string, string][] => {
    const sourceOfTag = recorded.get(service)?.get(tag)?.source;
    return sourceOfTag === undefined ? [] : [[service, sourceOfTag]];
  });
  const copySources = selection.copies ? sourcesOfCopy(chosen.images, theirs.environment) : undefined;
  return {
    ...chosen,
    sources: new Map(sources),
    promotedFrom: promotedFrom(chosen.images, theirs.environment),
    ...present({ copySources }),
  };
}

/**
 * The holds on tags that services of an environment have all the same, and keep. Where nothing is to be written `status` tells
 * them: otherwise the history is read anyway.
 */
async function broughtBack(
  history: AsyncIterable<PastCommit>,
  current: CurrentImages,
  { environment, images, now }: { environment: string; images: readonly ImageRequest[]; now: number | undefined },
): Promise<Hold[]> {
  if (images.length === 0) return [];
  const { holds } = await readRecords(history, { sources: [], holds: true });
  return holdsAt(holds, now).filter(
    (hold) =>
      hold.environment === environment &&
      current.images.get(hold.service)?.tag === hold.tag &&
      !images.some(({ service }) => service === hold.service),
  );
}

/** UserError where an environment of one repository is to get its own images. */
function refuseItself(from: SourcePlace, to: EnvironmentPlace, loadCatalog: Bump['loadCatalog']): void {
  const { environment } = to.settings;
  if (from.settings.environment !== environment || (from.loadCatalog ?? loadCatalog) !== loadCatalog) return;
  throw new UserError(`${quoteName(environment)} cannot be promoted to itself: it has its own images already`, {
    help: 'Name the environment whose images are taken as "from", or roll back with to-previous.',
  });
}

function isOther({ tag, digest }: CurrentImage, current: CurrentImage): boolean {
  return tag !== current.tag || (digest !== undefined && digest !== current.digest);
}

async function readManifests(place: DeployBranch | Tree): Promise<{ tree: Tree; history: AsyncIterable<PastCommit> }> {
  if ('list' in place) return { tree: place, history: noHistory() };
  const state = await place.read();
  return { tree: state.tree, history: remembered(place.history(state)) };
}
