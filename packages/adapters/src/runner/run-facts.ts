import type { RunFacts } from '@rollcall/domain/images/tag-template';
import type { Git } from '../git/command.ts';

/**
 * What is known of the run: GitHub's variables, else what the clone says. At a terminal there is no run; its
 * number is 0, which no run of GitHub has, so that a tag made there says so.
 */
export async function runFacts(
  env: Readonly<Record<string, string | undefined>>,
  git: Git | null,
  repositoryUrl: string | null,
): Promise<RunFacts> {
  const inRun = env.GITHUB_ACTIONS === 'true';
  const sha =
    inRun && env.GITHUB_SHA ? env.GITHUB_SHA : await askGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const branch =
    inRun && env.GITHUB_REF_NAME
      ? env.GITHUB_REF_NAME
      : await askGit(git, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const url =
    inRun && env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY
      ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`
      : repositoryUrl;
  return {
    runNumber: (inRun ? env.GITHUB_RUN_NUMBER : undefined) ?? '0',
    runAttempt: (inRun ? env.GITHUB_RUN_ATTEMPT : undefined) ?? '1',
    sha: sha || null,
    branch: branch || null,
    date: new Date().toISOString(),
    repositoryUrl: url,
  };
}

async function askGit(git: Git | null, args: readonly string[]): Promise<string | undefined> {
  return git ? ((await git.ask(args)) ?? undefined) : undefined;
}
