import type { IgnoreRules } from '../../dockerfile/ignore-rules.ts';
import type { Taken } from '../../dockerfile/stages.ts';
import { addAll } from '../../grouping.ts';
import type { Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import { present } from '../../present.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, joinPath } from '../../tree/repository-paths.ts';
import { copiedFrom, eitherOf } from './copied.ts';
import type { EdgeException, InputEdge } from './edges.ts';
import type { MadeFile } from './made-inputs.ts';

/** What is taken from a folder, and whether that is all. */
export interface FolderInputs {
  edges: InputEdge[];
  /** What it takes and the folder does not hold. */
  made: MadeFile[];
  complete: boolean;
  problems: Problem[];
}

/** A folder that a build takes files from: its context, or an additional one. */
export interface BuildFolder {
  /** '' is the root. */
  folder: string;
  /** What the ignore file in force leaves out of it. */
  ignored: EdgeException | undefined;
  tree: PathIndex;
}

/** What a Dockerfile does not say so that it can be followed. */
interface NotUnderstood {
  message: string;
  line: number;
}

/**
 * The edges of what a Dockerfile takes from a folder. Where a part of it is not understood, or leads through a symbolic
 * link, the whole folder counts.
 *
 * @param dockerfile the path of the Dockerfile, which the edges point to
 */
export function folderInputs(
  dockerfile: string,
  taken: readonly Taken[],
  notes: readonly NotUnderstood[],
  from: BuildFolder,
): FolderInputs {
  const { folder, ignored, tree } = from;
  const edges: InputEdge[] = [];
  const made: MadeFile[] = [];
  const problems: Problem[] = [];
  const copied = new Set<string>();
  const at = (line: number): Location => ({ path: dockerfile, line, column: 1 });
  const notice = (message: string, line: number): void => {
    problems.push({ severity: 'notice', message, location: at(line) });
  };
  const wholeFolder = (because: string, line: number): void => {
    edges.push(edge(folderGlob(folder), because, at(line), ignored));
    notice(`${because}: every file of its build context counts`, line);
  };
  for (const one of taken) {
    const { what, line, copy } = one;
    const found = copiedFrom(one, folder, tree);
    if (found === 'symlink') {
      wholeFolder(`${what} leads through a symbolic link`, line);
      continue;
    }
    if (found.missing !== null && copy?.onbuild !== true) {
      made.push({ path: found.missing, what, location: at(line) });
      notice(`${what} is not in the repository: whatever makes it counts, so every file of the service does`, line);
    }
    const except = eitherOf(ignored, found.except);
    // Stages often copy the same file again: the first of them is reason enough.
    const patterns = except === ignored ? found.patterns.filter((pattern) => !copied.has(pattern)) : found.patterns;
    if (except === ignored) for (const pattern of patterns) copied.add(pattern);
    addAll(
      edges,
      patterns.map((pattern) => edge(pattern, what, at(line), except)),
    );
    const commits = found.submodules.filter((path) => !ignored?.exceptsFolder?.(path));
    addAll(
      edges,
      commits.map((path) => edge(escapeGlob(path), what, at(line), undefined)),
    );
  }
  for (const message of unreadPatterns(from)) notice(message, 1);
  for (const { message, line } of notes)
    wholeFolder(`${showPath(baseName(dockerfile))} is not understood: ${message}`, line);
  return { edges, made, complete: problems.length === 0, problems };
}

function unreadPatterns({ folder, ignored }: BuildFolder): string[] {
  const place = showPath(folder === '' ? '.' : folder);
  return (ignored?.unread ?? []).map(
    (pattern) =>
      `the ignore file of ${place} has ${showPath(pattern)}, which is more than a pattern: nothing is left out`,
  );
}

function edge(pattern: string, because: string, location: Location, except: EdgeException | undefined): InputEdge {
  return { pattern, because, location, scope: 'both', ...present({ except }) };
}

/** Where ignore files are looked up. */
interface IgnoreFiles {
  tree: PathIndex;
  texts: ReadonlyMap<string, string>;
}

/**
 * Where the ignore file of a folder that is built from is: beside the Dockerfile under its name, else at the top of the
 * folder. An additional context, and a Dockerfile that is no file (null), have the latter alone.
 */
export function ignoreFileOf(dockerfile: string | null, context: string | null, files: IgnoreFiles): string | null {
  return ignoreFilesOf(dockerfile, context, files).at(-1) ?? null;
}

/**
 * The ignore files that BuildKit 0.34.2 reads; the last is in force. One that is empty is as if it were not there. One
 * that is a link is in force, too, and nobody here reads where it leads: then nothing is left out.
 */
export function ignoreFilesOf(
  dockerfile: string | null,
  context: string | null,
  { tree, texts }: IgnoreFiles,
): string[] {
  const isThere = (path: string): boolean => ['file', 'symlink'].includes(tree.at(path) ?? '');
  const own = dockerfile === null ? null : `${dockerfile}.dockerignore`;
  const top = context === null ? null : joinPath(context, '.dockerignore');
  const first = own !== null && isThere(own) ? [own] : [];
  const decides = first.length > 0 && own !== null && texts.get(own) !== '';
  return decides || top === null || !isThere(top) ? first : [...first, top];
}

/** The exception that an ignore file makes of a context. */
export function ignoredBy(rules: IgnoreRules, context: string): EdgeException {
  const start = context === '' ? 0 : context.length + 1;
  return {
    excepts: (path) => rules.ignores(path.slice(start)),
    exceptsFolder: (path) => rules.ignoresFolder(path.slice(start)),
    unread: rules.unread,
  };
}

export function isIgnoreFile(name: string): boolean {
  return name.endsWith('.dockerignore');
}
