import { beforeEach, describe, expect, test } from '@jest/globals';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { bumpByPullRequest } from '@rollcall/domain/bump/pull-request';
import { ExternalError } from '@rollcall/domain/user-error';
import { faults } from '@rollcall/testkit/github-faults';
import { applicationFile, catalogOf } from '../../unit/bump/catalog-of.ts';
import { deployBranch } from '../deploy-shop.ts';
import { shop } from './github-shop.ts';

const file = applicationFile('service-0', 'prod');
const name = 'rollcall/prod/service-0';
const open = 'POST /repos/{owner}/{repo}/pulls';
const merges = 'POST /repos/{owner}/{repo}/merges';

interface Settings {
  images?: readonly { service: string; tag: string }[];
  labels?: readonly string[];
  autoMerge?: boolean;
  dryRun?: boolean;
  onMissing?: 'error' | 'warn';
  id?: string;
}

async function ask({ images = [{ service: 'service-0', tag: '2-b' }], id = 'bump-1', ...settings }: Settings = {}) {
  const api = shop.api();
  return bumpByPullRequest({
    request: { environment: 'prod', images, onMissing: settings.onMissing ?? 'error', mutableTags: 'forbid' },
    loadCatalog: catalogOf,
    log: shop.log,
    dryRun: settings.dryRun ?? false,
    sourceHistory: null,
    deployBranch: await shop.branch({ api }),
    branchFor: (head) => shop.branch({ name: head, baseBranch: deployBranch, api }),
    pullRequests: githubPullRequests(api),
    labels: settings.labels ?? [],
    autoMerge: settings.autoMerge ?? false,
    pace: { now: () => performance.now(), sleep: async () => {}, random: () => 0.5 },
    origin: { id, run: 'https://github.example/example/shop/actions/runs/1', source: 'example/shop@abc' },
  });
}

function pulls() {
  return shop.server.state.pulls.map(({ number, head, state }) => `${number} ${head} ${state}`);
}

function tagOn(branch: string, path = file): string {
  return /value: '(.*)'/.exec(shop.origin.git('cat-file', 'blob', `${branch}:${path}`))?.[1] ?? '';
}

/** Somebody else's commit: the file gets another text. */
function edit(branch: string, text: string, path = file): void {
  const { repository } = shop.server.state;
  const expected = repository.head(branch) ?? '';
  const contents = Buffer.from(text);
  repository.commit({ branch, expected, additions: [{ path, contents }], deletions: [], message: 'theirs' });
}

function text(branch: string, path = file): string {
  return `${shop.origin.git('cat-file', 'blob', `${branch}:${path}`)}\n`;
}

/** Merges a request as "squash and merge" does. */
function squash(number: number, branch: string): void {
  edit(deployBranch, text(branch));
  const pull = shop.server.state.pulls.find((one) => one.number === number);
  if (pull) pull.state = 'closed';
}

test('a request with one verified commit on a branch from the deploy branch', async () => {
  const before = shop.origin.git('rev-parse', deployBranch);
  const result = await ask({ labels: ['deploy', '한글, "x"'], autoMerge: true });
  expect(result).toMatchObject({
    changed: true,
    verified: true,
    attempts: 1,
    files: [file],
    pullRequest: { number: 1, url: 'https://github.example/example/shop/pull/1' },
  });
  expect(shop.origin.git('rev-parse', `${name}^`)).toBe(before);
  expect(shop.origin.git('rev-parse', name)).toBe(result.commit);
  expect([tagOn(name), tagOn(deployBranch)]).toEqual(['2-b', '1-a']);
  expect(shop.server.state.pulls).toEqual([
    {
      number: 1,
      from: 'example/shop',
      head: name,
      base: deployBranch,
      title: 'deploy(prod): service-0 1-a → 2-b',
      body: expect.stringContaining('| <code>service-0</code> | <code>1-a</code> | <code>2-b</code> |'),
      state: 'open',
      labels: ['deploy', '한글, "x"'],
      autoMerge: 'MERGE',
    },
  ]);
  expect(shop.said).toEqual([]);
  expect(shop.server.transcript()).toEqual([
    'GET /repos/{owner}/{repo}/git/ref/{ref} 404',
    'POST /repos/{owner}/{repo}/git/refs 201',
    'createCommitOnBranch 200',
    'POST /repos/{owner}/{repo}/pulls 201',
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels 200',
    'repository 200',
    'enablePullRequestAutoMerge 200',
  ]);
});

