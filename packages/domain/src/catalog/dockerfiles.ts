import type { TreeEntry } from '../ports.ts';
import { type DockerfileName, mentionsDockerfile, readDockerfileName } from '../tree/dockerfile-name.ts';
import { baseName, folderOf, isForeign } from '../tree/repository-paths.ts';

/** A Dockerfile of the listing that may belong to a service. */
export interface Dockerfile extends DockerfileName {
  path: string;
  folder: string;
}

/** Folders that hold what is needed to build or deploy the folder around them, and nothing else. */
const alwaysDocker: ReadonlySet<string> = new Set(['docker', '.docker', 'dockerfile', 'dockerfiles']);
const oftenDocker: ReadonlySet<string> = new Set([
  'build',
  'ci',
  'container',
  'containers',
  'deploy',
  'deployment',
  'deployments',
  'images',
  'package',
  'packaging',
]);

/** `docker/`, `.docker/`: such a folder is never a service. */
export function isDockerFolder(folder: string): boolean {
  return alwaysDocker.has(baseName(folder));
}

/** Also `build/`, `deploy/`…: a folder for the one around it, unless it stands among services. */
export function mayBeDockerFolder(folder: string): boolean {
  return isDockerFolder(folder) || oftenDocker.has(baseName(folder));
}

/** The folder a Dockerfile's folder is there for: `services/a/docker`, and Java's `services/a/src/main/docker`. */
export function homeOf(folder: string): string {
  let home = folder;
  while (home !== '' && isDockerFolder(home)) home = folderOf(home);
  return home === folder ? home : home.replace(/(^|\/)src\/main$/, '');
}

/** Selects the Dockerfiles by name: regular files, not in hidden or foreign folders (`.devcontainer`, `testdata`). */
export function selectDockerfiles(entries: readonly TreeEntry[]): Dockerfile[] {
  const selected: Dockerfile[] = [];
  for (const { path, mode } of entries) {
    if (mode !== 'file' && mode !== 'executable') continue;
    if (!mentionsDockerfile(path)) continue;
    const read = mavenDefault.test(path) ? ({ role: 'main', label: '' } as const) : readDockerfileName(baseName(path));
    const folder = folderOf(path);
    if (read && !isForeign(path) && !isHidden(folder)) selected.push({ path, folder, ...read });
  }
  return selected;
}

/** The layout of Java builds: all of them are variants, of which this one is what is built unless told otherwise. */
const mavenDefault = /(^|\/)src\/main\/docker\/Dockerfile\.jvm$/;

function isHidden(folder: string): boolean {
  const own = isDockerFolder(folder) ? folderOf(folder) : folder;
  return /(^|\/)\./.test(own);
}

/** Labels that say how something is built, not what: never the name of a service's folder. */
const waysToBuild: ReadonlySet<string> = new Set([
  'alpine',
  'amd64',
  'arm64',
  'base',
  'builder',
  'ci',
  'debug',
  'dev',
  'development',
  'local',
  'prod',
  'production',
  'release',
  'run',
  'slim',
  'staging',
  'test',
  'tests',
]);

/** Whether the name of a Dockerfile says how something is built, and not what. */
export function isWayToBuild(path: string): boolean {
  return waysToBuild.has(readDockerfileName(baseName(path))?.label.toLowerCase() ?? '');
}

/**
 * The service a Dockerfile in a central folder is for, by its name: `docker/a/Dockerfile`, `build/a.Dockerfile`,
 * `docker/Dockerfile.a`, `a.Dockerfile` at the root. Null for a Dockerfile that is not in a central folder, and for
 * one whose name would be that of a docker folder: `build/docker/Dockerfile` is there for `build`.
 */
export function centralName({ folder, role, label }: Dockerfile): string | null {
  if (role === 'main') {
    return folder !== '' && !isDockerFolder(folder) && mayBeDockerFolder(folderOf(folder)) ? baseName(folder) : null;
  }
  if (folder !== '' && !mayBeDockerFolder(folder)) return null;
  return waysToBuild.has(label.toLowerCase()) || isDockerFolder(label) ? null : label;
}
