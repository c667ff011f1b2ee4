import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type CommitId, commitId } from '@rollcall/domain/commit-id';
import type {
  CommitOutcome,
  CommitSummary,
  DeployBranch,
  DeployBranchState,
  PastCommit,
} from '@rollcall/domain/deploy-branch/deploy-branch';
import { quoteName, showPath } from '@rollcall/domain/names';
import type { Tree } from '@rollcall/domain/ports';
import { type FileChanges, findUnwritable } from '@rollcall/domain/tree/file-changes';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { archivedHelp } from '../archived.ts';
import type { Deadline } from '../network/deadline.ts';
import { createGit, type Git } from './command.ts';
import { readCuts } from './commit-store.ts';
import type { GitCredential } from './environment.ts';
import { gitFailure } from './failure.ts';
import { importStream } from './fast-import.ts';
import type { GitResult } from './process.ts';
import { judgePush, lostConnection } from './push-answer.ts';
import { refuseBranch, refuseUrl } from './refuse-names.ts';
import { fetchProblem, refuseEmpty, unreadableHelp } from './remote-refs.ts';
import { bareRepository } from './repository.ts';
import { addOrigin } from './scratch.ts';
import { gitTree } from './tree.ts';

export interface GitDeployBranchSettings {
  /** Folder under which the repository is made; whoever calls removes it. */
  folder: string;
  /** Address of the repository, without credentials in it. */
  url: string;
  branch: string;
  /** Where a branch that does not exist begins. */
  baseBranch?: string | undefined;
  credential?: GitCredential | undefined;
  /** When it is no longer waited for the server. */
  deadline?: Deadline | undefined;
  /** Author and committer. */
  identity?: { name: string; email: string } | undefined;
}

const defaultIdentity = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
const head = 'refs/rollcall/head';
const base = 'refs/rollcall/base';
const mostCommits = 100;
/** Commits of the first step into the past, and how many times as many each further step takes. */
const firstDepth = 32;
const depthFactor = 8;
/** Milliseconds to wait before a fetch that lost its connection is tried again. */
const fetchPauses = [500, 2_000];

/** The own repository of one deploy branch. */
interface BranchRepository extends Pick<GitDeployBranchSettings, 'url' | 'branch' | 'baseBranch'> {
  git: Git;
  /** Author and committer, as git writes them. */
  identity: string;
}

/**
 * A deploy branch on any git server, read and written through an own repository that is bare, has one commit and
 * no blobs but those that were read: no checkout, no work tree, no trace in the clone of the job.
 */
export async function gitDeployBranch(settings: GitDeployBranchSettings): Promise<DeployBranch> {
  const repository = await openRepository(settings);
  const { branch, git } = repository;
  return {
    name: branch,
    read: () => readState(repository),
    commit: (state, files, message) => commitFiles(repository, state, files, message),
    commitsSince: (state, since) => commitsSince(repository, state, since),
    history: (state, paths = []) => pastCommits(repository, state, paths),
    treeAt: (id) => treeOf(git, branch, id),
    removeAt: (id) => removeAt(repository, id),
  };
}

async function openRepository(settings: GitDeployBranchSettings): Promise<BranchRepository> {
  const { url, branch, baseBranch, credential, deadline, folder } = settings;
  refuseUrl(url);
  const directory = mkdtempSync(join(folder, 'deploy-'));
  const git = createGit({ repository: bareRepository(directory), credential, deadline, address: url });
  await refuseBranch(git, branch);
  if (baseBranch !== undefined) await refuseBranch(git, baseBranch);
  await git.run(['init', '--quiet', '--bare', '--template=']);
  addOrigin(directory, url);
  return { git, url, branch, baseBranch, identity: identityLine(settings.identity ?? defaultIdentity) };
}

