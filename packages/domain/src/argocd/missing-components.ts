import type { PathIndex } from '../tree/path-index.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, listAt } from '../yaml/value.ts';

/**
 * Why it is not known which components of a source Argo CD keeps, as a clause; null where it is. With
 * `ignoreMissingComponents` it looks for each below the folder of the source, where one that is written with `../` is
 * none (`securejoin`, 3.x), and versions differ in what they keep of several. One that lies there is kept by all.
 */
export function componentsDoubt(options: unknown, folder: string, paths: Pick<PathIndex, 'at'>): string | null {
  const components = listAt(options, 'components');
  if (field(options, 'ignoreMissingComponents') !== true || components.length === 0) return null;
  const [only, second] = components;
  const path = typeof only === 'string' && second === undefined && !only.includes('..') ? only : null;
  const found = path === null ? null : normaliseRepositoryPath(joinPath(folder, path));
  if (found !== null && paths.at(found) === 'folder') return null;
  return 'ignoreMissingComponents is set, and which of its components are kept depends on the version of Argo CD';
}
