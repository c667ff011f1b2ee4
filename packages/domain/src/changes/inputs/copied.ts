import { compileIgnorePattern } from '../../dockerfile/ignore-pattern.ts';
import { ignoreRules } from '../../dockerfile/ignore-rules.ts';
import { compileDockerPattern, literalPath, literalStart } from '../../dockerfile/pattern.ts';
import type { Taken } from '../../dockerfile/stages.ts';
import { memoize } from '../../memo.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, isInside, joinPath } from '../../tree/repository-paths.ts';
import type { EdgeException } from './edges.ts';

/** The paths that one source of an instruction takes: those of the patterns but for the exception. */
interface Copied {
  patterns: string[];
  except: EdgeException | undefined;
  /** Submodules that it may take from: of them, the commit changes. */
  submodules: string[];
  /** Nothing is there: the path, up to its first wildcard. */
  missing: string | null;
}

/**
 * What a source takes from a folder, as BuildKit 0.34.2 copies: a path, or what a wildcard matches, with all that is in
 * it; but for what `--exclude` leaves out, and with `--parents` no more than what the part behind the `/./` matches.
 * Links on the way are not followed here.
 */
export function copiedFrom(one: Taken, folder: string, tree: PathIndex): Copied | 'symlink' {
  const { source, copy } = one;
  const excluded = copy && copy.exclude.length > 0 ? below(folder, excludedFrom(one)) : undefined;
  const literal = source === '.' ? '' : literalPath(source);
  const named = literal ?? literalStart(source);
  const start = placeOf(folder, named);
  const submodules = submodulesAt(start, tree);
  if (literal !== null) {
    const kind = tree.at(start);
    if (kind === 'symlink') return 'symlink';
    if (kind === 'submodule') return { patterns: [], except: undefined, submodules, missing: null };
    const pattern = kind === 'file' ? escapeGlob(start) : folderGlob(start);
    return {
      patterns: [pattern],
      except: excluded,
      submodules,
      missing: start !== folder && isMissing(kind, start, tree) ? start : null,
    };
  }
  if (leadsThroughLink(one, folder, tree)) return 'symlink';
  const patterns = copy?.parents ? [folderGlob(start)] : coarse(source, folder, start);
  const unmatched = below(folder, (path) => !isTaken(one, path));
  const isFound = tree.glob(folder, source, copy?.parents ?? false).length > 0;
  const missing = !isFound && (archive.test(source) || tree.at(placeOf(folder, folderBefore(source))) === null);
  return { patterns, except: eitherOf(unmatched, excluded), submodules, missing: missing ? start : null };
}

/** What a build makes and nobody commits: a wildcard for it that matches nothing is no optional file. */
const archive = /\.(?:[jwe]ar|tgz|tar\.gz|whl|zip|nupkg)$/;

/** The folders of a source before its first wildcard. */
function folderBefore(source: string): string {
  return folderOf(source.split(/[*?[\\]/)[0] ?? '');
}

/** Nothing is there, or a folder with nothing but the file that makes git keep it, for a build to write to. */
function isMissing(kind: ReturnType<PathIndex['at']>, path: string, tree: PathIndex): boolean {
  if (kind !== 'folder') return kind === null;
  for (const inside of tree.below(path)) if (!/^\.git(?:keep|ignore)$|^\.keep$/.test(baseName(inside))) return false;
  return true;
}

/** A path of a folder; '' is the folder. */
function placeOf(folder: string, path: string): string {
  return path === '' ? folder : joinPath(folder, path);
}

export function eitherOf(
  first: EdgeException | undefined,
  second: EdgeException | undefined,
): EdgeException | undefined {
  if (!first || !second) return first ?? second;
  return { excepts: (path) => first.excepts(path) || second.excepts(path) };
}

/** Asks about paths relative to a folder, which they are in. */
function below(folder: string, excepts: (path: string) => boolean): EdgeException {
  const start = folder === '' ? 0 : folder.length + 1;
  return { excepts: (path) => excepts(path.slice(start)) };
}

/** Globs that match at least as much as a source with wildcards: a class becomes `?`. */
function coarse(source: string, folder: string, start: string): string[] {
  const parts = source.match(/\\[\s\S]|\*+|\?|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]?|[\s\S]/g) ?? [];
  // `[^a]` may be a slash, and so may a range.
  if (parts.some((part) => part.startsWith('[') && compileDockerPattern(part).matches('/'))) return [folderGlob(start)];
  const pattern = joinPath(folder === '' ? '' : escapeGlob(folder), parts.map(globOf).join(''));
  return [pattern, `${pattern}/**`];
}

function globOf(part: string): string {
  if (part === '/') return part;
  if (part.startsWith('*')) return '*';
  if (part === '?' || (part.startsWith('[') && part.length > 1)) return '?';
  return escapeGlob(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
}

/** Whether a source with wildcards takes a path of its folder. */
function isTaken({ source, copy, pivot }: Taken, path: string): boolean {
  if (!copy?.parents) return compileDockerPattern(source).matchesWithin(path);
  const segments = source.split('/');
  const root = segments.slice(0, pivot).join('/');
  const parts = path.split('/');
  const literal = literalPath(root);
  const above = parts.slice(0, pivot).join('/');
  if (literal === null ? !compileDockerPattern(root).matches(above) : literal !== above) return false;
  // What stands before the `/./` may be a file: then it is copied itself.
  if (parts.length <= pivot) return true;
  const pattern = compileIgnorePattern(segments.slice(pivot).join('/'));
  if (pattern.kind === 'unread') return true;
  return parts.some((_, index) => index >= pivot && pattern.matches(parts.slice(pivot, index + 1).join('/')));
}

/**
 * What `--exclude` leaves out of one source: its patterns are matched below each file or folder that the source finds,
 * so that nothing is matched for a file that it finds itself; with `--parents`, below what stands before the `/./`.
 */
function excludedFrom({ source, copy, pivot }: Taken): (path: string) => boolean {
  const rules = ignoreRules(copy?.exclude ?? []);
  const found = source === '.' ? 0 : source.split('/').length;
  const depth = copy?.parents ? pivot : found;
  return (path) => {
    const inside = path.split('/').slice(depth);
    return inside.length > 0 && rules.ignores(inside.join('/'));
  };
}

/** What is before the wildcards of a source is followed through links, and so is what they match; nothing between. */
function leadsThroughLink({ source, copy, pivot }: Taken, folder: string, tree: PathIndex): boolean {
  const root = copy?.parents ? source.split('/').slice(0, pivot).join('/') : source;
  const literal = literalPath(root);
  const named = literal ?? literalStart(root);
  const start = placeOf(folder, named);
  if (start !== '' && tree.at(start) === 'symlink') return true;
  if (literal !== null) return false;
  return tree.glob(folder, root, false).some((path) => tree.at(path) === 'symlink' && !isBehindLink(path, tree));
}

function isBehindLink(path: string, tree: PathIndex): boolean {
  const above = folderOf(path);
  return above !== '' && tree.at(above) === 'symlink';
}

/** The submodules that a path lies in, and those below it. */
function submodulesAt(start: string, tree: PathIndex): string[] {
  return submodulesOf(tree).filter((path) => start === '' || isInside(path, start) || isInside(start, path));
}

const submodulesOf = memoize((tree: PathIndex) => tree.links.filter((path) => tree.at(path) === 'submodule'));
