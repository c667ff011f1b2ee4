import { join } from 'node:path';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import { isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import type { Git } from './command.ts';
import { readCuts } from './commit-store.ts';
import { type GitHistoryOptions, gitHistory } from './history.ts';
import { openScratch, ownTemporaryFolder, placeOf } from './scratch.ts';

const firstDepth = 64;
const depthFactor = 8;
/** Beyond this many commits of a branch nobody waits for a hash. */
const mostDepth = 32_768;

/**
 * The history of the source repository for telling older from newer, over a clone of any depth, which is only
 * read. A commit that the clone lacks is fetched; one of which only the first digits are known is looked for
 * behind the branches of the remote.
 */
export function gitSourceHistory(clone: Git, options: GitHistoryOptions = {}): SourceHistory {
  const history = gitHistory(clone, options);
  const find = commitFinder(clone, options.remote ?? 'origin', options.temporaryFolder ?? ownTemporaryFolder);

  async function resolve(id: string): Promise<string | Unavailable> {
    const full = await find(id);
    if (full === undefined) return { because: `no branch leads to a commit ${id}` };
    const commit = await history.commit(full);
    return isUnavailable(commit) ? { because: `commit ${id.slice(0, 7)}: ${commit.because}` } : commit.id;
  }

  return {
    compare: async (a, b) => {
      const first = await resolve(a);
      if (typeof first !== 'string') return first;
      const second = await resolve(b);
      if (typeof second !== 'string') return second;
      if (first === second) return 'same';
      const base = await history.mergeBase(first, second);
      if (isUnavailable(base)) return base;
      if (base.id === first) return 'older';
      return base.id === second ? 'newer' : 'diverged';
    },
  };
}

/** Finds the whole id of a commit by its first digits; undefined where there is none, or several. */
export function commitFinder(clone: Git, remote: string, temporaryFolder: () => string) {
  const found = new Map<string, Promise<string | undefined>>();
  let branches: Promise<Branches> | undefined;

  async function search(id: string): Promise<string | undefined> {
    if (id.length >= 40) return id;
    const held = await commitOf(clone, id);
    if (held !== undefined) return held;
    branches ??= openBranches(clone, remote, temporaryFolder());
    const { git, deepen } = await branches;
    for (;;) {
      const commit = await commitOf(git, id);
      if (commit !== undefined || !(await deepen())) return commit;
    }
  }

  return (id: string): Promise<string | undefined> => {
    const answer = found.get(id) ?? search(id);
    found.set(id, answer);
    return answer;
  };
}

/** The commit that begins with these digits; a branch or tag of that name is not it. */
async function commitOf(git: Git, digits: string): Promise<string | undefined> {
  const [object] = await git.objects([`${digits}^{commit}`]);
  return object?.id.startsWith(digits) ? object.id : undefined;
}

interface Branches {
  git: Git;
  /** Brings more commits of the remote's branches; false when there are none. */
  deepen(): Promise<boolean>;
}

/** Commits alone, without trees and files: the history of a large repository in a few megabytes. */
async function openBranches(clone: Git, remote: string, folder: string): Promise<Branches> {
  const place = await placeOf(clone);
  const git = await openScratch(clone, place, remote, folder);
  const shallowFile = join(git.directory, 'shallow');
  let depth = firstDepth;
  let more = true;

  function attempt(filter: string) {
    // A clone that holds all history lacks only what is new.
    const cut = place.shallow ? [`--depth=${depth}`] : [];
    return git.attempt([
      ...['fetch', '--quiet', filter, ...cut, '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'],
      ...['--no-prune', '--refmap=', remote, '+refs/heads/*:refs/rollcall/heads/*'],
    ]);
  }

  return {
    git,
    deepen: async () => {
      if (!more) return false;
      let result = await attempt('--filter=tree:0');
      if (result.status !== 0 && /filter/i.test(result.stderr)) result = await attempt('--no-filter');
      depth *= depthFactor;
      const whole = readCuts(shallowFile).size === 0;
      more = result.status === 0 && !whole && depth <= mostDepth;
      return result.status === 0;
    },
  };
}
