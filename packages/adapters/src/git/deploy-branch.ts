import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  CommitOutcome,
  CommitSummary,
  DeployBranch,
  DeployBranchState,
  PastCommit,
} from '@rollcall/domain/deploy-branch/deploy-branch';
import { quoteName, showPath } from '@rollcall/domain/names';
import { type FileChanges, findUnwritable } from '@rollcall/domain/tree/file-changes';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { createGit, type Git, type GitCredential, type GitResult, gitFailure } from './command.ts';
import { encodePath } from './path-bytes.ts';
import { judgePush, lostConnection } from './push-answer.ts';
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
  /** Author and committer. */
  identity?: { name: string; email: string } | undefined;
}

const defaultIdentity = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
const head = 'refs/rollcall/head';
const base = 'refs/rollcall/base';
const made = 'refs/rollcall/made';
const mostCommits = 100;
/** Commits of the first step into the past, and how many times as many each further step takes. */
const firstDepth = 32;
const depthFactor = 8;
/** Milliseconds to wait before a fetch that lost its connection is tried again. */
const fetchPauses = [500, 2_000];

/**
 * A deploy branch on any git server, read and written through an own repository that is bare, has one commit and
 * no blobs but those that were read: no checkout, no work tree, no trace in the clone of the job.
 */
export async function gitDeployBranch(settings: GitDeployBranchSettings): Promise<DeployBranch> {
  const { url, branch, baseBranch, credential } = settings;
  const identity = identityLine(settings.identity ?? defaultIdentity);
  refuseUrl(url);
  const outside = createGit({ directory: settings.folder, credential });
  await refuseBranch(outside, branch);
  if (baseBranch !== undefined) await refuseBranch(outside, baseBranch);
  const directory = mkdtempSync(join(settings.folder, 'deploy-'));
  await outside.run(['init', '--quiet', '--bare', '--template=', directory]);
  const git = createGit({ directory, credential });
  await git.run(['config', 'remote.origin.url', url]);

  /** Fetches a branch under a name of ours; its head, or null when there is no such branch. */
  async function fetchBranch(name: string, ref: string, depth: number): Promise<string | null> {
    const args = (filter: string) => [
      ...['fetch', '--quiet', `--depth=${depth}`, filter, '--no-tags', '--no-write-fetch-head'],
      ...['--no-recurse-submodules', '--no-prune', '--refmap=', 'origin', `+refs/heads/${name}:${ref}`],
    ];
    let result = await attemptFetch(git, args('--filter=blob:none'));
    // A server that does not know filters sends everything; one that forbids them fails.
    if (result.status !== 0 && /filter/i.test(result.stderr)) result = await attemptFetch(git, args('--no-filter'));
    if (result.status === 0) return git.text(['rev-parse', '--verify', ref]);
    if (/couldn't find remote ref/i.test(result.stderr)) return null;
    const { message } = gitFailure(['fetch'], result);
    throw new ExternalError(`the branch ${quoteName(name)} of ${url} cannot be read: ${message}`, {
      help: 'Check the address, and that the token may read the contents of the repository.',
    });
  }

  async function read(): Promise<DeployBranchState> {
    const newest = await fetchBranch(branch, head, 1);
    if (newest !== null)
      return { head: newest, commit: newest, tree: gitTree(git, newest, `${branch} (${newest.slice(0, 12)})`) };
    if (baseBranch === undefined)
      throw new UserError(`there is no branch ${quoteName(branch)}`, {
        help: 'Set base-branch to the branch it should begin at, or check the name.',
      });
    const start = await fetchBranch(baseBranch, base, 1);
    if (start === null)
      throw new UserError(`there is neither a branch ${quoteName(branch)} nor its base ${quoteName(baseBranch)}`, {
        help: 'Check the names of the deploy branch and of base-branch.',
      });
    return { head: null, commit: start, tree: gitTree(git, start, `${baseBranch} (${start.slice(0, 12)})`) };
  }

  async function commit(state: DeployBranchState, files: FileChanges, message: string): Promise<CommitOutcome> {
    const entries = await state.tree.list();
    const unwritable = findUnwritable(entries, files);
    if (unwritable)
      throw new UserError(`${showPath(unwritable.path)} ${unwritable.why}`, {
        help: 'Only regular files are written.',
      });
    const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
    const stream = importStream(state.commit, files, modes, identity, message);
    const id = (await git.text(['fast-import', '--quiet', '--force', '--date-format=now'], stream)).trim();
    const lease = `--force-with-lease=refs/heads/${branch}:${state.head ?? ''}`;
    const result = await git.attempt([
      ...['push', '--porcelain', '--no-thin', '--no-verify', '--no-follow-tags', '--no-signed'],
      ...['--recurse-submodules=no', lease, 'origin', `${id}:refs/heads/${branch}`],
    ]);
    const answer = judgePush(result);
    if (answer.kind === 'landed') return { commit: id, verified: false };
    if (answer.kind !== 'refused') return answer.kind;
    throw new ExternalError(`${quoteName(branch)} of ${url} refuses the commit: ${answer.said}`, {
      help: 'Not tried again. Let the token push to this branch (contents: write, and past its protection), or take another token.',
    });
  }

  async function commitsSince(state: DeployBranchState, since: string): Promise<CommitSummary[]> {
    if (state.head === null) return [];
    await fetchBranch(branch, head, mostCommits);
    const output = await git.run([
      ...['log', '-z', `--max-count=${mostCommits}`, '--format=%H%n%an%n%B', '--no-show-signature', '--no-mailmap'],
      ...[state.head, `^${since}`, '--'],
    ]);
    return logEntries(output).map(([id = '', author = '', ...message]) => {
      return { commit: id, verified: false, author, message: message.join('\n') };
    });
  }

  async function* history(state: DeployBranchState, paths: readonly string[] = []): AsyncIterable<PastCommit> {
    if (state.head === null) return;
    const given = new Set<string>();
    // The head is there already, and often says all that is asked.
    for (let depth = 1, held = 0; ; depth = depth === 1 ? firstDepth : depth * depthFactor) {
      if (depth > 1) await fetchBranch(branch, head, depth);
      const cuts = readCuts();
      for (const past of await pastCommits(git, state.head, paths)) {
        // Where the history is cut, a commit looks as if it had added every file.
        if (paths.length > 0 && cuts.has(past.commit)) break;
        if (!given.has(past.commit)) yield past;
        given.add(past.commit);
      }
      const ids = (await git.text(['rev-list', state.head])).split('\n');
      // A step that brings nothing more is the end as well: the server's own history is cut.
      if (!ids.some((id) => cuts.has(id)) || ids.length === held) return;
      held = ids.length;
    }
  }

  function readCuts(): Set<string> {
    const file = join(directory, 'shallow');
    return new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);
  }

  const treeAt = (id: string) => gitTree(git, id, `${branch} (${id.slice(0, 12)})`);

  return { name: branch, read, commit, commitsSince, history, treeAt };
}

