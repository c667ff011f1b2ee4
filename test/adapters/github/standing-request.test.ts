import { beforeEach, describe, expect, test } from '@jest/globals';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { bumpByStandingRequest } from '@rollcall/domain/bump/standing-request';
import { faults } from '@rollcall/testkit/github-faults';
import { applicationFile, catalogOf } from '../../unit/bump/catalog-of.ts';
import { deployBranch } from '../deploy-shop.ts';
import { shop } from './github-shop.ts';

const name = 'rollcall/prod/from-dev';
let runs = 0;

/** A run that offers these tags to prod. */
async function ask(
  tags: Record<string, string>,
  { dryRun = false, release = [] }: { dryRun?: boolean; release?: string[] } = {},
) {
  const api = shop.api();
  runs += 1;
  return bumpByStandingRequest(
    {
      request: {
        environment: 'prod',
        images: Object.entries(tags).map(([service, tag]) => ({ service, tag })),
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      loadCatalog: catalogOf,
      log: shop.log,
      dryRun,
      release,
      sourceHistory: null,
      deployBranch: await shop.branch({ api }),
      branchFor: (head) => shop.branch({ name: head, baseBranch: deployBranch, api }),
      pullRequests: githubPullRequests(api),
      labels: [],
      autoMerge: false,
      status: 'rollcall/current',
      now: Date.UTC(2026, 0, 5, 8),
      pace: { now: () => performance.now(), sleep: async () => {}, random: () => 0.5 },
      origin: { id: `run-${runs}` },
    },
    { from: 'dev', to: 'prod' },
  );
}

const pulls = () => shop.server.state.pulls;
const newest = () => {
  const pull = pulls().at(-1);
  if (!pull) throw new Error('there is no request');
  return pull;
};
const branches = (): string[] =>
  shop.origin.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/rollcall/').split('\n').filter(Boolean);

/** What the branch of the request brings: tag by service. */
function brings(): Record<string, string> {
  const files = shop.origin.git('diff', '--name-only', deployBranch, name).split('\n').filter(Boolean);
  return Object.fromEntries(
    files.map((file) => [
      /service-\d+/.exec(file)?.[0],
      /value: '(.*)'/.exec(shop.origin.git('cat-file', 'blob', `${name}:${file}`))?.[1],
    ]),
  );
}

/** Somebody clicks on the box of a service. */
function click(service: string, box: 'x' | ' '): void {
  const pull = newest();
  const [from, to] = box === 'x' ? ['- [ ]', '- [x]'] : ['- [x]', '- [ ]'];
  pull.body = pull.body.replace(`${from} <code>${service}</code>`, `${to} <code>${service}</code>`);
}

/** Somebody else's commit. */
function push(branch: string, service: string, text: string): void {
  const { repository } = shop.server.state;
  const path = applicationFile(service, 'prod');
  const additions = [{ path, contents: Buffer.from(text) }];
  repository.commit({ branch, expected: repository.head(branch) ?? '', additions, deletions: [], message: 'theirs' });
}

test('one request with a box for each service, and one commit on the deploy branch', async () => {
  const result = await ask({ 'service-0': '2-b', 'service-1': '3-c' });
  expect(result).toMatchObject({ changed: true, verified: true, pullRequest: { number: 1 } });
  expect(shop.origin.git('rev-parse', name)).toBe(result.commit);
  expect(shop.origin.git('rev-parse', `${name}^`)).toBe(shop.origin.git('rev-parse', deployBranch));
  expect(brings()).toEqual({ 'service-0': '2-b', 'service-1': '3-c' });
  expect(newest()).toMatchObject({
    ...{ head: name, base: deployBranch, title: 'Promote dev to prod: 2 of 2 services' },
    body: expect.stringContaining('- [x] <code>service-1</code> <code>1-a</code> → <code>3-c</code>'),
  });
  // The branch that the commit was made on is gone.
  expect(branches()).toEqual([name]);
  expect(said(result.commit ?? '')).toBe('success');
});

/** Somebody's roll-back: a commit that holds a tag. */
function hold(service: string, tag: string): void {
  const { repository } = shop.server.state;
  const parent = repository.head(deployBranch) ?? '';
  const message = `rolled back\n\nBump-Id: back\nBump-Environment: prod\nBump-Parent: ${parent}\nBump-Hold: prod ${service} ${tag}\n`;
  repository.commit({ branch: deployBranch, expected: parent, additions: [], deletions: [], message });
}

/** What the status of the request says of a commit. */
const said = (commit: string) =>
  shop.server.state.checks
    .get(commit)
    ?.flatMap((one) => (one.kind === 'status' && one.name === 'rollcall/current' ? [one.state] : []))[0];

const saidBy = (branch: string, key: string): string[] =>
  shop.origin
    .git('log', '-1', '--format=%B', branch)
    .split('\n')
    .filter((line) => line.startsWith(`${key}: `));

test('a request carries what is held, so that its merge hides no hold', async () => {
  hold('service-5', '9-z');
  await ask({ 'service-0': '2-b' });
  expect(saidBy(name, 'Bump-Hold')).toEqual(['Bump-Hold: prod service-5 9-z']);
});

test('what a run lets go is let go by a request no more, once a run does not ask for it', async () => {
  hold('service-0', '9-z');
  await ask({ 'service-0': '10-y' }, { release: ['service-0'] });
  expect(saidBy(name, 'Bump-Release')).toEqual(['Bump-Release: prod service-0 9-z']);
  await ask({ 'service-0': '10-y' });
  expect(saidBy(name, 'Bump-Release')).toEqual([]);
  expect(saidBy(name, 'Bump-Hold')).toEqual(['Bump-Hold: prod service-0 9-z']);
});

test('a status that the token may not set is a warning, and the request is there', async () => {
  shop.server.fail('POST /repos/{owner}/{repo}/statuses/{sha}', faults.forbidden);
  expect(await ask({ 'service-0': '2-b' })).toMatchObject({ changed: true, pullRequest: { number: 1 } });
  expect(shop.said).toEqual([expect.stringMatching(/^warning: #1: its status is not set: .*statuses: write/)]);
});

test('a dry run opens nothing', async () => {
  expect(await ask({ 'service-0': '2-b' }, { dryRun: true })).toMatchObject({ commit: null, pullRequest: null });
  expect(pulls()).toEqual([]);
});

describe('an open request', () => {
  beforeEach(async () => {
    await ask({ 'service-0': '2-b', 'service-1': '2-b' });
  });

  test('is left as it is by a run that brings nothing new', async () => {
    const before = shop.origin.git('rev-parse', name);
    expect(await ask({ 'service-0': '2-b', 'service-1': '2-b' })).toMatchObject({
      ...{ changed: false, commit: null },
      pullRequest: { number: 1 },
    });
    expect(shop.origin.git('rev-parse', name)).toBe(before);
    expect(shop.said).toEqual([]);
  });

  test('leaves out what somebody unticked, in its history too, and takes it in again', async () => {
    click('service-0', ' ');
    newest().body = `Wait for the fair.\n\n${newest().body}`;
    await ask({ 'service-0': '2-b', 'service-1': '2-b' });
    expect(brings()).toEqual({ 'service-1': '2-b' });
    expect(shop.origin.git('log', '--format=%B', `${deployBranch}..${name}`)).not.toContain('service-0');
    expect(newest().title).toBe('Promote dev to prod: 1 of 2 services');
    expect(newest().body).toMatch(/^Wait for the fair\./);
    await ask({ 'service-0': '3-c', 'service-1': '2-b' });
    expect(brings()).toEqual({ 'service-1': '2-b' });
    click('service-0', 'x');
    await ask({ 'service-0': '3-c', 'service-1': '2-b' });
    expect(brings()).toEqual({ 'service-0': '3-c', 'service-1': '2-b' });
    expect(pulls()).toHaveLength(1);
  });

  test('follows newer tags, services that come and go, and the deploy branch', async () => {
    await ask({ 'service-1': '3-c', 'service-2': '2-b' });
    expect(brings()).toEqual({ 'service-1': '3-c', 'service-2': '2-b' });
    push(
      deployBranch,
      'service-7',
      shop.origin
        .git('cat-file', 'blob', `${deployBranch}:${applicationFile('service-7', 'prod')}`)
        .replace('1-a', '9-z'),
    );
    await ask({ 'service-1': '3-c', 'service-2': '2-b' });
    expect(shop.origin.git('rev-parse', `${name}^`)).toBe(shop.origin.git('rev-parse', deployBranch));
    expect(brings()).toEqual({ 'service-1': '3-c', 'service-2': '2-b' });
    expect(pulls()).toHaveLength(1);
  });

  test('is closed where nothing is left to ask for, and where nothing is ticked', async () => {
    await ask({ 'service-0': '1-a' });
    expect(newest().state).toBe('closed');
    expect(shop.server.state.comments).toMatchObject([
      { pull: 1, body: expect.stringContaining('prod has all of dev') },
    ]);
    await ask({ 'service-0': '2-b' });
    expect(newest()).toMatchObject({ number: 2, state: 'open' });
    click('service-0', ' ');
    await ask({ 'service-0': '2-b' });
    expect(newest()).toMatchObject({ number: 2, state: 'closed' });
  });

  test('that somebody closed comes back for the next tags, and not for the same', async () => {
    newest().state = 'closed';
    expect(await ask({ 'service-0': '2-b', 'service-1': '2-b' })).toMatchObject({ changed: false, pullRequest: null });
    expect(shop.said).toEqual(['notice: nothing is asked for: #1 with these tags was closed']);
    await ask({ 'service-0': '3-c', 'service-1': '2-b' });
    expect(newest()).toMatchObject({ number: 2, state: 'open', title: 'Promote dev to prod: 1 of 2 services' });
    expect(brings()).toEqual({ 'service-0': '3-c' });
  });

  test('whose list somebody wrote over keeps their words, and says that all is ticked', async () => {
    newest().body = 'I wrote all anew.';
    await ask({ 'service-0': '2-b', 'service-1': '2-b' });
    expect(newest().body).toMatch(/^I wrote all anew\.\n\n<!-- rollcall/);
    expect(shop.said).toEqual(['warning: #1: its list is gone, and is written again with every service ticked']);
  });

  test('that somebody committed to is left as it is', async () => {
    push(name, 'service-5', 'theirs');
    const before = shop.origin.git('rev-parse', name);
    const result = await ask({ 'service-0': '4-d', 'service-1': '2-b' });
    expect(result).toMatchObject({ changed: false, pullRequest: { number: 1 } });
    expect(shop.origin.git('rev-parse', name)).toBe(before);
    expect(said(before)).toBe('failure');
    expect(shop.said).toEqual([
      `warning: somebody else committed to ${name}, which is left as it is: close #1 and delete the branch`,
    ]);
    newest().state = 'closed';
    expect(await ask({ 'service-0': '5-e' })).toMatchObject({ changed: false, pullRequest: null });
    expect(shop.origin.git('rev-parse', name)).toBe(before);
    expect(shop.said.at(-1)).toBe(
      `warning: somebody else committed to ${name}, which is left as it is: delete the branch`,
    );
    newest().merged = true;
    expect(await ask({ 'service-0': '5-e' })).toMatchObject({ changed: true, pullRequest: { number: 2 } });
  });

  test('goes on after the deploy branch was merged into it', async () => {
    push(deployBranch, 'service-7', 'theirs');
    shop.server.state.repository.merge(name, shop.origin.git('rev-parse', deployBranch));
    // What the button of GitHub makes is a commit of which nothing is said: it may not be merged yet.
    expect(said(shop.origin.git('rev-parse', name))).toBeUndefined();
    await ask({ 'service-0': '4-d', 'service-1': '2-b' });
    expect(said(shop.origin.git('rev-parse', name))).toBe('success');
    expect(brings()).toEqual({ 'service-0': '4-d', 'service-1': '2-b' });
    expect(shop.origin.git('rev-parse', `${name}^`)).toBe(shop.origin.git('rev-parse', deployBranch));
  });
});

test('where the request cannot be opened, what was made for it is gone', async () => {
  shop.server.fail('POST /repos/{owner}/{repo}/pulls', faults.forbidden);
  await expect(ask({ 'service-0': '2-b' })).rejects.toMatchObject({ name: 'ExternalError' });
  expect(branches()).toEqual([]);
});

test('where the branch cannot be moved, it is as it was', async () => {
  await ask({ 'service-0': '2-b' });
  const before = shop.origin.git('rev-parse', name);
  shop.server.fail('PATCH /repos/{owner}/{repo}/git/refs/{ref}', faults.forbidden);
  await expect(ask({ 'service-0': '3-c' })).rejects.toMatchObject({ name: 'ExternalError' });
  expect(shop.origin.git('rev-parse', name)).toBe(before);
  expect(branches()).toEqual([name]);
});
