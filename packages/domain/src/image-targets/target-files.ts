import type { Application } from '../argocd/application.ts';
import {
  kustomizationIn,
  kustomizeContents,
  readValue,
  referencesOf,
  type SourceTree,
} from '../argocd/kustomization.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import { isHere } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { folderOfDependency } from '../helm/chart-dependencies.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { kustomizations } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { manifestsOf } from './manifests.ts';
import type { DeployedChart } from './target.ts';

/**
 * Reads the files that may say which images Applications run, with the files of those and all kustomizations; `known`
 * are files that were read before, and come along.
 */
export async function readTargetFiles(
  tree: Tree,
  applications: readonly Application[],
  charts: readonly DeployedChart[],
  index: PathIndex,
  known: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Map<string, Uint8Array>> {
  const named = manifestPaths(applications, charts, index).filter((path) => !known.has(path));
  const files = new Map([...known, ...(await tree.read(named))]);
  // What kustomizations name is known when they are read: those of the tree are all there, so one more batch is enough.
  const missing = kustomizedFiles(applications, files, index).filter((path) => !files.has(path));
  if (missing.length > 0) for (const [path, bytes] of await tree.read(missing)) files.set(path, bytes);
  return files;
}

/** The files of a listing that may hold a target: one batch, for an Application's sources name all of them. */
function manifestPaths(
  applications: readonly Application[],
  charts: readonly DeployedChart[],
  index: PathIndex,
): string[] {
  const paths = new Set<string>();
  const folders = chartFolders(charts);
  for (const application of applications) {
    paths.add(application.file);
    for (const { document } of application.generated?.elements ?? []) paths.add(document.file.path);
    for (const path of application.charted?.files ?? []) paths.add(path);
    for (let parent = application.charted?.parent; parent; parent = parent.charted?.parent) paths.add(parent.file);
    for (const path of candidateFiles(application, index, folders)) paths.add(path);
  }
  // A kustomization leads to others, and others lead to it: whom an edit would reach is known of all of them alone.
  for (const path of index.files('', true)) if (kustomizations(path)) paths.add(path);
  return [...paths].sort(compareText);
}

/** The folder of a chart with those of the charts that it names by a path. */
export function chartFolders(charts: readonly DeployedChart[]): (folder: string) => readonly string[] {
  const byFolder = new Map(charts.map((chart) => [chart.path, chart]));
  return (folder) => {
    const folders = new Set([folder]);
    for (const each of folders) {
      for (const dependency of byFolder.get(each)?.dependencies ?? []) {
        const path = folderOfDependency(each, dependency);
        if (path !== null) folders.add(path);
      }
    }
    return [...folders];
  };
}

/** The files of Applications and of what their sources read, as far as those name them; `files` were read. */
export function filesOfApplications(
  applications: readonly Application[],
  charts: readonly DeployedChart[],
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
    for (const { written, use } of document ? referencesOf(readValue(document)) : []) {
      const named = normaliseRepositoryPath(joinPath(folder, written));
      if (use === 'patch' && named !== null && tree.paths.at(named) === 'file') found.push(named);
    }
    if (folder === '') return found;
  }
}