/** The commits that lead to one, newest first; with paths those of the branch itself that changed one of them. */
async function pastCommits(git: Git, from: string, paths: readonly string[]): Promise<PastCommit[]> {
  const output = await git.run([
    ...['log', '-z', '--format=%H%n%P%n%B', '--no-show-signature', '--no-mailmap'],
    ...(paths.length > 0 ? ['--first-parent'] : []),
    ...[from, '--', ...paths.map(placeOfPath)],
  ]);
  return logEntries(output).map(([commit = '', parents = '', ...message]) => ({
    commit,
    parents: parents.split(' ').filter(Boolean),
    message: message.join('\n'),
  }));
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

async function attemptFetch(git: Git, args: readonly string[]): Promise<GitResult> {
  for (const milliseconds of fetchPauses) {
    const result = await git.attempt(args);
    if (result.status === 0 || !lostConnection(result.stderr)) return result;
    await pause(milliseconds);
  }
  return git.attempt(args);
}

/** One commit with changes of files, for `git fast-import`; it prints the commit's id. */
function importStream(
  parent: string,
  files: FileChanges,
  modes: ReadonlyMap<string, string>,
  identity: string,
  message: string,
): Buffer {
  const text = Buffer.from(message, 'utf8');
  const parts: (Buffer | Uint8Array | string)[] = [
    `commit ${made}\nmark :1\ncommitter ${identity} now\ndata ${text.length}\n`,
    text,
    `\nfrom ${parent}\n`,
  ];
  // What goes is first: a file may come where a folder was.
  for (const [path, content] of files) if (content === null) parts.push('D ', quotedPath(path), '\n');
  for (const [path, content] of files) {
    if (content === null) continue;
    const bits = modes.get(path) === 'executable' ? '100755' : '100644';
    parts.push(`M ${bits} inline `, quotedPath(path), `\ndata ${content.length}\n`, content, '\n');
  }
  parts.push('get-mark :1\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
}

/** A path as a C string, so that no byte of a name ends the command. */
function quotedPath(path: string): string {
  let text = '';
  for (const byte of encodePath(path)) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${text}"`;
}

function identityLine({ name, email }: { name: string; email: string }): string {
  const clean = (text: string): string => text.replace(/[\p{Cc}<>\s]+/gu, ' ').trim();
  return `${clean(name)} <${clean(email)}>`;
}

function refuseUrl(url: string): void {
  if (url === '' || url.startsWith('-') || /[\p{Cc}]/u.test(url))
    throw new UserError('the address of the repository is not one', {
      help: 'Give an address such as https://github.com/owner/name.',
    });
  if (/^https?:\/\/[^/]*@/i.test(url) || /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url))
    throw new UserError('the address of the repository holds credentials', {
      help: 'Give the address without them, and the token by itself.',
    });
  if (/^[a-z0-9+.-]+::/i.test(url))
    throw new UserError('the address of the repository names a remote helper', { help: 'Give a plain address.' });
}

async function refuseBranch(git: Git, name: string): Promise<void> {
  const { status } = name.startsWith('-')
    ? { status: 1 }
    : await git.attempt(['check-ref-format', `refs/heads/${name}`]);
  if (status !== 0) throw new UserError(`${quoteName(name)} is not a branch's name`);
}
