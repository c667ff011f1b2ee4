import type { Catalog } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import type { Config } from '../catalog/config-schema.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { isUnavailable, type Unavailable } from '../changes/history.ts';
import { groupInto } from '../grouping.ts';
import { didYouMean } from '../nearest.ts';
import type { Tree } from '../ports.ts';
import { present } from '../present.ts';
import { type Problem, unreadFile } from '../problem.ts';
import type { ManifestRenderer } from '../rendering/renderer.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { UserError } from '../user-error.ts';
import type { Knowledge } from './engine/build-context.ts';
import type { LoadCatalog, LoadedTree, Revision } from './engine/loaded-tree.ts';
import { mergeFindings } from './engine/merge-findings.ts';
import {
  type ExaminedDeployRepository,
  examineDeployRepository,
  noOtherRepositories,
  type OtherRepositories,
  readSources,
} from './engine/other-repositories.ts';
import {
  type DeployBranches,
  type ExaminedRevision,
  examineRevision,
  type OpenedBranches,
  openDeployBranches,
  openRevision,
} from './engine/revisions.ts';
import { activeRules, runRules } from './engine/run-rules.ts';
import { type Baseline, readBaseline, splitByBaseline } from './findings/baseline.ts';
import type { Finding } from './findings/finding.ts';
import { checklistOf } from './report/checklist.ts';
import { type Report, type ServiceImages, summarise } from './report/report.ts';
import { assertServices, isReported, type ReportScope, reportScope } from './report/report-scope.ts';
import { reportedApplications } from './report/reported-applications.ts';
import { reportedImages } from './report/reported-images.ts';
import type { AddedService } from './rule/context.ts';
import type { RemoteRefs } from './rule/remote-refs.ts';
import type { RuleFinding } from './rule/rule.ts';
import { rules as everyRule } from './rules/index.ts';
import { rollcallRules } from './rules/rollcall/index.ts';

export interface VerifyOptions {
  config: LoadedConfig;
  /** This repository's address; null where there is none. */
  repositoryUrl: string | null;
  /** YYYY-MM-DD */
  today: string;
  /** Asks the remote what it has, where a rule needs it; without it no rule judges what exists there. */
  remote?: () => Promise<RemoteRefs | Unavailable>;
  /** Opens the repositories that a configuration names beside this one; absent: none is read. */
  others?: (config: LoadedConfig) => Promise<OtherRepositories>;
  /** Trees that are verified as well: a finding that only they have names them. */
  revisions?: readonly Tree[];
  /** The deploy branches to verify as well; absent: none. */
  deployBranches?: DeployBranches;
  /** Only findings about these; empty or absent: all. UserError for a name that does not exist. */
  services?: readonly string[];
  environments?: readonly string[];
  rules?: readonly string[];
  /** Services that the change under review deletes: they count as removed. The tree must not hold their source. */
  removed?: readonly string[];
  /** Services that somebody takes out: they count as removed, and their names are no ordinary words. */
  retired?: readonly string[];
  /** The tags for new Applications, by service: no fix adds an Application without one. */
  tags?: ReadonlyMap<string, string>;
  /** The services that are being added, by name: their fixes clone what they are to be like. */
  added?: ReadonlyMap<string, AddedService>;
  /** Set where the configuration is not that of the tree, but of the base of a request. */
  configuredBy?: ConfiguredBy;
  /** The file of the baseline. Absent: the configured one, else `rollcall.baseline.json` if it exists; null: none. */
  baseline?: string | null | undefined;
  /** What renders the charts and kustomizations that are judged; absent: they are judged by their files. */
  renderer?: ManifestRenderer;
  /** Whether the report has the images of each service; to find them takes about as long as to verify. */
  images?: boolean;
}

/** The tree of a configuration that judges another tree. */
interface ConfiguredBy {
  /** Where the baseline is. */
  tree: Tree;
  /** The waivers in files that it does not have, as `waiverPlace` names them: they do not hold. */
  ignoredWaivers: ReadonlySet<string>;
}

/**
 * Checks every register and every wiring of a tree. UserError for a mistake in the configuration or the options.
 * The filters choose what is reported: every rule runs.
 */