/** Fetches a branch under a name of ours; its head, or null when there is no such branch. */
async function fetchBranch(
  { git, url }: BranchRepository,
  name: string,
  ref: string,
  depth: number,
): Promise<CommitId | null> {
  const args = (filter: string) => [
    ...['fetch', '--quiet', `--depth=${depth}`, filter, '--no-tags', '--no-write-fetch-head'],
    ...['--no-recurse-submodules', '--no-prune', '--refmap=', 'origin', `+refs/heads/${name}:${ref}`],
  ];
  let result = await attemptFetch(git, args('--filter=blob:none'));
  // A server that does not know filters sends everything; one that forbids them fails.
  if (result.status !== 0 && /filter/i.test(result.stderr)) result = await attemptFetch(git, args('--no-filter'));
  if (result.status === 0) return commitId(await git.text(['rev-parse', '--verify', ref]));
  if (/couldn't find remote ref/i.test(result.stderr)) return null;
  const { help } = gitFailure(['fetch'], result);
  throw new ExternalError(`the branch ${quoteName(name)} of ${url} cannot be read: ${fetchProblem(result.stderr)}`, {
    help: help ?? unreadableHelp(git, url),
  });
}

async function attemptFetch(git: Git, args: readonly string[]): Promise<GitResult> {
  for (const milliseconds of fetchPauses) {
    const result = await git.attempt(args);
    if (result.status === 0 || !lostConnection(result.stderr)) return result;
    await pause(milliseconds);
  }
  return git.attempt(args);
}

async function readState(repository: BranchRepository): Promise<DeployBranchState> {
  const { git, url, branch, baseBranch } = repository;
  const newest = await fetchBranch(repository, branch, head, 1);
  if (newest !== null) return { head: newest, commit: newest, tree: treeOf(git, branch, newest) };
  const start = baseBranch === undefined ? null : await fetchBranch(repository, baseBranch, base, 1);
  if (start === null) await refuseEmpty(git, url);
  if (baseBranch === undefined)
    throw new UserError(`there is no branch ${quoteName(branch)}`, {
      help: 'Set base-branch to the branch it should begin at, or check the name.',
    });
  if (start === null)
    throw new UserError(`there is neither a branch ${quoteName(branch)} nor its base ${quoteName(baseBranch)}`, {
      help: 'Check the names of the deploy branch and of base-branch.',
    });
  return { head: null, commit: start, tree: treeOf(git, baseBranch, start) };
}

function treeOf(git: Git, branch: string, commit: CommitId): Tree {
  return gitTree(git, commit, `${branch} (${commit.slice(0, 12)})`);
}

async function commitFiles(
  { git, url, branch, identity }: BranchRepository,
  state: DeployBranchState,
  files: FileChanges,
  message: string,
): Promise<CommitOutcome> {
  const entries = await state.tree.list();
  const unwritable = findUnwritable(entries, files);
  if (unwritable)
    throw new UserError(`${showPath(unwritable.path)} ${unwritable.why}`, {
      help: 'Only regular files are written.',
    });
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  const stream = importStream({ parent: state.commit, files, modes, identity, message });
  const id = commitId((await git.text(['fast-import', '--quiet', '--force', '--date-format=now'], stream)).trim());
  const lease = `--force-with-lease=refs/heads/${branch}:${state.head ?? ''}`;
  const push = [
    ...['push', '--porcelain', '--no-thin', '--no-verify', '--no-follow-tags', '--no-signed'],
    ...['--recurse-submodules=no', lease, 'origin', `${id}:refs/heads/${branch}`],
  ];
  // Without an answer it may have landed: whoever asked has to look.
  const result = await git.attempt(push, '', Number.POSITIVE_INFINITY);
  const answer = judgePush(result);
  if (answer.kind === 'landed') return { commit: id, verified: false };
  if (answer.kind !== 'refused') return answer.kind;
  throw new ExternalError(`${quoteName(branch)} of ${url} refuses the commit: ${answer.said}`, {
    help:
      archivedHelp(answer.said) ??
      'Not tried again. Let the token push to this branch (contents: write, and past its protection), or take another token.',
  });
}

async function removeAt({ git, branch }: BranchRepository, commit: CommitId): Promise<boolean> {
  const lease = `--force-with-lease=refs/heads/${branch}:${commit}`;
  const args = ['push', '--porcelain', '--no-verify', '--no-signed', lease, 'origin', `:refs/heads/${branch}`];
  return ['landed', 'moved'].includes(judgePush(await git.attempt(args, '', Number.POSITIVE_INFINITY)).kind);
}

async function commitsSince(
  repository: BranchRepository,
  state: DeployBranchState,
  since: CommitId,
): Promise<CommitSummary[]> {
  const { git, branch } = repository;
  if (state.head === null) return [];
  await fetchBranch(repository, branch, head, mostCommits);
  const output = await git.run([
    ...['log', '-z', `--max-count=${mostCommits}`, '--format=%H%n%an%n%B', '--no-show-signature', '--no-mailmap'],
    ...[state.head, `^${since}`, '--'],
  ]);
  return logEntries(output).map(([id = '', author = '', ...message]) => {
    return { commit: commitId(id), verified: false, author, message: message.join('\n') };
  });
}

/** The commits that led to one, newest first, each once. Steps into the past are fetched as they are taken. */
async function* pastCommits(
  repository: BranchRepository,
  { head: newest, commit: from }: DeployBranchState,
  paths: readonly string[],
): AsyncIterable<PastCommit> {
  const { git, branch, baseBranch = branch } = repository;
  // What is held where a branch begins is held on it.
  const [name, ref] = newest === null ? [baseBranch, base] : [branch, head];
  const given = new Set<string>();
  // The head is there already, and often says all that is asked.
  for (let depth = 1, held = 0; ; depth = depth === 1 ? firstDepth : depth * depthFactor) {
    if (depth > 1) await fetchBranch(repository, name, ref, depth);
    const cuts = readCuts(join(git.directory, 'shallow'));
    const commits = await heldCommits(git, from, paths, cuts);
    yield* commits.filter(({ commit }) => !given.has(commit));
    for (const { commit } of commits) given.add(commit);
    const ids = (await git.text(['rev-list', from])).split('\n');
    // A step that brings nothing more is the end as well: the server's own history is cut.
    if (!ids.some((id) => cuts.has(id)) || ids.length === held) return;
    held = ids.length;
  }
}

/**
 * The commits that lead to one, newest first; with paths those of the branch itself that changed one of them, up to
 * the first cut of the history: a commit there looks as if it had added every file.
 */
async function heldCommits(
  git: Git,
  from: CommitId,
  paths: readonly string[],
  cuts: ReadonlySet<string>,
): Promise<PastCommit[]> {
  const output = await git.run([
    // Of all formats this one alone tells the parents behind a cut.
    ...[
      'log',
      '-z',
      '--date-order',
      '--format=raw',
      '--no-show-signature',
      '--no-mailmap',
      '--no-notes',
      '--no-decorate',
    ],
    ...(paths.length > 0 ? ['--first-parent'] : []),
    ...[from, '--', ...paths.map(placeOfPath)],
  ]);
  const commits = logEntries(output).map(rawCommit);
  const cut = paths.length === 0 ? -1 : commits.findIndex(({ commit }) => cuts.has(commit));
  return cut === -1 ? commits : commits.slice(0, cut);
}

/** A commit as `--format=raw` writes it: headers, an empty line, and the message, four blanks in front of each line. */
function rawCommit(lines: readonly string[]): PastCommit {
  const end = lines.indexOf('');
  const headers = end === -1 ? lines : lines.slice(0, end);
  const of = (name: string): string[] =>
    headers.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  const [, seconds = '0'] = /> (-?\d+) [+-]\d+$/.exec(of('committer')[0] ?? '') ?? [];
  const message = lines.slice(headers.length + 1).map((line) => line.replace(/^ {1,4}/, ''));
  return {
    commit: commitId(of('commit')[0]?.slice(0, 64).split(' ')[0] ?? ''),
    parents: of('parent').map(commitId),
    at: Number(seconds) * 1000,
    message: message.join('\n'),
  };
}

/** No argument can hold a byte that is not UTF-8: for it stands a `*`, which may bring a commit too many. */
function placeOfPath(path: string): string {
  if (!/\p{Cs}/u.test(path)) return `:(top,literal)${path}`;
  return `:(top,glob)${path.replace(/[[\]\\*?]|\p{Cs}/gu, '*')}`;
}

/** The lines of each entry of `git log -z`. */
function logEntries(output: Buffer): string[][] {
  const entries = output.toString('utf8').split('\0');
  return entries.filter((entry) => entry !== '').map((entry) => entry.split('\n'));
}

function identityLine({ name, email }: { name: string; email: string }): string {
  const clean = (text: string): string => text.replace(/[\p{Cc}<>\s]+/gu, ' ').trim();
  return `${clean(name)} <${clean(email)}>`;
}
