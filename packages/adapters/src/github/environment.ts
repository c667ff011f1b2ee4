import type { Log } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import type { Network } from '../network/network.ts';
import { type GitHubApi, githubApi } from './api.ts';

/** The API of the repository that a run belongs to, from the variables that the runner sets. */
export function githubApiOfRun(
  env: Readonly<Record<string, string | undefined>>,
  token: string | undefined,
  { log, network }: { log: Log; network: Network },
): GitHubApi {
  const { GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: graphqlUrl, GITHUB_REPOSITORY: repository } = env;
  if (!apiUrl || !graphqlUrl || !repository)
    throw new UserError('GITHUB_API_URL, GITHUB_GRAPHQL_URL and GITHUB_REPOSITORY are not all set', {
      help: 'This asks GitHub: run it in a workflow.',
    });
  if (token === undefined) throw new UserError('there is no token to ask GitHub with', { help: 'Give "token".' });
  return githubApi({ apiUrl, graphqlUrl, repository, token, network, log });
}
