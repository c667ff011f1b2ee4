import type { Catalog } from '../catalog/catalog.ts';
import type { DeployBranch, Pace, PastCommit, WorkTreeWriter } from '../deploy-branch/deploy-branch.ts';
import { writeBranch } from '../deploy-branch/write-branch.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import type { ImageRegistry } from '../images/registry.ts';
import { compareText } from '../location.ts';
import type { Log, Tree } from '../ports.ts';
import { present } from '../present.ts';
import type { RenderSettings } from '../rendering/render-edits.ts';
import type { Rendering } from '../rendering/rendering.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { createdDiff, unifiedDiff } from '../tree/unified-diff.ts';
import type { BranchRecords } from './branch-records.ts';
import type { BumpRequest } from './bump-request.ts';
import { type CheckedRequest, checkImages } from './check-images.ts';
import { type BumpOrigin, bumpIdOf, commitMessage, type PassedGates, type SourceOrigin } from './commit-message.ts';
import { copyImages, type ImageCopy } from './copy-images.ts';
import { findDowngrades } from './downgrade.ts';
import { type Gating, judgePlan, withHotfixes } from './gating.ts';
import { type HeldTag, type Hold, whyHeld } from './holds.ts';
import { logOnce } from './log-once.ts';
import type { MainBranch } from './main-branch.ts';
import { addedBy, type Deployed, openDeployed, withCreated } from './open-deployed.ts';
import { type BumpPlan, type BumpSkip, planBump, sortSkips } from './plan.ts';
import { heldTags, type PlannedHolds, plannedHolds } from './planned-holds.ts';
import { type PromotedFrom, refuseOtherRepositories } from './promoted-from.ts';
import type { Platforms } from './pulled-images.ts';
import { renderPlan } from './render-plan.ts';
import { recordsOfPlan, replacedBuilds, replacedMeanwhile } from './replaced-builds.ts';
import { findShipments, type ReplacedBuild, type Shipment, type Shipping } from './shipments.ts';
import type { SourceHistory } from './source-history.ts';
import { pinDigests, verifyImages } from './verify-images.ts';

export interface BumpResult {
  /** Whether anything was written, or with `dryRun` would be. */
  changed: boolean;
  /** The commit that was made; null without one. */
  commit: string | null;
  /** Whether the server vouches for the commit's signature. */
  verified: boolean;
  changes: ImageChange[];
  /** Files that change, sorted. */
  files: string[];
  /** How often the manifests were read and planned. */
  attempts: number;
  skipped: BumpSkip[];
  /** Those of them that keep what is deployed because it is newer, may be, or came in the meantime. */
  kept: string[];
  /** The tags of the services asked for that a roll-back holds back, with what this run adds. */
  holds: Hold[];
  /** Those that it lets go. */
  released: HeldTag[];
  /** What was passed in an emergency; null outside of one. */
  passed: PassedGates | null;
  /** Unified diff of all files, for `git apply`; '' when nothing changes. */
  diff: string;
  /** What the Applications that it touches are rendered to. */
  rendering: Rendering;
  /** What each service gets by it, sorted; empty where nobody asked. */
  shipped: Shipment[];
}

/** What every way of bumping needs. */
export interface Bump {
  request: BumpRequest;
  /** Reads a tree into a Catalog, with the configuration of the run. */
  loadCatalog: (tree: Tree) => Promise<Catalog>;
  log: Log;
  /** Plan and diff, and write nothing. */
  dryRun: boolean;
  /** Tells older tags, which are skipped; null writes them too. */
  sourceHistory: SourceHistory | null;
  /** Tag by service that the request was made for: a service that has another by now is skipped. */
  replaces?: ReadonlyMap<string, string>;
  /** The moment of the run, in milliseconds since 1970: a hold that was over by then holds nothing. Without it none is over. */
  now?: number;
  /** Tags that are held from then on, where their service is written. */
  hold?: readonly Omit<Hold, 'environment'>[];
  /** Services whose held tags are let go, where they are written. */
  release?: readonly string[];
  /** Asks that every image exists before it is written; null asks nobody. */
  imageCheck?: ImageCheck | null;
  /** What is merged and may not be deployed yet; null where what is written is all there is. */
  main?: MainBranch | null;
  /** Asks the sources what their builds call images, for a service of whose image no place is known by its own name. */
  builtNames?: () => Promise<TargetSettings['builtAs']>;
  /** Where the images are taken from: one that is neither copied nor asked for has to be of the same repository. */
  promotedFrom?: PromotedFrom | null;
  /** Copies the images to where they will be pulled, before they are written. */
  copy?: ImageCopy | null;
  /** Renders what is touched, before and after, and refuses what was not asked for; null renders nothing. */
  render?: RenderSettings | null;
  /** What has to be before anything is written; null asks nothing. */
  gating?: Gating | null;
  /** Tells what ships with the new tags; null says nothing of it. */
  shipping?: Shipping | null;
}

