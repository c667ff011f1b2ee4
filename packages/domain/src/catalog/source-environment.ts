import type { ApplicationSource, WrittenApplication } from '../argocd/application.ts';
import type { EnvironmentNames } from '../argocd/environment-names.ts';
import { groupBy } from '../grouping.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';

/** Folders whose subfolders are one environment each, whatever they are called. */
const environmentParents: ReadonlySet<string> = new Set([
  'environments',
  'environment',
  'envs',
  'env',
  'clusters',
  'overlays',
]);
const sharedFolders: ReadonlySet<string> = new Set(['all', 'base', 'common', 'default', 'shared']);

/**
 * The environment that a path stands below, of an Application's file or of what it deploys: that which `parentEnvironment`
 * names. Overlays may be of a service first (`overlays/cart/dev`): a service is no environment, and of what is neither
 * known one that is known lies deeper.
 */
export function environmentAbove(path: string, names: EnvironmentNames, services: ReadonlySet<string>): string | null {
  const folders = path.split('/');
  const at = environmentAt(folders, services);
  const found = folders[at];
  if (found === undefined || names.exact(found) !== undefined || folders[at - 1] !== 'overlays') return found ?? null;
  return folders.slice(at + 1).findLast((name) => names.exact(name) !== undefined) ?? found;
}

/** Whether a name is one of what environments share. */
export function isShared(name: string): boolean {
  return sharedFolders.has(name.toLowerCase());
}

/** The folder of a path that stands below one of environments: `eu-1` of `environments/eu-1/x`; the deepest. */
export function parentEnvironment(folder: string): string | null {
  const folders = folder.split('/');
  return folders[environmentAt(folders, new Set())] ?? null;
}

/** Where that folder is; -1 where there is none. `others` are names of what is no environment. */
function environmentAt(folders: readonly string[], others: ReadonlySet<string>): number {
  return folders.findLastIndex(
    (name, index) =>
      index > 0 && environmentParents.has(folders[index - 1] ?? '') && !isShared(name) && !others.has(name),
  );
}

/**
 * What an Application deploys, and where to, tells of its environment: the overlay or the value files of its sources, the
 * cluster by its name, and the project. Null where nothing does, or the sources disagree.
 */
export function sourceEnvironment(
  { sources, destination, project }: WrittenApplication,
  names: EnvironmentNames,
  services: ReadonlySet<string>,
): string | null {
  const told = new Set(sources.flatMap((source) => ofSource(source, names, services) ?? []));
  const [only] = told;
  if (only !== undefined) return told.size === 1 ? only : null;
  for (const text of [destination.name, project]) {
    if (text === null || text.includes('{{')) continue;
    const found = names.exact(text) ?? names.suffix(text) ?? names.prefix(text);
    if (found !== undefined) return found;
  }
  // A cluster is called after its environment before its region: `prod-eu-1`.
  const [first = ''] = destination.name?.split(/[-_.]/) ?? [];
  return names.exact(first) ?? null;
}

function ofSource(
  { path, chart, valueFiles }: ApplicationSource,
  names: EnvironmentNames,
  services: ReadonlySet<string>,
): string | null {
  if (path !== null && chart === null && !path.includes('{{')) {
    const found =
      environmentAbove(path, names, services) ?? path.split('/').findLast((name) => names.exact(name) !== undefined);
    if (found !== undefined && found !== null) return names.exact(found) ?? found;
  }
  const told = new Set(valueFiles.flatMap((file) => (file.includes('{{') ? [] : (ofValueFile(file, names) ?? []))));
  const [only] = told;
  return told.size === 1 ? (only ?? null) : null;
}

/** `values-prod.yaml`, `prod.yaml`, `envs/prod/values.yaml`. */
function ofValueFile(file: string, names: EnvironmentNames): string | undefined {
  const stem = baseName(file).replace(/\.ya?ml$/, '');
  const folder = folderOf(file).split('/').at(-1) ?? '';
  return names.exact(stem) ?? names.suffix(stem) ?? names.exact(folder);
}

/**
 * The folders that tell Applications apart which cannot run on one cluster: of one chart, under one release name, in one
 * namespace. Each folder is of a cluster of its own: `apps/aws/shop.yaml` beside `apps/azure/shop.yaml`.
 */
export function clusterFolders(applications: readonly (WrittenApplication | undefined)[]): (string | null)[] {
  const found: (string | null)[] = applications.map(() => null);
  const groups = groupBy(applications.keys(), (index) => releaseOf(applications[index]));
  for (const [release, indices] of groups) {
    if (release === null || indices.length < 2) continue;
    const files = indices.map((index) => (applications[index]?.file ?? '').split('/'));
    const [first = []] = files;
    const differing = first.flatMap((segment, at) => (files.every((file) => file[at] === segment) ? [] : [at]));
    const [at] = differing;
    const isOneFolder = differing.length === 1 && at !== undefined && at < first.length - 1;
    if (!isOneFolder || files.some((file) => file.length !== first.length)) continue;
    const folders = files.map((file) => file[at] ?? '');
    if (new Set(folders).size < folders.length) continue;
    for (const [place, index] of indices.entries()) found[index] = folders[place] ?? null;
  }
  return found;
}

/** What two Applications must not share on one cluster; null where no release is named. */
function releaseOf(application: WrittenApplication | undefined): string | null {
  if (!application) return null;
  const { sources, destination, document } = application;
  const [source, ...more] = sources.filter(({ path, ref }) => path !== null && ref === null);
  if (!source || more.length > 0 || application.generated) return null;
  const node = document.node([...source.at, 'helm', 'releaseName']);
  const release = node && 'value' in node && typeof node.value === 'string' ? node.value : null;
  if (release === null || release === '') return null;
  return JSON.stringify([
    source.repoURL,
    source.path,
    release,
    destination.server,
    destination.name,
    destination.namespace,
  ]);
}
