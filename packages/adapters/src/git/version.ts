import { dirname } from 'node:path';
import { ExternalError } from '@rollcall/domain/user-error';
import { runGit } from './process.ts';

/**
 * The oldest git that Rollcall works with. Configuration by environment (`GIT_CONFIG_COUNT`), by which programs of a
 * repository are switched off and tokens are handed over, is of 2.31: an older git would run without a word of it.
 */
export const oldestGit = { major: 2, minor: 31 } as const;

let checked: Promise<void> | undefined;

/** ExternalError for a git that is too old, or says no version. Asked once, while the first call runs. */
export function refuseOldGit(env: Readonly<Record<string, string>>): Promise<void> {
  checked ??= checkVersion(env);
  return checked;
}

async function checkVersion(env: Readonly<Record<string, string>>): Promise<void> {
  // Any folder that is there, and holds no files of somebody else.
  const result = await runGit(['--version'], { directory: dirname(process.execPath), env });
  const said = result?.stdout.toString('utf8').trim() ?? '';
  const problem = versionProblem(said);
  if (problem === null) return;
  throw new ExternalError(problem, {
    help: `Install git ${oldestGit.major}.${oldestGit.minor} or newer, and put it first on PATH.`,
  });
}

/** What is wrong with what `git --version` says; null for nothing. */
export function versionProblem(said: string): string | null {
  const [, version, major, minor] = /^git version ((\d+)\.(\d+)\S*)/.exec(said) ?? [];
  if (version === undefined) return 'git --version does not say a version';
  const isOld =
    Number(major) < oldestGit.major || (Number(major) === oldestGit.major && Number(minor) < oldestGit.minor);
  return isOld ? `git ${version} is too old: Rollcall needs ${oldestGit.major}.${oldestGit.minor} or newer` : null;
}
