import { chartDependencies } from '../helm/chart-dependencies.ts';
import type { Problem } from '../problem.ts';
import { unreadable } from '../problem.ts';
import { baseName, folderOf, isForeign, joinPath } from '../tree/repository-paths.ts';
import { tryUser, UserError } from '../user-error.ts';
import { field } from '../yaml/value.ts';
import { decodeUtf8, lastKeyCounts, parseYamlFile } from '../yaml/yaml-document.ts';
import type { Chart } from './catalog.ts';

/**
 * The folders that are Helm charts by their `Chart.yaml`, without those vendored in another's `charts/`. Takes the
 * paths of regular files.
 */
export function chartFolders(files: readonly string[]): string[] {
  const all = files
    .flatMap((path) => (baseName(path) === 'Chart.yaml' && !isForeign(path) ? [folderOf(path)] : []))
    // A scaffold fills in what its folder is called.
    .filter((folder) => !folder.includes('{{'));
  const known = new Set(all);
  return all.filter((folder) => {
    for (let path = folder; path !== ''; path = folderOf(path)) {
      if (baseName(folderOf(path)) === 'charts' && known.has(folderOf(folderOf(path)))) return false;
      if (folderOf(path) === 'charts' && known.has('')) return false;
    }
    return true;
  });
}

/** The files that say what the charts of the folders are, and what they take in. */
export function chartFiles(folders: readonly string[], files: readonly string[]): string[] {
  const older = new Set(files.filter((path) => path.endsWith(requirementsFile)));
  return folders.flatMap((folder) => {
    const requirements = joinPath(folder, requirementsFile);
    return [joinPath(folder, 'Chart.yaml'), ...(older.has(requirements) ? [requirements] : [])];
  });
}

/** What a chart takes in, as Helm 2 had it written. */
const requirementsFile = 'requirements.yaml';

/** Parses the charts of the folders; one whose `Chart.yaml` cannot be read is a problem and left out. */
export function readCharts(
  folders: readonly string[],
  contents: ReadonlyMap<string, Uint8Array>,
): { charts: Chart[]; problems: Problem[] } {
  const charts: Chart[] = [];
  const problems: Problem[] = [];
  for (const folder of folders) {
    const path = joinPath(folder, 'Chart.yaml');
    const bytes = contents.get(path);
    if (!bytes) continue; // told already: it cannot be opened
    tryUser(
      () => {
        const text = decodeUtf8(path, bytes);
        const read = readChart(folder, path, text);
        if ('mistake' in read) problems.push(unreadable(path, read.mistake, { text, template: read.template }));
        else charts.push({ ...read, dependencies: dependenciesOf(read, contents, problems) });
      },
      (error) => void problems.push(unreadable(path, error)),
    );
  }
  return { charts, problems };
}

function dependenciesOf(
  { path: folder, document }: Omit<Chart, 'dependencies'>,
  contents: ReadonlyMap<string, Uint8Array>,
  problems: Problem[],
): readonly unknown[] {
  const path = joinPath(folder, requirementsFile);
  const bytes = contents.get(path);
  const requirements =
    bytes &&
    tryUser(
      () => {
        const text = decodeUtf8(path, bytes);
        const file = lastKeyCounts(parseYamlFile(path, text));
        const [mistake] = file.errors;
        if (mistake) problems.push(unreadable(path, mistake, { text, template: file.template }));
        return mistake ? undefined : file.documents[0]?.value();
      },
      (error) => void problems.push(unreadable(path, error)),
    );
  return chartDependencies(document.value(), requirements);
}

function readChart(
  folder: string,
  path: string,
  text: string,
): Omit<Chart, 'dependencies'> | { mistake: UserError; template: boolean } {
  const file = lastKeyCounts(parseYamlFile(path, text));
  const [error] = file.errors;
  if (error) return { mistake: error, template: file.template };
  const document = file.documents[0];
  const value = document?.value();
  const name = field(value, 'name');
  if (!document || typeof name !== 'string') {
    const mistake = new UserError('the chart has no name', { location: { path, line: 1, column: 1 } });
    return { mistake, template: text.includes('{{') };
  }
  if (name.includes('{{'))
    return { mistake: new UserError('the name of the chart is filled in by something else'), template: true };
  return { name, path: folder, library: field(value, 'type') === 'library', document };
}
