import type { Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { readServices } from '../catalog/read-services.ts';
import { compareText } from '../location.ts';
import type { Log, Tree } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { chooseComparison, type Event, requireCommit, resolveHead } from './compare.ts';
import { type History, isUnavailable } from './history.ts';

/**
 * Services that an earlier tree has and that are not there now, under whatever name; it is looked at with the
 * configuration of now.
 */
export async function removedSince(before: Tree, now: readonly Service[], config: Config): Promise<Service[]> {
  return without(await servicesBefore(before, config), now);
}

async function servicesBefore(before: Tree, config: Config): Promise<Service[]> {
  // The change that retires a service also writes it down as removed.
  return (await readServices(before, { ...config, 'removed-services': [] })).services;
}

/** The services that others have neither by their name nor, where they have one to themselves, by their place. */
function without(services: readonly Service[], others: readonly Service[]): Service[] {
  const names = new Set(others.map(({ name }) => name));
  const places = new Set(others.map(placeOf));
  return services.filter((service) => !names.has(service.name) && (service.build || !places.has(placeOf(service))));
}

function placeOf({ path, dockerfile }: Service): string {
  return `${path}\0${dockerfile}`;
}

/**
 * The change that is looked at: what an event brought to what was checked out or to the branch that it is about, or
 * everything since a revision. A request is usually checked out merged with its base, its branch never is.
 */
export type Change = { event: Event; of: 'checkout' | 'branch' } | { base: string };

/** The names of services that a change brings and takes away, sorted. */
export interface ServiceChanges {
  added: string[];
  removed: string[];
}

/**
 * The services that the change under review adds and deletes: those of the tree that no base has, under that name or in
 * that place; and those of a base of whose folder the tree has nothing. Events that bring no change have none. What
 * cannot be known is a notice and no names; UserError only for a base that somebody wrote and nobody has.
 */
export async function changedServices(
  change: Change,
  tree: Tree,
  config: Config,
  { history, log }: { history: History; log: Log },
): Promise<ServiceChanges> {
  const unknown = (because: string): ServiceChanges => {
    log.notice(`Which services this change deletes is not known: ${because}. What still names them may not be found.`);
    return { added: [], removed: [] };
  };
  try {
    const bases: Bases =
      'base' in change
        ? { commits: [await requireCommit(change.base, 'base', history)] }
        : await basesOf(change, history);
    if ('because' in bases) return unknown(bases.because);
    const { services } = await readServices(tree, config);
    const { at } = indexPaths(await tree.list());
    const removed = new Set<string>();
    let added = bases.commits.length === 0 ? [] : services.filter(({ path }) => path !== null);
    for (const base of bases.commits) {
      const before = await servicesBefore(history.tree(base), config);
      // What only lost its Dockerfile is built no more, but it is there to be named.
      for (const { name, path } of without(before, services))
        if (path !== null && at(path) !== 'folder') removed.add(name);
      added = without(added, before);
    }
    return { added: added.map(({ name }) => name).sort(compareText), removed: [...removed].sort(compareText) };
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
