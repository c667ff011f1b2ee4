import type { Service } from '../catalog/catalog.ts';
import { readConfig } from '../catalog/config.ts';
import type { Config } from '../catalog/config-schema.ts';
import { readServices } from '../catalog/read-services.ts';
import { selectNames } from '../catalog/select-services.ts';
import { addAll } from '../grouping.ts';
import { compareText } from '../location.ts';
import type { Log, Tree, TreeEntry } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { UserError } from '../user-error.ts';
import { type AffectedReason, affectedServices } from './affected.ts';
import { changedBuilds } from './changed-builds.ts';
import { removedSince } from './changed-services.ts';
import { chooseComparison, type Event, resolveHead } from './compare.ts';
import type { Comparison, SuccessfulRun } from './comparison.ts';
import type { ChangedFile, History } from './history.ts';
import { deriveInputs, type ServiceInputs } from './inputs/inputs.ts';
import { pathsFilters } from './paths-filters.ts';
import { applyUnowned, outsideOf, submodulesOfNobody } from './unowned.ts';
import { workflowPathsProblems } from './workflow-paths.ts';

export interface DetectRequest {
  event: Event;
  /** `source` counts every input of a service, `image` what can change its image. */
  scope: 'source' | 'image';
  /** Path of the configuration; without it Rollcall looks for the file. */
  config?: string | undefined;
  /** Revision to compare from instead of what the event says, or `last-success`. */
  base?: string | undefined;
  /** Revision to examine instead of the event's. */
  head?: string | undefined;
  /** Services to take instead of comparing; `['all']` is every one. */
  services?: readonly string[] | undefined;
  /** The names that dorny/paths-filter found changed, to take instead of comparing. */
  changes?: readonly string[] | undefined;
  /** Whether every reason is wanted; else a service has at most 100, and one that counts the rest. */
  everyReason?: boolean | undefined;
  /** File of the workflow that runs this, to warn where it filters by paths itself. */
  workflow?: string | undefined;
  /** Whether `filters` is wanted. */
  filters?: boolean | undefined;
}

interface DetectPorts {
  history: History;
  log: Log;
  /** The last run of this workflow on this branch that succeeded; only `base: last-success` asks. */
  lastSuccess?: (() => Promise<SuccessfulRun | null>) | undefined;
}

/** The affected services of one comparison. Every list is sorted by code unit. */
export interface Detected {
  services: string[];
  hasChanges: boolean;
  count: number;
  /** Services of the base whose source is removed; never in `services`. */
  removed: string[];
  /** For each of `services`. */
  reasons: ReadonlyMap<string, readonly AffectedReason[]>;
  /** Changed paths that belong to no service. */
  unowned: string[];
  /** Full id; null when nothing was compared. */
  base: string | null;
  head: string;
  changedFiles: number;
  /** Every service counts, whatever changed. */
  everything: boolean;
  /** What was compared, or why nothing was. */
  because: string;
  /** Filters for dorny/paths-filter, YAML; null when not wanted. */
  filters: string | null;
  /** What discovery could not know. */
  problems: Problem[];
}

/**
 * Which services an event affects, and why. UserError for a service, a revision or a configuration that is wrong,
 * and for changes of no service where `detect.unowned` is `error`. What cannot be known makes every service count.
 */
