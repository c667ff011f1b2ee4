import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Commit, isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import { memoize } from '@rollcall/domain/memo';
import type { Git } from './command.ts';
import { fetchProblem, remoteRefs } from './remote-refs.ts';
import { type ClonePlace, fetchCommits, openScratch, placeOf } from './scratch.ts';

/** The commits of a clone, and those that were fetched beside it. The clone itself is only read. */
export interface CommitStore {
  readonly clone: Git;
  /** The remote that missing commits come from. */
  readonly remote: string;
  /** Where commits are read: the clone, and from the first fetch on the repository that sees both. */
  git(): Git;
  isShallow(): Promise<boolean>;
  /** The commits where the history is cut. */
  cuts(): Promise<ReadonlySet<string>>;
  /** Makes commits available, down to `depth` where the history is cut anyhow; says why when it cannot. */
  fetch(ids: readonly string[], depth: number): Promise<Unavailable | undefined>;
}

/** The store of a clone and one of its remotes: whoever asks, what was fetched once is there. */
export function commitStore(clone: Git, remote: string, temporaryFolder: () => string): CommitStore {
  const known = stores(clone);
  const store = known.get(remote) ?? openStore(clone, remote, temporaryFolder);
  known.set(remote, store);
  return store;
}

const stores = memoize((_clone: Git) => new Map<string, CommitStore>());

function openStore(clone: Git, remote: string, temporaryFolder: () => string): CommitStore {
  let place: Promise<ClonePlace> | undefined;
  let scratch: Promise<Git> | undefined;
  let git = clone;
  // Git lets one fetch at a time write where a history is cut.
  let fetching: Promise<unknown> = Promise.resolve();
  const clonePlace = (): Promise<ClonePlace> => {
    place ??= placeOf(clone);
    return place;
  };
  return {
    clone,
    remote,
    git: () => git,
    isShallow: async () => (await clonePlace()).shallow,
    cuts: async () => readCuts(scratch ? join((await scratch).directory, 'shallow') : (await clonePlace()).shallowFile),
    fetch: (ids, depth) => {
      const fetched = fetching.then(() => fetchNow(ids, depth));
      fetching = fetched.catch(() => {});
      return fetched;
    },
  };

  async function fetchNow(ids: readonly string[], depth: number): Promise<Unavailable | undefined> {
    const where = await clonePlace();
    scratch ??= openScratch(clone, where, remote, temporaryFolder());
    git = await scratch;
    const wanted = where.shallow ? depth : null;
    const { status, stderr } = await fetchCommits(git, remote, ids, wanted);
    if (status === 0) return undefined;
    if (/unadvertised object/.test(stderr)) return fetchFromTips({ clone, git, remote }, ids, wanted);
    return { because: fetchProblem(stderr) };
  }
}

/** The commits that a `shallow` file of git names. */
export function readCuts(shallowFile: string): ReadonlySet<string> {
  return new Set(existsSync(shallowFile) ? readFileSync(shallowFile, 'utf8').split('\n').filter(Boolean) : []);
}

/** The commit of a revision; undefined where it is not held. */
export async function readCommit(git: Git, revision: string): Promise<Commit | undefined> {
  const [object] = await git.objects([`${revision}^{commit}`]);
  return object ? { id: object.id, parents: parentsOf(object.content) } : undefined;
}

async function lacksAny(git: Git, ids: readonly string[]): Promise<boolean> {
  return (await git.objects(ids.map((id) => `${id}^{commit}`))).includes(undefined);
}

/** The parents a commit records, which a cut in the history does not change. */
function parentsOf(content: Buffer): string[] {
  const header = content.toString('latin1', 0, content.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id ?? '');
}

/** A server that gives no commit by id gives the tips of its branches, and what lies behind them. */
async function fetchFromTips(
  { clone, git, remote }: { clone: Git; git: Git; remote: string },
  ids: readonly string[],
  first: number | null,
): Promise<Unavailable | undefined> {
  const refs = await remoteRefs(clone, remote, { flags: ['--heads'] });
  if (isUnavailable(refs)) return refs;
  const tips = [...new Set(refs.map(({ id }) => id))];
  for (let depth = first, before = -1; ; depth = depth === null ? null : depth * 2) {
    const { status, stderr } = await fetchCommits(git, remote, tips, depth);
    if (status !== 0) return { because: fetchProblem(stderr) };
    if (!(await lacksAny(git, ids))) return undefined;
    const count = Number(await git.text(['rev-list', '--count', '--stdin'], `${tips.join('\n')}\n`));
    if (depth === null || (count === before && depth > count))
      return { because: 'the server gives no commit by id, and none of its branches leads to this one' };
    before = count;
  }
}

/** Most requests need one deepening: this many commits bring a usual branch back to where it began. */
const firstDepth = 32;

/**
 * Repeats a question about the ancestors of commits, on twice the depth each time, until no cut of the history
 * lies between them and the answer: what is hidden behind such a cut could be a better one.
 */
export async function whenWhole<Answer extends string | undefined>(
  store: CommitStore,
  ids: readonly string[],
  ask: () => Promise<Answer>,
): Promise<Answer | Unavailable> {
  let depth = firstDepth;
  if (await lacksAny(store.git(), ids)) {
    const failure = await store.fetch(ids, depth);
    if (failure) return failure;
    depth *= 2;
  }
  for (; ; depth *= 2) {
    const answer = await ask();
    const count = await commitsBeforeCut(store, ids, answer);
    if (count === null) return answer;
    // A cut at half this depth has that many commits before it: with fewer, it is not ours.
    if (depth > 2 * count + firstDepth) return { because: 'the history of the remote itself is cut' };
    const failure = await store.fetch(ids, depth);
    if (failure) return failure;
  }
}

/** How many commits lie between commits and an ancestor, where the history is cut among them; null where it is not. */
async function commitsBeforeCut(
  store: CommitStore,
  ids: readonly string[],
  ancestor: string | undefined,
): Promise<number | null> {
  const cuts = await store.cuts();
  if (cuts.size === 0) return null;
  const without = ancestor === undefined ? [] : [`^${ancestor}`];
  const between = (await store.git().text(['rev-list', ...ids, ...without])).split('\n');
  return between.some((id) => cuts.has(id)) ? between.length : null;
}
