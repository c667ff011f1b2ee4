import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { githubApi } from '@rollcall/adapters/github/api';
import { githubDeployBranch } from '@rollcall/adapters/github/deploy-branch';
import { openNetwork } from '@rollcall/adapters/network/network';
import type { BumpResult } from '@rollcall/domain/bump/bump-images';
import { startGitHubServer } from '@rollcall/testkit/github-server';
import { openRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { bump, deployBranch, deployed, deployOrigin, openBranch } from '../adapters/deploy-shop.ts';
import { applicationFile, applicationText } from '../unit/bump/catalog-of.ts';

const token = 'ghs_secret';
const names = Array.from({ length: 50 }, (_, index) => `service-${index}`);
const template = deployOrigin({ names });
const log = { progress: () => {}, notice: () => {}, warning: () => {} };

/** Every writer is at the start of its waits for a second of them: real time is what spreads them. */
const settings = (service: string) => ({ service, tag: '2-b', id: `bump of ${service}`, secondsPerSecond: 1 });

function copyOfOrigin(): Repository {
  const directory = join(temporaryFolder('origin'), 'shop.git');
  cpSync(template.directory, directory, { recursive: true });
  return openRepository(directory);
}

/** Every service has its new tag, by exactly one commit, and nothing else was written. */
function assertAllLanded(origin: Repository, results: readonly BumpResult[]): void {
  expect(results.map(({ changed }) => changed)).toEqual(names.map(() => true));
  for (const name of names)
    expect(deployed(origin, applicationFile(name, 'prod'))).toBe(applicationText(name, 'prod', '2-b'));
  expect(origin.git('rev-list', '--count', `main..${deployBranch}`)).toBe(String(names.length));
  const ids = origin
    .git('log', '--format=%(trailers:key=Bump-Id,valueonly)', `main..${deployBranch}`)
    .split('\n')
    .filter((id) => id !== '');
  expect(new Set(ids).size).toBe(names.length);
  expect(new Set(results.map(({ commit }) => commit)).size).toBe(names.length);
  const attempts = results.map((result) => result.attempts).sort((a, b) => a - b);
  console.error(
    `attempts of ${names.length} writers: ${attempts.reduce((sum, count) => sum + count, 0)} in all, ${attempts.at(-1)} at most`,
  );
}

describe('fifty writers at once, each of another service: all land, none twice', () => {
  test('over git', async () => {
    const origin = copyOfOrigin();
    const results = await Promise.all(names.map(async (name) => bump(await openBranch(origin), settings(name))));
    assertAllLanded(origin, results);
  });

  test('over the API', async () => {
    const origin = copyOfOrigin();
    const server = await startGitHubServer(origin, { token });
    try {
      const { apiUrl, graphqlUrl } = server;
      const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
      const api = githubApi({ apiUrl, graphqlUrl, repository: 'example/shop', token, network, log });
      const results = await Promise.all(
        names.map(async (name) => bump(githubDeployBranch(await openBranch(origin), api, log), settings(name))),
      );
      assertAllLanded(origin, results);
      expect(server.problems).toEqual([]);
      expect(results.every(({ verified }) => verified)).toBe(true);
    } finally {
      await server.close();
    }
  });
});
