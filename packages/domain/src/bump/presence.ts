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

/** A time that a tag was in an environment. */
export interface Stay extends Presence {
  /** The commits of the branch behind the one that put it there, as long as it was there; oldest first. */
  behind: readonly string[];
}

/** The last stay of a tag; null where it never was there, words where that is not known. */
export type KnownPresence = Stay | null | { because: string };

/** A write of a tag, when it came onto the branch. */
interface Write {
  old: string;
  new: string;
  commit: string;
  at: number;
  /** How many commits of the branch are newer. */
  place: number;
}

/**
 * Since when tags are in an environment. The trailers of its commits tell; a request counts from its merge. Where they do
 * not, and of commits without any, as after a squash or a change by hand, the files along the branch do.
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
  const chain = chainOf(commits, state.commit);
  const { writes, silent } = writesOf(commits, chain, environment);
  const places = new Map<string, number>(chain.map(({ commit }, place) => [commit, place]));
  // What lies between two of them is the same for many services.
  const oldestFirst = chain.map(({ commit }) => commit).reverse();
  const between = (commit: string, next: string | null): string[] => {
    const [from, to] = [commit, next].map((id) => oldestFirst.length - 1 - (places.get(id ?? '') ?? -1));
    return oldestFirst.slice((from ?? 0) + 1, to);
  };
  const found = new Map<string, KnownPresence>();
  for (const { service, tag } of asked) {
    const isThere = current.images.get(service)?.tag === tag;
    const told = writes.get(service) ?? [];
    const byHand = await writesByHand(past, { service, tag }, told, silent);
    const written = Array.isArray(byHand) ? presenceOf(inOrder(byHand, told), tag, isThere, between) : byHand;
    if (written !== undefined) found.set(service, written);
    // What replaced it says that it was there, though nothing says how it came.
    else if (isThere || writes.get(service)?.some(({ old }) => old === tag))
      found.set(service, await appearance(past, { service, tag }, between));
    else if (commits.length < mostCommits) found.set(service, null);
    else found.set(service, { because: `the last ${mostCommits} commits of ${branch.name} do not say` });
  }
  return found;
}

/** The commits of the branch behind one and before another, or up to the newest; oldest first. */
type Between = (commit: string, next: string | null) => string[];

/** What the newest write of a tag tells; undefined where none does. */
function presenceOf(
  writes: readonly Write[],
  tag: string,
  isThere: boolean,
  between: Between,
): KnownPresence | undefined {
  const index = writes.findIndex((write) => isWriteOf(write, tag));
  const write = writes[index];
  if (!write) return undefined;
  const next = writes.slice(0, index).findLast((later) => later.new !== tag);
  // What is there now by somebody else's hand came later than the commit that is known.
  if (isThere && next) return undefined;
  if (!isThere && !next) return { because: 'somebody replaced it by hand' };
  const behind = between(write.commit, next?.commit ?? null);
  return { commit: write.commit, since: write.at, left: next?.at ?? null, behind };
}

/**
 * The writes of each service in an environment, newest first, at the time when they came onto the branch, and the commits
 * of the branch that say nothing, each with its place: somebody else may have written with them.
 */
function writesOf(
  commits: readonly PastCommit[],
  chain: readonly PastCommit[],
  environment: string,
): { writes: Map<string, Write[]>; silent: Map<string, number> } {
  const landed = landings(commits, chain);
  const writes = new Map<string, Write[]>();
  const silent = new Map<string, number>(chain.map(({ commit }, place) => [commit, place]));
  const byPlace = commits
    .flatMap((commit) => {
      const landing = landed.get(commit.commit);
      return landing ? [{ commit, landing }] : [];
    })
    .sort((a, b) => a.landing.place - b.landing.place);
  for (const { commit, landing } of byPlace) {
    const trailers: BumpTrailers = bumpTrailers(commit.message);
    if (trailers.environment !== null) silent.delete(landing.commit);
    if (trailers.environment !== environment) continue;
    for (const [service, { old, new: now }] of trailers.services) {
      const all = writes.get(service) ?? [];
      const newer = all.at(-1);
      // Of a request that had several commits, what came of all of them together: the rest was never there.
      if (newer?.place === landing.place) newer.old = old;
      else all.push({ old, new: now, ...landing });
      writes.set(service, all);
    }
  }
  return { writes, silent };
}

/** What commits that say nothing wrote of a service, behind the write of its tag that is told: their files say it. */
async function writesByHand(
  { branch, state, current, imagesAt }: PastEnvironment,
  { service, tag }: { service: string; tag: string },
  told: readonly Write[],
  silent: ReadonlyMap<string, number>,
): Promise<Write[] | { because: string }> {
  const { place: oldest = 0 } = told.find((write) => isWriteOf(write, tag)) ?? {};
  const files = current.images.get(service)?.files ?? [];
  if (files.length === 0 || ![...silent.values()].some((place) => place < oldest)) return [];
  const found: Write[] = [];
  let left = mostChanges;
  for await (const { commit, parents, at } of branch.history(state, files)) {
    const place = silent.get(commit);
    const [parent] = parents;
    if (told.some((write) => write.commit === commit && write.place >= oldest)) break;
    if (place === undefined || place >= oldest || parent === undefined) continue;
    if (left === 0) return { because: tooManyChanges(branch.name) };
    left -= 1;
    const [now, old] = [commit, parent].map(async (id) => (await imagesAt(id)).images.get(service)?.tag ?? '');
    const write = { old: (await old) ?? '', new: (await now) ?? '', commit, at, place };
    if (write.old !== write.new) found.push(write);
  }
  return found;
}

function inOrder(...writes: readonly (readonly Write[])[]): Write[] {
  return writes.flat().sort((a, b) => a.place - b.place);
}

function isWriteOf(write: Write, tag: string): boolean {
  return write.new === tag && write.old !== tag;
}

/** The commits of the branch itself, newest first. */
function chainOf(commits: readonly PastCommit[], head: string): PastCommit[] {
  const known = new Map<string, PastCommit>(commits.map((commit) => [commit.commit, commit]));
  const chain: PastCommit[] = [];
  const seen = new Set<string>();
  for (let at = known.get(head); at && !seen.has(at.commit); at = known.get(at.parents[0] ?? '')) {
    chain.push(at);
    seen.add(at.commit);
  }
  return chain;
}

/** The commit of the branch itself that each commit came with: itself, or the merge that brought it. */
function landings(commits: readonly PastCommit[], chain: readonly PastCommit[]) {
  const known = new Map<string, PastCommit>(commits.map((commit) => [commit.commit, commit]));
  const seen = new Set<string>(chain.map(({ commit }) => commit));
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
  { service, tag }: { service: string; tag: string },
  between: Between,
): Promise<KnownPresence> {
  const image = current.images.get(service);
  let after = image?.tag;
  let replaced: { at: number; commit: string } | null = null;
  let left = mostChanges;
  for await (const { commit, parents, at } of branch.history(state, image?.files ?? [])) {
    const [parent] = parents;
    const before = parent === undefined ? undefined : (await imagesAt(parent)).images.get(service)?.tag;
    if (after === tag && before !== tag) {
      const behind = between(commit, replaced?.commit ?? null);
      return { commit, since: at, left: replaced?.at ?? null, behind };
    }
    if (after !== tag && before === tag) replaced = { at, commit };
    after = before;
    left -= 1;
    if (left === 0) break;
  }
  return { because: tooManyChanges(branch.name) };
}

function tooManyChanges(branch: string): string {
  return `the last ${mostChanges} changes of its files on ${branch} do not say`;
}
