import type { CommitId } from '../commit-id.ts';
import type { DeployBranch, DeployBranchState, PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { Presence } from '../gates/judge.ts';
import { mostCommits } from './branch-records.ts';
import { type BumpTrailers, bumpTrailers } from './commit-message.ts';
import type { CurrentImages } from './current-images.ts';

/** How many changes of a file are read where no commit says who wrote a tag. */
const mostChanges = 100;

/** An environment whose past is read. */
export interface PastEnvironment {
  environment: string;
  branch: DeployBranch;
  state: DeployBranchState;
  /** The commits that led to the state, where they were read before. */
  history?: AsyncIterable<PastCommit> | undefined;
  /** Its images now. */
  current: CurrentImages;
  /** Its images at a commit of the branch. */
  imagesAt(commit: CommitId): Promise<CurrentImages>;
}

/** Since when a tag is, or was, in an environment; null where it never was, words where that is not known. */
export type KnownPresence = Presence | null | { because: string };

/** A write of a tag, when it came onto the branch. */
interface Write {
  old: string;
  new: string;
  commit: string;
  at: number;
}

/**
 * Since when tags are in an environment. The trailers of its commits tell; a request counts from its merge. Where they do
 * not, as after a squash or a change by hand, the files along the branch do.
 */
export async function readPresence(
  past: PastEnvironment,
  asked: readonly { service: string; tag: string }[],
): Promise<Map<string, KnownPresence>> {
  const { environment, branch, state, current } = past;
  const commits: PastCommit[] = [];
  for await (const commit of past.history ?? branch.history(state)) {
    commits.push(commit);
    if (commits.length === mostCommits) break;
  }
  const writes = writesOf(commits, state.commit, environment);
  const found = new Map<string, KnownPresence>();
  for (const { service, tag } of asked) {
    const isThere = current.images.get(service)?.tag === tag;
    const written = presenceOf(writes.get(service) ?? [], tag, isThere);
    if (written !== undefined) found.set(service, written);
    // What replaced it says that it was there, though nothing says how it came.
    else if (isThere || writes.get(service)?.some(({ old }) => old === tag))
      found.set(service, await appearance(past, service, tag));
    else if (commits.length < mostCommits) found.set(service, null);
    else found.set(service, { because: `the last ${mostCommits} commits of ${branch.name} do not say` });
  }
  return found;
}

/** What the newest write of a tag tells; undefined where none does. */
function presenceOf(writes: readonly Write[], tag: string, isThere: boolean): KnownPresence | undefined {
  const index = writes.findIndex((write) => write.new === tag && write.old !== tag);
  const write = writes[index];
  if (!write) return undefined;
  const next = writes.slice(0, index).findLast((later) => later.new !== tag);
  // What is there now by somebody else's hand came later than the commit that is known.
  if (isThere && next) return undefined;
  if (!isThere && !next) return { because: 'somebody replaced it by hand' };
  return { commit: write.commit, since: write.at, left: next?.at ?? null };
}

/** The writes of each service in an environment, newest first, at the time when they came onto the branch. */
function writesOf(commits: readonly PastCommit[], head: string, environment: string): Map<string, Write[]> {
  const landed = landings(commits, head);
  const writes = new Map<string, Write[]>();
  const inOrder = commits
    .flatMap((commit) => {
      const landing = landed.get(commit.commit);
      return landing ? [{ commit, landing }] : [];
    })
    .sort((a, b) => a.landing.place - b.landing.place);
  for (const { commit, landing } of inOrder) {
    const trailers: BumpTrailers = bumpTrailers(commit.message);
    if (trailers.environment !== environment) continue;
    for (const [service, { old, new: now }] of trailers.services) {
      const all = writes.get(service) ?? [];
      all.push({ old, new: now, commit: landing.commit, at: landing.at });
      writes.set(service, all);
    }
  }
  return writes;
}

/** The commit of the branch itself that each commit came with: itself, or the merge that brought it. */
function landings(commits: readonly PastCommit[], head: string) {
  const known = new Map<string, PastCommit>(commits.map((commit) => [commit.commit, commit]));
  const chain: PastCommit[] = [];
  const seen = new Set<string>();
  for (let at = known.get(head); at && !seen.has(at.commit); at = known.get(at.parents[0] ?? '')) {
    chain.push(at);
    seen.add(at.commit);
  }
  const landed = new Map<string, { commit: string; at: number; place: number }>();
  // The oldest first: what a later merge brings is what was not there before.
  for (const [index, { commit, at, parents }] of [...chain.entries()].reverse()) {
    const landing = { commit, at, place: index };
    landed.set(commit, landing);
    const open: string[] = parents.slice(1);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const brought = known.get(id);
      if (!brought || landed.has(id) || seen.has(id)) continue;
      landed.set(id, landing);
      for (const parent of brought.parents) open.push(parent);
    }
  }
  return landed;
}

/** Since when the files along the branch say a tag, or until when they did. */
async function appearance(
  { branch, state, current, imagesAt }: PastEnvironment,
  service: string,
  tag: string,
): Promise<KnownPresence> {
  const image = current.images.get(service);
  let after = image?.tag;
  let replaced: number | null = null;
  let left = mostChanges;
  for await (const { commit, parents, at } of branch.history(state, image?.files ?? [])) {
    const [parent] = parents;
    const before = parent === undefined ? undefined : (await imagesAt(parent)).images.get(service)?.tag;
    if (after === tag && before !== tag) return { commit, since: at, left: replaced };
    if (after !== tag && before === tag) replaced = at;
    after = before;
    left -= 1;
    if (left === 0) break;
  }
  return { because: `the last ${mostChanges} changes of its files on ${branch.name} do not say` };
}
