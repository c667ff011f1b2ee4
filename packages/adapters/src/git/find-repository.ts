import { relative, sep } from 'node:path';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { createGit } from './command.ts';
import { callEnvironments } from './environment.ts';
import { gitFailure } from './failure.ts';
import { type GitResult, runGit } from './process.ts';
import { isKeptBy, isOwn, type Repository, workTreeRepository, workTreesAbove } from './repository.ts';

/**
 * The repository of a run: that of its workspace, from the outside. Null where nothing was checked out. UserError for a
 * folder that another repository holds, inside the workspace's: only git itself makes submodules and linked work trees,
 * anything else may have come with the change.
 *
 * Whoever owns the files: in a container the workspace often belongs to another user.
 */
export function repositoryOfWorkspace(workspace: string, folder: string): Repository | null {
  const [nearest, ...others] = workTreesAbove(folder, workspace);
  const outermost = others.at(-1);
  if (nearest === undefined) return null;
  if (outermost !== undefined && !isKeptBy(nearest, outermost)) throw nestedError(nearest, outermost);
  return workTreeRepository(nearest, folder);
}

/**
 * The repository that a person stands in: the nearest, as for git, which also judges whose it is. Null where there is
 * none. UserError for one among the files of another; ExternalError with git's words for one that cannot be read.
 */
export async function repositoryAround(folder: string): Promise<Repository | null> {
  const [nearest, outer] = workTreesAbove(folder);
  if (nearest === undefined) return null;
  const repository = workTreeRepository(nearest, folder);
  if (outer !== undefined && !isKeptBy(nearest, outer) && (await holdsFilesOf(outer, nearest)))
    throw nestedError(nearest, outer);
  if (!isOwn(nearest)) await letGitJudge(nearest);
  return repository;
}

function nestedError(nested: string, outer: string): UserError {
  return new UserError(
    `${quoteName(nested)} is a repository of its own inside the repository ${quoteName(outer)}, and is not read`,
    { help: 'Check the two out beside each other, each into a folder of its own.' },
  );
}

/** Whether one repository has files of its own below the root of another. */
async function holdsFilesOf(outer: string, nested: string): Promise<boolean> {
  const path = relative(outer, nested).split(sep).join('/');
  const git = createGit({ repository: workTreeRepository(outer) });
  const listed = (await git.run(['ls-files', '-z', '--', `:(top,literal)${path}`])).toString('utf8').split('\0');
  return listed.some((file) => file.startsWith(`${path}/`));
}

/**
 * git looks at ownership (`safe.directory`) only where it finds a repository itself, so it is let look once where that
 * is not plain: in this folder and in none above it.
 */
async function letGitJudge(workTree: string): Promise<void> {
  const { local } = callEnvironments(process.env, { repository: workTreeRepository(workTree) });
  const { GIT_DIR, GIT_WORK_TREE, ...env } = local;
  const args = ['rev-parse', '--git-dir'];
  const judged = await runGit(args, { directory: workTree, env: { ...env, GIT_CEILING_DIRECTORIES: workTree } });
  const result: GitResult = judged ?? { status: 128, stdout: Buffer.alloc(0), stderr: '' };
  if (result.status !== 0) throw gitFailure(args, result);
}
