import type { Catalog, Service } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { formatLocation, type Location } from '../location.ts';
import { spellingsOf } from '../name-spellings.ts';
import { quoteName, showPath } from '../names.ts';
import { nearest } from '../nearest.ts';
import type { Tree } from '../ports.ts';
import { shellWord } from '../shell/copied-word.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { indexPaths, type PathIndex } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { isInside } from '../tree/repository-paths.ts';
import { filesDiff } from '../tree/unified-diff.ts';
import { UserError } from '../user-error.ts';
import type { Finding } from '../verify/findings/finding.ts';
import { foundBefore } from '../verify/findings/found-before.ts';
import { fixServices } from '../verify/fix-services.ts';
import { type VerifyOptions, verifyServices } from '../verify/verify-services.ts';
import { dataByFile, isCascading } from './deployed-data.ts';
import { openSources } from './deploying-files.ts';
import { dataKeeper } from './kept-data.ts';
import { lockCharts } from './locked-charts.ts';
import type { ServicePlanner } from './manifests-elsewhere.ts';
import { ordinaryUses } from './ordinary-word.ts';
import { stageOf } from './retirement-stages.ts';
import type { RetirementStage, ServiceChange, Step } from './service-change.ts';
import { branchOfBumps, lockSteps, terraformSteps } from './steps.ts';

/** A service that is to go. */
export interface Retirement {
  name: string;
  /** One part of it, to be merged before the next; absent: all at once. */
  stage?: RetirementStage;
  /** Whether another repository holds the rest of it, so that this one may have nothing. */
  isSplit?: boolean;
}

/**
 * Plans what takes a service out of everywhere it is: Applications and manifests, registers, files and folders. What
 * holds data is never taken out, and what needs a person's judgement is listed with its place. A service that is half
 * gone is finished, and one that is gone changes nothing. UserError for a name that nothing has and that is nearly one.
 */
export async function planRetirement(
  source: Tree,
  { name, stage, isSplit = false }: Retirement,
  options: VerifyOptions,
): Promise<ServiceChange> {
  const tree = readOnce(source);
  const catalog = await loadCatalog(tree, options.config.config, { repositoryUrl: options.repositoryUrl });
  const service = catalog.services.find((one) => one.name === name);
  if (!service) assertNotSpelledSo(name, catalog);
  const paths = indexPaths(await tree.list());
  const sources = service ? ownSources(service, catalog, paths) : [];
  const hidden = new Map<string, Uint8Array | null>(sources.map((path) => [path, null]));
  const before = await verifyServices(tree, options);
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const concerns = (finding: Finding): boolean => finding.subject === name || !known.has(finding.fingerprint);

  const without = overlayTree(tree, new Map(hidden));
  const gone = { ...options, retired: [name] };
  const texts = await textsOf(tree, paths);
  const deployed = dataByFile(name, catalog, await openSources(tree));
  // A list of some looks like one of all once it is shorter: nobody is added because another goes.
  const others = new Set(catalog.services.flatMap((one) => (one.name === name ? [] : one.name)));
  /** What decides about a finding, by the files that it is about: those of its round. */
  const judgeOf = (changed: ReadonlyMap<string, Uint8Array | null>) => {
    const now = (path: string): string =>
      changed.has(path) ? (textOf(path, changed.get(path) ?? undefined) ?? '') : texts(path);
    return {
      isOfStage: (one: Finding): boolean => stage === undefined || stageOf(one, now(one.path)) === stage,
      dataOf: dataKeeper(now, paths, deployed),
    };
  };
  const fixed = await fixServices(without, gone, true, (changed) => {
    const judge = judgeOf(changed);
    return (one) => concerns(one) && !others.has(one.subject) && judge.isOfStage(one) && judge.dataOf(one).length === 0;
  });
  const { isOfStage, dataOf } = judgeOf(fixed.files);
  const files = new Map<string, Uint8Array | null>(stage === undefined || stage === 'delete' ? hidden : []);
  for (const [path, content] of fixed.files) files.set(path, content);
  const locks = await lockCharts(tree, files);
  for (const [path, content] of locks.files) files.set(path, content);
  const report =
    locks.files.size === 0
      ? fixed.report
      : await verifyServices(overlayTree(without, new Map([...fixed.files, ...locks.files])), gone);
  const wasFound = foundBefore(before.findings, report.findings);
  const left = report.findings.filter((one) => concerns(one) && (one.subject === name || !wasFound(one)));
  if (!isSplit && !service && files.size === 0 && left.length === 0) assertNoTypingError(name, catalog);
  const ofStage = left.filter(isOfStage);
  const data = ofStage.filter((one) => one.rule === 'service-leftover' && dataOf(one).length > 0);
  const hints = ofStage.filter((one) => one.severity === 'notice' && !data.includes(one));
  return {
    service: name,
    action: 'retire',
    stage: stage ?? null,
    notes: [
      ...notesOf(service !== undefined || isSplit, stage, {
        changed: files.size,
        left: left.length,
        now: ofStage.length,
      }),
      ...callersOf(name, [...fixed.fixed, ...ofStage], catalog),
    ],
    files,
    created: new Set(),
    diff: await filesDiff(tree, files),
    checklist: [],
    model: null,
    findings: ofStage.filter((one) => !data.includes(one) && !hints.includes(one)),
    steps: [
      ...argoSteps(name, catalog, files),
      ...branchSteps(name, catalog, stage),
      ...(stage === 'stop-traffic' || service === undefined
        ? []
        : placesStep(
            `take ${name} out of what still deploys it: Argo CD goes on with it`,
            await stillDeploying(overlayTree(tree, files), name, catalog, options),
          ).map((step) => ({ ...step, isLacking: true as const }))),
      ...lockSteps(locks.stale),
      ...terraformSteps(files),
      ...placesStep('remove these links and submodules by hand', linksOf(service, paths)),
      ...placesStep(
        `decide what becomes of the data of ${name}: nothing that would remove it is written. An object with the annotation argocd.argoproj.io/sync-options: Delete=false stays, and the rest can go`,
        distinct(data.flatMap(dataOf)),
      ),
      ...placesStep(`see whether ${name} is still to be named here`, hints),
      ...placesStep(
        `take ${name} out of these lines where they mean it: its name is an ordinary word, and nobody can tell`,
        service === undefined ? [] : await ordinaryUses(overlayTree(tree, files), name),
      ),
    ],
  };
}

