import type { Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { discoverServices } from '../catalog/services.ts';
import { compareText } from '../location.ts';
import type { Log, Tree, TreeEntry } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { chooseComparison, type Event, requireCommit, resolveHead } from './compare.ts';
import { type History, isUnavailable } from './history.ts';

/**
 * Services that an earlier listing has and that are not among the names; it is looked at with the configuration of now.
 * UserError where the earlier listing gives two folders one name.
 */
export function removedSince(before: readonly TreeEntry[], names: readonly string[], config: Config): Service[] {
  const present = new Set(names);
  // The change that retires a service also writes it down as removed.
  const { services } = discoverServices(before, { ...config, 'removed-services': [] });
  return services.filter(({ name }) => !present.has(name));
}

/**
 * The change that is looked at: what an event brought to what was checked out or to the branch that it is about, or
 * everything since a revision. A request is usually checked out merged with its base, its branch never is.
 */
export type Change = { event: Event; of: 'checkout' | 'branch' } | { base: string };

/**
 * The names of the services that the change under review deleted, sorted: those of its base of whose folder a tree has
 * nothing. Events that bring no change have none. What cannot be known is a notice and no names; UserError only for a
 * base that somebody wrote and nobody has.
 */
export async function removedInChange(
  change: Change,
  tree: Tree,
  config: Config,
  { history, log }: { history: History; log: Log },
): Promise<string[]> {
  const unknown = (because: string): string[] => {
    log.notice(`Which services this change deletes is not known: ${because}. What still names them may not be found.`);
    return [];
  };
  try {
    const bases: Bases =
      'base' in change
        ? { commits: [await requireCommit(change.base, 'base', history)] }
        : await basesOf(change, history);
    if ('because' in bases) return unknown(bases.because);
    const entries = await tree.list();
    const names = discoverServices(entries, config).services.map(({ name }) => name);
    const { at } = indexPaths(entries);
    const removed = new Set<string>();
    for (const base of bases.commits) {
      const before = await history.tree(base).list();
      // What only lost its Dockerfile is built no more, but it is there to be named.
      for (const { name, path } of removedSince(before, names, config))
        if (path !== null && at(path) !== 'folder') removed.add(name);
    }
    return [...removed].sort(compareText);
  } catch (error) {
    if ('base' in change || !(error instanceof UserError || error instanceof ExternalError)) throw error;
    return unknown(error.message);
  }
}

/** Whether an event is about a change: not a schedule, a run by hand or a tag. */
export function bringsChange(event: Event): boolean {
  if (event.kind === 'push') return !event.ref.startsWith('refs/tags/');
  return event.kind === 'pull_request' || event.kind === 'merge_group';
}

type Bases = { commits: readonly string[] } | { because: string };

/** The commits that detection compares with; its warnings are about builds, so that they are not repeated here. */
async function basesOf({ event, of }: Exclude<Change, { base: string }>, history: History): Promise<Bases> {
  if (!bringsChange(event)) return { commits: [] };
  if (event.kind === 'pull_request' && of === 'checkout') {
    // What is checked out is usually the request merged into its base: then that side of the merge is compared with.
    const merged = await history.commit('HEAD');
    const parents = isUnavailable(merged) || merged.id !== event.mergeSha ? [] : merged.parents;
    const [target] = parents.length === 2 ? parents : [];
    if (target !== undefined) {
      const base = await history.commit(target);
      return isUnavailable(base) ? base : { commits: [base.id] };
    }
  }
  const silent: Log = { progress: () => {}, notice: () => {}, warning: () => {} };
  const head = await resolveHead(event, undefined, history);
  const comparison = await chooseComparison(event, { head, options: {}, history, log: silent });
  return comparison.kind === 'range'
    ? { commits: [comparison.base, ...comparison.also] }
    : { because: comparison.because };
}
