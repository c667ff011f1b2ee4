import type { WrittenApplication } from '../argocd/application.ts';
import { type EnvironmentNames, environmentNames, sameEnvironment } from '../argocd/environment-names.ts';
import { baseName, folderOf, isInside } from '../tree/repository-paths.ts';
import type { Config } from './config-schema.ts';
import { clusterFolders, environmentAbove, sourceEnvironment } from './source-environment.ts';

/**
 * The environment of each Application. The configuration says it, else, in this order: the folder it lies in, the
 * target revision it follows, its name, the namespace it deploys to, its label, what its sources read, the cluster and the
 * project. Null where nothing tells.
 * `services` are names that say nothing about an environment, even if they end like one (`load-test`); `told` are environments
 * that something else names.
 */
export function environmentsOf(
  applications: readonly WrittenApplication[],
  config: Config,
  services: ReadonlySet<string>,
  told: Iterable<string> = [],
): (string | null)[] {
  const configured = Object.keys(config.environments ?? {});
  const names = environmentNames(configured);
  const byFolder = applications.map(
    (application) => configuredEnvironment(application, config) ?? folderEnvironment(application.file, names, services),
  );
  const files = applications.map(({ file }) => file);
  for (const [index, name] of parallelFolders(files, byFolder).entries()) byFolder[index] ??= name;
  const untold = applications.map((application, index) => (byFolder[index] === null ? application : undefined));
  for (const [index, name] of clusterFolders(untold).entries()) byFolder[index] ??= name;
  const shown = new Set([...configured, ...byFolder.filter((name) => name !== null)]);
  for (const name of told) if (!sameEnvironment(name).some((other) => shown.has(other))) shown.add(name);
  const repository = environmentNames(shown);
  const byRevision = applications.map(
    (application, index) => byFolder[index] ?? revisionEnvironment(application, repository),
  );
  const spelled = spellingsOf(applications, byRevision, services);
  for (const [index, name] of byRevision.entries()) {
    if (name === null) continue;
    if (byFolder[index] === null && !shown.has(name)) byRevision[index] = spelled.get(name) ?? name;
    shown.add(byRevision[index] ?? name);
  }
  const all = environmentNames(shown);
  return applications.map((application, index) => {
    const found = byRevision[index] ?? namedEnvironment(application, all, services);
    return found === null ? null : spelledAs(found, configured, shown);
  });
}

function configuredEnvironment(application: WrittenApplication, config: Config): string | null {
  const environments = Object.entries(config.environments ?? {});
  const [byFolder] = environments
    .flatMap(([name, { applications }]) =>
      applications === undefined ? [] : [{ name, folder: applications === '.' ? '' : applications }],
    )
    .filter(({ folder }) => isInside(application.file, folder))
    .sort((a, b) => b.folder.length - a.folder.length);
  if (byFolder) return byFolder.name;
  const revisions = followed(application);
  const byBranch = environments.filter(([, environment]) => revisions.includes(environment['deploy-branch'] ?? ''));
  return byBranch.length === 1 ? (byBranch[0]?.[0] ?? null) : null;
}

/** `apps/prod/x.yaml`, `environments/eu-1/x.yaml`, `root-apps/prod.yaml`. */
function folderEnvironment(file: string, names: EnvironmentNames, services: ReadonlySet<string>): string | null {
  const below = environmentAbove(folderOf(file), names, services);
  if (below !== null) return below;
  const folders = folderOf(file).split('/');
  for (const [index, folder] of [...folders.entries()].reverse()) {
    const forTests = index === 0 && sameEnvironment(folder).includes('test'); // `test/` at the top holds tests
    if (names.exact(folder) !== undefined && !forTests) return folder;
  }
  const stem = baseName(file).replace(/\.[^.]+$/, '');
  return names.exact(stem) === undefined ? null : stem;
}

/**
 * The folders of files that stand to each other as environments do: beside `apps/a/dev/app.yaml`, the `pro` of
 * `apps/a/pro/app.yaml` is an environment too, whatever it is called.
 */
function parallelFolders(files: readonly string[], environments: readonly (string | null)[]): (string | null)[] {
  const patterns = new Set<string>();
  for (const [index, file] of files.entries()) {
    const segments = file.split('/');
    const segmentIndex = segments.lastIndexOf(environments[index] ?? '', segments.length - 2);
    if (environments[index] !== null && segmentIndex >= 0)
      patterns.add(JSON.stringify(segments.with(segmentIndex, '*')));
  }
  return files.map((file, index) => {
    if (environments[index] !== null) return null;
    const segments = file.split('/');
    const folders = segments.slice(0, -1);
    return (
      folders.findLast((_, segmentIndex) => patterns.has(JSON.stringify(segments.with(segmentIndex, '*')))) ?? null
    );
  });
}

/** Revisions it follows in this repository, or in one that may be this. */
function followed(application: WrittenApplication): string[] {
  return application.sources.flatMap(({ ours, path, targetRevision }) =>
    ours !== false && path !== null && targetRevision !== null ? [targetRevision] : [],
  );
}

function revisionEnvironment(application: WrittenApplication, names: EnvironmentNames): string | null {
  for (const revision of followed(application)) {
    const name = names.exact(revision) ?? names.suffix(revision);
    if (name !== undefined) return name;
  }
  return null;
}

/**
 * How the names and namespaces of Applications spell what their branches are called: `dev`, where `cart-dev` follows
 * `develop`. None where they spell it so too, or in several ways.
 */
function spellingsOf(
  applications: readonly WrittenApplication[],
  byRevision: readonly (string | null)[],
  services: ReadonlySet<string>,
): Map<string, string> {
  const names = environmentNames([]);
  const said = new Map<string, Set<string>>();
  for (const [index, { name, destination }] of applications.entries()) {
    const revision = byRevision[index] ?? null;
    if (revision === null) continue;
    const same = sameEnvironment(revision);
    for (const text of services.has(name) ? [destination.namespace] : [name, destination.namespace]) {
      const word = text === null ? undefined : (names.exact(text) ?? names.suffix(text));
      if (word !== undefined && same.includes(word)) said.set(revision, (said.get(revision) ?? new Set()).add(word));
    }
  }
  return new Map(
    [...said].flatMap(([revision, [word, another]]) =>
      word !== undefined && another === undefined ? [[revision, word]] : [],
    ),
  );
}

function namedEnvironment(
  application: WrittenApplication,
  names: EnvironmentNames,
  services: ReadonlySet<string>,
): string | null {
  const { name, destination, document } = application;
  const namespace = destination.namespace ?? '';
  const byName = services.has(name) ? undefined : (names.exact(name) ?? names.suffix(name) ?? names.prefix(name));
  const found = byName ?? names.exact(namespace) ?? names.suffix(namespace) ?? names.prefix(namespace);
  if (found !== undefined) return found;
  for (const label of ['environment', 'env']) {
    const node = document.node(['metadata', 'labels', label]);
    const value = node && 'value' in node ? node.value : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return sourceEnvironment(application, names, services);
}

/** The name that the configuration, or else the folders, give an environment: `prod` for `production`. */
function spelledAs(name: string, configured: readonly string[], shown: ReadonlySet<string>): string {
  for (const names of [new Set(configured), shown]) {
    if (names.has(name)) return name;
    const same = sameEnvironment(name).filter((other) => names.has(other));
    if (same.length === 1) return same[0] ?? name;
  }
  return name;
}
