import type { Catalog } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { isUnavailable, type Unavailable } from '../changes/history.ts';
import { didYouMean } from '../nearest.ts';
import type { Tree } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { UserError } from '../user-error.ts';
import { mergeFindings } from './engine/merge-findings.ts';
import {
  type DeployBranches,
  type OtherTree,
  openDeployBranches,
  verifyRevision,
  wholeTree,
} from './engine/revisions.ts';
import { activeRules, type Knowledge, runRules } from './engine/run-rules.ts';
import { deployedApplications } from './facts/argocd/source-manifests.ts';
import { readBaseline, splitByBaseline } from './findings/baseline.ts';
import type { Finding } from './findings/finding.ts';
import { checklistOf } from './report/checklist.ts';
import { type Report, type ServiceImages, summarise } from './report/report.ts';
import { reportedImages } from './report/reported-images.ts';
import type { DeployedBranch } from './rule/deployed-branch.ts';
import type { RemoteRefs } from './rule/remote-refs.ts';
import { rules as everyRule } from './rules/index.ts';

export interface VerifyOptions {
  config: LoadedConfig;
  /** This repository's address; null where there is none. */
  repositoryUrl: string | null;
  /** YYYY-MM-DD */
  today: string;
  /** Asks the remote what it has, where a rule needs it; without it nothing is said about what does not exist there. */
  remote?: () => Promise<RemoteRefs | Unavailable>;
  /** Trees that are verified as well, called by their names: what only they have is reported as theirs. */
  revisions?: readonly Tree[];
  /** Where the deploy branches are read that are verified as well; absent: none is. */
  deployBranches?: DeployBranches;
  /** Only findings about these; empty or absent: all. UserError for a name that does not exist. */
  services?: readonly string[];
  environments?: readonly string[];
  rules?: readonly string[];
  /** Services that the change under review deletes; they count as removed. Nothing of their source may be in the tree. */
  removed?: readonly string[];
  /** The tag that a new Application of a service is given, by service: without one, no fix writes any. */
  tags?: ReadonlyMap<string, string>;
  /** File of accepted old findings. Absent: the configured one, else `rollcall.baseline.json` if it exists; null: none. */
  baseline?: string | null | undefined;
  /** Whether the report tells the images of each service; finding them takes about as long as verifying. */
  images?: boolean;
}

/**
 * Checks every register and every wiring of a tree. UserError for a mistake in the configuration or the options.
 * The filters choose what is reported: every rule runs.
 */
export async function verifyServices(source: Tree, given: VerifyOptions): Promise<Report> {
  const options = { ...given, config: withRemoved(given.config, given.removed ?? []) };
  const tree = readOnce(source);
  assertKnownRules(options.config);
  const load = (one: Tree) => loadCatalog(one, options.config.config, { repositoryUrl: options.repositoryUrl });
  const catalog = await load(tree);
  const chosen = {
    services: chosenNames(
      options.services,
      catalog.services.map(({ name }) => name),
      'service',
    ),
    environments: chosenNames(
      options.environments,
      catalog.environments.map(({ name }) => name),
      'environment',
    ),
    rules: chosenNames(
      options.rules,
      everyRule.map(({ id }) => id),
      'rule',
    ),
  };
  chosenNames(
    [...(options.tags?.keys() ?? [])],
    catalog.services.map(({ name }) => name),
    'service',
  );
  const named = options.baseline;
  const baseline = named === null ? { path: '', entries: null } : await readBaseline(tree, options.config, { named });
  const { problems: others, ...trees } = await otherTrees();
  const asked = await askRemote(options, [catalog, ...trees.all.map((other) => other.catalog)], chosen.rules);
  const { config, today } = options;
  const knowledge: Knowledge = {
    config,
    today,
    remote: asked.remote,
    deployed: trees.deployed,
    tags: options.tags ?? new Map(),
  };
  const here = await runRules(everyRule, tree, catalog, knowledge);
  const { context, skipped } = here;
  const besides: Awaited<ReturnType<typeof verifyRevision>>[] = [];
  for (const other of trees.all) besides.push(await verifyRevision(everyRule, other, knowledge, here));
  const findings = mergeFindings(here.findings, besides, {
    ofWaivers: new Set(everyRule.flatMap(({ id, afterWaivers }) => (afterWaivers ? [id] : []))),
    configuration: config.document?.file.path ?? null,
  });

  const applicationService = new Map(
    [...trees.all.map((other) => other.catalog), catalog].flatMap(({ applications }) =>
      applications.map(({ name, service }) => [name, service] as const),
    ),
  );
  const isChosen = ({ subject, environment, rule }: Finding): boolean =>
    (!chosen.services || chosen.services.has(subject) || chosen.services.has(applicationService.get(subject) ?? '')) &&
    (!chosen.environments || environment === undefined || chosen.environments.has(environment)) &&
    (!chosen.rules || chosen.rules.has(rule));
  const judged = baseline.entries?.filter(({ rule }) => !skipped.has(rule)) ?? null;
  const { accepted, problems: stale } = splitByBaseline({ ...baseline, entries: judged }, findings);
  const chosenFindings = findings.filter(isChosen);
  const reported = chosenFindings.filter((finding) => !accepted.has(finding));
  const baselined = chosenFindings.filter((finding) => accepted.has(finding));
  const deploys = deployedApplications(context);
  return {
    findings: reported,
    baselined,
    checklist: checklistOf(context, here.findings, chosen),
    summary: summarise(reported, baselined),
    problems: [
      ...here.problems,
      ...besides.flatMap(({ problems }) => problems),
      ...others,
      ...asked.problems,
      ...stale,
    ],
    applications: catalog.applications.map(({ name, file, environment, service }, index) => ({
      name,
      file,
      environment,
      service,
      deploys: deploys[index] ?? [],
    })),
    ...(options.images ? { images: await images() } : {}),
  };

  function images(): Promise<ServiceImages[]> {
    const branches = trees.all.flatMap((other) =>
      [...(other.environments ?? [])].map((name) => [name, other] as const),
    );
    return reportedImages({ tree, catalog }, new Map(branches), options.config.config, chosen);
  }

  async function otherTrees(): Promise<{ all: OtherTree[]; deployed: DeployedBranch[]; problems: Problem[] }> {
    const all: OtherTree[] = [];
    for (const revision of options.revisions ?? []) all.push(await wholeTree(revision, load));
    if (!options.deployBranches) return { all, deployed: [], problems: [] };
    const environments = catalog.environments.filter(({ name }) => chosen.environments?.has(name) ?? true);
    const opened = await openDeployBranches(options.deployBranches, { tree, catalog }, environments, load);
    return { all: [...all, ...opened.trees], deployed: opened.deployed, problems: opened.problems };
  }
}

