import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { type GitHubApi, type GitHubApiSettings, githubApi } from '@rollcall/adapters/github/api';
import { githubDeployBranch } from '@rollcall/adapters/github/deploy-branch';
import { openNetwork } from '@rollcall/adapters/network/network';
import type { DeployBranch, Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { Log } from '@rollcall/domain/ports';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { openRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { deployBranch, deployOrigin, openBranch } from '../deploy-shop.ts';

export const token = 'ghs_secret';

/** The loopback GitHub of a test, and what the test's adapters waited for and said. */
export interface Shop {
  origin: Repository;
  server: GitHubServer;
  slept: number[];
  said: string[];
  api(settings?: Partial<GitHubApiSettings>): GitHubApi;
  /** A branch that is read with git, from the disk unless over HTTP, and written by the API. */
  branch(settings?: { name?: string; baseBranch?: string; http?: boolean; api?: GitHubApi }): Promise<DeployBranch>;
  log: Log;
}

/** The shop of the test that runs: each test of a file that imports it has one of its own. */
export let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await shop.server.close();
  expect(shop.server.problems).toEqual([]);
});

let template: Repository | undefined;

/** A new shop with a deploy branch: a copy of one that is made once. */
async function openShop(): Promise<Shop> {
  template ??= deployOrigin();
  const directory = join(temporaryFolder('origin'), 'shop.git');
  cpSync(template.directory, directory, { recursive: true });
  const origin = openRepository(directory);
  const server = await startGitHubServer(origin, { token });
  const slept: number[] = [];
  const said: string[] = [];
  const pace: Pace = {
    now: () => performance.now(),
    sleep: async (milliseconds) => void slept.push(milliseconds),
    random: () => 0.5,
  };
  const log: Log = {
    progress: () => {},
    notice: (message) => void said.push(`notice: ${message}`),
    warning: (message) => void said.push(`warning: ${message}`),
  };
  const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
  const { apiUrl, graphqlUrl } = server;
  const api: Shop['api'] = (settings = {}) =>
    githubApi({ apiUrl, graphqlUrl, repository: 'example/shop', token, pace, log, network, ...settings });
  return {
    origin,
    server,
    slept,
    said,
    api,
    log,
    branch: async ({ name = deployBranch, baseBranch, http = false, api: given } = {}) => {
      const remote = { url: server.repositoryUrl, credential: { url: `${server.url}/`, token } };
      const git = await openBranch(origin, { branch: name, baseBranch, ...(http ? remote : {}) });
      return githubDeployBranch(git, given ?? api(), log);
    },
  };
}