/** How a service is retired, also where another repository holds its manifests. */
export function retirementPlanner(retirement: Retirement): ServicePlanner {
  return {
    here: (tree, options, elsewhere) => planRetirement(tree, { ...retirement, isSplit: elsewhere !== null }, options),
    there: async ({ repository, tree, options }) => ({
      ...(await planRetirement(tree, { ...retirement, isSplit: true }, options)),
      repository: repository.name,
    }),
    assertNothing: async (tree, options) => {
      await planRetirement(tree, retirement, options);
    },
  };
}

/** Where the Applications of a service, written or generated, are still told afterwards: by their names, for its sources are gone. */
async function stillDeploying(after: Tree, name: string, before: Catalog, options: VerifyOptions): Promise<Location[]> {
  const { repositoryUrl } = options;
  const all = ({ applications, generated }: Catalog) => [...applications, ...generated];
  const own = new Set(all(before).flatMap((one) => (one.service === name ? [one.name] : [])));
  const left = all(await loadCatalog(after, options.config.config, { repositoryUrl })).filter((one) =>
    own.has(one.name),
  );
  return distinct(
    left.map(({ generated, document }) => {
      const [element] = generated?.elements ?? [];
      return element ? element.document.locate(element.path) : document.locate(['metadata', 'name']);
    }),
  );
}

/** The other services in whose files it is named: who may still call it. */
function callersOf(name: string, findings: readonly Finding[], { services }: Catalog): string[] {
  const callers = new Map<string, Finding>();
  for (const finding of findings) {
    const words = new Set(finding.path.split('/').flatMap((part) => [part, part.replace(/\.[^.]*$/, '')]));
    const owner = services.find(
      (one) =>
        one.name !== name &&
        (words.has(one.name) ||
          [one.path, one.chart].some((folder) => folder !== null && folder !== '' && isInside(finding.path, folder))),
    );
    if (owner && !callers.has(owner.name)) callers.set(owner.name, finding);
  }
  return [...callers].map(([caller, { path, line }]) => `${caller} names it: ${showPath(path)}:${line}`);
}

/** The files that are the service's own: its folder, where nothing else has its sources in it. */
function ownSources(service: Service, { services }: Catalog, paths: PathIndex): readonly string[] {
  const { name, path } = service;
  if (path === null || path === '') return [];
  const isShared = services.some(
    (other) =>
      other.name !== name &&
      other.path !== null &&
      (isInside(other.path, path) || isInside(path, other.path)) &&
      other.path !== '',
  );
  return isShared ? [] : paths.files(path, true);
}

