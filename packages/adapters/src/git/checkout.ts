import { realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { isUnavailable } from '@rollcall/domain/changes/history';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { diskTree } from '../disk/tree.ts';
import { createGit, type Git, type GitCredential } from './command.ts';
import { gitHistory } from './history.ts';

/** A folder that a command works on: a git work tree, or a plain directory. */
export interface Checkout {
  readonly root: string;
  /** git in that folder, or null outside a repository. */
  readonly git: Git | null;
  /** Root of the work tree that the folder is in; null outside a repository. */
  readonly top: string | null;
  /** The files as they are on disk. */
  readonly tree: Tree;
}

/**
 * Opens the folder that was named, or the enclosing repository's root when none was. A folder below a
 * repository's root stands for itself: its paths are relative to it. `credential` is for asking its remote.
 */
export async function openCheckout(named: string | undefined, credential?: GitCredential): Promise<Checkout> {
  const start = resolve(named ?? '.');
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${JSON.stringify(named ?? '.')} is not a folder`, {
      help: 'Name a folder that exists with --root.',
    });
  }
  const { status, stdout } = await createGit({ directory: start }).attempt(['rev-parse', '--show-toplevel']);
  const top = status === 0 ? stdout.toString('utf8').replace(/\r?\n$/, '') : '';
  if (top === '') return { root: start, git: null, top: null, tree: diskTree(start, { repository: false }) };
  const root = named === undefined ? top : realpathSync(start);
  return { root, git: createGit({ directory: root, credential }), top, tree: diskTree(root, { repository: true }) };
}

/** The folder that was opened, relative to the repository's root; '' for the root, and outside a repository. */
export function folderInRepository({ root, top }: Checkout): string {
  return top === null ? '' : relative(top, root).split(sep).join('/');
}

/** The git of a whole repository, for what compares or writes revisions. UserError where there is none. */
export function requireGit({ git, root, top }: Checkout): Git {
  if (git === null || top === null) {
    throw new UserError(`${root} is not inside a git repository`, {
      help: 'Run this in a clone, or name one with --root.',
    });
  }
  if (root !== top) {
    throw new UserError(`${root} is only a part of the repository ${top}`, {
      help: `Revisions are of the whole repository: use --root ${JSON.stringify(top)}.`,
    });
  }
  return git;
}

/** The files on disk, or with a revision those of that commit, fetched where the clone lacks it. */
export async function treeOf(checkout: Checkout, ref: string | undefined): Promise<Tree> {
  if (ref === undefined) return checkout.tree;
  const history = gitHistory(requireGit(checkout));
  const commit = await history.commit(ref);
  if (!isUnavailable(commit)) return history.tree(commit.id);
  throw new UserError(`${JSON.stringify(ref)} is no commit here: ${commit.because}`, {
    help: 'Give a branch, a tag or a full commit id.',
  });
}

/**
 * Address of the remote `origin`, without user name and password, a relative path made absolute; null when
 * there is no such remote.
 */
export async function originUrl({ git, root }: Checkout): Promise<string | null> {
  if (!git) return null;
  const { status, stdout } = await git.attempt(['config', '--get', 'remote.origin.url']);
  const url = stdout.toString('utf8').trim();
  if (status !== 0 || !url) return null;
  if (/^\.{1,2}\//.test(url)) return resolve(root, url);
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

/** Whether `origin` has a branch. ExternalError where it cannot be asked. */
export async function originHasBranch(git: Git, branch: string): Promise<boolean> {
  const answer = await git.text(['ls-remote', '--heads', 'origin', `refs/heads/${branch}`]);
  return answer !== '';
}

/** The branch that is checked out; null where a commit is. */
export async function branchOf({ git }: Checkout): Promise<string | null> {
  const answer = await git?.attempt(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return answer?.status === 0 ? answer.stdout.toString('utf8').trim() : null;
}

/** Who git says the person is; undefined where it does not know. */
export async function personOf(git: Git): Promise<{ name: string; email: string } | undefined> {
  const { status, stdout } = await git.attempt(['var', 'GIT_AUTHOR_IDENT']);
  const [, name, email] = /^(.+) <([^>]*)> \d+ [+-]\d+\s*$/.exec(stdout.toString('utf8')) ?? [];
  return status === 0 && name && email ? { name, email } : undefined;
}
