import type { ServiceKind } from '../../catalog/catalog.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import { indexFiles, type PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, foldersUp, isInside } from '../../tree/repository-paths.ts';
import { isPackageManifest, loadEcosystems } from '../packages/ecosystems.ts';
import {
  createManifests,
  type Ecosystem,
  type LocalPackage,
  type Manifests,
  workspaceFiles,
} from '../packages/manifests.ts';
import type { InputEdge } from './edges.ts';

/** The local packages of a repository. */
export interface LocalPackages {
  /** What the manifests in a folder name, and what those name in turn; nothing inside the folder itself. */
  of(folder: string): InputEdge[];
  /** Whether a folder, or one in it, has a manifest. */
  hasManifest(folder: string): boolean;
  /** The folder of the package that a service without a manifest of its own is a part of; null where none is above. */
  around(folder: string, kind: ServiceKind): string | null;
  /** Whether a workspace above a service's folder has it as a member, or a package there holds it as a part. */
  isSpanned(folder: string, kind: ServiceKind): boolean;
  /** Manifests that were needed and could not be parsed. */
  problems(): Problem[];
}

/**
 * @param texts the contents of files selected by `isPackageManifest`, among others
 * @param services the kinds of all services, by folder
 * @param readMore reads other files that manifests name, such as the sources of plugins
 */