test.each([
  ['the deploy branch has it', { images: [{ service: 'service-0', tag: '1-a' }] }],
  ['a dry run', { dryRun: true }],
])('%s: no branch, no request', async (_, settings) => {
  expect(await ask(settings)).toMatchObject({ commit: null, pullRequest: null });
  expect(pulls()).toEqual([]);
  expect(shop.server.state.repository.head(name)).toBeNull();
});

describe('an open request', () => {
  beforeEach(async () => {
    await ask();
  });

  test('gets one commit more, and new words', async () => {
    const before = shop.origin.git('rev-parse', name);
    const result = await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' });
    expect(result).toMatchObject({ changed: true, pullRequest: { number: 1 }, changes: [{ old: '1-a', new: '3-c' }] });
    expect(shop.origin.git('rev-parse', `${name}^`)).toBe(before);
    expect(shop.server.state.pulls[0]?.title).toBe('deploy(prod): service-0 1-a → 3-c');
    expect(pulls()).toEqual([`1 ${name} open`]);
  });

  test('that has it already stays as it is', async () => {
    const before = shop.origin.git('rev-parse', name);
    expect(await ask({ id: 'bump-2' })).toMatchObject({ changed: false, commit: null, pullRequest: { number: 1 } });
    expect(shop.origin.git('rev-parse', name)).toBe(before);
  });

  test('is brought up to date with the deploy branch by a merge', async () => {
    const other = applicationFile('service-1', 'prod');
    edit(deployBranch, text(deployBranch, other).replace('1-a', '9-z'), other);
    await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' });
    expect(tagOn(name, other)).toBe('9-z');
    expect(shop.origin.git('merge-base', name, deployBranch)).toBe(shop.origin.git('rev-parse', deployBranch));
  });

  test('that conflicts by now is left alone, and another takes its place', async () => {
    edit(deployBranch, text(deployBranch).replace('1-a', '7-x'));
    const result = await ask({ images: [{ service: 'service-0', tag: '8-y' }], id: 'bump-2' });
    expect(result).toMatchObject({ pullRequest: { number: 2 }, changes: [{ old: '7-x', new: '8-y' }] });
    expect(pulls()).toEqual([`1 ${name} open`, `2 ${name}@2 open`]);
    expect(shop.said).toEqual([`notice: ${name} conflicts with ${deployBranch} and is left as it is: close #1.`]);
  });

  test('that was squashed is not gone on with: its history would conflict', async () => {
    squash(1, name);
    await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' });
    expect(pulls()).toEqual([`1 ${name} closed`, `2 ${name}@2 open`]);
    expect(shop.origin.git('rev-parse', `${name}@2^`)).toBe(shop.origin.git('rev-parse', deployBranch));
  });

  test('whose branch was deleted after the merge gets the name again', async () => {
    squash(1, name);
    shop.origin.git('update-ref', '-d', `refs/heads/${name}`);
    await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' });
    expect(pulls()).toEqual([`1 ${name} closed`, `2 ${name} open`]);
  });

  test("is ours: a fork's branch of the same name is not", async () => {
    shop.server.state.pulls[0] = { ...(shop.server.state.pulls[0] ?? fail()), from: 'example/fork' };
    const result = await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' });
    expect(result).toMatchObject({ pullRequest: { number: 2 } });
  });

  test('whose branch cannot take a service asks for the others, and says so', async () => {
    const images = ['service-0', 'service-1'].map((service) => ({ service, tag: '2-b' }));
    await ask({ images, id: 'bump-2' });
    const both = 'rollcall/prod/service-0+service-1';
    const expected = shop.server.state.repository.head(both) ?? '';
    const gone = applicationFile('service-1', 'prod');
    shop.server.state.repository.commit({
      ...{ branch: both, expected, additions: [], deletions: [gone], message: 'theirs' },
    });
    const later = images.map(({ service }) => ({ service, tag: '3-c' }));
    const result = await ask({ images: later, onMissing: 'warn', id: 'bump-3' });
    expect(result).toMatchObject({ changed: true, pullRequest: { number: 2 }, skipped: [{ service: 'service-1' }] });
    expect(result.changes.map(({ service }) => service)).toEqual(['service-0']);
    expect(result.files).toEqual([file]);
    expect(shop.server.state.pulls[1]).toMatchObject({
      title: 'deploy(prod): service-0 1-a → 3-c',
      body: expect.stringContaining('Skipped:\n\n- <code>service-1</code>'),
    });
  });

  test('of other services is another request', async () => {
    await ask({ images: ['service-1', 'service-0'].map((service) => ({ service, tag: '2-b' })), id: 'bump-2' });
    expect(pulls()).toEqual([`1 ${name} open`, '2 rollcall/prod/service-0+service-1 open']);
  });
});

