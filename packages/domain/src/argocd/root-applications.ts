import { folderOf, isInside } from '../tree/repository-paths.ts';
import type { Application } from './application.ts';

/** Whether an Application's own source holds the files of other Applications. */
export function rootFinder(applications: readonly Application[]): (application: Application) => boolean {
  const direct = new Map<string, Set<string>>();
  const below = new Map<string, Set<string>>();
  for (const { file } of applications) {
    add(direct, folderOf(file), file);
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      add(below, folder, file);
      if (folder === '') break;
    }
  }
  return ({ file, sources }) =>
    sources.some(({ path, ours, directory }) => {
      if (path === null || ours === false) return false;
      const held = (directory.recurse ? below : direct).get(path);
      if (!held) return false;
      return held.size > (isInside(file, path) && held.has(file) ? 1 : 0);
    });
}

export function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
