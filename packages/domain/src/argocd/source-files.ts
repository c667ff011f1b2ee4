import { showPath } from '../names.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { folderOf, type Links } from '../tree/repository-paths.ts';
import type { Application } from './application.ts';
import { directoryFilter } from './source-contents.ts';
import { isHere, mayBeOurs } from './source-place.ts';
import { decidesTool, sourceTool } from './source-tool.ts';
import { valueFilesOf } from './value-files.ts';

/** The files of an Application's sources that may say which image it runs, of those that exist. */
export function candidateFiles(application: Application, paths: PathIndex): string[] {
  const files = application.sources.flatMap((source) => {
    const values = valueFilesOf(application, source, { paths, isOurs: mayBeOurs }).flatMap(({ path }) => path ?? []);
    if (!isHere(source)) return values;
    const inside = paths.files(source.path ?? '', true);
    const deciding = inside.filter((path) => decidesTool(path) && folderOf(path) === source.path);
    const isDirectory = sourceTool(source, inside) === 'directory';
    return [...values, ...deciding, ...(isDirectory ? inside.filter(directoryFilter(source)) : [])];
  });
  return files.filter((path) => paths.at(path) === 'file');
}

/** The symbolic link or submodule at a path or on the way to it, as a clause about it; undefined without one. */
export function linkOn(path: string, links: Links | undefined): string | undefined {
  if (links === undefined || links.size === 0) return undefined;
  for (let here = path; here !== ''; here = folderOf(here)) {
    const mode = links.get(here);
    if (mode !== undefined)
      return `${showPath(here)} is a ${mode === 'symlink' ? 'symbolic link' : mode}, which is not followed`;
  }
  return undefined;
}
