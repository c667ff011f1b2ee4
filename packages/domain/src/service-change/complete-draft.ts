import type { Application } from '../argocd/application.ts';
import type { Catalog, Service } from '../catalog/catalog.ts';
import { formatLocation, type Location } from '../location.ts';
import { spellingsOf } from '../name-spellings.ts';
import type { Tree } from '../ports.ts';
import { isComposeFile, isYaml } from '../tree/file-types.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { indexPaths } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { filesDiff } from '../tree/unified-diff.ts';
import { UserError } from '../user-error.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { foundBefore } from '../verify/findings/found-before.ts';
import { type FixResult, fixServices } from '../verify/fix-services.ts';
import { withoutWaivers } from '../verify/fixes/clone/clone.ts';
import type { ServiceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import { withOwnEntries, withoutSecrets } from '../verify/fixes/clone/sibling-secrets.ts';
import type { Report } from '../verify/report/report.ts';
import { type VerifyOptions, verifyServices } from '../verify/verify-services.ts';
import { cloneDeployment, clonesOf } from './cloned-deployment.ts';
import { cloneJobs } from './cloned-jobs.ts';
import { openSources } from './deploying-files.ts';
import { firstTag, holdSync, readsDefaultBranch, unbuiltFiles, unheldFiles } from './first-deployment.ts';
import { inheritedNote, isInherited, renamersOfOthers } from './inherited-findings.ts';
import { lockCharts } from './locked-charts.ts';
import { stepsOfNew } from './new-service-steps.ts';
import type { ServiceChange } from './service-change.ts';
import { type NewPort, withPort, withPortInNewLines } from './service-ports.ts';
import { siblingOnly } from './sibling-only.ts';
import { withoutRoutes } from './sibling-routes.ts';
import type { Skeleton } from './skeleton.ts';
import { unmadeObjects } from './unmade-objects.ts';
import { missingBases, unnamedManifests, withEntryTag, withImageTag } from './unnamed-manifests.ts';

/** A new service before verifying has said what it lacks. */
export interface Draft {
  name: string;
  /** The service that it is made like. */
  like: Service;
  rename: ServiceRenamer;
  port: NewPort;
  /** The environments that it is deployed to; empty: those that most services have. */
  environments: readonly string[];
  tag: string | undefined;
  /** Its sources; empty where it has them, and where another repository holds them. */
  skeleton: Skeleton;
  /** How the Catalog of a tree is read. */
  load: (tree: Tree) => Promise<Catalog>;
  /** The repository that bumps have to name, where it is not the one of the sources; null for that one. */
  repository: string | null;
  /** Whether its manifests are in another repository, which tells what has to be done there. */
  deployedElsewhere: boolean;
}

/**
 * The change that completes a draft: its sources, and all that verifying then finds missing. Findings about other
 * services are left as they are.
 */
export async function completeDraft(tree: Tree, draft: Draft, options: VerifyOptions): Promise<ServiceChange> {
  const { name, like, rename, port, skeleton } = draft;
  const catalog = await draft.load(tree);
  const paths = indexPaths(await tree.list());
  const before = await verifyServices(tree, options);
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const neighbours = new Set(catalog.services.flatMap((one) => (one.name === name ? [] : one.name)));
  // That another service is less like most now is no fault of this one.
  const concerns = ({ subject, fingerprint, severity }: Finding): boolean =>
    subject === name || !(known.has(fingerprint) || (severity === 'notice' && neighbours.has(subject)));

  const added = new Map([
    [
      name,
      {
        like: like.name,
        environments: draft.environments.length > 0 ? draft.environments : null,
        port: port?.from ?? null,
      },
    ],
  ]);
  const fixed = await fixDraft(tree, draft, { ...options, added }, concerns);
  const files = new Map(fixed.files);
  const created = new Set([...files.keys()].filter((path) => paths.at(path) === null));
  const waits = draft.tag === undefined ? readsDefaultBranch(catalog) : () => false;
  const { held, isAdapted } = await adaptFiles(tree, draft, { files, created, waits });
  const locks = await lockCharts(tree, files);
  for (const [path, content] of locks.files) files.set(path, content);
  const after = overlayTree(tree, new Map(files));
  const report = isAdapted || locks.files.size > 0 ? await verifyServices(after, { ...options, added }) : fixed.report;
  const completed = await draft.load(after);
  const wasFound = foundBefore(before.findings, report.findings);
  const about = report.findings.filter((one) => concerns(one) && (one.subject === name || !wasFound(one)));
  const others = renamersOfOthers(draft, catalog);
  const inherited = about.filter(isInherited(before.findings, [rename, ...others]));
  return {
    service: name,
    action: 'add',
    stage: null,
    notes: [
      ...inheritedNote(others.length === 0 ? like.name : 'others of its kind', inherited),
      ...notClonedNote(like, fixed.refused),
    ],
    files,
    created,
    diff: await filesDiff(tree, files),
    checklist: report.checklist.find(({ service }) => service === name)?.items ?? [],
    findings: about.filter((finding) => !inherited.includes(finding)),
    model: { like: like.name, port },
    steps: await stepsOfNew({
      name,
      tree: after,
      files,
      created,
      held,
      undeployed: distinctNames(undeployed(completed, draft)),
      unmade: await unmadeFor(after, completed, draft),
      unknown: distinctNames(mayDeploy(completed, draft)),
      unheld: draft.tag === undefined ? unheldFiles(name, completed, { files, created, held, waits }) : [],
      unbuilt: draft.tag === undefined && !draft.deployedElsewhere ? unbuiltFiles(name, completed, files) : [],
      stale: locks.stale,
      skeleton,
      tag: draft.tag,
      environments: catalog.environments.filter((environment) =>
        [...completed.applications, ...completed.generated].some(
          (one) => one.services.includes(name) && one.environment === environment.name,
        ),
      ),
      jobs: fixed.jobs,
      named: files.size === 0 ? [] : await siblingOnly(after, like, name, options),
      repository: draft.repository,
      deployedElsewhere: draft.deployedElsewhere,
    }),
  };
}

/** Gives what was written the port of the new service and no secret of its sibling, and holds Applications that would be synced too soon. */
async function adaptFiles(
  tree: Tree,
  { name, like, rename, port, skeleton, tag = firstTag }: Draft,
  change: {
    files: Map<string, Uint8Array | null>;
    created: ReadonlySet<string>;
    waits: (targetRevision: string | null) => boolean;
  },
): Promise<{ held: string[]; isAdapted: boolean }> {
  const { files, created, waits } = change;
  const encoder = new TextEncoder();
  const held: string[] = [];
  let isAdapted = false;
  const contents = await tree.read([...files.keys()]);
  const spellings = new Set(spellingsOf(name));
  const adapt = (path: string, text: string): string => {
    if (created.has(path)) {
      // Also in values that others override: the sibling's tag is none of its image.
      const tagged = isYaml(path) ? withImageTag(withPort(text, port), name, tag) : withPort(text, port);
      return withoutRoutes(path, withoutSecrets(path, tagged, like.name), name);
    }
    const before = textOf(path, contents.get(path)) ?? '';
    const ported = withPortInNewLines(before, text, port);
    const own = (entry: string): string => withoutRoutes(path, withoutSecrets(path, rename(entry), like.name), name);
    const tagged = (entry: string): string => (isComposeFile(path) ? entry : withEntryTag(entry, tag));
    return withOwnEntries(
      path,
      { before, text: ported },
      (entry) => spellings.has(entry),
      (entry) => tagged(own(entry)),
    );
  };
  for (const [path, content] of [...files]) {
    const text = textOf(path, content ?? undefined);
    if (text === null || skeleton.files.has(path)) continue;
    const ported = adapt(path, text);
    const waiting = created.has(path) ? holdSync(path, ported, waits) : null;
    if (waiting !== null) held.push(path);
    const final = waiting ?? ported;
    if (final === text) continue;
    files.set(path, encoder.encode(final));
    isAdapted = true;
  }
  return { held, isAdapted };
}

/** What a draft becomes when all that verifying finds missing is written. */
interface FixedDraft {
  files: ReadonlyMap<string, Uint8Array | null>;
  report: Report;
  /** The pipelines in which jobs of its sibling are cloned. */
  jobs: readonly string[];
  /** Why the manifests of its sibling are not cloned; null where they are, or where nothing is known against it. */
  refused: UserError | null;
}

/** Writes what verifying finds missing, and what deploys its sibling where no rule says how that is cloned. */
async function fixDraft(
  tree: Tree,
  draft: Draft,
  options: VerifyOptions,
  concerns: (finding: Finding) => boolean,
): Promise<FixedDraft> {
  const { name, skeleton, load, rename, port } = draft;
  const encoder = new TextEncoder();
  const tag = draft.tag ?? firstTag;
  const files = new Map<string, Uint8Array | null>(
    [...skeleton.files, ...(skeleton.listed ?? [])].map(([path, text]) => [path, encoder.encode(text)]),
  );
  for (const [path, text] of await cloneManifests(tree, unnamedManifests, draft, tag))
    files.set(path, encoder.encode(text));
  const fix = async (): Promise<FixResult> => {
    const fixed = await fixServices(
      overlayTree(tree, new Map(files)),
      { ...options, tags: new Map([[name, tag]]) },
      true,
      () => concerns,
    );
    for (const [path, content] of fixed.files) files.set(path, content);
    return fixed;
  };
  let { report } = await fix();
  const fixed = overlayTree(tree, new Map(files));
  const jobs = await jobsOf(fixed, draft);
  const more = [...(await cloneManifests(fixed, missingBases, draft, tag)), ...jobs];
  for (const [path, text] of more) files.set(path, encoder.encode(text));
  if (more.length > 0) ({ report } = await fix());
  const after = overlayTree(tree, new Map(files));
  const { config } = options.config;
  const left = undeployed(await load(after), draft);
  const cloned =
    left.length === 0 ? null : await cloneDeployment(after, left, { name, tag, rename, port, config, load });
  if (cloned === null || cloned instanceof UserError) return { files, report, jobs: [...jobs.keys()], refused: cloned };
  for (const [path, text] of cloned) files.set(path, encoder.encode(text));
  const again = await fix();
  return { files, report: again.report, jobs: [...jobs.keys()], refused: null };
}

/** Pipelines with the jobs of a sibling cloned. */
async function jobsOf(tree: Tree, { name, like, rename, port, load }: Draft): Promise<Map<string, string>> {
  const { services } = await load(tree);
  const own = (text: string): string => withPort(rename(withoutWaivers(text)), port);
  return cloneJobs(await openSources(tree), { name, like, services, own });
}

/** Clones of what a sibling has, chosen from what a tree holds; none where a place of them is taken. */
async function cloneManifests(
  tree: Tree,
  choose: typeof unnamedManifests | typeof missingBases,
  { name, like, rename, port, load, deployedElsewhere }: Draft,
  tag: string,
): Promise<ReadonlyMap<string, string>> {
  if (deployedElsewhere) return new Map();
  const sources = await openSources(tree);
  const files = choose(await load(tree), sources, { name, like, rename });
  const own = (text: string): string => withImageTag(withPort(rename(withoutWaivers(text)), port), name, tag);
  const cloned = files.length === 0 ? null : clonesOf(files, sources, { name, rename, own });
  return cloned instanceof Map ? cloned : new Map();
}

/**
 * What deploys its sibling in an environment in which nothing deploys it. Rules find that of what is written; of what an
 * ApplicationSet generates from what is not known here they are silent.
 */
function undeployed({ applications, generated }: Catalog, { name, environments, like }: Draft): Application[] {
  const deploying = (one: string) => [...applications, ...generated].filter(({ services }) => services.includes(one));
  const own = new Set(deploying(name).map(({ environment }) => environment));
  return deploying(like.name)
    .filter(({ environment }) => environments.length === 0 || environments.includes(environment ?? ''))
    .filter(({ environment }) => !own.has(environment));
}

/** What its sibling is given by what deploys it and the new service is not, where something deploys both. */
async function unmadeFor(tree: Tree, { applications, generated }: Catalog, draft: Draft): Promise<Location[]> {
  const of = (name: string) => [...applications, ...generated].filter(({ services }) => services.includes(name));
  const own = of(draft.name);
  const environments = new Set(own.map(({ environment }) => environment));
  const sibling = of(draft.like.name).filter(({ environment }) => environments.has(environment));
  return own.length === 0 ? [] : unmadeObjects(draft.rename, { sibling, own }, await openSources(tree));
}

/** ApplicationSets whose elements are not known, where nothing is known to deploy the service or its sibling. */
function mayDeploy({ applications, generated }: Catalog, { name, like }: Draft): Application[] {
  const isDeployed = [...applications, ...generated].some(
    ({ services }) => services.includes(name) || services.includes(like.name),
  );
  return isDeployed ? [] : generated.filter((one) => (one.generated?.unread ?? null) !== null);
}

function distinctNames(applications: readonly Application[]): Location[] {
  const places = applications.map(({ document }) => document.locate(['metadata', 'name']));
  return [...new Map(places.map((place) => [formatLocation(place), place])).values()];
}

function notClonedNote({ name }: Service, refused: UserError | null): string[] {
  return refused === null ? [] : [`what deploys ${name} is not cloned: ${refused.message}`];
}
