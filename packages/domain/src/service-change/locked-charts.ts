import { relocked } from '../helm/chart-lock.ts';
import type { Tree } from '../ports.ts';
import type { FileChanges } from '../tree/file-changes.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { textOf } from '../tree/read-text.ts';
import { folderOf, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { textAt } from '../yaml/value.ts';
import { parseYamlFile } from '../yaml/yaml-document.ts';

/** Locks of charts, written anew; and those that only Helm can write. */
export interface LockedCharts {
  files: FileChanges;
  /** Locks that are of other dependencies now. */
  stale: readonly string[];
}

/**
 * The locks of the charts that a change writes, of what they take in then: Helm refuses a lock of other dependencies,
 * and Argo CD renders nothing of the chart. A lock that is cloned with its chart is renamed, and so is its digest.
 */
export async function lockCharts(tree: Tree, files: FileChanges): Promise<LockedCharts> {
  const charts = [...files].flatMap(([path, content]) =>
    content !== null && /(?:^|\/)Chart\.yaml$/.test(path) ? [path] : [],
  );
  const after = overlayTree(tree, files);
  const there = new Set((await after.list()).flatMap(({ path, mode }) => (mode === 'file' ? [path] : [])));
  const locked = charts.filter((path) => there.has(lockOf(path))).sort();
  const wanted = [...there].filter((path) => /(?:^|\/)Chart\.yaml$/.test(path));
  const contents = locked.length === 0 ? new Map() : await after.read([...wanted, ...locked.map(lockOf)]);
  const before = await tree.read(locked.flatMap((path) => [path, lockOf(path)]));
  const written = new Map<string, Uint8Array | null>();
  const stale: string[] = [];
  for (const chart of locked) {
    const lock = lockOf(chart);
    const text = textOf(lock, contents.get(lock)) ?? '';
    const now = await relocked(textOf(chart, contents.get(chart)) ?? '', text, (repository) =>
      versionIn(chart, repository, contents),
    );
    if (now === null) {
      if (before.has(chart)) stale.push(lock);
    } else if (now === 'deleted') {
      if (before.has(lock)) written.set(lock, null);
    } else if (now.text !== text) {
      written.set(lock, new TextEncoder().encode(now.text));
    }
  }
  return { files: written, stale };
}

function lockOf(chart: string): string {
  return chart.replace(/yaml$/, 'lock');
}

/** The version of the chart that a dependency names by its folder, of this repository. */
function versionIn(chart: string, repository: string, contents: ReadonlyMap<string, Uint8Array>): string | undefined {
  const relative = repository.replace(/^file:\/\//, '');
  const folder = relative.startsWith('/') ? null : normaliseRepositoryPath(joinPath(folderOf(chart), relative));
  const path = folder === null ? '' : joinPath(folder, 'Chart.yaml');
  const text = textOf(path, contents.get(path));
  return text === null ? undefined : textAt(parseYamlFile(path, text).documents[0]?.value(), 'version');
}
