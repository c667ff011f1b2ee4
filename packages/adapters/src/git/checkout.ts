import { realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { isUnavailable } from '@rollcall/domain/changes/history';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { diskTree } from '../disk/tree.ts';
import { createGit, type Git, type GitSettings } from './command.ts';
import { repositoryAround, repositoryOfWorkspace } from './find-repository.ts';
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

/** How a checkout is opened, besides its folder. */
export interface CheckoutSettings extends Pick<GitSettings, 'credential' | 'deadline'> {
  /** The workspace of a run, whose repository is taken; at a terminal it is the one that the person stands in. */
  workspace?: string;
}

/**
 * Opens the folder that was named, or the enclosing repository's root when none was. A folder below a
 * repository's root stands for itself: its paths are relative to it. ExternalError for a repository that git cannot
 * read, which is not a plain directory.
 */
export async function openCheckout(
  named: string | undefined,
  { workspace, ...settings }: CheckoutSettings = {},
): Promise<Checkout> {
  const start = resolve(named ?? '.');
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${JSON.stringify(named ?? '.')} is not a folder`, {
      help: 'Give a folder that exists: --root is where a command works, --repository a clone of the manifests.',
    });
  }
  const real = realpathSync(start);
  const found =
    workspace === undefined ? await repositoryAround(real) : repositoryOfWorkspace(realpathSync(workspace), real);
  const top = found?.workTree ?? null;
  if (found === null || top === null) return { root: start, git: null, top: null, tree: diskTree(start, null) };
  const root = named === undefined ? top : real;
  const mayHoldToken = workspace !== undefined;
  const git = createGit({ ...settings, repository: { ...found, directory: root }, mayHoldToken });
  return { root, git, top, tree: diskTree(root, git) };
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
  const url = (await git.ask(['config', '--get', 'remote.origin.url']))?.trim();
  if (!url) return null;
  if (/^\.{1,2}\//.test(url)) return resolve(root, url);
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

/** The branch that is checked out; null where a commit is. */
export async function branchOf({ git }: Checkout): Promise<string | null> {
  return git ? git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']) : null;
}

/** Who git says the person is; undefined where it does not know. */
export async function personOf(git: Git): Promise<{ name: string; email: string } | undefined> {
  const { status, stdout } = await git.attempt(['var', 'GIT_AUTHOR_IDENT']);
  const [, name, email] = /^(.+) <([^>]*)> \d+ [+-]\d+\s*$/.exec(stdout.toString('utf8')) ?? [];
  return status === 0 && name && email ? { name, email } : undefined;
}
