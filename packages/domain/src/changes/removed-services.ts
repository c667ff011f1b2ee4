import type { Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { discoverServices } from '../catalog/services.ts';
import { compareText } from '../location.ts';
import type { Log, Tree, TreeEntry } from '../ports.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { chooseComparison, type Event, resolveHead } from './compare.ts';
import { type History, isUnavailable } from './history.ts';

/**
 * Services that an earlier listing has and that are not among the names; it is looked at with the configuration of now.
 * UserError where the earlier listing gives two folders one name.
 */
export function servicesGoneSince(before: readonly TreeEntry[], names: readonly string[], config: Config): Service[] {
  const present = new Set(names);
  // The change that retires a service also writes it down as removed.
  const { services } = discoverServices(before, { ...config, 'removed-services': [] });
  return services.filter(({ name }) => !present.has(name));
}

/** The change that is looked at: what an event brought, or everything since a revision. */
export type Change = { event: Event } | { base: string };

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
    const bases = 'base' in change ? await writtenBase(change.base, history) : await basesOf(change.event, history);
    if ('because' in bases) return unknown(bases.because);
    const entries = await tree.list();
    const names = discoverServices(entries, config).services.map(({ name }) => name);
    const folders = foldersOf(entries);
    const gone = new Set<string>();
    for (const base of bases.commits) {
      const since = servicesGoneSince(await history.tree(base).list(), names, config);
      // What only lost its Dockerfile is built no more, but it is there to be named.
      for (const { name, path } of since) if (path !== null && !folders.has(path)) gone.add(name);
    }
    return [...gone].sort(compareText);
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

function foldersOf(entries: readonly TreeEntry[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path } of entries)
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  return folders;
}

type Bases = { commits: readonly string[] } | { because: string };

async function writtenBase(revision: string, history: History): Promise<Bases> {
  const commit = await history.commit(revision);
  if (!isUnavailable(commit)) return { commits: [commit.id] };
  throw new UserError(`base is ${JSON.stringify(revision)}, which is no commit here: ${commit.because}`, {
    help: 'Give a branch, a tag or a full commit id.',
  });
}

/** What is compared with says detection; its own warnings are of what it would build. */
async function basesOf(event: Event, history: History): Promise<Bases> {
  if (!bringsChange(event)) return { commits: [] };
  if (event.kind === 'pull_request') {
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
  const comparison = await chooseComparison(event, head, {}, history, silent);
  return comparison.kind === 'range'
    ? { commits: [comparison.base, ...comparison.also] }
    : { because: comparison.because };
}
