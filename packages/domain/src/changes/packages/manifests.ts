import type { ServiceKind } from '../../catalog/catalog.ts';
import { groupInto } from '../../grouping.ts';
import { type Location, placeIn } from '../../location.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, foldersUp, joinPath } from '../../tree/repository-paths.ts';
import type { Element } from './xml-element.ts';

/** A folder or file of the repository that a manifest names. */
export interface LocalPackage {
  /** A `manifest` is a file that is read for local packages in turn, as a folder's manifests are. */
  kind: 'folder' | 'file' | 'manifest';
  /** Relative to the repository root; '' is the root. */
  path: string;
  /** As the manifest has it: `replace example.com/x => ../x`. */
  because: string;
  location: Location;
  /** Where only what is built before the image reads it. */
  scope?: 'source';
}

/** How one family of manifests names local packages. */
export interface Ecosystem {
  /** The services that are built with it. */
  kinds: readonly ServiceKind[];
  /** Whether a file of this name is one of its manifests. */
  isManifest(name: string): boolean;
  /** Whether a file is read, too, where a manifest of it names it. */
  isSource?(path: string): boolean;
  /** Those files, of all that the repository has; `manifests` are texts by path. */
  sourcesOf?(manifests: ReadonlyMap<string, string>, tree: PathIndex): string[];
  /** Files beside its manifests that say which versions are used. */
  lockfiles: readonly string[];
  /** Local packages that a manifest names itself, and the files of the workspace it belongs to. */
  packagesOf(path: string, manifests: Manifests): LocalPackage[];
  /** The folder of the workspace above a folder that has it as a member. */
  workspaceAbove(folder: string, manifests: Manifests): string | null;
}

/** The manifests of a repository, read; each parsed once, when it is first needed. */
export interface Manifests {
  text(path: string): string;
  /** What a parser makes of a manifest; undefined when there is none or it fails, which `failures` then tells. */
  parse<T>(path: string, parser: (text: string) => T): T | undefined;
  /** A value made once. */
  once<T>(key: string, make: () => T): T;
  has(path: string): boolean;
  /** Whether any path of the repository is or is below this one. */
  exists(path: string): boolean;
  /** Paths of the manifests below a folder. */
  below(folder: string): Iterable<string>;
  /** Whether a folder is the source of a service. */
  isService(folder: string): boolean;
  /** Paths of the manifests of this name. */
  named(name: string): readonly string[];
  /** Paths of the manifests whose name a function takes. */
  matching(isWanted: (name: string) => boolean): readonly string[];
  /** Paths of the manifests directly in a folder. */
  directlyIn(folder: string): readonly string[];
  /** Records that a manifest cannot be read, and why. */
  fail(path: string, why: string): void;
  /** TOML to a value; throws on bad TOML. */
  parseToml(text: string): unknown;
  /** XML to its root element; throws on bad XML. */
  parseXml(text: string): Element;
  readonly failures: ReadonlyMap<string, string>;
  /** Records that a file leaves open what depends on what, so that its whole build counts: `computes its projects`. */
  leaveOpen(path: string, because: string): void;
  readonly open: ReadonlyMap<string, string>;
}

/** What manifests are read with. */
type Given = Pick<Manifests, 'exists' | 'below' | 'isService' | 'parseToml' | 'parseXml'>;

export function createManifests(
  texts: ReadonlyMap<string, string>,
  { exists, below, isService, parseToml, parseXml }: Given,
): Manifests {
  const byName = new Map<string, string[]>();
  const byFolder = new Map<string, string[]>();
  for (const path of texts.keys()) {
    groupInto(byName, baseName(path), path);
    groupInto(byFolder, folderOf(path), path);
  }
  const failures = new Map<string, string>();
  const fail = (path: string, why: string): void => void failures.set(path, why);
  const open = new Map<string, string>();
  const made = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
  return {
    text: (path) => texts.get(path) ?? '',
    parse: (path, parser) =>
      once(`parse ${path}`, () => {
        const text = texts.get(path);
        if (text === undefined) return undefined;
        try {
          return parser(text.replace(/^\uFEFF/, ''));
        } catch (error) {
          fail(path, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
          return undefined;
        }
      }),
    once,
    has: (path) => texts.has(path),
    exists,
    below,
    isService,
    named: (name) => byName.get(name) ?? [],
    matching: (isWanted) => [...byName].flatMap(([name, paths]) => (isWanted(name) ? paths : [])),
    directlyIn: (folder) => byFolder.get(folder) ?? [],
    fail,
    parseToml,
    parseXml,
    failures,
    leaveOpen: (path, because) => void open.set(path, because),
    open,
  };
}

/** The nearest manifest of one of these names, in the folder or above it. */
export function nearest(folder: string, names: readonly string[], manifests: Manifests): string | undefined {
  for (const ancestor of foldersUp(folder)) {
    for (const name of names) if (manifests.has(joinPath(ancestor, name))) return joinPath(ancestor, name);
  }
  return undefined;
}

/** A path as a manifest writes it, from its folder. Null when it is absolute or leads out of the repository. */
export function resolveFrom(folder: string, path: string): string | null {
  if (path.startsWith('/') || path.includes('\0')) return null;
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** A reference to a folder, as an edge; nothing when it leads out of the repository. */
export function folderReference(manifest: string, path: string, because: string, line: number): LocalPackage[] {
  const target = resolveFrom(folderOf(manifest), path);
  return target === null
    ? []
    : [{ kind: 'folder', path: target, because, location: { path: manifest, line, column: 1 } }];
}

/** The files of a workspace, those that exist. */
export function workspaceFiles(folder: string, names: readonly string[], manifests: Manifests): LocalPackage[] {
  return names.flatMap((name) => {
    const path = joinPath(folder, name);
    if (!manifests.exists(path)) return [];
    return [{ kind: 'file', path, because: `${name} of its workspace`, location: { path, line: 1, column: 1 } }];
  });
}

/** 1-based line of the first place of some words; 1 where they are not in the text. */
export function lineOf(text: string, words: string): number {
  return placeIn({ path: '', text }, Math.max(text.indexOf(words), 0)).line;
}