function fail(): never {
  throw new Error('there is no request');
}

describe('what goes wrong', () => {
  test('the answer to the opening is lost: the request is found, not opened twice', async () => {
    shop.server.fail(open, faults.lost);
    expect(await ask()).toMatchObject({ pullRequest: { number: 1 } });
    expect(pulls()).toHaveLength(1);
  });

  test('somebody else opens it first', async () => {
    const theirs = () => {
      shop.server.state.pulls.push({
        ...{ number: 41, from: 'example/shop', head: name, base: deployBranch, title: '', body: '' },
        ...{ state: 'open', labels: [], autoMerge: null },
      });
    };
    shop.server.fail(open, { kind: 'before', run: theirs });
    expect(await ask()).toMatchObject({ pullRequest: { number: 41 } });
  });

  test('where the request may not be opened its branch is gone, and the next run begins anew', async () => {
    shop.server.fail(open, faults.mayNotOpenPulls);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(String(error)).toContain('not permitted to create or approve pull requests');
    expect(error).toMatchObject({ help: expect.stringContaining('Allow GitHub Actions to create pull requests') });
    expect(shop.server.state.repository.head(name)).toBeNull();
    expect(await ask({ id: 'bump-2' })).toMatchObject({ changed: true, pullRequest: { number: 1 } });
    expect(pulls()).toEqual([`1 ${name} open`]);
  });

  test('the answer to the merge is lost', async () => {
    await ask();
    edit(deployBranch, 'x: 1\n', 'other.yaml');
    shop.server.fail(merges, faults.lost);
    expect(await ask({ images: [{ service: 'service-0', tag: '3-c' }], id: 'bump-2' })).toMatchObject({
      changed: true,
      pullRequest: { number: 1 },
    });
  });

  test('labels and auto-merge that GitHub refuses are warned of; the request is there', async () => {
    shop.server.fail('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', faults.forbidden);
    shop.server.state.autoMergeAllowed = false;
    expect(await ask({ labels: ['x'], autoMerge: true })).toMatchObject({ pullRequest: { number: 1 } });
    expect(shop.said).toEqual([
      'warning: #1: it has no labels: Resource not accessible by integration',
      'warning: #1: auto-merge is not enabled: the repository does not allow auto-merge',
    ]);
  });

  test('auto-merge of a request that could be merged at once', async () => {
    const error = { type: 'UNPROCESSABLE', message: 'Pull request Pull request is in clean status' };
    shop.server.fail('enablePullRequestAutoMerge', { kind: 'answer', status: 200, body: { errors: [error] } });
    await ask({ autoMerge: true });
    expect(shop.said).toEqual([`warning: #1: auto-merge is not enabled: ${error.message}`]);
  });

  test('the way of merging is the one that the repository allows', async () => {
    shop.server.state.mergeMethod = 'SQUASH';
    await ask({ autoMerge: true });
    expect(shop.server.state.pulls[0]?.autoMerge).toBe('SQUASH');
    expect(shop.said).toEqual([]);
  });
});
