import { memoize } from '../memo.ts';
import { showPath } from '../names.ts';
import { isBelowTemplates } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { folderOf, type Links } from '../tree/repository-paths.ts';
import type { Application } from './application.ts';
import { directoryFilter } from './source-contents.ts';
import { overrideFiles } from './source-overrides.ts';
import { isHere, mayBeOurs } from './source-place.ts';
import { decidingFiles, sourceTool } from './source-tool.ts';
import { valueFilesOf } from './value-files.ts';

/**
 * The files of an Application's sources that may say which image it runs, of those that exist. `chartFolders` gives the
 * folder of a chart with those of the charts that it names by a path.
 */
export function candidateFiles(
  application: Application,
  paths: PathIndex,
  chartFolders: (folder: string) => readonly string[],
): string[] {
  const files = application.sources.flatMap((source) => {
    const values = valueFilesOf(application, source, { paths, isOurs: mayBeOurs }).flatMap(({ path }) => path ?? []);
    if (!isHere(source)) return values;
    const inside = paths.files(source.path ?? '', true);
    const deciding = decidingFiles(inside).filter((path) => folderOf(path) === source.path);
    const overrides = overrideFiles(application, source, paths);
    const tool = sourceTool(source, inside);
    // A file that is laid over a source may choose another tool.
    const manifests = tool === 'directory' || overrides.length > 0 ? inside.filter(directoryFilter(source)) : [];
    const charts = tool === 'helm' || overrides.length > 0 ? chartFolders(source.path ?? '') : [];
    // Of a chart that is named by a path a packed copy may be there, which is what runs.
    const filesOf = charts.length > 1 ? chartAndPackedFilesOf : chartFilesOf;
    const chart = charts.flatMap((folder) => filesOf(paths.files(folder, true)));
    return [...values, ...deciding, ...overrides, ...manifests, ...chart];
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

const chartFilesOf = memoize((files: readonly string[]) => files.filter(isChartFile));

const chartAndPackedFilesOf = memoize((files: readonly string[]) =>
  files.filter((path) => isChartFile(path) || isPackedChart(path)),
);

/** Whether a file of a chart has a part in what its templates write. */
function isChartFile(path: string): boolean {
  if (isBelowTemplates(path) && /\.(?:ya?ml|tpl|json)$/.test(path)) return true;
  return /(?:^|\/)(?:Chart|values|requirements)\.yaml$/.test(path);
}

function isPackedChart(path: string): boolean {
  return /(?:^|\/)charts\/[^/]+\.tgz$/.test(path);
}
