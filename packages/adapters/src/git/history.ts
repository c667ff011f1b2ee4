import type { ChangedFile, Commit, History, NamedCommit, Unavailable } from '@rollcall/domain/changes/history';
import { isUnavailable } from '@rollcall/domain/changes/history';
import { isCommitId } from '@rollcall/domain/commit-id';
import { compareText } from '@rollcall/domain/location';
import { quoteName } from '@rollcall/domain/names';
import type { FileMode } from '@rollcall/domain/ports';
import type { Git } from './command.ts';
import { type CommitStore, commitStore, readCommit, whenWhole } from './commit-store.ts';
import { externalFailure } from './failure.ts';
import { decodePath } from './path-bytes.ts';
import { localTags, remoteRefs, tagsByCommit } from './remote-refs.ts';
import { ownTemporaryFolder } from './scratch.ts';
import { fileModes, gitTree } from './tree.ts';

export interface GitHistoryOptions {
  /** The remote that missing commits come from. Default `origin`. */
  remote?: string | undefined;
  /** Folder for what is fetched; by default one that is removed when the process ends. */
  temporaryFolder?: (() => string) | undefined;
}

/** The history of a clone of any depth, with or without blobs, or bare. The clone itself is only read. */
export function gitHistory(clone: Git, options: GitHistoryOptions = {}): History {
  const store = commitStore(clone, options.remote ?? 'origin', options.temporaryFolder ?? ownTemporaryFolder);
  return {
    commit: (revision) => findCommit(store, revision),
    mergeBase: (a, b) => findMergeBase(store, a, b),
    changedFiles: (base, head) => listChanges(store.git(), base, head),
    tree: (id) => gitTree(store.git(), id),
    previousTag: (id, accepts) => findPreviousTag(store, id, accepts),
    branch: (name) => (name === null ? findDefaultBranch(store) : findBranch(store, name)),
  };
}

async function findCommit(store: CommitStore, revision: string): Promise<Commit | Unavailable> {
  if (!isCommitId(revision)) return findNamedCommit(store, revision);
  const held = await readCommit(store.git(), revision);
  if (held) return held;
  const failure = await store.fetch([revision], 1);
  return failure ?? (await readCommit(store.git(), revision)) ?? { because: 'it is no commit' };
}

