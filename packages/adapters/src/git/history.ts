import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangedFile, Commit, History, NamedCommit, Unavailable } from '@rollcall/domain/changes/history';
import { isUnavailable } from '@rollcall/domain/changes/history';
import { compareText } from '@rollcall/domain/location';
import type { FileMode } from '@rollcall/domain/ports';
import type { Git } from './command.ts';
import { decodePath } from './path-bytes.ts';
import { type ClonePlace, fetchCommits, openScratch, ownTemporaryFolder, placeOf } from './scratch.ts';
import { fileModes, gitTree } from './tree.ts';

export interface GitHistoryOptions {
  /** The remote that missing commits come from. Default `origin`. */
  remote?: string | undefined;
  /** Folder for what is fetched; by default one that is removed when the process ends. */
  temporaryFolder?: (() => string) | undefined;
}

/** Most requests need one deepening: this many commits bring a usual branch back to where it began. */
const firstDepth = 32;

const fullId = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The history of a clone of any depth, with or without blobs, or bare. The clone itself is only read. */
export function gitHistory(clone: Git, options: GitHistoryOptions = {}): History {
  const remote = options.remote ?? 'origin';
  const temporaryFolder = options.temporaryFolder ?? ownTemporaryFolder;
  /** Where commits are read: the clone, and from the first fetch on the repository that sees both. */
  let git = clone;
  let place: Promise<ClonePlace> | undefined;
  let scratch: Promise<Git> | undefined;
  const clonePlace = () => {
    place ??= placeOf(clone);
    return place;
  };

  async function readCommit(from: Git, revision: string): Promise<Commit | undefined> {
    const [object] = await from.objects([`${revision}^{commit}`]);
    return object ? { id: object.id, parents: parentsOf(object.content) } : undefined;
  }

  async function missing(ids: readonly string[]): Promise<boolean> {
    return (await git.objects(ids.map((id) => `${id}^{commit}`))).includes(undefined);
  }

  /** Makes commits available, down to `depth` where the history is cut anyhow; says why when it cannot. */
  async function fetch(ids: readonly string[], depth: number): Promise<Unavailable | undefined> {
    const where = await clonePlace();
    scratch ??= openScratch(clone, where, remote, temporaryFolder());
    git = await scratch;
    const wanted = where.shallow ? depth : null;
    const result = await fetchCommits(git, remote, ids, wanted);
    if (result.status === 0) return undefined;
    if (/unadvertised object/.test(result.stderr)) return fetchFromTips(ids, wanted);
    return { because: fetchProblem(result.stderr) };
  }

  /** A server that gives no commit by id gives the tips of its branches, and what lies behind them. */
  async function fetchFromTips(ids: readonly string[], first: number | null): Promise<Unavailable | undefined> {
    const refs = await remoteRefs(['--heads']);
    if (isUnavailable(refs)) return refs;
    const tips = [...new Set(refs.map(({ id }) => id))];
    for (let depth = first, seen = -1; ; depth = depth === null ? null : depth * 2) {
      const result = await fetchCommits(git, remote, tips, depth);
      if (result.status !== 0) return { because: fetchProblem(result.stderr) };
      if (!(await missing(ids))) return undefined;
      const count = Number(await git.text(['rev-list', '--count', '--stdin'], `${tips.join('\n')}\n`));
      if (depth === null || (count === seen && depth > count)) {
        return { because: 'the server gives no commit by id, and none of its branches leads to this one' };
      }
      seen = count;
    }
  }

  async function remoteRefs(args: readonly string[]): Promise<NamedCommit[] | Unavailable> {
    const patterns = args.filter((arg) => !arg.startsWith('--'));
    const flags = args.filter((arg) => arg.startsWith('--'));
    const result = await clone.attempt(['ls-remote', '--quiet', ...flags, remote, ...patterns]);
    if (result.status !== 0) return { because: fetchProblem(result.stderr) };
    const lines = result.stdout.toString('utf8').split('\n').filter(Boolean);
    return lines.map((line) => ({ id: line.slice(0, line.indexOf('\t')), name: line.slice(line.indexOf('\t') + 1) }));
  }

  async function commit(revision: string): Promise<Commit | Unavailable> {
    if (!fullId.test(revision)) return namedCommit(revision);
    const held = await readCommit(git, revision);
    if (held) return held;
    const failure = await fetch([revision], 1);
    return failure ?? (await readCommit(git, revision)) ?? { because: 'it is no commit' };
  }

  async function namedCommit(revision: string): Promise<Commit | Unavailable> {
    const held = await readCommit(clone, revision);
    if (held) return held;
    const short = revision.startsWith(`${remote}/`) ? revision.slice(remote.length + 1) : revision;
    if (/^[^\s~^:?*[\\]+$/.test(short) && !short.startsWith('-')) {
      const wanted = [`refs/tags/${short}^{}`, `refs/tags/${short}`, `refs/heads/${short}`];
      const refs = await remoteRefs([`refs/tags/${short}*`, `refs/heads/${short}`]);
      if (isUnavailable(refs)) {
        return { because: `the clone does not hold it, and its remote cannot be asked (${refs.because})` };
      }
      for (const name of wanted) {
        const ref = refs.find((candidate) => candidate.name === name);
        if (ref) return commit(ref.id);
      }
    }
    const { shallow } = await clonePlace();
    return {
      because: shallow ? 'the clone is shallow and does not hold it' : 'neither the clone nor its remote has it',
    };
  }

  /**
   * Repeats a question about the ancestors of commits, on twice the depth each time, until no cut of the history
   * lies between them and the answer: what is hidden behind such a cut could be a better one.
   */
  async function whenWhole<Answer extends string | undefined>(
    ids: readonly string[],
    ask: () => Promise<Answer>,
  ): Promise<Answer | Unavailable> {
    let depth = firstDepth;
    if (await missing(ids)) {
      const failure = await fetch(ids, depth);
      if (failure) return failure;
      depth *= 2;
    }
    for (; ; depth *= 2) {
      const answer = await ask();
      const cuts = await readCuts();
      if (cuts.size === 0) return answer;
      const between = await git.text(['rev-list', ...ids, ...(answer === undefined ? [] : [`^${answer}`])]);
      const commits = between.split('\n');
      if (!commits.some((id) => cuts.has(id))) return answer;
      // A cut at half this depth has that many commits before it: with fewer, it is not ours.
      if (depth > 2 * commits.length + firstDepth) return { because: 'the history of the remote itself is cut' };
      const failure = await fetch(ids, depth);
      if (failure) return failure;
    }
  }

  async function readCuts(): Promise<Set<string>> {
    const file = scratch ? join((await scratch).directory, 'shallow') : (await clonePlace()).shallowFile;
    return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);
  }

  async function mergeBase(a: string, b: string): Promise<{ id: string } | Unavailable> {
    const answer = await whenWhole([a, b], async () => {
      const { status, stdout } = await git.attempt(['merge-base', a, b]);
      return status === 0 ? stdout.toString('latin1').trim() : undefined;
    });
    if (answer === undefined) return { because: 'they have no common ancestor' };
    return typeof answer === 'string' ? { id: answer } : answer;
  }

  async function previousTag(id: string): Promise<NamedCommit | Unavailable> {
    const { shallow } = await clonePlace();
    const here = shallow ? undefined : await nearestTag(id, await localTags());
    if (here !== undefined) return here;
    const there = await remoteRefs(['--tags']);
    if (isUnavailable(there)) return there;
    return (await nearestTag(id, tagsByCommit(there))) ?? { because: 'none of its ancestors has a tag' };
  }

  async function localTags(): Promise<Map<string, string>> {
    const format = '%(objectname)\t%(refname)%0a%(*objectname)\t%(refname)^{}';
    const lines = (await clone.text(['for-each-ref', `--format=${format}`, 'refs/tags'])).split('\n');
    return tagsByCommit(lines.map((line) => ({ id: line.split('\t')[0] ?? '', name: line.split('\t')[1] ?? '' })));
  }

  async function nearestTag(
    id: string,
    tags: ReadonlyMap<string, string>,
  ): Promise<NamedCommit | Unavailable | undefined> {
    if ([...tags.keys()].every((tagged) => tagged === id)) return undefined;
    const found = await whenWhole([id], async () => {
      // No commit comes before its descendants, so the first with a tag is behind no other.
      const ancestors = (await git.text(['rev-list', '--date-order', id])).split('\n');
      return ancestors.find((ancestor) => ancestor !== id && tags.has(ancestor));
    });
    return typeof found === 'string' ? { id: found, name: tags.get(found) ?? '' } : found;
  }

  async function branch(name: string | null): Promise<NamedCommit | Unavailable> {
    // A shallow clone may hold the remote's branches as an earlier job left them.
    const { shallow } = await clonePlace();
    if (!shallow) {
      const local = name ?? (await localDefaultBranch());
      const held = local === undefined ? undefined : await readCommit(clone, `refs/remotes/${remote}/${local}`);
      if (held && local !== undefined) return { name: local, id: held.id };
    }
    const refs = await remoteRefs(name === null ? ['--symref', 'HEAD'] : [`refs/heads/${name}`]);
    if (isUnavailable(refs)) return (name === null ? await branchWithoutRemote() : undefined) ?? refs;
    if (name !== null) {
      const ref = refs.find((candidate) => candidate.name === `refs/heads/${name}`);
      return ref ? { name, id: ref.id } : { because: `the remote has no branch ${JSON.stringify(name)}` };
    }
    const [symbolic, tip] = refs.filter((candidate) => candidate.name === 'HEAD');
    const target = /^ref: refs\/heads\/(.+)$/.exec(symbolic?.id ?? '')?.[1];
    return target !== undefined && tip ? { name: target, id: tip.id } : { because: 'the remote does not name it' };
  }

  /** In a repository that has no remote at all, its own main branch. */
  async function branchWithoutRemote(): Promise<NamedCommit | undefined> {
    if ((await clone.attempt(['config', '--get', `remote.${remote}.url`])).status === 0) return undefined;
    for (const name of ['main', 'master']) {
      const held = await readCommit(clone, `refs/heads/${name}`);
      if (held) return { name, id: held.id };
    }
    return undefined;
  }

  async function localDefaultBranch(): Promise<string | undefined> {
    const { status, stdout } = await clone.attempt(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
    const target = stdout.toString('utf8').trim();
    return status === 0 ? target.slice(`refs/remotes/${remote}/`.length) : undefined;
  }

  async function changedFiles(base: string, head: string): Promise<readonly ChangedFile[]> {
    if (base === head) return [];
    const options = ['-r', '-z', '--raw', '--no-renames', '--no-relative', '--ignore-submodules=none'];
    return parseRawDiff(await git.run(['diff-tree', ...options, base, head]));
  }

  return { commit, mergeBase, changedFiles, tree: (id) => gitTree(git, id), previousTag, branch };
}

/** The parents a commit records, which a cut in the history does not change. */
function parentsOf(content: Buffer): string[] {
  const header = content.toString('latin1', 0, content.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id ?? '');
}

/** Tag by the commit it leads to; of several the first by name. An annotated tag is listed by itself and as `…^{}`. */
function tagsByCommit(refs: readonly NamedCommit[]): Map<string, string> {
  const commits = new Map<string, string>();
  // Sorted, the commit of an annotated tag comes after the tag and takes its place.
  for (const { id, name } of [...refs].sort((a, b) => compareText(a.name, b.name))) {
    if (id !== '') commits.set(name.replace(/^refs\/tags\//, '').replace(/\^\{\}$/, ''), id);
  }
  const tags = new Map<string, string>();
  for (const [tag, id] of commits) if (!tags.has(id)) tags.set(id, tag);
  return tags;
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

/** What git said of a fetch that failed, as one clause. */
export function fetchProblem(stderr: string): string {
  if (/not our ref|no such remote ref/.test(stderr)) return 'the remote no longer has it';
  const lines = stderr.split('\n').map((line) => line.trim());
  const line = lines.find((text) => text.startsWith('fatal:')) ?? lines.find(Boolean) ?? 'git fetch said nothing';
  return line.replace(/^fatal: /, '').replace(/\.$/, '');
}
