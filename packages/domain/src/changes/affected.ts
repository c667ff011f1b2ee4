import { groupInto } from '../grouping.ts';
import { compareText, type Location } from '../location.ts';
import { compileGlob } from '../tree/glob.ts';
import type { EdgeException, InputEdge, ServiceInputs } from './inputs/edges.ts';

/** Why a service is affected: one changed path, and what makes it an input. */
export interface AffectedReason {
  /** `.` where it is no path but the whole repository, as for a first push. */
  path: string;
  because: string;
  /** The line that makes the path an input, where there is one. */
  location: Location | null;
}

interface AffectedService {
  service: string;
  /** One for each changed path that is an input, sorted by path. Built when first asked for. */
  readonly reasons: readonly AffectedReason[];
}

/** The changed paths that one pattern matches; shared by every edge with that pattern and exception. */
interface Node {
  matches: ((path: string) => boolean) | 'exact' | null;
  root: string;
  except: EdgeException | undefined;
  /** Indices into the sorted changed paths, ascending. */
  hits: number[];
}

/**
 * The services that changed paths affect, and the changed paths that belong to none. Order and duplicates of
 * `changed` do not matter; both results are sorted by code unit.
 *
 * A path belongs to a service when any of its edges leads there, in either scope and even if a `!` pattern takes
 * it away again: then somebody has thought of it.
 *
 * Costs one look-up per changed path and folder above it, not one per path and service: patterns are looked up
 * by the folder they start with, and equal ones are matched once for all services.
 */
export function affectedServices(
  changed: readonly string[],
  inputs: readonly ServiceInputs[],
  scope: 'source' | 'image',
): { affected: AffectedService[]; unowned: string[] } {
  const paths = [...new Set(changed)].sort(compareText);
  const index = new Map<string, Node[]>();
  const nodeOf = nodeFinder(index);
  const services = inputs.map((input) => ({
    service: input.service,
    edges: input.edges.map((edge) => ({ edge, node: nodeOf(edge) })),
  }));
  const owned = new Set<Node>();
  for (const { edges } of services) for (const { edge, node } of edges) if (!edge.negated) owned.add(node);
  const unowned = paths.filter((path, pathIndex) => !matchPath(path, pathIndex, index, owned));
  const affected: AffectedService[] = [];
  for (const { service, edges } of services) {
    const counting = edges.filter(({ edge, node }) => inScope(edge, scope) && node.hits.length > 0);
    if (counting.length === 0) continue;
    const found = lazily(() => reasonsOf(paths, counting));
    // Only where something is taken away can there be hits and still no reason.
    if (counting.some(({ edge }) => edge.negated) && found().length === 0) continue;
    affected.push({
      service,
      get reasons() {
        return found();
      },
    });
  }
  affected.sort((a, b) => compareText(a.service, b.service));
  return { affected, unowned };
}

function inScope(edge: InputEdge, scope: 'source' | 'image'): boolean {
  return edge.scope === 'both' || edge.scope === scope;
}

/** Nodes by pattern and exception, filed under the folder (or file) at which their matches start. */
function nodeFinder(index: Map<string, Node[]>): (edge: InputEdge) => Node {
  const nodes = new Map<InputEdge['except'], Map<string, Node>>();
  return ({ pattern, except }) => {
    const byPattern = nodes.get(except) ?? new Map<string, Node>();
    nodes.set(except, byPattern);
    const before = byPattern.get(pattern);
    if (before) return before;
    const node = { ...compileGlob(pattern), except, hits: [] };
    byPattern.set(pattern, node);
    groupInto(index, node.root, node);
    return node;
  };
}

/** Notes the path at every node that matches it; whether one of those in `owned` does. */
function matchPath(
  path: string,
  pathIndex: number,
  index: ReadonlyMap<string, Node[]>,
  owned: ReadonlySet<Node>,
): boolean {
  let isOwned = false;
  const visit = (root: string): void => {
    for (const node of index.get(root) ?? []) {
      if (node.matches === 'exact' ? path !== root : node.matches !== null && !node.matches(path)) continue;
      if (node.except?.excepts(path)) continue;
      node.hits.push(pathIndex);
      isOwned ||= owned.has(node);
    }
  };
  visit('');
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) visit(path.slice(0, slash));
  if (path !== '') visit(path);
  return isOwned;
}

/** The first edge that leads to a path names it, unless a later one takes it away and none gives it back. */
function reasonsOf(paths: readonly string[], edges: readonly { edge: InputEdge; node: Node }[]): AffectedReason[] {
  const reason = new Map<number, InputEdge>();
  for (const { edge, node } of edges) {
    for (const hit of node.hits) {
      if (edge.negated) reason.delete(hit);
      else if (!reason.has(hit)) reason.set(hit, edge);
    }
  }
  return [...reason]
    .sort(([a], [b]) => a - b)
    .map(([hit, { because, location }]) => ({ path: paths[hit] ?? '', because, location }));
}

function lazily<T>(build: () => T): () => T {
  let value: { built: T } | undefined;
  return () => {
    value ??= { built: build() };
    return value.built;
  };
}
