import type { Application, ApplicationSource } from './application.ts';
import type { SourceTree } from './kustomization.ts';
import { appOfAppsFinder } from './root-applications.ts';
import { sourceFiles } from './source-contents.ts';
import { isHere, mayBeOurs, revisionOf } from './source-place.ts';
import { valueFilesOf } from './value-files.ts';

/** What is looked at to tell which files of a tree Argo CD reads. */
export interface ReadableTree extends SourceTree {
  catalog: { applications: readonly Application[]; generated: readonly Application[] };
}

/**
 * The files that Argo CD reads from a branch for some environments, each with the Application it is read for: charts
 * with the ones they take in by path, value files, kustomizations with what they name, manifests, and the Applications
 * themselves, but for those that are read from somewhere else.
 */
export function deployedFiles(
  branch: string,
  environments: ReadonlySet<string>,
  tree: ReadableTree,
): Map<string, Application> {
  const isAppOfApps = appOfAppsFinder(tree.catalog.applications);
  const applications = [...tree.catalog.applications, ...tree.catalog.generated].filter(
    ({ environment }) => environment !== null && environments.has(environment),
  );
  const read = applications.flatMap((application) =>
    application.sources.flatMap((source) => filesOf(application, source, tree)),
  );
  const elsewhere = new Set(read.flatMap(({ path, revision }) => (revision === branch ? [] : [path])));
  const files = new Map<string, Application>();
  for (const application of applications)
    if (!isAppOfApps(application) && !elsewhere.has(application.file)) files.set(application.file, application);
  for (const { path, revision, application } of read)
    if (revision === branch && !files.has(path)) files.set(path, application);
  return files;
}

/** The files of this repository that Argo CD reads for an Application: what its sources hold, and its value files. */
export function readFiles(application: Application, tree: SourceTree): string[] {
  return application.sources.flatMap((source) => filesOf(application, source, tree).map(({ path }) => path));
}

interface ReadFile {
  path: string;
  revision: string;
  application: Application;
}

function filesOf(application: Application, source: ApplicationSource, tree: SourceTree): ReadFile[] {
  const values = valueFilesOf(application, source, { paths: tree.paths, isOurs: mayBeOurs }).flatMap(
    ({ path, revision }) => (path !== null && tree.paths.at(path) === 'file' ? [{ path, revision, application }] : []),
  );
  if (!isHere(source)) return values;
  const revision = revisionOf(source);
  return [...sourceFiles(application, source, tree).map((path) => ({ path, revision, application })), ...values];
}