export async function readLocalPackages(
  texts: ReadonlyMap<string, string>,
  tree: PathIndex,
  services: ReadonlyMap<string, ServiceKind>,
  readMore: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<LocalPackages> {
  const own = new Map([...texts].filter(([path]) => isPackageManifest(baseName(path))));
  const ecosystems = await loadEcosystems(new Set([...own.keys()].map(baseName)));
  // What no service is built with, such as settings of a compiler, makes no package of a folder.
  const isOfPackage = (name: string): boolean =>
    ecosystems.some(({ kinds, isManifest }) => kinds.length > 0 && isManifest(name));
  const sources = ecosystems.flatMap((one) => one.sourcesOf?.(own, tree) ?? []);
  if (sources.length > 0) for (const [path, text] of await readMore(sources)) own.set(path, text);
  const usesToml = [...own.keys()].some((path) => path.endsWith('.toml'));
  // Loaded only where there is TOML: most repositories pay nothing for it.
  const parseToml = usesToml ? (await import('smol-toml')).parse : () => undefined;
  const usesXml = [...own.keys()].some((path) => path.endsWith('.xml'));
  const parseXml = usesXml ? (await import('../packages/xml.ts')).readXml : noXml;
  const exists = (path: string): boolean => tree.at(path) !== null;
  const { below } = indexFiles(own.keys());
  const manifests = createManifests(own, {
    exists,
    below,
    isService: (folder) => services.has(folder),
    parseToml,
    parseXml,
  });
  const direct = directPackages(manifests, ecosystems);
  const known: Known = { manifests, direct, ecosystems };
  // Every service's before any is told: what one of them cannot parse, another may use.
  const named = new Map([...services].map(([folder, kind]) => [folder, transitive(folder, kind, known)]));
  return {
    of: (folder) => {
      const edges = named.get(folder) ?? transitive(folder, 'other', known);
      named.set(folder, edges);
      const unread = [...manifests.failures.keys()].filter((path) => concerns(path, folder, manifests));
      return unread.length === 0 ? edges : withEdges(edges, folder, unread.map(unreadable));
    },
    hasManifest: (folder) => [...manifests.below(folder)].some((path) => isOfPackage(baseName(path))),
    around: (folder, kind) => {
      const [manifest] = enclosingManifests(folder, kind, known).manifests;
      return manifest === undefined ? null : folderOf(manifest);
    },
    isSpanned: (folder, kind) => isSpanned(folder, kind, known),
    problems: () => [
      ...[...manifests.failures].map(([path, why]) => ({
        severity: 'warning' as const,
        message: `${showPath(path)} cannot be parsed (${why}); until then every change affects the services that use it`,
        help: 'Correct the file.',
        location: { path, line: 1, column: 1 },
      })),
      ...[...manifests.open].map(([path, because]) => ({
        severity: 'notice' as const,
        message: `${showPath(path)} ${because}: every project of its build counts for the services that use it`,
        location: { path, line: 1, column: 1 },
      })),
    ],
  };
}

function noXml(): never {
  throw new Error('no XML was expected');
}

/** What a manifest names itself, found once. */
function directPackages(manifests: Manifests, ecosystems: readonly Ecosystem[]): (path: string) => LocalPackage[] {
  return (path) =>
    manifests.once(`packages ${path}`, () => {
      const name = baseName(path);
      const reading = ecosystems.filter((one) => one.isManifest(name) || one.isSource?.(path));
      const found = reading.flatMap((one) => one.packagesOf(path, manifests));
      // Bytes that are no UTF-8 became this character: no path has it.
      if (found.some((one) => one.path.includes('\uFFFD'))) manifests.fail(path, 'it is not UTF-8 text');
      return manifests.failures.has(path) ? [...found, unreadable(path)] : found;
    });
}

/** The manifests, and what reads them. */
interface Known {
  manifests: Manifests;
  direct: (path: string) => LocalPackage[];
  ecosystems: readonly Ecosystem[];
}

function transitive(folder: string, kind: ServiceKind, known: Known): InputEdge[] {
  const { manifests } = known;
  const enclosing = enclosingManifests(folder, kind, known);
  const seen = new Set([...manifests.below(folder), ...enclosing.manifests]);
  const { found, compiled } = follow([...seen], seen, known);
  // What only a compiler reads, and all that is behind it.
  const roots = compiled.flatMap((one) => followed(one, manifests)).filter((path) => !seen.has(path));
  for (const path of roots) seen.add(path);
  const behind = follow([...new Set(roots)], seen, { ...known, throughCompiler: true });
  const ofSources = [...compiled, ...behind.found].map((one): LocalPackage => ({ ...one, scope: 'source' }));
  return withEdges([], folder, [...enclosing.files, ...found, ...ofSources]);
}

/** What manifests name, and those that are named in turn; `compiled` is what a compiler reads alone, not followed. */
function follow(
  queue: string[],
  seen: Set<string>,
  { manifests, direct, throughCompiler }: Known & { throughCompiler?: true },
): { found: LocalPackage[]; compiled: LocalPackage[] } {
  const found: LocalPackage[] = [];
  const compiled: LocalPackage[] = [];
  for (const path of queue) {
    for (const one of direct(path)) {
      if (one.scope === 'source' && !throughCompiler) {
        compiled.push(one);
        continue;
      }
      found.push(one);
      for (const manifest of followed(one, manifests)) {
        if (seen.has(manifest)) continue;
        seen.add(manifest);
        queue.push(manifest);
      }
    }
  }
  return { found, compiled };
}

/** The edges, with those to packages outside a folder that lead elsewhere. */
function withEdges(edges: readonly InputEdge[], folder: string, packages: readonly LocalPackage[]): InputEdge[] {
  const all = new Map(edges.map((edge) => [edge.pattern, edge]));
  for (const { kind, path, because, location, scope = 'both' } of packages) {
    if (path !== '' && isInside(path, folder)) continue;
    const pattern = kind === 'folder' ? folderGlob(path) : escapeGlob(path);
    if (!all.has(pattern)) all.set(pattern, { pattern, because, location, scope });
  }
  return [...all.values()];
}

/** A manifest above a service, or of a library: what it would have named, this service may use. */
function concerns(manifest: string, folder: string, manifests: Manifests): boolean {
  const manifestFolder = folderOf(manifest);
  return isInside(folder, manifestFolder) || !foldersUp(manifestFolder).some(manifests.isService);
}

function unreadable(path: string): LocalPackage {
  const because = `${baseName(path)} cannot be parsed`;
  return { kind: 'folder', path: '', because, location: { path, line: 1, column: 1 } };
}

function followed({ kind, path }: LocalPackage, manifests: Manifests): readonly string[] {
  if (kind === 'folder') return manifests.directlyIn(path);
  return kind === 'manifest' && manifests.has(path) ? [path] : [];
}

/** The manifests above a service that has none of its own family: it is a part of that package. */
function enclosingManifests(
  folder: string,
  kind: ServiceKind,
  { manifests, ecosystems }: Known,
): { manifests: string[]; files: LocalPackage[] } {
  const below = [...manifests.below(folder)].map(baseName);
  const ofKind = ecosystems.filter(({ kinds }) => kinds.includes(kind));
  // A service of Gradle is no part of the Maven build above it.
  if (ofKind.some(({ isManifest }) => below.some(isManifest))) return { manifests: [], files: [] };
  for (const ecosystem of ofKind) {
    for (const ancestor of foldersUp(folder).slice(1)) {
      const found = manifests.directlyIn(ancestor).filter((path) => ecosystem.isManifest(baseName(path)));
      if (found.length === 0) continue;
      const names = [...found.map(baseName), ...ecosystem.lockfiles];
      return { manifests: found, files: workspaceFiles(ancestor, [...new Set(names)], manifests) };
    }
  }
  return { manifests: [], files: [] };
}

function isSpanned(folder: string, kind: ServiceKind, known: Known): boolean {
  const { manifests, ecosystems } = known;
  if (enclosingManifests(folder, kind, known).manifests.length > 0) return true;
  const folders = new Set([folder, ...[...manifests.below(folder)].map(folderOf)]);
  return [...folders].some((member) =>
    ecosystems.some((ecosystem) => {
      const above = ecosystem.workspaceAbove(member, manifests);
      return above !== null && above !== folder && isInside(folder, above);
    }),
  );
}