/** The configuration as if it said of the services that they are removed. */
function withRemoved(loaded: LoadedConfig, removed: readonly string[]): LoadedConfig {
  const all = new Set([...(loaded.config['removed-services'] ?? []), ...removed]);
  return removed.length === 0 ? loaded : { ...loaded, config: { ...loaded.config, 'removed-services': [...all] } };
}

/** What the remote has, asked only where a rule that is on and chosen needs it. */
async function askRemote(
  { config, remote }: VerifyOptions,
  catalogs: readonly Catalog[],
  chosen: ReadonlySet<string> | null,
): Promise<{ remote: RemoteRefs | null; problems: Problem[] }> {
  const asking = activeRules(everyRule, config).filter(({ needsRemote }) => needsRemote && catalogs.some(needsRemote));
  if (asking.length === 0) return { remote: { branches: [], tags: [] }, problems: [] };
  const ids = asking.flatMap(({ id }) => (chosen?.has(id) === false ? [] : [id]));
  if (!remote || ids.length === 0) return { remote: null, problems: [] };
  const answer = await remote();
  if (!isUnavailable(answer)) return { remote: answer, problems: [] };
  const message = `the branches of the remote are not known, so ${ids.join(', ')} says nothing: ${answer.because}`;
  return { remote: null, problems: [{ severity: 'notice', message }] };
}

/** A rule that does not exist, in the configuration: a check someone believes to be on, or off, and is not. */
function assertKnownRules({ config, document }: LoadedConfig): void {
  const ids = everyRule.map(({ id }) => id);
  const known = new Set(ids);
  const named = [
    ...Object.keys(config.rules ?? {}).map((id) => ({ id, at: ['rules', id] })),
    ...(config.waivers ?? []).map(({ rule }, index) => ({ id: rule, at: ['waivers', index, 'rule'] })),
  ];
  for (const { id, at } of named) {
    if (known.has(id)) continue;
    throw new UserError(`there is no rule ${JSON.stringify(id)}`, {
      help: `The rules are ${ids.join(', ')}.${didYouMean(id, ids)}`,
      ...(document ? { location: document.locate(at) } : {}),
    });
  }
}

function chosenNames(
  names: readonly string[] | undefined,
  known: readonly string[],
  what: string,
): ReadonlySet<string> | null {
  if (!names || names.length === 0) return null;
  const exists = new Set(known);
  const unknown = names.find((name) => !exists.has(name));
  if (unknown === undefined) return new Set(names);
  throw new UserError(`there is no ${what} ${JSON.stringify(unknown)}`, {
    help: `The ${what}s are ${known.join(', ') || 'none'}.${didYouMean(unknown, known)}`,
  });
}
