import type { CommitId } from '../commit-id.ts';
import type { DeployBranch, DeployBranchState, PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { isLegalTag } from '../images/tag.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { mostCommits, readRecords, remembered } from './branch-records.ts';
import type { Bump } from './bump-images.ts';
import { type BumpTrailers, bumpTrailers } from './commit-message.ts';
import {
  type CurrentImage,
  type CurrentImages,
  currentImages,
  type EnvironmentSettings,
  whyNone,
} from './current-images.ts';
import { holdsAt } from './holds.ts';
import { requireEnvironment } from './known-environments.ts';
import type { BumpSkip } from './plan.ts';
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

type PreviousImage = Pick<CurrentImage, 'tag' | 'digest'>;

/** How many changes of its file are read where no commit says what came before a tag. */
const mostChanges = 100;

/**
 * The image that each service had before its current one: what the commit that wrote that one says, else what its
 * file said before. Tags that are held are walked past. A service that never had another is skipped with that reason, and
 * one that has another tag than `takesAway` says.
 *
 * UserError where the environment or a named service does not exist, or the manifests have no history.
 */
export async function previousImages(
  { settings, manifests }: EnvironmentPlace,
  selection: Selection,
  loadCatalog: Bump['loadCatalog'],
  { moment, takesAway = null }: { moment?: number | undefined; takesAway?: ReadonlyMap<string, string> | null } = {},
): Promise<ChosenImages> {
  if ('list' in manifests)
    throw new UserError('a roll-back needs the history of the deploy branch, which files alone do not have', {
      help: 'Write to the deploy branch instead, or give the tags yourself with bump.',
    });
  const state = await manifests.read();
  const catalog = await loadCatalog(state.tree);
  requireEnvironment(catalog, settings.environment);
  const now = await currentImages(state.tree, catalog, settings, namedServices(selection));
  const current = new Map<string, CurrentImage>();
  const skipped: BumpSkip[] = [];
  for (const service of chooseServices(selection, now)) {
    const image = now.images.get(service);
    const expected = takesAway?.get(service);
    if (image && expected !== undefined && image.tag !== expected)
      skipped.push({
        service,
        why: `it has ${quoteName(image.tag.slice(0, 200))}, which is not what is to be taken away`,
      });
    else if (image) current.set(service, image);
    else skipped.push(skipOrThrow(service, whyNone(now, service), selection));
  }
  const history = remembered(manifests.history(state));
  const { holds } = await readRecords(history, { sources: [], holds: true });
  const held = holdsAt(holds, moment).filter(({ environment }) => environment === settings.environment);
  const past: Past = {
    branch: manifests,
    state,
    history,
    isHeld: (service, tag) => held.some((hold) => hold.service === service && hold.tag === tag),
    imagesAt: imagesReader(manifests, settings, loadCatalog, namedServices(selection)),
  };
  const previous = await tagsBefore(past, settings.environment, current);
  const images: ImageRequest[] = [];
  const replaces = new Map<string, string>();
  for (const [service, image] of current) {
    const before = previous.get(service) ?? (await imageBefore(past, service, image));
    if (typeof before === 'string') {
      skipped.push({ service, why: before });
      continue;
    }
    images.push(requestOf(service, before));
    replaces.set(service, image.tag);
  }
  const chosen = await withoutUnwritable({ images, skipped }, selection, settings, now.environment);
  // Nothing new is built: the commit that wrote the tag first still says from what.
  return { ...chosen, sources: new Map(), replaces };
}

/** A deploy branch as it was read, and its history. */
interface Past {
  branch: DeployBranch;
  state: DeployBranchState;
  history: AsyncIterable<PastCommit>;
  isHeld: (service: string, tag: string) => boolean;
  /** The images of the environment at a commit of the branch. */
  imagesAt: (commit: CommitId) => Promise<CurrentImages>;
}

/**
 * What the trailers of the branch say of each service: the image before its current one, or that it was the
 * first. Absent where they do not tell: the tag was written without them, or has a digest, which they leave out.
 */
async function tagsBefore(
  past: Past,
  environment: string,
  current: ReadonlyMap<string, CurrentImage>,
): Promise<Map<string, PreviousImage | string>> {
  const found = new Map<string, PreviousImage | string>();
  const open = new Map(
    [...current].flatMap(([service, image]): [string, Walk][] =>
      image.digest === undefined ? [[service, { image, tag: image.tag }]] : [],
    ),
  );
  if (open.size === 0) return found;
  let left = mostCommits;
  let next: string = past.state.commit;
  for await (const { commit, parents, message } of past.history) {
    const trailers = bumpTrailers(message);
    const isOurs = trailers.environment === null || trailers.environment === environment;
    const isOnBranch = commit === next;
    if (isOnBranch) next = parents[0] ?? '';
    // What a commit of a request replaced may have been in the request alone.
    const tells = isOnBranch && (trailers.parent === null || trailers.parent === parents[0]);
    if (isOurs) settle(trailers.services, open, found, { ...past, tells });
    left -= 1;
    if (open.size === 0 || left === 0) break;
  }
  return found;
}

/** A service that is followed back: the image that it has, and the tag whose writer is looked for. */
interface Walk {
  image: CurrentImage;
  tag: string;
}

/**
 * Takes what one commit wrote: a service that it names is open no more, unless what came before is held. One that does not
 * tell what was on the branch before it leaves that to the files.
 */
function settle(
  services: BumpTrailers['services'],
  open: Map<string, Walk>,
  found: Map<string, PreviousImage | string>,
  { isHeld, tells }: Past & { tells: boolean },
): void {
  for (const [service, written] of services) {
    const walk = open.get(service);
    // The same tag twice: another part of the image was written.
    if (walk === undefined || (written.new === walk.tag && written.old === walk.tag)) continue;
    open.delete(service);
    if (!tells || written.new !== walk.tag || (written.old !== '' && !isLegalTag(written.old))) continue;
    if (written.old === '') found.set(service, nothingBefore(walk.image, walk.tag !== walk.image.tag));
    else if (isHeld(service, written.old) || (written.old === walk.image.tag && walk.tag !== walk.image.tag))
      open.set(service, { image: walk.image, tag: written.old });
    else found.set(service, { tag: written.old, digest: undefined });
  }
}

/** The images of an environment at commits of its branch, each read once. */
function imagesReader(
  branch: DeployBranch,
  settings: EnvironmentSettings,
  loadCatalog: Bump['loadCatalog'],
  named: readonly string[],
): Past['imagesAt'] {
  const known = new Map<string, Promise<CurrentImages>>();
  const read: Past['imagesAt'] = async (commit) => {
    const tree = branch.treeAt(commit);
    return currentImages(tree, await loadCatalog(tree), settings, named);
  };
  return (commit) => {
    const images = known.get(commit) ?? read(commit);
    known.set(commit, images);
    return images;
  };
}

/** What the files of a service said before they said its current image, or why that is not known. */
async function imageBefore(
  { branch, state, imagesAt, isHeld }: Past,
  service: string,
  current: CurrentImage,
): Promise<PreviousImage | string> {
  let left = mostChanges;
  let passed = false;
  for await (const { parents } of branch.history(state, current.files)) {
    const [parent] = parents;
    if (parent === undefined) break;
    const then = await imagesAt(parent);
    const image = then.images.get(service);
    if (!image) return `${nothingBefore(current, passed)}: ${whyNone(then, service)}`;
    if (image.tag !== current.tag && !isHeld(service, image.tag)) return image;
    passed ||= image.tag !== current.tag;
    left -= 1;
    if (left === 0) return notFound(branch.name, current);
  }
  return nothingBefore(current, passed);
}

/** `passed`: there was something, which is held. */
function nothingBefore({ tag }: CurrentImage, passed: boolean): string {
  return `nothing ${passed ? 'that is not held ' : ''}came before ${quoteName(tag.slice(0, 200))}`;
}

/** How far was looked, and the way out. */
function notFound(branch: string, { tag, digest }: CurrentImage): string {
  // Trailers leave digests out, so that they are not asked for an image that is pinned.
  const trailers = digest === undefined ? `the trailers of the last ${mostCommits} commits of ${branch} and ` : '';
  return `what came before ${quoteName(tag.slice(0, 200))} is not in ${trailers}the last ${mostChanges} changes of its files; bump it to the tag that you want, with allow-older`;
}