/** Where every image that is written has to exist; with `pin`, the digest it has there is written too. */
export interface ImageCheck {
  registry: ImageRegistry;
  pin: boolean;
  /** What the images have to run on, where that is configured. */
  platforms?: Platforms;
}

/**
 * Writes the images in one commit on the deploy branch. The plan is made from what the branch holds, and made
 * again whenever somebody else was first. ExternalError where it cannot be written: see `writeBranch`.
 */
export async function bumpImages(
  bump: Bump & { branch: DeployBranch; pace: Pace; origin: BumpOrigin },
): Promise<BumpResult> {
  const { branch, pace, origin } = bump;
  const request = checkImages(bump.request);
  const log = logOnce(bump.log);
  const { plan, attempts, commit } = await writeBranch({
    branch,
    pace,
    log,
    isOurs: (message) => bumpIdOf(message) === origin.id,
    plan: async (state) => {
      const made = await planFrom(state.tree, { ...bump, request, log, target: branch.name }, branch.history(state));
      if (made.files.size + made.created.size === 0 && state.head === null && !bump.dryRun)
        log.warning(`${branch.name} does not exist and is not created: its base already has these images`);
      return {
        plan: made,
        files: bump.dryRun ? new Map() : encode(made),
        message: () => {
          const { holds, releases } = made.holding;
          const holding = { parent: state.commit, holds, releases };
          const said = { ...origin, holding, ...present({ passed: made.passed ?? undefined }) };
          return commitMessage(request.environment, made.changes, request.images, said);
        },
      };
    },
  });
  return resultOf(plan, attempts, commit, bump.shipping);
}

/**
 * The same plan for the files of a work tree; no commit is made, and none tells where their tags are from. A dry
 * run needs no writer.
 */
export async function bumpInPlace(
  bump: Bump & { tree: Tree; writer: WorkTreeWriter | null; origin: SourceOrigin },
): Promise<BumpResult> {
  const request = checkImages(bump.request);
  const plan = await planFrom(bump.tree, { ...bump, request, target: null }, noHistory());
  if (plan.files.size > 0 && !bump.dryRun) await bump.writer?.write(encode(plan));
  return resultOf(plan, 1, null, bump.shipping);
}

/** A bump whose request was judged. */
type CheckedBump = Bump & {
  request: CheckedRequest;
  origin: SourceOrigin;
  /** The name of the branch that is written; null for files. */
  target: string | null;
};

/** A plan with the files that come from the main branch, what keeps what is deployed, and what it is rendered to. */
type WholePlan = BumpPlan &
  Pick<Deployed, 'created'> &
  Pick<BumpResult, 'kept' | 'rendering' | 'passed'> & { holding: PlannedHolds; builds: ReplacedBuild[] };

