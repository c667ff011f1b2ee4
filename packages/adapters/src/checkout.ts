import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { diskTree } from './disk-tree.ts';
import { createGit, type Git } from './git-cli.ts';

/** A folder that a command works on: a git work tree, or a plain directory. */
export interface Checkout {
  readonly root: string;
  /** git in that folder, or null outside a repository. */
  readonly git: Git | null;
  /** The files as they are on disk. */
  readonly tree: Tree;
}

/**
 * Opens the folder that was named, or the enclosing repository's root when none was. A folder below a
 * repository's root stands for itself: its paths are relative to it.
 */
export async function openCheckout(named: string | undefined): Promise<Checkout> {
  const start = resolve(named ?? '.');
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${JSON.stringify(named ?? '.')} is not a folder`, {
      help: 'Name a folder that exists with --root.',
    });
  }
  const git = createGit({ directory: start });
  const { status, stdout } = await git.attempt(['rev-parse', '--show-toplevel']);
  const top = status === 0 ? stdout.toString('utf8').replace(/\r?\n$/, '') : '';
  if (top === '') return { root: start, git: null, tree: diskTree(start, { repository: false }) };
  const root = named === undefined ? top : realpathSync(start);
  return { root, git: createGit({ directory: root }), tree: diskTree(root, { repository: true }) };
}

/** The checkout's git, where a command cannot do without. */
export function requireGit({ git, root }: Checkout): Git {
  if (git) return git;
  throw new UserError(`${root} is not inside a git repository`, {
    help: 'Run this in a clone, or name one with --root.',
  });
}

/** Address of the remote `origin`, without user name and password; null when there is none. */
export async function originUrl(git: Git): Promise<string | null> {
  const { status, stdout } = await git.attempt(['config', '--get', 'remote.origin.url']);
  const url = stdout.toString('utf8').trim();
  return status === 0 && url ? url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1') : null;
}
