import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { gitDeployBranch } from '../git/deploy-branch.ts';
import type { GitHubApi } from '../github/api.ts';
import { githubDeployBranch } from '../github/deploy-branch.ts';
import { githubApiOfRun } from '../github/environment.ts';
import { credentialOf, repositoryUrl } from './repository.ts';
import type { Runner } from './runner.ts';

export interface WriterInputs {
  token: string | undefined;
  /** `auto`: the API where a token is given and the server has one. */
  via: 'api' | 'git' | 'auto';
  mode: 'commit' | 'pull-request';
}

/** How an action writes to branches of its repository. */
interface BranchWriter {
  /** Null where GitHub's API is not asked; never for a pull request. */
  api: GitHubApi | null;
  /** A branch that is written by the API or with git; it begins at `baseBranch` where it does not exist. */
  openBranch(name: string, baseBranch?: string): Promise<DeployBranch>;
}

export function branchWriter(runner: Runner, env: NodeJS.ProcessEnv, inputs: WriterInputs): BranchWriter {
  const { token, via } = inputs;
  const url = repositoryUrl(env);
  const api = usesApi(inputs, env) ? githubApiOfRun(env, token, runner) : null;
  return {
    api,
    openBranch: async (branch, baseBranch) => {
      const folder = runner.temporaryFolder();
      const credential = credentialOf(env, token, runner.network);
      const opened = await gitDeployBranch({ folder, url, branch, baseBranch, credential });
      return api && via !== 'git' ? githubDeployBranch(opened, api, runner.log) : opened;
    },
  };
}

/** Whether GitHub's API is asked: when told to, for a pull request, and of itself where the token's server has one. */
function usesApi({ via, mode, token }: WriterInputs, env: NodeJS.ProcessEnv): boolean {
  if (mode === 'pull-request' || via === 'api') return true;
  if (via === 'git' || token === undefined) return false;
  const [server, api] = [env.GITHUB_SERVER_URL, env.GITHUB_API_URL].map(
    (url) => /^https?:\/\/([^/]+)/.exec(url ?? '')?.[1],
  );
  return server !== undefined && (api === server || api === `api.${server}`);
}