/** Reads a tree once, and plans from it: pinned, without what is not to be written, and proven to exist. */
async function planFrom(tree: Tree, bump: CheckedBump, history: AsyncIterable<PastCommit>): Promise<WholePlan> {
  const { log, imageCheck } = bump;
  const lookup = imageCheck && { registry: imageCheck.registry, log, platforms: imageCheck.platforms };
  const opened = await openDeployed(tree, bump.request, { ...bump, branch: bump.target });
  const beforeCopy = lookup && { ...lookup, sources: bump.copy?.sources };
  const request =
    beforeCopy && imageCheck.pin ? await pinDigests(bump.request, opened.environment, beforeCopy) : bump.request;
  const first = await planBump(request, opened.environment);
  const { plan: whole } = first;
  const replaced = whole.changes.filter(({ service }) => !opened.added.has(service));
  const changes = whole.changes.length > 0 || opened.created.size > 0;
  const records = await recordsOfPlan(changes, replaced, { ...bump, request }, history);
  const held = heldTags(request, records.holds, bump);
  const free = replaced.filter(({ service }) => !held.has(service));
  const keeps = [
    ...[...held].flatMap(([service, hold]) =>
      opened.added.has(service) || whole.changes.some((change) => change.service === service)
        ? [{ service, why: whyHeld(hold) }]
        : [],
    ),
    ...replacedMeanwhile(free, bump.replaces),
    ...(await withHotfixes(await downgrades(free, bump, records), free, bump.gating)),
  ];
  const kept = [...new Set(keeps.map(({ service }) => service))].sort(compareText);
  const asked = { changes: whole.changes, added: addedBy(opened, whole) };
  const gates = await judgePlan(request.images, asked, new Set(kept), bump);
  const skipped = [...keeps, ...gates.skipped];
  const rest = without(request, skipped);
  // The files of a service that is not to be written yet do not come either.
  const laid = skipped.some(({ service }) => opened.added.has(service))
    ? await openDeployed(tree, rest, { ...bump, branch: bump.target })
    : opened;
  const { plan: allowed, environment } = skipped.length === 0 ? first : await planBump(rest, laid.environment);
  const plan = withCreated(allowed, laid, request);
  const written = new Set(plan.changes.map(({ service }) => service));
  const images = request.images.filter(({ service }) => written.has(service));
  if (bump.promotedFrom && !bump.copy && !imageCheck) refuseOtherRepositories(images, bump.promotedFrom, environment);
  const rendering = await renderPlan(plan, images, environment, { ...bump, tree: overlayTree(tree, plan.created) });
  if (bump.copy && !bump.dryRun) await copyImages(images, environment, bump.copy, log);
  // A dry run copies nothing.
  const proven = bump.dryRun ? beforeCopy : lookup;
  if (proven) await verifyImages(images, environment, proven);
  for (const warning of plan.warnings) log.warning(warning);
  const holding = plannedHolds(request, written, records.holds, bump);
  for (const warning of holding.warnings) log.warning(warning);
  const builds = replacedBuilds(plan, images, bump.origin, records);
  const emergency = bump.gating?.emergency ?? null;
  return {
    ...plan,
    skipped: sortSkips([...plan.skipped, ...skipped]),
    kept,
    rendering,
    holding,
    builds,
    passed: emergency === null ? null : { emergency, hotfixes: gates.hotfixes },
  };
}

/** The services that a plan would give an older tag; none where that is allowed. Says what is not known. */
async function downgrades(
  changes: readonly ImageChange[],
  { request, origin, sourceHistory, log }: CheckedBump,
  records: BranchRecords,
): Promise<BumpSkip[]> {
  if (sourceHistory === null) return [];
  const { images } = request;
  const found = await findDowngrades({ changes, images, origin, sources: sourceHistory, records });
  for (const warning of found.warnings) log.warning(warning);
  for (const notice of found.notices) log.notice(notice);
  return found.skipped;
}

function without(request: CheckedRequest, skipped: readonly BumpSkip[]): CheckedRequest {
  const services = new Set(skipped.map(({ service }) => service));
  return { ...request, images: request.images.filter(({ service }) => !services.has(service)) };
}

/** Files alone have no commits. */
export async function* noHistory(): AsyncIterable<PastCommit> {}

function encode({ files, created }: Pick<WholePlan, 'files' | 'created'>): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map([...created, ...[...files].map(([path, { after }]) => [path, encoder.encode(after)] as const)]);
}

async function resultOf(
  plan: WholePlan,
  attempts: number,
  commit: { commit: string; verified: boolean } | null,
  shipping: Bump['shipping'],
): Promise<BumpResult> {
  const contents = encode(plan);
  const files = [...contents.keys()].sort(compareText).map((path) => {
    const edited = plan.files.get(path);
    if (edited && !plan.created.has(path)) return { path, diff: unifiedDiff(path, edited.before, edited.edits) };
    return { path, diff: createdDiff(path, textOf(contents.get(path))) };
  });
  return {
    changed: files.length > 0,
    commit: commit?.commit ?? null,
    verified: commit?.verified ?? false,
    changes: plan.changes,
    files: files.map(({ path }) => path),
    attempts,
    skipped: plan.skipped,
    kept: plan.kept,
    holds: plan.holding.shown,
    released: plan.holding.releases,
    passed: plan.passed,
    diff: files.map(({ diff }) => diff).join(''),
    rendering: plan.rendering,
    shipped: shipping ? await findShipments(plan.builds, shipping) : [],
  };
}

/** The text of a file; null where it is none. */
function textOf(bytes: Uint8Array | undefined): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