function linksOf(service: Service | undefined, paths: PathIndex): Location[] {
  const folder = service?.path ?? '';
  if (folder === '') return [];
  return paths.links.flatMap((path) => (isInside(path, folder) ? [{ path, line: 1, column: 1 }] : []));
}

function distinct(places: readonly Location[]): Location[] {
  return [...new Map(places.map((place) => [formatLocation(place), place])).values()];
}

/** Texts of the tree, read once; only of files that a finding can be in. */
async function textsOf(tree: Tree, paths: PathIndex): Promise<(path: string) => string> {
  const wanted = paths.all.filter((path) => /\.(?:ya?ml|tf|tfvars|conf|json|tpl|sql)$/.test(path));
  const contents = await tree.read(wanted);
  const decoded = new Map<string, string>();
  return (path) => {
    const text = decoded.get(path) ?? textOf(path, contents.get(path)) ?? '';
    decoded.set(path, text);
    return text;
  };
}

/** In another spelling it is a service that is there: what is left of one that is gone is not its own. */
function assertNotSpelledSo(name: string, { services }: Catalog): void {
  const spelled = services.find((one) => spellingsOf(one.name).includes(name) || spellingsOf(name).includes(one.name));
  if (spelled !== undefined)
    throw new UserError(`there is no service ${quoteName(name)}, but one is spelled nearly so`, {
      help: `Retire it as ${JSON.stringify(spelled.name)}.`,
    });
}

/** One that is gone already is no mistake, though others are called nearly so: only what a slip makes of a name is. */
function assertNoTypingError(name: string, { services }: Catalog): void {
  const meant = nearest(
    name,
    services.map((service) => service.name),
    mostSlips,
  );
  if (meant !== undefined)
    throw new UserError(`there is no service ${quoteName(name)}, and nothing names it`, {
      help: `Did you mean ${JSON.stringify(meant)}?`,
    });
}

/** Two letters that changed places are two. */
const mostSlips = 2;

function notesOf(
  isWhole: boolean,
  stage: RetirementStage | undefined,
  { changed, left, now }: { changed: number; left: number; now: number },
): string[] {
  const later = left - now;
  if (changed === 0 && left === 0) return ['nothing names it any more'];
  return [
    ...(isWhole ? [] : ['it has no sources any more: what is left of it goes']),
    ...(stage === undefined ? [] : [`only the stage ${stage}; ${later} places are of the other stages`]),
  ];
}

/** What Argo CD does and does not do when an Application goes. */
function argoSteps(name: string, { applications }: Catalog, files: ReadonlyMap<string, Uint8Array | null>): Step[] {
  const going = applications.filter((one) => one.service === name && files.get(one.file) === null);
  const without = going.filter((one) => !isCascading(one));
  if (without.length === 0) return [];
  return [
    {
      what: 'delete what these Applications deployed: they have no resources-finalizer, so Argo CD leaves it in the cluster',
      places: without.map(({ document }) => document.locate(['metadata', 'name'])),
      command: without.map((one) => `argocd app delete ${shellWord(one.name)} --cascade`).join('\n'),
    },
  ];
}

/** Bumps alone write a deploy branch: what is merged elsewhere does not reach it. */
function branchSteps(
  name: string,
  { environments, applications }: Catalog,
  stage: RetirementStage | undefined,
): Step[] {
  const own = new Set(applications.flatMap((one) => (one.service === name ? (one.environment ?? []) : [])));
  const branches = environments.flatMap((environment) =>
    own.has(environment.name) ? (branchOfBumps(environment) ?? []) : [],
  );
  if (stage === 'delete' || branches.length === 0) return [];
  const words = `rollcall retire ${shellWord(name)}${stage === undefined ? '' : ` --stage ${stage}`}`;
  return [
    {
      what: `take ${name} out of the branches that Argo CD reads, first`,
      places: [],
      command: [...new Set(branches)].map((branch) => `git switch ${shellWord(branch)} && ${words}`).join('\n'),
    },
  ];
}

function placesStep(what: string, places: readonly Location[]): Step[] {
  if (places.length === 0) return [];
  return [{ what, places: places.map(({ path, line, column }) => ({ path, line, column })), command: null }];
}
