import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { compileGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName } from '../../tree/repository-paths.ts';
import type { InputEdge } from './edges.ts';

/** Edges made from patterns of the configuration, and what is wrong with the patterns. */
interface ConfiguredEdges {
  edges: InputEdge[];
  problems: Problem[];
}

/**
 * The `paths` of a service. Patterns are relative to the repository root; one that names a folder holds for
 * everything in it; `!` takes away, also from what was derived; the last pattern that matches decides.
 */
export function configuredPaths(service: string, patterns: readonly string[], tree: PathIndex): ConfiguredEdges {
  const key = `services.overrides.${showPath(service)}.paths`;
  return {
    edges: patterns.flatMap((pattern) => edgesOf(pattern, `paths: ${pattern}`, tree)),
    problems: unmatched(patterns, key, tree),
  };
}

/**
 * `build.rebuild-all`: goes to every service, whatever its own `paths` take away. Its own `!` patterns take away
 * only from itself.
 */
export function rebuildAll(patterns: readonly string[], tree: PathIndex): ConfiguredEdges {
  const edges = patterns.flatMap((pattern) => edgesOf(pattern, `rebuild-all: ${pattern}`, tree));
  const positive = edges.filter((edge) => !edge.negated);
  const except = { excepts: (path: string) => edges.findLast((edge) => matches(edge.pattern, path))?.negated === true };
  return {
    edges: positive.length < edges.length ? positive.map((edge) => ({ ...edge, except })) : positive,
    problems: unmatched(patterns, 'build.rebuild-all', tree),
  };
}

function edgesOf(text: string, because: string, tree: PathIndex): InputEdge[] {
  const negated = text.startsWith('!');
  return globsOf(text, tree).map((pattern) => ({
    pattern,
    ...(negated ? { negated: true as const } : {}),
    because,
    location: null,
    scope: 'both',
  }));
}

/** `./docs/` and `docs` are `docs/**` where that is, or may be, a folder. */
function globsOf(text: string, tree: PathIndex): string[] {
  const written = text.replace(/^!/, '').replace(/^(?:\.?\/)+/, '');
  const glob = written.replace(/(?<!\/)\/+$/, '');
  if (/^!?$/.test(text)) return [];
  if (glob === '' || glob === '.') return ['**'];
  if (written !== glob) return [`${glob}/**`];
  const { root, matches: how } = compileGlob(glob);
  if (how !== 'exact') return compileGlob(baseName(glob)).matches === 'exact' ? [glob, `${glob}/**`] : [glob];
  return tree.at(root) === 'file' ? [glob] : [`${glob}/**`];
}

function unmatched(patterns: readonly string[], key: string, tree: PathIndex): Problem[] {
  return patterns
    .filter((pattern) => !globsOf(pattern, tree).some((glob) => matchesSomething(glob, tree)))
    .map((pattern) => ({
      severity: 'warning',
      message: `the pattern ${showPath(pattern)} in ${key} matches nothing in the repository`,
      help: 'Patterns are relative to the repository root, such as docs/** or **/*.proto: correct it or take it out.',
    }));
}

function matchesSomething(glob: string, tree: PathIndex): boolean {
  const { root, matches: how } = compileGlob(glob);
  if (how === 'exact' || how === null) return tree.at(root) !== null;
  for (const path of tree.below(root)) if (how(path)) return true;
  return false;
}

function matches(glob: string, path: string): boolean {
  const { root, matches: how } = compileGlob(glob);
  if (how === 'exact') return path === root;
  if (how === null) return root === '' || path === root || path.startsWith(`${root}/`);
  return how(path);
}
