import type { Application } from '../argocd/application.ts';
import { kustomizationIn, kustomizeContents, referencesOf, type SourceTree } from '../argocd/kustomization.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import { isHere } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import type { Catalog, Chart } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { manifestsOf } from '../image-targets/manifests.ts';
import type { TargetContext, WantedImage } from '../image-targets/target.ts';
import { type TargetSettings, targetContexts } from '../image-targets/target-contexts.ts';
import { compareText } from '../location.ts';
import { memoize } from '../memo.ts';
import type { Tree } from '../ports.ts';
import { kustomizations } from '../tree/file-types.ts';
import { indexPaths, type PathIndex } from '../tree/path-index.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, listAt, plainValue } from '../yaml/value.ts';

/**
 * An environment as one tree holds it. Its manifests are read once, and parsed once at most, whatever is asked about
 * the images in them: which to pin, which to write, which have to exist.
 */
export interface OpenEnvironment {
  name: string;
  catalog: Catalog;
  /** The files that may hold an image of the services, by path. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What a search for the targets of an image may look at: the same context for the same request. */
  contextOf(image: WantedImage): TargetContext;
  applicationsOf(service: string): ServiceApplications;
  /** What the main branch has beside the deploy branch of this name, where something was looked for there. */
  main?: { name: string; catalog: Catalog; branch: string };
}

/** The Applications that may say which image a service has. */
export interface ServiceApplications {
  /** The service's own, in this environment. */
  own: readonly Application[];
  /** Those of no single service, which may name its image: only for a service that has none of its own. */
  shared: readonly Application[];
  /** The service's own, in every environment. */
  everywhere: readonly Application[];
}

/** Reads the manifests of services of an environment in one batch. */
export async function openEnvironment(
  tree: Tree,
  catalog: Catalog,
  settings: TargetSettings,
  services: Iterable<string>,
): Promise<OpenEnvironment> {
  const wanted = applicationsOf(catalog, settings.environment, new Set(services));
  const index = indexPaths(await tree.list());
  const files = new Map(await tree.read(manifestPaths(wanted, catalog, index)));
  // What kustomizations name is known when they are read: those of the tree are all there, so one more batch is enough.
  const missing = kustomizedFiles(wanted, files, index).filter((path) => !files.has(path));
  if (missing.length > 0) for (const [path, bytes] of await tree.read(missing)) files.set(path, bytes);
  return environmentOf(catalog, settings, files);
}

/** The Applications of an environment that may say an image of the services: theirs, and those of no single service. */
function applicationsOf(
  { applications, generated }: Catalog,
  environment: string,
  services: ReadonlySet<string>,
): Application[] {
  return [...applications, ...generated].filter(
    (one) => one.environment === environment && (one.service === null || services.has(one.service)),
  );
}

/** The same, of files that were read. */
export function environmentOf(
  catalog: Catalog,
  settings: TargetSettings,
  files: ReadonlyMap<string, Uint8Array>,
): OpenEnvironment {
  const name = settings.environment;
  const applications = [...catalog.applications, ...catalog.generated];
  const byService = groupBy(applications, ({ service }) => service);
  const ofNoService = (byService.get(null) ?? []).filter(({ environment }) => environment === name);
  return {
    name,
    catalog,
    files,
    contextOf: memoize(targetContexts(settings, catalog, manifestsOf(files))),
    applicationsOf: (service) => {
      const everywhere = byService.get(service) ?? [];
      const own = everywhere.filter(({ environment }) => environment === name);
      // Also where nothing here builds it: a Dockerfile of something else lies in many a repository of manifests.
      return { own, shared: own.length > 0 ? [] : ofNoService, everywhere };
    },
  };
}

/** The files of a listing that may hold a target: one batch, for an Application's sources name all of them. */
function manifestPaths(applications: readonly Application[], { charts }: Catalog, index: PathIndex): string[] {
  const paths = new Set<string>();
  const folders = chartFolders(charts);
  for (const application of applications) {
    paths.add(application.file);
    for (const { document } of application.generated?.elements ?? []) paths.add(document.file.path);
    for (const path of candidateFiles(application, index, folders)) paths.add(path);
  }
  // A kustomization leads to others, and others lead to it: whom an edit would reach is known of all of them alone.
  for (const path of index.files('', true)) if (kustomizations(path)) paths.add(path);
  return [...paths].sort(compareText);
}

/** The folder of a chart with those of the charts that it names by a path. */
function chartFolders(charts: readonly Chart[]): (folder: string) => readonly string[] {
  const byFolder = new Map(charts.map((chart) => [chart.path, chart]));
  return (folder) => {
    const folders = new Set([folder]);
    for (const each of folders) {
      const document = byFolder.get(each)?.document;
      for (const dependency of document ? listAt(plainValue(document), 'dependencies') : []) {
        const [, relative] = /^file:\/\/(.+)$/.exec(String(field(dependency, 'repository'))) ?? [];
        const path = relative === undefined ? null : normaliseRepositoryPath(joinPath(each, relative));
        if (path !== null) folders.add(path);
      }
    }
    return [...folders];
  };
}

/** The files of Applications and of what their sources read, as far as those name them; `files` were read. */
export function filesOfApplications(
  applications: readonly Application[],
  { charts }: Catalog,
  files: ReadonlyMap<string, Uint8Array>,
  index: PathIndex,
): string[] {
  const folders = chartFolders(charts);
  const named = applications.flatMap((application) =>
    application.sources.filter(isHere).flatMap(({ path }) => (path === null ? [] : folders(path))),
  );
  return [
    ...applications.flatMap((application) => candidateFiles(application, index, folders)),
    ...named.flatMap((folder) => (folder === '' ? [] : index.files(folder, true))),
    ...kustomizedFiles(applications, files, index),
  ];
}

/** The manifests, patches and settings that the kustomizations of sources name. */
function kustomizedFiles(
  applications: readonly Application[],
  files: ReadonlyMap<string, Uint8Array>,
  paths: PathIndex,
): string[] {
  if (!paths.all.some(kustomizations)) return [];
  const manifests = manifestsOf(files);
  const tree: SourceTree = {
    paths,
    yaml: (path) =>
      tryUser(
        () => manifests.parse(path),
        () => undefined,
      ),
  };
  const found = applications.flatMap((application) => [
    ...patchesOfApplications(application.file, tree),
    ...application.sources.filter(isHere).flatMap((source) => {
      if (sourceTool(source, paths.files(source.path ?? '')) !== 'kustomize') return [];
      const options = optionsOf(application, source, 'kustomize');
      return kustomizeContents(source.path ?? '', options, tree).files.map(({ path }) => path);
    }),
  ]);
  return [...new Set(found)].sort(compareText);
}

/** The patches of the kustomizations around an Application's file: they may change what it says. */
function patchesOfApplications(file: string, tree: SourceTree): string[] {
  const found: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const path = kustomizationIn(folder, tree);
    const document = path === undefined ? undefined : tree.yaml(path)?.documents[0];
    for (const { written, use } of document ? referencesOf(plainValue(document)) : []) {
      const named = normaliseRepositoryPath(joinPath(folder, written));
      if (use === 'patch' && named !== null && tree.paths.at(named) === 'file') found.push(named);
    }
    if (folder === '') return found;
  }
}
