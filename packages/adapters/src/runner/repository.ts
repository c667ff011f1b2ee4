import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { quoteName } from '@rollcall/domain/names';
import { climbs, isRepositoryAddress, isRepositoryName, normaliseRepositoryUrl } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';
import { createGit, type Git } from '../git/command.ts';
import type { GitCredential } from '../git/environment.ts';
import { repositoryOfWorkspace } from '../git/find-repository.ts';
import { checkoutFreeGit } from '../git/scratch.ts';
import { type Network, refusePlain } from '../network/network.ts';
import type { Runner } from './runner.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Address of the repository the run belongs to, as GitHub's variables give it. */
export function repositoryUrl(env: Environment): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  if (!server || !name)
    throw new UserError('GITHUB_SERVER_URL and GITHUB_REPOSITORY are not set', {
      help: 'This is an action: run it in a workflow, or use the command line instead.',
    });
  return `${server}/${name}`;
}

/** Address of another repository: `owner/name` on the server of the run, or an address as it is. */
export function addressOf(named: string, env: Environment): string {
  if (isRepositoryName(named)) return repositoryUrl({ ...env, GITHUB_REPOSITORY: named.replace(/\.git$/i, '') });
  if (isRepositoryAddress(named)) return named.replace(/(?<!\/)\/+$/, '');
  throw new UserError(`${quoteName(named)} names no repository`, {
    help: 'Give owner/name, or an address such as https://github.com/owner/name.',
  });
}

/** Whether two addresses are of one repository, however they are spelled. */
export function isSameAddress(one: string, other: string): boolean {
  const [first, second] = [one, other].map(
    (url) => normaliseRepositoryUrl(url) ?? url.replace(/(?<!\/)\/+$/, '').replace(/\.git$/, ''),
  );
  return first === second;
}

/** `owner/name` of an address on the server of the run; null for one of another server. */
export function nameOnServer(url: string, { GITHUB_SERVER_URL: server }: Environment): string | null {
  const prefix = `${server?.replace(/(?<!\/)\/+$/, '')}/`;
  const name = url.toLowerCase().startsWith(prefix.toLowerCase()) ? url.slice(prefix.length) : '';
  return /^[^/]+\/[^/]+$/.test(name) && !climbs(name) ? name.replace(/\.git$/i, '') : null;
}

/** Address of the run, for people. */
export function runUrl(env: Environment): string {
  return `${repositoryUrl(env)}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`;
}

/** The workflow of a run, without the revision it was read at, and its number there; undefined where that is not said. */
export function workflowOfRun({
  GITHUB_WORKFLOW_REF: written,
  GITHUB_RUN_NUMBER: number,
}: Environment): { path: string; runNumber: number } | undefined {
  const [, path] = /^([^@]+\.ya?ml)@/.exec(written ?? '') ?? [];
  return path !== undefined && /^\d{1,15}$/.test(number ?? '') ? { path, runNumber: Number(number) } : undefined;
}

/** The branch of a run: of a pull request the one that it is to be merged into; null where it is of none, as for a tag. */
export function branchOfRun({ GITHUB_BASE_REF: base, GITHUB_REF: ref }: Environment): string | null {
  return base || (/^refs\/heads\/(.+)$/.exec(ref ?? '')?.[1] ?? null);
}

/** The token, bound to GitHub's server: git sends it nowhere else, and not without TLS where that is not allowed. */
export function credentialOf(env: Environment, token: string | undefined, network: Network): GitCredential | undefined {
  return credentialFor(env.GITHUB_SERVER_URL, token, network);
}

/** The token, bound to one server. */
export function credentialFor(
  server: string | undefined,
  token: string | undefined,
  network: Network,
): GitCredential | undefined {
  if (!token || !server || !/^https?:\/\//.test(server)) return undefined;
  refusePlain(server, network);
  return { url: `${server.replace(/(?<!\/)\/+$/, '')}/`, token };
}

/** The folder that the steps of a run share, by its real path. */
export function workspaceOfRun(env: Environment): string {
  return realpathSync(resolve(env.GITHUB_WORKSPACE ?? '.'));
}

/**
 * The clone in the working directory; without one (no checkout step), an own repository that is bare, has the
 * run's commit and fetches what is read.
 */
export async function repositoryOfRun(runner: Runner, env: Environment, token: string | undefined): Promise<Git> {
  const { deadline } = runner.network;
  const directory = runner.directory();
  const credential = credentialOf(env, token, runner.network);
  const repository = existsSync(directory) ? repositoryOfWorkspace(workspaceOfRun(env), realpathSync(directory)) : null; // nothing was checked out
  if (repository) return createGit({ repository, credential, deadline, mayHoldToken: true });
  const sha = env.GITHUB_SHA;
  if (!sha)
    throw new UserError(`${directory} is no clone, and GITHUB_SHA is not set`, {
      help: 'Check the repository out in an earlier step.',
    });
  return checkoutFreeGit({ url: repositoryUrl(env), sha, token, directory: runner.temporaryFolder(), deadline });
}
