import type { Catalog } from '../catalog/catalog.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import type { Tree } from '../ports.ts';
import { present } from '../present.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { ExternalError, UserError } from '../user-error.ts';
import type { CheckedRequest } from './check-images.ts';
import { filesToAdd, type MainBranch, refuseUnread } from './main-branch.ts';
import { type OpenEnvironment, openEnvironment } from './open-environment.ts';
import { type BumpPlan, planBump, undeployed, withoutPlace } from './plan.ts';

/** What is deployed, with what is to be. */
export interface Deployed {
  environment: OpenEnvironment;
  /** Files that come from the main branch, by path. */
  created: Map<string, Uint8Array>;
  /** The services that they bring. */
  added: ReadonlySet<string>;
}

/**
 * Opens the environment of a request. Where no place of a service's image is known by its own name, it is looked for by
 * what builds call it. For services that the tree does not deploy there, the main branch is asked as well,
 * and where it is told to, their files are laid over the tree; a service that cannot be written then brings none.
 */
export async function openDeployed(
  tree: Tree,
  request: CheckedRequest,
  bump: {
    loadCatalog: (tree: Tree) => Promise<Catalog>;
    main?: MainBranch | null;
    builtNames?: () => Promise<TargetSettings['builtAs']>;
    branch: string | null;
  },
): Promise<Deployed> {
  const services = request.images.map(({ service }) => service);
  let { builtAs } = request;
  const open = async (files: Tree): Promise<OpenEnvironment> => {
    const catalog = await bump.loadCatalog(files);
    const opened = () => openEnvironment(files, catalog, { ...request, ...present({ builtAs }) }, services);
    const known = await opened();
    if (builtAs !== undefined || !bump.builtNames || withoutPlace(request, known).length === 0) return known;
    builtAs = (await bump.builtNames()) ?? new Map();
    return services.some((service) => builtAs?.has(service)) ? opened() : known;
  };
  const environment = await open(tree);
  const missing = undeployed(request, environment);
  const none = { environment, created: new Map(), added: new Set<string>() };
  const main = missing.length > 0 && bump.branch !== null && bump.main ? await treeOf(bump.main) : null;
  if (!main || main === tree) return none;
  const catalog = await bump.loadCatalog(main);
  const beside = { name: main.name, catalog, branch: bump.branch ?? '', addsMissing: bump.main?.addsMissing ?? false };
  const add = async (names: readonly string[]): Promise<Deployed> => {
    const created = bump.main?.addsMissing
      ? await filesToAdd(names, request, { tree: main, catalog }, tree)
      : new Map();
    if (created.size === 0) return { ...none, environment: { ...environment, main: beside } };
    const laid = { ...(await open(overlayTree(tree, created))), main: beside };
    refuseUnread(new Set(created.keys()), laid);
    return { environment: laid, created, added: new Set(names) };
  };
  const all = await add(missing);
  if (all.created.size === 0 || request.onMissing === 'error') return all;
  const { plan } = await planBump(request, all.environment);
  const skipped = new Set(plan.skipped.map(({ service }) => service));
  return skipped.size === 0 ? all : add(missing.filter((service) => !skipped.has(service)));
}

/** The files of the main branch; null where they cannot be read, and a message alone would be made of them. */
async function treeOf({ tree, addsMissing }: MainBranch): Promise<Tree | null> {
  try {
    return await tree();
  } catch (error) {
    if (addsMissing || !(error instanceof UserError || error instanceof ExternalError)) throw error;
    return null;
  }
}

/** The services that come with files of the main branch, and that the plan leaves in. */
export function addedBy({ added }: Deployed, { skipped }: BumpPlan): ReadonlySet<string> {
  const left = new Set(skipped.map(({ service }) => service));
  return new Set([...added].filter((service) => !left.has(service)));
}

/** A plan with the files that come from the main branch; their services had no image before. */
export function withCreated(
  plan: BumpPlan,
  { created, added }: Deployed,
  request: CheckedRequest,
): BumpPlan & Pick<Deployed, 'created'> {
  if (created.size === 0) return { ...plan, created };
  const changes = plan.changes.map((change) => (added.has(change.service) ? { ...change, old: '' } : change));
  const tagged = new Set(changes.map(({ service }) => service));
  const [file = ''] = created.keys();
  for (const { service, tag } of request.images)
    if (added.has(service) && !tagged.has(service) && !plan.skipped.some((skip) => skip.service === service))
      changes.push({
        service,
        environment: request.environment,
        part: 'tag',
        file,
        path: '',
        line: 1,
        old: '',
        new: tag,
      });
  return { ...plan, changes, created };
}