export async function verifyServices(source: Tree, given: VerifyOptions): Promise<Report> {
  const { retired = [] } = given;
  const options = { ...given, config: withRemoved(given.config, [...(given.removed ?? []), ...retired]) };
  const { config, today, tags = new Map(), added = new Map() } = options;
  assertKnownRules(config);
  const others = await readSources((await options.others?.(given.config)) ?? noOtherRepositories);
  const { services: sources } = others;
  const { repositoryUrl } = options;
  const load: LoadCatalog = (tree) => loadCatalog(tree, config.config, { repositoryUrl, sources });
  const tree = readOnce(source);
  const checkout = { tree, catalog: await load(tree) };
  const known = {
    config,
    today,
    tags,
    added,
    retired: new Set(retired),
    sources: { repositories: others.sources.map(({ name }) => name), complete: others.sourcesComplete },
  };
  const pairs: ExaminedDeployRepository[] = [];
  for (const repository of others.deploy)
    pairs.push(
      await examineDeployRepository(everyRule, repository, checkout, { ...known, own: others.own, url: repositoryUrl }),
    );
  const catalogsElsewhere = pairs.map(({ context }) => context.catalog);
  const scope = reportScope(options, [checkout.catalog, ...catalogsElsewhere], ruleIds);
  assertServices(tags.keys(), checkout.catalog);
  const baseline = await baselineOf(tree, options);
  const opened = await openRevisions(checkout, options, scope, load);
  const catalogs = [...opened.revisions, checkout].map(({ catalog }) => catalog);
  const asked = await askRemote(options, catalogs, scope);
  const knowledge: Knowledge = {
    ...known,
    remote: asked.remote,
    deployed: opened.deployed,
    renderer: options.renderer ?? null,
    ignoredWaivers: options.configuredBy?.ignoredWaivers ?? new Set(),
    elsewhere: new Map(),
    partlyJudged: new Set(
      everyRule.flatMap((rule) => (rule.judgesDeployment && !others.deployComplete ? rule.id : [])),
    ),
  };
  const examined = await runRules(everyRule, checkout, { ...knowledge, elsewhere: findingsOfPairs(pairs) });
  const ofRevisions: ExaminedRevision[] = [];
  for (const revision of opened.revisions)
    ofRevisions.push(await examineRevision(everyRule, revision, knowledge, examined.problems));
  const findings = mergeFindings(examined.findings, ofRevisions, {
    ofWaivers: new Set(everyRule.flatMap(({ id, afterWaivers }) => (afterWaivers ? [id] : []))),
    configuration: config.document?.file.path ?? null,
  });
  // Nobody knows whether the old findings of a rule that could not judge still occur.
  const entries = baseline.entries?.filter(({ rule }) => !examined.skipped.has(rule)) ?? null;
  const { accepted, problems: unneeded } = splitByBaseline({ ...baseline, entries }, findings);
  const inScope = findings.filter(isReported(scope, catalogs)).filter(isOfTree(options));
  const reported = inScope.filter((finding) => !accepted.has(finding));
  const baselined = inScope.filter((finding) => accepted.has(finding));
  const parts = [others, ...pairs, examined, ...ofRevisions, opened, asked, { problems: unneeded }];
  const images = options.images ? await imagesOf(checkout, opened.revisions, config.config, scope) : undefined;
  return {
    findings: reported,
    baselined,
    checklist: checklistOf(examined.context, examined.findings, scope, pairs),
    summary: summarise(reported, baselined),
    problems: parts.flatMap(({ problems }) => problems),
    applications: reportedApplications(examined.context),
    ...reportedRepositories(others),
    ...(images && { images }),
  };
}

/** What is found in repositories of manifests, by rule. */
function findingsOfPairs(pairs: readonly ExaminedDeployRepository[]): Knowledge['elsewhere'] {
  const found = new Map<string, RuleFinding[]>();
  for (const { findings } of pairs)
    for (const [rule, list] of findings) for (const finding of list) groupInto(found, rule, finding);
  return found;
}

