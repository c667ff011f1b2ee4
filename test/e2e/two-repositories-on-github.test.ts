import { afterEach, describe, expect, test } from '@jest/globals';
import { type Fault, faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { runAction, type StepResult } from '@rollcall/testkit/runner';
import { contentOf, createPair, type Pair, token } from './repository-pair.ts';

// GitHub with both repositories: each has a token of its own, and its interface writes.

const deployToken = 'a-token-of-the-deploy-side';
const mutation = 'createCommitOnBranch';
const createRef = 'POST /repos/{owner}/{repo}/git/refs';

let server: GitHubServer;
afterEach(async () => {
  expect(server.problems).toEqual([]);
  await server.close();
});

async function openGitHub(config: string | null = 'deploy-repository: example/deploy\n'): Promise<Pair> {
  const pair = createPair(config);
  const beside = { name: 'deploy', repository: pair.deploy, token: deployToken };
  server = await startGitHubServer(pair.sources, { token, beside });
  return pair;
}

const bump = { action: 'bump-image-tags', inputs: { environment: 'prod', images: 'cart=2-b' } };
const promote = { action: 'promote-images', inputs: { from: 'dev', to: 'prod', services: 'cart' } };

interface Asked {
  action: string;
  inputs: Record<string, string>;
}

function run(pair: Pair, { action, inputs }: Asked, given: Record<string, string> = {}, key = deployToken) {
  return runAction(action, {
    workspace: pair.workspace.directory,
    token: key,
    inputs: { ...inputs, ...given },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: pair.newer,
    },
  });
}

/** One message, nothing handed on, and neither a branch, a commit nor a request anywhere. */
async function expectRefused(pair: Pair, status: number, words: readonly string[], work: () => Promise<StepResult>) {
  const refs = () => [pair.deploy, pair.sources].map((repository) => repository.git('for-each-ref'));
  const before = refs();
  const result = await work();
  expect(result.stdout.match(/^::error/gm)).toHaveLength(1);
  for (const word of words) expect(result.stdout).toContain(word);
  expect(result.stdout).not.toContain(deployToken);
  expect(result).toMatchObject({ status, stderr: '', outputs: {}, summary: '' });
  expect(refs()).toEqual(before);
  expect(server.beside?.pulls).toEqual([]);
}

test('the token of the other repository writes there, and the commit is signed', async () => {
  const pair = await openGitHub();
  expect((await run(pair, bump)).outputs).toMatchObject({ changed: 'true', verified: 'true' });
  expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"2-b"');
});

describe('a token that cannot read the other repository', () => {
  const way = 'The token of a run is for its own repository: another one needs a token of its own.';

  test.each([
    ['is none there', '', bump],
    ['is none there, to promote', '', promote],
    ['is none there, where the branch is configured', 'environments: { prod: { deploy-branch: main } }\n', bump],
  ])('%s', async (_title, more, asked) => {
    const pair = await openGitHub(`deploy-repository: example/deploy\n${more}`);
    await expectRefused(pair, 3, ['cannot be read: the server wants a login, and takes none that was given', way], () =>
      run(pair, asked, {}, token),
    );
  });

  test.each([
    ['may not see it', 404, 'not found'],
    ['may not read it', 403, 'The requested URL returned error: 403'],
  ])('%s', async (_title, status, said) => {
    const pair = await openGitHub();
    server.fail('git-upload-pack', { kind: 'answer', status, body: 'no' }, 20);
    await expectRefused(pair, 3, ['example/deploy cannot be read: ', said, way], () => run(pair, bump));
  });
});

describe('a repository that takes no commit', () => {
  const archived: Fault = {
    kind: 'answer',
    status: 403,
    body: { message: 'Repository was archived so is read-only.' },
  };
  const archivedWay = 'The repository is archived: nobody can write to it.';
  const ruleWay = 'Set mode (of fixes: fix) to pull-request, or give the token of an App that may bypass the rule';

  const ownRuleWay = 'Let the rule leave out branches that begin with rollcall/, or give the token of an App';

  test.each<[string, Asked, string, Fault, string]>([
    ['archived', bump, mutation, faults.archived, archivedWay],
    ['archived, asked by a request', promote, createRef, archived, archivedWay],
    ['its default branch is protected', bump, mutation, faults.protectedBranch, ruleWay],
    ['its default branch is protected by a rule', promote, mutation, faults.ruleset, ruleWay],
    ['every branch is protected, asked by a request', bump, mutation, faults.ruleset, ownRuleWay],
    ['the token may only read', bump, mutation, faults.forbiddenMutation, 'give a token that may write'],
  ])('%s', async (title, asked, operation, fault, way) => {
    const pair = await openGitHub();
    server.fail(operation, fault, 9);
    const given: Record<string, string> = title.includes('by a request') ? { mode: 'pull-request' } : {};
    await expectRefused(pair, 3, ['GitHub refuses the commit on ', way], () => run(pair, asked, given));
  });

  test('a request passes by the protection of the default branch', async () => {
    const pair = await openGitHub();
    const before = pair.deploy.git('rev-parse', 'main');
    expect((await run(pair, bump, { mode: 'pull-request' })).outputs).toMatchObject({ 'pull-request': '1' });
    expect(pair.deploy.git('rev-parse', 'main')).toBe(before);
  });
});

describe('a repository without a commit', () => {
  test.each<[string, Asked, Record<string, string>]>([
    ['whose branch nobody names', bump, {}],
    ['whose branch nobody names, to promote', promote, { mode: 'pull-request' }],
    ['whose branch is named', bump, { branch: 'main' }],
    ['whose branch is named, with its base', bump, { branch: 'deploy', 'base-branch': 'main' }],
  ])('%s', async (_title, asked, given) => {
    const pair = await openGitHub();
    pair.deploy.git('update-ref', '-d', 'refs/heads/main');
    const words = ['example/deploy is empty: it has no branch', 'Push the manifests to it first.'];
    await expectRefused(pair, 2, words, () => run(pair, asked, given));
  });
});

describe('which of two', () => {
  test.each<[string, string, Asked, Record<string, string>, string]>([
    [
      'the input and the configuration differ, to promote',
      'deploy-repository: example/other\n',
      promote,
      { repository: 'example/deploy' },
      '/example/other',
    ],
    [
      'the input and the environment differ',
      'deploy-repository: example/deploy\nenvironments: { prod: { repository: example/other } }\n',
      bump,
      { repository: 'example/deploy', mode: 'pull-request' },
      '/example/other',
    ],
    [
      'another server, and a request, which its interface would have to open',
      '',
      bump,
      { repository: 'https://git.example.com/acme/deploy', mode: 'pull-request' },
      'https://git.example.com/acme/deploy is not on the server of this run',
    ],
  ])('%s', async (_title, config, asked, given, word) => {
    const pair = await openGitHub(config);
    await expectRefused(pair, 2, [word], () => run(pair, asked, given));
    expect(server.requests).toEqual([]);
  });

  test('the environment wins over the repository of all, and the input may repeat it', async () => {
    const pair = await openGitHub(
      'deploy-repository: example/other\nenvironments: { prod: { repository: example/deploy } }\n',
    );
    expect((await run(pair, bump, { repository: 'example/deploy' })).outputs).toMatchObject({ changed: 'true' });
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"2-b"');
  });
});