export async function detectChanges(request: DetectRequest, ports: DetectPorts): Promise<Detected> {
  const { history } = ports;
  const head = await resolveHead(request.event, request.head, history);
  const tree = history.tree(head);
  // git compares while it lists, where the configuration has no say in what is compared.
  const early = isAsked(request) || usesConfiguration(request.event) ? null : compareEarly(request, head, ports);
  const { config } = await readConfig(tree, request.config);
  const entries = await tree.list();
  const { services, problems } = await readServices(tree, config);
  const names = services.map(({ name }) => name);
  if (request.workflow) addAll(problems, await workflowPathsProblems(tree, request.workflow));

  const choose = () => early?.comparison ?? compare(request, { head, config, services }, ports);
  const comparison = askedFor(request, names) ?? (await choose());
  const compares = comparison.kind === 'range';
  const [diffs, derived] = await Promise.all([
    compares ? (early?.diffs ?? differences(comparison, history)) : [],
    compares || request.filters ? deriveInputs(tree, services, config) : { inputs: [], problems: [] },
  ]);
  const changed = [...new Set(diffs.flat().map(({ path }) => path))].sort(compareText);
  const bases = compares ? [comparison.base, ...comparison.also].map((base) => history.tree(base)) : [];
  const removed = (
    await Promise.all(
      diffs.map((diff, index) => removedInDiff(entries, diff, services, { config, base: bases[index] })),
    )
  ).flat();
  const found: Found = compares ? affected(changed, derived.inputs, request) : chosen(comparison, names);
  const built = await changedBuilds({ changed, services, config, bases }, derived.inputs);
  for (const { service, reason } of built) addReason(found.reasons, service, reason);
  const said = new Set(built.map(({ reason }) => reason.path));
  const unowned = outsideOf(removed, said.size === 0 ? found.unowned : found.unowned.filter((path) => !said.has(path)));
  applyUnowned(config.detect?.unowned ?? 'ignore', unowned, names, found.reasons);
  if (compares && comparison.only !== undefined) keepOnly(comparison.only, comparison.because, found);

  const affectedNames = [...found.reasons.keys()].sort(compareText);
  return {
    services: affectedNames,
    hasChanges: affectedNames.length > 0,
    count: affectedNames.length,
    removed: [...new Set(removed.map(({ name }) => name))].sort(compareText),
    reasons: new Map(affectedNames.map((name) => [name, found.reasons.get(name) ?? []])),
    unowned,
    base: compares ? comparison.base : null,
    head,
    changedFiles: changed.length,
    everything: comparison.kind === 'everything',
    because: comparison.because,
    filters: request.filters ? pathsFilters(derived.inputs) : null,
    problems: [...problems, ...derived.problems, ...submodulesOfNobody(unowned, diffs.flat())],
  };
}

/** The contract's object: the outputs of the action by their names. */
export function detectJson(detected: Detected): Record<string, unknown> {
  return {
    services: detected.services,
    'has-changes': detected.hasChanges,
    count: detected.count,
    removed: detected.removed,
    reasons: Object.fromEntries(
      [...detected.reasons].map(([name, reasons]) => [name, reasons.map(({ path, because }) => ({ path, because }))]),
    ),
    unowned: detected.unowned,
    base: detected.base ?? '',
    head: detected.head,
    'changed-files': detected.changedFiles,
  };
}

/** Services named by somebody, who is to be believed without a comparison. */
interface Asked {
  kind: 'asked';
  names: readonly string[];
  because: string;
}

interface Found {
  reasons: Map<string, readonly AffectedReason[]>;
  unowned: readonly string[];
}

/** What is known of the head when commits are chosen. */
interface Head {
  head: string;
  config: Config;
  services: readonly Service[];
}

function compare(request: DetectRequest, known: Head, ports: DetectPorts): Promise<Comparison> {
  const { lastSuccess, history, log } = ports;
  const { head, config, services } = known;
  const options = { base: request.base, head: request.head, detect: config.detect, services, lastSuccess };
  return chooseComparison(request.event, { head, options, history, log });
}

function isAsked({ services, changes }: DetectRequest): boolean {
  return services !== undefined || changes !== undefined;
}

/** Whether the `detect` part of the configuration may decide what an event compares. */
function usesConfiguration(event: Event): boolean {
  switch (event.kind) {
    case 'push':
      return event.ref.startsWith('refs/tags/');
    case 'workflow_dispatch':
    case 'repository_dispatch':
    case 'schedule':
      return true;
    default:
      return false;
  }
}