/** The other repositories of a report, so that places in them can be links. */
function reportedRepositories({ deploy, sources }: OtherRepositories): Pick<Report, 'repositories'> {
  const all = [...deploy, ...sources].map(({ name, files }) => ({ name, files }));
  return all.length === 0 ? {} : { repositories: all };
}

/** The configuration with more `removed-services`. */
function withRemoved(loaded: LoadedConfig, removed: readonly string[]): LoadedConfig {
  const all = new Set([...(loaded.config['removed-services'] ?? []), ...removed]);
  return removed.length === 0 ? loaded : { ...loaded, config: { ...loaded.config, 'removed-services': [...all] } };
}

async function baselineOf(tree: Tree, { baseline: named, config, configuredBy }: VerifyOptions): Promise<Baseline> {
  if (named === null) return { path: '', entries: null };
  return configuredBy
    ? readBaseline(configuredBy.tree, config, { named, mayBeNew: true })
    : readBaseline(tree, config, { named });
}

/** Whether a finding is about the tree: what is found in the configuration of its base, it cannot correct. */
function isOfTree({ configuredBy, config }: VerifyOptions): (finding: Finding) => boolean {
  const own = new Set(rollcallRules.rules.map(({ id }) => id));
  return ({ rule, path }) => !configuredBy || !own.has(rule) || path !== config.path;
}

/** The trees that are verified beside the checkout: revisions that were named, and deploy branches. */
async function openRevisions(
  checkout: LoadedTree,
  { revisions = [], deployBranches }: VerifyOptions,
  { environments }: ReportScope,
  load: LoadCatalog,
): Promise<OpenedBranches> {
  const named: Revision[] = [];
  for (const revision of revisions) named.push(await openRevision(revision, load));
  if (!deployBranches) return { revisions: named, deployed: [], problems: [] };
  const chosen = checkout.catalog.environments.filter(({ name }) => environments?.has(name) ?? true);
  const opened = await openDeployBranches(deployBranches, checkout, chosen, load);
  return { ...opened, revisions: [...named, ...opened.revisions] };
}

/** What the remote has; it is asked only where a rule that is on and chosen needs it. */
async function askRemote(
  { config, remote }: VerifyOptions,
  catalogs: readonly Catalog[],
  { rules: chosen }: ReportScope,
): Promise<{ remote: RemoteRefs | null; problems: Problem[] }> {
  const asking = activeRules(everyRule, config).filter(({ needsRemote }) => needsRemote && catalogs.some(needsRemote));
  if (asking.length === 0) return { remote: { branches: [], tags: [] }, problems: [] };
  const ids = asking.flatMap(({ id }) => (chosen?.has(id) === false ? [] : [id]));
  if (!remote || ids.length === 0) return { remote: null, problems: [] };
  const answer = await remote();
  if (!isUnavailable(answer)) return { remote: answer, problems: [] };
  const message = `the branches of the remote are not known, so ${ids.join(', ')} cannot judge: ${answer.because}`;
  return { remote: null, problems: [{ severity: 'notice', message }] };
}

function imagesOf(
  checkout: LoadedTree,
  revisions: readonly Revision[],
  config: Config,
  scope: ReportScope,
): Promise<ServiceImages[]> {
  const branches = revisions.flatMap((revision) =>
    [...(revision.environments ?? [])].map((environment) => [environment, revision] as const),
  );
  return reportedImages(checkout, new Map(branches), config, scope);
}

/** UserError for a rule in the configuration that does not exist: somebody believes it to be on, or off. */
function assertKnownRules({ config, document }: LoadedConfig): void {
  const known = new Set([...ruleIds, unreadFile]);
  const named = [
    ...Object.keys(config.rules ?? {}).map((id) => ({ id, path: ['rules', id] })),
    ...(config.waivers ?? []).map(({ rule }, index) => ({ id: rule, path: ['waivers', index, 'rule'] })),
  ];
  for (const { id, path } of named) {
    if (known.has(id)) continue;
    throw new UserError(`there is no rule ${JSON.stringify(id)}`, {
      help: `${didYouMean(id, ruleIds)} The rules are ${ruleIds.join(', ')}.`.trimStart(),
      ...present({ location: document?.locate(path) }),
    });
  }
}

const ruleIds: readonly string[] = everyRule.map(({ id }) => id);