async function findNamedCommit(store: CommitStore, revision: string): Promise<Commit | Unavailable> {
  const { clone, remote } = store;
  const held = await readCommit(clone, revision);
  if (held) return held;
  await refuseLostCommit(clone, revision);
  const name = revision.startsWith(`${remote}/`) ? revision.slice(remote.length + 1) : revision;
  if (/^[^\s~^:?*[\\]+$/.test(name) && !name.startsWith('-')) {
    const refs = await remoteRefs(clone, remote, { patterns: [`refs/tags/${name}*`, `refs/heads/${name}`] });
    if (isUnavailable(refs))
      return { because: `the clone does not hold it, and its remote cannot be asked (${refs.because})` };
    const ids = new Map(refs.map((ref) => [ref.name, ref.id]));
    const id = ids.get(`refs/tags/${name}^{}`) ?? ids.get(`refs/tags/${name}`) ?? ids.get(`refs/heads/${name}`);
    if (id !== undefined) return findCommit(store, id);
  }
  const isShallow = await store.isShallow();
  return {
    because: isShallow ? 'the clone is shallow and does not hold it' : 'neither the clone nor its remote has it',
  };
}

/** ExternalError where the clone has the name and lost what it stands for. */
async function refuseLostCommit(clone: Git, revision: string): Promise<void> {
  if (revision.startsWith('-') || clone.repository.isPartial()) return;
  const id = await clone.ask(['rev-parse', '--verify', '--quiet', revision]);
  if (id === null || !isCommitId(id)) return;
  const [object] = await clone.objects([id]);
  if (!object) throw externalFailure(`${quoteName(revision)} is ${id}, and git has no such object`, 'missing commit');
}

async function findMergeBase(store: CommitStore, a: string, b: string): Promise<{ id: string } | Unavailable> {
  const answer = await whenWhole(store, [a, b], async () => (await store.git().ask(['merge-base', a, b])) ?? undefined);
  if (answer === undefined) return { because: 'they have no common ancestor' };
  return typeof answer === 'string' ? { id: answer } : answer;
}

async function findPreviousTag(
  store: CommitStore,
  id: string,
  accepts: (tag: string) => boolean,
): Promise<NamedCommit | Unavailable> {
  const { clone, remote } = store;
  if (!(await store.isShallow())) {
    const tag = await nearestTag(store, id, tagsByCommit(await localTags(clone), accepts));
    if (tag !== undefined) return tag;
  }
  const refs = await remoteRefs(clone, remote, { flags: ['--tags'] });
  if (isUnavailable(refs)) return refs;
  const none = { because: 'none of its ancestors has one' };
  return (await nearestTag(store, id, tagsByCommit(refs, accepts))) ?? none;
}

async function nearestTag(
  store: CommitStore,
  id: string,
  tags: ReadonlyMap<string, string>,
): Promise<NamedCommit | Unavailable | undefined> {
  if ([...tags.keys()].every((tagged) => tagged === id)) return undefined;
  const nearest = await whenWhole(store, [id], async () => {
    // No commit comes before its descendants, so the first with a tag is behind no other.
    const ancestors = (await store.git().text(['rev-list', '--date-order', id])).split('\n');
    return ancestors.find((ancestor) => ancestor !== id && tags.has(ancestor));
  });
  return typeof nearest === 'string' ? { id: nearest, name: tags.get(nearest) ?? '' } : nearest;
}

async function findBranch(store: CommitStore, name: string): Promise<NamedCommit | Unavailable> {
  const held = await trackedBranch(store, name);
  if (held) return held;
  const refs = await remoteRefs(store.clone, store.remote, { patterns: [`refs/heads/${name}`] });
  if (isUnavailable(refs)) return refs;
  const ref = refs.find((candidate) => candidate.name === `refs/heads/${name}`);
  return ref ? { name, id: ref.id } : { because: `the remote has no branch ${JSON.stringify(name)}` };
}

async function findDefaultBranch(store: CommitStore): Promise<NamedCommit | Unavailable> {
  const tracked = (await store.isShallow()) ? undefined : await trackedDefault(store);
  const held = tracked === undefined ? undefined : await trackedBranch(store, tracked);
  if (held) return held;
  const refs = await remoteRefs(store.clone, store.remote, { flags: ['--symref'], patterns: ['HEAD'] });
  if (isUnavailable(refs)) return (await branchWithoutRemote(store)) ?? refs;
  const [symbolic, tip] = refs.filter((candidate) => candidate.name === 'HEAD');
  const target = /^ref: refs\/heads\/(.+)$/.exec(symbolic?.id ?? '')?.[1];
  return target !== undefined && tip ? { name: target, id: tip.id } : { because: 'the remote does not name it' };
}

/** A branch of the remote as the clone holds it; a shallow clone may hold it as an earlier job left it. */
async function trackedBranch(store: CommitStore, name: string): Promise<NamedCommit | undefined> {
  if (await store.isShallow()) return undefined;
  const held = await readCommit(store.clone, `refs/remotes/${store.remote}/${name}`);
  return held && { name, id: held.id };
}

/** The name of the remote's default branch, as the clone holds it. */
async function trackedDefault({ clone, remote }: CommitStore): Promise<string | undefined> {
  const target = await clone.ask(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
  return target?.slice(`refs/remotes/${remote}/`.length);
}

/** In a repository that has no remote at all, its own main branch. */
async function branchWithoutRemote({ clone, remote }: CommitStore): Promise<NamedCommit | undefined> {
  if ((await clone.ask(['config', '--get', `remote.${remote}.url`])) !== null) return undefined;
  for (const name of ['main', 'master']) {
    const held = await readCommit(clone, `refs/heads/${name}`);
    if (held) return { name, id: held.id };
  }
  return undefined;
}

async function listChanges(git: Git, base: string, head: string): Promise<readonly ChangedFile[]> {
  if (base === head) return [];
  const options = ['-r', '-z', '--raw', '--no-renames', '--no-relative', '--ignore-submodules=none'];
  return parseRawDiff(await git.run(['diff-tree', ...options, base, head]));
}

/** `:<mode> <mode> <id> <id> <status> NUL <path> NUL` */
function parseRawDiff(output: Buffer): ChangedFile[] {
  const files: ChangedFile[] = [];
  let start = 0;
  while (start < output.length) {
    const middle = output.indexOf(0x00, start);
    const end = output.indexOf(0x00, middle + 1);
    const [before = '', after = ''] = output.toString('latin1', start + 1, middle).split(' ');
    const path = decodePath(output.subarray(middle + 1, end));
    files.push({ path, before: modeOf(before), after: modeOf(after) });
    start = end + 1;
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

function modeOf(mode: string): FileMode | null {
  return mode === '000000' ? null : (fileModes[mode] ?? 'file');
}