/** Begins the comparison and its differences; what goes wrong is thrown where they are waited for. */
function compareEarly(request: DetectRequest, head: string, ports: DetectPorts) {
  const comparison = compare(request, { head, config: {}, services: [] }, ports);
  const diffs = comparison.then((chosen) => (chosen.kind === 'range' ? differences(chosen, ports.history) : []));
  diffs.catch(() => {});
  return { comparison, diffs };
}

function askedFor({ services, changes }: DetectRequest, known: readonly string[]): Asked | undefined {
  if (services !== undefined && changes !== undefined) {
    throw new UserError('both "services" and "changes" are given', { help: 'Give one of them.' });
  }
  const names = services ?? changes;
  if (names === undefined) return undefined;
  const because = services ? 'named in "services"' : 'named in "changes"';
  return { kind: 'asked', names: selectNames(names, known, because), because };
}

/** The changed files from each commit that is compared from. */
function differences(range: Comparison & { kind: 'range' }, history: History): Promise<(readonly ChangedFile[])[]> {
  return Promise.all([range.base, ...range.also].map((base) => history.changedFiles(base, range.head)));
}

/** A thousand services of one changed folder of thousands of files would be millions of reasons that nobody reads. */
const mostReasons = 100;

function affected(changed: readonly string[], inputs: readonly ServiceInputs[], request: DetectRequest): Found {
  const found = affectedServices(changed, inputs, request.scope);
  const reasons = new Map<string, readonly AffectedReason[]>();
  for (const { service, reasons: all } of found.affected) {
    const rest = all.length - mostReasons;
    const cut = !request.everyReason && rest > 0;
    const counted = { path: '.', because: `and ${rest} more changed ${rest === 1 ? 'file' : 'files'}`, location: null };
    reasons.set(service, cut ? [...all.slice(0, mostReasons), counted] : all);
  }
  return { reasons, unowned: found.unowned };
}

/** Adds a reason to those of a service, unless the path is a reason of it already. */
function addReason(reasons: Found['reasons'], service: string, reason: AffectedReason): void {
  const known = reasons.get(service) ?? [];
  if (!known.some(({ path }) => path === reason.path)) reasons.set(service, [...known, reason]);
}

/** Leaves the one service that a tag names, which counts whatever changed. */
function keepOnly(service: string, because: string, { reasons }: Found): void {
  const own = reasons.get(service) ?? [{ path: '.', because: `the tag names it; ${because}`, location: null }];
  reasons.clear();
  reasons.set(service, own);
}

/** What counts where no files were compared; the reason is about the whole repository. */
function chosen(comparison: Asked | Comparison, all: readonly string[]): Found {
  const everything = comparison.kind === 'everything' ? [comparison.only ?? all].flat() : [];
  const names = comparison.kind === 'asked' ? comparison.names : everything;
  const reason = { path: '.', because: comparison.because, location: null };
  return { reasons: new Map(names.map((name) => [name, [reason]])), unowned: [] };
}

/**
 * Services that the base has and the head does not. The listing of the base is that of the head with the differences
 * undone, so that of the base is read only what names leave open; it is looked at with the head's configuration.
 */
function removedInDiff(
  entries: readonly TreeEntry[],
  diff: readonly ChangedFile[],
  services: readonly Service[],
  { config, base }: { config: Config; base: Tree | undefined },
): Promise<Service[]> {
  if (base === undefined || !diff.some(({ after }) => after === null)) return Promise.resolve([]);
  const added = new Set(diff.filter(({ before }) => before === null).map(({ path }) => path));
  const deleted = diff.flatMap(({ path, before, after }) =>
    after === null && before !== null ? [{ path, mode: before }] : [],
  );
  const before = [...entries.filter(({ path }) => !added.has(path)), ...deleted];
  before.sort((a, b) => compareText(a.path, b.path));
  return removedSince(
    { name: base.name, list: () => Promise.resolve(before), read: (paths) => base.read(paths) },
    services,
    config,
  );
}
