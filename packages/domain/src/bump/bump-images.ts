import type { Catalog } from '../catalog/catalog.ts';
import type { DeployBranch, Pace, PastCommit, WorkTreeWriter } from '../deploy-branch/deploy-branch.ts';
import { writeBranch } from '../deploy-branch/write-branch.ts';
import type { ImageRegistry } from '../images/registry.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import type { Log, Tree } from '../ports.ts';
import { unifiedDiff } from '../tree/unified-diff.ts';
import type { BumpChange, BumpRequest } from './bump-request.ts';
import { type BumpOrigin, bumpIdOf, commitMessage, type SourceOrigin } from './commit-message.ts';
import type { SourceHistory } from './older.ts';
import { findOlder } from './older-services.ts';
import { type BumpPlan, type BumpSkip, filesOfBump, planBump } from './plan.ts';
import { pinDigests, verifyImages } from './verify-images.ts';

export interface BumpResult {
  /** Whether anything was written, or with `dryRun` would be. */
  changed: boolean;
  /** The commit that was made; null without one. */
  commit: string | null;
  /** Whether the server vouches for the commit's signature. */
  verified: boolean;
  changes: BumpChange[];
  /** Files that change, sorted. */
  files: string[];
  /** How often the manifests were read and planned. */
  attempts: number;
  skipped: BumpSkip[];
  /** Unified diff of all files, for `git apply`; '' when nothing changes. */
  diff: string;
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
  /** Where every image that is written has to exist; with `pin`, the digest it has there is written too. */
  images?: { registry: ImageRegistry; pin: boolean } | null;
}

/**
 * Writes the images in one commit on the deploy branch. The plan is made from what the branch holds, and made
 * again whenever somebody else was first. ExternalError where it cannot be written: see `writeBranch`.
 */
export async function bumpImages(
  bump: Bump & { branch: DeployBranch; pace: Pace; origin: BumpOrigin },
): Promise<BumpResult> {
  const { request, branch, pace, origin } = bump;
  const log = saidOnce(bump.log);
  const { plan, attempts, commit } = await writeBranch({
    branch,
    pace,
    log,
    isOurs: (message) => bumpIdOf(message) === origin.id,
    plan: async (state) => {
      const made = await planFrom(state.tree, { ...bump, log }, origin, branch.history(state));
      if (made.files.size === 0 && state.head === null && !bump.dryRun)
        log.warning(`${branch.name} does not exist and is not created: its base already has these images`);
      return {
        plan: made,
        files: bump.dryRun ? new Map() : encode(made),
        message: () => commitMessage(request.environment, made.changes, request.images, origin),
      };
    },
  });
  return resultOf(plan, attempts, commit);
}

/** The same plan for the files of a work tree; no commit is made, and none tells where their tags are from. */
export async function bumpInPlace(
  bump: Bump & { tree: Tree; writer: WorkTreeWriter; origin: SourceOrigin },
): Promise<BumpResult> {
  const plan = await planFrom(bump.tree, bump, bump.origin, noHistory());
  if (plan.files.size > 0 && !bump.dryRun) await bump.writer.write(encode(plan));
  return resultOf(plan, 1, null);
}

async function planFrom(
  tree: Tree,
  bump: Bump,
  origin: SourceOrigin,
  history: AsyncIterable<PastCommit>,
): Promise<BumpPlan> {
  const { log, sourceHistory, images: checked } = bump;
  const catalog = await bump.loadCatalog(tree);
  const files = await tree.read(filesOfBump(bump.request, catalog, await tree.list()));
  const request = checked?.pin ? await pinDigests(bump.request, catalog, checked.registry, log, files) : bump.request;
  const whole = planBump(request, catalog, files);
  const skipped = replacedMeanwhile(whole.changes, bump.replaces);
  if (sourceHistory !== null) {
    const older = await findOlder(whole.changes, request.images, origin, sourceHistory, history);
    skipped.push(...older.skipped);
    for (const warning of older.warnings) log.warning(warning);
    for (const notice of older.notices) log.notice(notice);
  }
  const left = new Set(skipped.map(({ service }) => service));
  const images = request.images.filter(({ service }) => !left.has(service));
  const plan = left.size === 0 ? whole : planBump({ ...request, images }, catalog, files);
  if (checked) {
    const written = new Set(plan.changes.map(({ service }) => service));
    const proven = { ...request, images: request.images.filter(({ service }) => written.has(service)) };
    await verifyImages(proven, catalog, checked.registry, log, files);
  }
  for (const warning of plan.warnings) log.warning(warning);
  return { ...plan, skipped: sortSkips([...plan.skipped, ...skipped]) };
}

/** Services whose tag is no longer the one that was to be replaced. */
function replacedMeanwhile(changes: readonly BumpChange[], replaces: ReadonlyMap<string, string> | undefined) {
  const skipped = new Map<string, BumpSkip>();
  for (const { service, part, old } of changes) {
    const expected = replaces?.get(service);
    if (part !== 'tag' || expected === undefined || expected === old) continue;
    const [was, is] = [expected, old].map((tag) => quoteName(tag.slice(0, 200)));
    skipped.set(service, { service, why: `somebody else replaced ${was} by ${is} in the meantime` });
  }
  return [...skipped.values()];
}

/** By service, then by reason. */
export function sortSkips(skips: readonly BumpSkip[]): BumpSkip[] {
  return [...skips].sort((a, b) => compareText(a.service, b.service) || compareText(a.why, b.why));
}

async function* noHistory(): AsyncIterable<PastCommit> {}

/** A plan is made again for each try; what it has to say is said once. */
function saidOnce(log: Log): Log {
  const said = new Set<string>();
  const once = (say: (message: string) => void) => (message: string) => {
    if (said.has(message)) return;
    said.add(message);
    say(message);
  };
  return { progress: log.progress, notice: once(log.notice), warning: once(log.warning) };
}

function encode({ files }: BumpPlan): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map([...files].map(([path, { after }]) => [path, encoder.encode(after)]));
}

function resultOf(plan: BumpPlan, attempts: number, commit: { commit: string; verified: boolean } | null): BumpResult {
  const files = [...plan.files].map(([path, { before, edits }]) => ({ path, diff: unifiedDiff(path, before, edits) }));
  return {
    changed: files.length > 0,
    commit: commit?.commit ?? null,
    verified: commit?.verified ?? false,
    changes: plan.changes,
    files: files.map(({ path }) => path),
    attempts,
    skipped: plan.skipped,
    diff: files.map(({ diff }) => diff).join(''),
  };
}
