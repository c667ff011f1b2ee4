import type { TreeEntry } from '../ports.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import type { ServiceKind } from './catalog.ts';

/** Files that tell the kind of the folder they are in; the first kind that has one wins. */
const markers: readonly { kind: ServiceKind; names: readonly string[]; endings: readonly string[] }[] = [
  { kind: 'go', names: ['go.mod'], endings: ['.go'] },
  { kind: 'java', names: ['build.gradle', 'build.gradle.kts', 'pom.xml'], endings: [] },
  { kind: 'node', names: ['package.json'], endings: [] },
  { kind: 'python', names: ['pyproject.toml', 'requirements.txt'], endings: [] },
  { kind: 'rust', names: ['Cargo.toml'], endings: [] },
  { kind: 'dotnet', names: [], endings: ['.csproj', '.sln'] },
  { kind: 'static-site', names: ['index.html', 'nginx.conf'], endings: [] },
];

const rankByName = new Map(markers.flatMap(({ names }, rank) => names.map((name) => [name, rank] as const)));
const rankByEnding = new Map(markers.flatMap(({ endings }, rank) => endings.map((ending) => [ending, rank] as const)));
const staticSite = markers.length - 1;

/** Position of the kind a file's name tells among `markers`, or undefined. */
function rankOf(name: string): number | undefined {
  return rankByName.get(name) ?? rankByEnding.get(name.slice(Math.max(0, name.lastIndexOf('.'))));
}

/** Whether a file says that its folder is built: `go.mod`, `pom.xml`, `package.json`, `a.csproj`… */
export function isBuildManifest(name: string): boolean {
  const rank = rankOf(name);
  return rank !== undefined && rank !== staticSite && !name.endsWith('.go');
}

/**
 * The kind of each folder by the files in it, or else one level below it; `static-site` only where nothing is
 * built. A folder without any of them is absent. One pass over the listing.
 */
export function detectKinds(
  entries: readonly TreeEntry[],
  folders: ReadonlySet<string>,
): ReadonlyMap<string, ServiceKind> {
  const best = new Map<string, number>();
  // The files of a folder are listed one after the other: it is looked up once.
  let folder: string | null = null;
  let own = false;
  let above: string | null = null;
  for (const { path, mode } of entries) {
    if (mode !== 'file' && mode !== 'executable') continue;
    if (folder === null || path.lastIndexOf('/') !== folder.length || !path.startsWith(folder)) {
      folder = folderOf(path);
      own = folders.has(folder);
      above = folder !== '' && folders.has(folderOf(folder)) ? folderOf(folder) : null;
    }
    if (!own && above === null) continue;
    const rank = rankOf(baseName(path));
    if (rank === undefined) continue;
    if (own) note(best, folder, rank, 0);
    if (above !== null) note(best, above, rank, 1);
  }
  return new Map([...best].map(([folder, score]) => [folder, markers[score % markers.length]?.kind ?? 'other']));
}

/** A lower score wins: what is built in the folder, what is built below it, then the static sites. */
function note(best: Map<string, number>, folder: string, rank: number, level: 0 | 1): void {
  const score = (level + (rank === staticSite ? 2 : 0)) * markers.length + rank;
  const known = best.get(folder);
  if (known === undefined || score < known) best.set(folder, score);
}
