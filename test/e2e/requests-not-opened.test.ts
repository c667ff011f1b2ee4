import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Fault, faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import type { Repository } from '@rollcall/testkit/repository';
import { runAction, type StepResult } from '@rollcall/testkit/runner';
import { createPair, type Pair, token } from './repository-pair.ts';

// A commit is on its branch, and the request for it cannot be opened: the branch goes again, or the message names it.

const deployToken = 'a-token-of-the-deploy-side';
const openPull = 'POST /repos/{owner}/{repo}/pulls';

let pair: Pair;
let server: GitHubServer;

beforeEach(async () => {
  pair = createPair('deploy-repository: example/deploy\n');
  const beside = { name: 'deploy', repository: pair.deploy, token: deployToken };
  server = await startGitHubServer(pair.sources, { token, beside });
});
afterEach(async () => {
  expect(server.problems).toEqual([]);
  await server.close();
});

const bump = { action: 'bump-image-tags', inputs: { environment: 'prod', images: 'cart=2-b' } };
const promote = { action: 'promote-images', inputs: { from: 'dev', to: 'prod', services: 'cart' } };

function run(
  { action, inputs }: { action: string; inputs: Record<string, string> },
  more: Record<string, string> = {},
) {
  return runAction(action, {
    workspace: pair.workspace.directory,
    token: deployToken,
    inputs: { ...inputs, mode: 'pull-request', ...more },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: pair.newer,
    },
  });
}

const branchesOf = ({ git }: Repository): string[] =>
  git('for-each-ref', '--format=%(refname:short) %(objectname)').split('\n');

/** One message, the exit code of the world outside, and no output that a later step would take for success. */
function expectOneMessage({ stdout, stderr, status, outputs, summary }: StepResult, words: readonly string[]): string {
  const errors = stdout.split('\n').filter((line) => line.startsWith('::error'));
  expect(errors).toHaveLength(1);
  for (const word of words) expect(errors[0]).toContain(word);
  expect(stdout).not.toContain(deployToken);
  expect({ stderr, status, outputs, summary }).toEqual({ stderr: '', status: 3, outputs: {}, summary: '' });
  return errors[0] ?? '';
}

const inTheWay: [string, Fault][] = [
  ['Actions may open none', faults.mayNotOpenPulls],
  ['the token has no pull-requests: write', faults.forbidden],
  ['the answer is lost, and nothing is there', faults.dropped],
];

describe('a branch that the run made goes again', () => {
  test.each([
    ...inTheWay.map(([title, fault]) => [`a bump, ${title}`, bump, fault, {}] as const),
    ['a promotion', promote, faults.mayNotOpenPulls, {}] as const,
    ['written with git', bump, faults.mayNotOpenPulls, { via: 'git' }] as const,
  ])('%s', async (_title, asked, fault, more) => {
    const before = branchesOf(pair.deploy);
    server.fail(openPull, fault, 9);
    expectOneMessage(await run(asked, more), ['the pull request from "rollcall/prod/cart" cannot be opened: ']);
    expect(branchesOf(pair.deploy)).toEqual(before);
    expect(server.beside?.pulls).toEqual([]);
  });

  test('a roll-back', async () => {
    expect((await run({ ...bump, inputs: { ...bump.inputs, mode: 'commit' } }, { mode: 'commit' })).status).toBe(0);
    const before = branchesOf(pair.deploy);
    server.fail(openPull, faults.mayNotOpenPulls, 9);
    const back = { action: 'promote-images', inputs: { to: 'prod', 'to-previous': 'true', services: 'cart' } };
    expectOneMessage(await run(back), ['is not permitted to create', 'Let the job have "pull-requests: write"']);
    expect(branchesOf(pair.deploy)).toEqual(before);
  });

  test('and the run after it, which may, is as the first', async () => {
    server.fail(openPull, faults.mayNotOpenPulls, 1);
    expect((await run(bump)).status).toBe(3);
    const again = await run(bump);
    expect(again.outputs).toMatchObject({ 'pull-request': '1', changed: 'true' });
    expect(branchesOf(pair.deploy).map((line) => line.split(' ')[0])).toEqual(['main', 'rollcall/prod/cart']);
  });
});

describe('a branch that stays is named, with what to do', () => {
  const branch = 'rollcall/prod/cart';
  const next = 'A run again goes on with what stays. Delete it where nobody wants it.';

  test('somebody else wrote to it in the meantime', async () => {
    let theirs = '';
    const push = (): void => {
      const { git } = pair.deploy;
      theirs = git('commit-tree', git('rev-parse', `${branch}^{tree}`), '-p', branch, '-m', 'theirs');
      git('update-ref', `refs/heads/${branch}`, theirs);
    };
    server.fail(openPull, { kind: 'before', run: push, answer: faults.mayNotOpenPulls });
    const words = ['Actions is not permitted to create', 'Let the job have "pull-requests: write"'];
    const said = expectOneMessage(await run(bump), words);
    expect(said).not.toContain(next);
    expect(pair.deploy.git('rev-parse', branch)).toBe(theirs);
  });

  test('the server lets nobody delete branches', async () => {
    pair.deploy.git('config', 'receive.denyDeletes', 'true');
    server.fail(openPull, faults.mayNotOpenPulls);
    const answer = await run(bump);
    const commit = pair.deploy.git('rev-parse', branch);
    expectOneMessage(answer, [
      `the branch "${branch}" stays, with the commit ${commit.slice(0, 12)}: it could not be deleted`,
      `Let the job have "pull-requests: write"`,
      next,
    ]);
    const again = await run(bump);
    expect(again.outputs).toMatchObject({ 'pull-request': '1' });
    expect(pair.deploy.git('rev-parse', branch)).toBe(commit);
  });

  test('it was there before, without a request', async () => {
    pair.deploy.git('update-ref', `refs/heads/${branch}`, 'main');
    server.fail(openPull, faults.forbidden, 2);
    const answer = await run(bump);
    const commit = pair.deploy.git('rev-parse', branch);
    expectOneMessage(answer, [`the branch "${branch}" stays, with the commit ${commit.slice(0, 12)}: it was there`]);
    expectOneMessage(await run(bump), [`the branch "${branch}", which was there before, stays as it was`, next]);
    expect(pair.deploy.git('rev-parse', branch)).toBe(commit);
  });

  test('nothing answers any more', async () => {
    server.fail('git-receive-pack', { kind: 'answer', status: 503, body: 'no' }, 9);
    server.fail(openPull, faults.mayNotOpenPulls);
    expectOneMessage(await run(bump), [`the branch "${branch}" stays, with the commit`, 'it could not be deleted']);
  });
});
