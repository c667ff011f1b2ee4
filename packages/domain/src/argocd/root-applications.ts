import { groupInto } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import type { WrittenApplication } from './application.ts';
import { directoryFilter } from './source-contents.ts';

/** Tells whether an Application is one of Applications: whether its own source holds the file of another one. */
export function appOfAppsFinder(
  applications: readonly WrittenApplication[],
): (application: WrittenApplication) => boolean {
  const direct = new Map<string, string[]>();
  const below = new Map<string, string[]>();
  for (const file of new Set(applications.map((application) => application.file))) {
    groupInto(direct, folderOf(file), file);
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      groupInto(below, folder, file);
      if (folder === '') break;
    }
  }
  return ({ file, sources }) =>
    sources.some((source) => {
      const { path, ours, directory } = source;
      if (path === null || ours === false) return false;
      const takes = directoryFilter(source);
      return ((directory.recurse ? below : direct).get(path) ?? []).some((other) => other !== file && takes(other));
    });
}
