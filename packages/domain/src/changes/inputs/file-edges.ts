import { escapeGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { ignoreFilesOf, isIgnoreFile } from './dockerfile.ts';
import type { InputEdge } from './edges.ts';

/** The Dockerfile of a build, and the ignore files that are read. */
export function fileEdges(
  dockerfile: string | null,
  context: string | null,
  files: { tree: PathIndex; texts: ReadonlyMap<string, string> },
): InputEdge[] {
  const paths = [dockerfile, ...ignoreFilesOf(dockerfile, context, files)];
  return paths.flatMap((path) => (path === null ? [] : [fileEdge(path)]));
}

export function fileEdge(path: string): InputEdge {
  const because = isIgnoreFile(path) ? 'the ignore file of its build' : 'its Dockerfile';
  return { pattern: escapeGlob(path), because, location: null, scope: 'both' };
}

/** Every file of the repository counts. */
export function everythingEdge(because: string, dockerfile: string | null): InputEdge {
  const location = dockerfile === null ? null : { path: dockerfile, line: 1, column: 1 };
  return { pattern: '**', because, location, scope: 'both' };
}
