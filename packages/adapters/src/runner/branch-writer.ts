import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { UserError } from '@rollcall/domain/user-error';
import { createGit } from '../git/command.ts';
import { gitDeployBranch } from '../git/deploy-branch.ts';
import { defaultBranch } from '../git/remote-refs.ts';
import { bareRepository } from '../git/repository.ts';
import type { GitHubApi } from '../github/api.ts';
import { githubDeployBranch } from '../github/deploy-branch.ts';
import { githubApiOfRun } from '../github/environment.ts';
import { credentialFor, nameOnServer, repositoryUrl } from './repository.ts';
import type { Runner } from './runner.ts';

export interface WriterInputs {
  token: string | undefined;
  /** `auto`: the API where a token is given and the server has one. */
  via: 'api' | 'git' | 'auto';
  /** How it is asked for, where it is not committed at once. */
  mode: 'commit' | 'pull-request' | 'standing-request';
}

/** How an action writes to branches of its repository. */
export interface BranchWriter {
  /** Null where GitHub's API is not asked; never for a pull request. */
  api: GitHubApi | null;
  /** A branch that is written by the API or with git; it begins at `baseBranch` where it does not exist. */
  openBranch(name: string, baseBranch?: string): Promise<DeployBranch>;
  /** The default branch of the repository, asked once. */
  defaultBranch(): Promise<string>;
}

/** Writes to branches of the run's repository, or to those at another address, whose server the token is then for. */
export function branchWriter(
  runner: Runner,
  env: NodeJS.ProcessEnv,
  inputs: WriterInputs,
  url: string = repositoryUrl(env),
): BranchWriter {
  const { token, via } = inputs;
  const name = nameOnServer(url, env);
  const api = usesApi(inputs, env, name) ? githubApiOfRun(apiEnvironment(env, url, name, inputs), token, runner) : null;
  const server = name === null ? originOf(url) : env.GITHUB_SERVER_URL;
  let asked: Promise<string> | undefined;
  function askDefaultBranch(): Promise<string> {
    const repository = bareRepository(runner.temporaryFolder());
    const credential = credentialFor(server, token, runner.network);
    const { deadline } = runner.network;
    return defaultBranch(createGit({ repository, credential, deadline, address: url }), url);
  }
  return {
    api,
    defaultBranch: () => {
      asked ??= askDefaultBranch();
      return asked;
    },
    openBranch: async (branch, baseBranch) => {
      const folder = runner.temporaryFolder();
      const credential = credentialFor(server, token, runner.network);
      const { deadline } = runner.network;
      const opened = await gitDeployBranch({ folder, url, branch, baseBranch, credential, deadline });
      return api && via !== 'git' ? githubDeployBranch(opened, api, runner.log) : opened;
    },
  };
}

function apiEnvironment(
  env: NodeJS.ProcessEnv,
  url: string,
  name: string | null,
  { mode, via }: WriterInputs,
): NodeJS.ProcessEnv {
  if (name !== null) return { ...env, GITHUB_REPOSITORY: name };
  const given = [mode === 'pull-request' && '"mode: pull-request"', via === 'api' && '"via: api"'].filter(Boolean);
  throw new UserError(`${url} is not on the server of this run, whose interface writes and opens requests`, {
    help: `Leave ${given.join(' and ')} out: git writes there.`,
  });
}

/** The server of an address: what a token for it is bound to. */
function originOf(url: string): string | undefined {
  return /^https?:\/\/[^/]+/i.exec(url)?.[0];
}

/** Whether GitHub's API is asked: when told to, for a pull request, and of itself where the token's server has one. */
function usesApi({ via, mode, token }: WriterInputs, env: NodeJS.ProcessEnv, name: string | null): boolean {
  if (mode !== 'commit' || via === 'api') return true;
  if (via === 'git' || token === undefined || name === null) return false;
  const [server, api] = [env.GITHUB_SERVER_URL, env.GITHUB_API_URL].map(
    (url) => /^https?:\/\/([^/]+)/.exec(url ?? '')?.[1],
  );
  return server !== undefined && (api === server || api === `api.${server}`);
}
