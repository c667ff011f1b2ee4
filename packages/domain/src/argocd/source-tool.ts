import { memoize } from '../memo.ts';
import { kustomizations } from '../tree/file-types.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import type { ApplicationSource, SourceTool } from './application.ts';

/** The fields of a source that choose its tool, in the order in which Argo CD looks at them. */
export const sourceTools: readonly SourceTool[] = ['kustomize', 'helm', 'directory', 'plugin'];

/** Whether Argo CD chooses the tool of a folder by a file in it. Any name that ends in `Chart.yaml` is one. */
function decidesTool(path: string): boolean {
  return path.endsWith('Chart.yaml') || kustomizations(path);
}

/** The files of a listing that decide: looked for once, however many sources have one folder. */
export const decidingFiles = memoize((files: readonly string[]) => files.filter(decidesTool));

/**
 * The tool of a source, as Argo CD 3.6 chooses it (util/app/discovery): the one whose field is set, else by the last
 * file, by name, of the source's folder that decides, else a plain directory. Null where two fields are set, which
 * Argo CD refuses. `files` are those in the folder; what lies deeper does not count. A plugin that discovers its sources
 * by itself is not known here.
 */
export function sourceTool({ tools, chart, path }: ApplicationSource, files: readonly string[]): SourceTool | null {
  if (tools.length > 1) return null;
  const [explicit] = tools;
  if (explicit !== undefined) return explicit;
  if (chart !== null) return 'helm';
  let last = '';
  for (const file of decidingFiles(files))
    if (folderOf(file) === (path ?? '') && baseName(file) > last) last = baseName(file);
  if (last === '') return 'directory';
  return last.endsWith('Chart.yaml') ? 'helm' : 'kustomize';
}
