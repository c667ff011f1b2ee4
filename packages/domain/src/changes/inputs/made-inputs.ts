import type { Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { folderOf, foldersUp, isInside } from '../../tree/repository-paths.ts';
import { type Maker, makerOf, unreadBuildOf } from '../build-context/made.ts';
import { settingsAround } from './build-settings.ts';
import type { InputEdge } from './edges.ts';
import type { LocalPackages } from './local-packages.ts';

/** A file that an image takes and that is not in the repository. */
export interface MadeFile {
  /** Relative to the repository, up to its first wildcard. */
  path: string;
  /** The instruction that takes it, and its place. */
  what: string;
  location: Location;
}

/**
 * What makes the files of an image that nobody commits, where that is more than the service's own folder and packages:
 * another module with all that it depends on, the module around the service, or, with a notice, all of a build whose
 * tool is not read.
 *
 * @param folder of the service
 */
export function madeInputs(
  files: readonly MadeFile[],
  folder: string,
  { tree, packages }: { tree: PathIndex; packages: LocalPackages },
): { edges: InputEdge[]; problems: Problem[] } {
  const edges = new Map<string, InputEdge>();
  const problems = new Map<string, Problem>();
  for (const { path, what, location } of files) {
    const maker = makerOf(path, tree) ?? unreadBuildOf(folder, tree) ?? unreadBuildOf(existing(path, tree), tree);
    if (maker === null) continue;
    addEach(edges, maker.unread === null ? madeWith(maker.folder, what, location, tree) : []);
    if (isOwn(maker, folder, packages)) continue;
    const pattern = folderGlob(maker.folder);
    const own: InputEdge = { pattern, because: `${what} is made there`, location, scope: 'both' };
    const found = maker.unread === null ? [own, ...packages.of(maker.folder)] : [own];
    addEach(edges, found);
    if (maker.unread === null || problems.has(pattern)) continue;
    const where = maker.folder === '' ? 'the repository' : showPath(maker.folder);
    const message = `${what} is made by ${maker.unread}, whose files are not read: every file of ${where} counts`;
    problems.set(pattern, { severity: 'notice', message, location });
  }
  return { edges: [...edges.values()], problems: [...problems.values()] };
}

/** The settings of the build that makes something. */
function madeWith(folder: string, what: string, location: Location, tree: PathIndex): InputEdge[] {
  const because = `${what} is made with it`;
  return settingsAround(folder, tree).map((path) => ({ pattern: escapeGlob(path), because, location, scope: 'both' }));
}

/** Of several edges to the same files the first counts. */
function addEach(edges: Map<string, InputEdge>, found: readonly InputEdge[]): void {
  for (const edge of found) if (!edges.has(edge.pattern)) edges.set(edge.pattern, edge);
}

/** Whether the service's own files and packages are all that its maker needs. */
function isOwn({ folder: made, unread }: Maker, folder: string, packages: LocalPackages): boolean {
  if (made === folder) return true;
  return unread === null && isInside(folder, made) && packages.hasManifest(folder);
}

/** The nearest folder around a path that is there. */
function existing(path: string, tree: PathIndex): string {
  return foldersUp(folderOf(path)).find((folder) => tree.at(folder) === 'folder') ?? '';
}
