import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { readEvent } from '@rollcall/adapters/runner/event';
import { chooseComparison, resolveHead } from '@rollcall/domain/changes/compare';
import type { ComparisonOptions } from '@rollcall/domain/changes/comparison';
import type { Log } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { gitOf } from '../../adapters/git-of.ts';

/**
 *     m0 (v1) - m1 - m2 - m3 (main; v2, latest)
 *       \         \
 *        \         f1 - f2 (feature) ... merged with m3 as the ref of the request
 *         r1 (what a forced push replaced; only the server knows it)
 */
const origin = initRepository({ bare: true });
const id: Record<string, string> = {};
{
  const author = initRepository();
  author.git('remote', 'add', 'origin', origin.directory);
  const commit = (name: string, path: string) => {
    id[name] = author.commit({ [path]: name }, name);
  };
  commit('m0', 'services/a/Dockerfile');
  author.git('tag', 'v1');
  author.git('checkout', '-q', '-b', 'replaced');
  commit('r1', 'services/replaced/Dockerfile');
  author.git('checkout', '-q', 'main');
  commit('m1', 'services/b/Dockerfile');
  author.git('checkout', '-q', '-b', 'feature');
  commit('f1', 'services/f/Dockerfile');
  commit('f2', 'services/f/main.go');
  author.git('checkout', '-q', 'main');
  commit('m2', 'services/a/main.go');
  commit('m3', 'services/b/main.go');
  author.git('tag', 'v2');
  author.git('tag', 'latest');
  author.git('checkout', '-q', '--detach', 'main');
  author.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
  id.merge = author.git('rev-parse', 'HEAD');
  author.git('push', '-q', 'origin', 'main', 'feature', 'HEAD:refs/pull/7/merge', 'replaced:refs/kept/1', '--tags');
}
const none = '0'.repeat(40);
const gone = 'f'.repeat(40);
const commitOf = (name: string): string => ({ none, gone })[name] ?? id[name] ?? name;
const nameOf = (commit: string): string => Object.keys(id).find((name) => id[name] === commit) ?? commit;

interface Case {
  title: string;
  event: string;
  /** Fixture of the payload, with BASE and HEAD filled in, and fields put over it. */
  payload?: string;
  base?: string;
  head: string;
  fields?: object;
  options?: ComparisonOptions;
  /** What GITHUB_SHA is, when not the head. */
  sha?: string;
  expected: string;
  warns?: RegExp;
}

const ref = (branch: string) => ({ ref: `refs/heads/${branch}` });
const kept = { ...ref('feature'), base: 'r1', head: 'f2' };

const cases: Case[] = [
  { title: 'a push', event: 'push', base: 'm1', head: 'm3', expected: 'm1..m3' },
  { title: 'a push of a merge', event: 'push', base: 'm3', head: 'merge', expected: 'm3..merge' },
  {
    title: 'a push that does not tell whether it is forced',
    event: 'push',
    base: 'm1',
    head: 'm3',
    fields: { forced: null },
    expected: 'm1..m3',
  },
  {
    title: 'a forced push that does not say so',
    event: 'push',
    base: 'r1',
    head: 'f2',
    fields: { ...ref('feature'), forced: null },
    expected: 'm1..f2 and r1..f2',
  },
  {
    title: 'a push whose before is gone',
    event: 'push',
    base: 'gone',
    head: 'm3',
    expected: 'everything',
    warns: /before the push: the remote no longer has it/,
  },
  { title: 'a forced push', event: 'push', payload: 'push-forced', ...kept, expected: 'm1..f2 and r1..f2' },
  {
    title: 'a forced push, before pruned',
    event: 'push',
    payload: 'push-forced',
    base: 'gone',
    head: 'f2',
    expected: 'm1..f2',
  },
  {
    title: 'a forced push of the default branch',
    event: 'push',
    payload: 'push-forced',
    base: 'r1',
    head: 'm3',
    fields: ref('main'),
    expected: 'r1..m3',
  },
  {
    title: 'a forced push of the default branch, before pruned',
    event: 'push',
    payload: 'push-forced',
    base: 'gone',
    head: 'm3',
    fields: ref('main'),
    expected: 'everything',
    warns: /forced push of the default branch: the remote no longer/,
  },
  {
    title: 'a forced push where nothing names the default branch',
    event: 'push',
    payload: 'push-forced',
    base: 'gone',
    head: 'm3',
    fields: { ...ref('main'), repository: {} },
    expected: 'everything',
  },
  {
    title: 'the first push of a branch with two commits',
    event: 'push',
    payload: 'push-new-branch',
    head: 'f2',
    expected: 'm1..f2',
  },
  {
    title: 'the first push of a branch without commits of its own',
    event: 'push',
    payload: 'push-new-branch',
    head: 'm2',
    fields: { commits: [] },
    expected: 'm2..m2',
  },
  {
    title: 'the first push of a branch that was merged meanwhile',
    event: 'push',
    payload: 'push-new-branch',
    head: 'm2',
    expected: 'everything',
    warns: /main holds all of it by now/,
  },
  {
    title: 'the first push of the default branch',
    event: 'push',
    payload: 'push-new-branch',
    head: 'm3',
    fields: ref('main'),
    expected: 'everything',
  },
  {
    title: 'the first commit of a repository',
    event: 'push',
    payload: 'push-new-branch',
    head: 'm0',
    fields: ref('main'),
    expected: 'everything',
  },
  {
    title: 'the first push of a branch where the default branch is gone',
    event: 'push',
    payload: 'push-new-branch',
    head: 'f2',
    fields: { repository: { default_branch: 'trunk' } },
    expected: 'everything',
    warns: /the remote has no branch "trunk"/,
  },
  { title: 'a tag', event: 'push', payload: 'push-tag', head: 'm3', expected: 'm0..m3' },
  {
    title: 'the first tag',
    event: 'push',
    payload: 'push-tag',
    head: 'm0',
    fields: { ref: 'refs/tags/v1' },
    expected: 'everything',
  },
  {
    title: 'a tag, on-tag: all',
    event: 'push',
    payload: 'push-tag',
    head: 'm3',
    options: { detect: { 'on-tag': 'all' } },
    expected: 'everything',
  },
  {
    title: 'a pull request whose base moved on, on its merge ref',
    event: 'pull_request',
    base: 'm3',
    head: 'f2',
    sha: 'merge',
    expected: 'm1..f2',
  },
  {
    title: 'a pull request whose event names an older base',
    event: 'pull_request',
    base: 'm0',
    head: 'f2',
    sha: 'merge',
    expected: 'm1..f2',
  },
  {
    title: 'a pull request without a merge commit',
    event: 'pull_request',
    base: 'm2',
    head: 'f2',
    sha: 'gone',
    expected: 'm1..f2',
  },
  {
    title: 'a pull request from a fork, run on its target',
    event: 'pull_request_target',
    payload: 'pull_request',
    base: 'm3',
    head: 'f2',
    sha: 'm3',
    expected: 'm1..f2',
  },
  {
    title: 'a pull request whose base is gone',
    event: 'pull_request',
    base: 'gone',
    head: 'f2',
    sha: 'f2',
    expected: 'everything',
    warns: /merge base of the pull request: the remote no longer/,
  },
  { title: 'a merge group', event: 'merge_group', base: 'm3', head: 'merge', expected: 'm3..merge' },
  {
    title: 'a merge group whose base is gone',
    event: 'merge_group',
    base: 'gone',
    head: 'merge',
    expected: 'everything',
    warns: /the base of the merge group/,
  },
  { title: 'a dispatch', event: 'workflow_dispatch', head: 'm3', expected: 'everything' },
  {
    title: 'a dispatch on a merge commit, since a tag',
    event: 'workflow_dispatch',
    head: 'merge',
    options: { detect: { 'on-dispatch': 'since: v1' } },
    expected: 'm0..merge',
  },
  {
    title: 'a dispatch, since a branch',
    event: 'repository_dispatch',
    head: 'f2',
    options: { detect: { 'on-dispatch': 'since: main' } },
    expected: 'm3..f2',
  },
  {
    title: 'a dispatch, none',
    event: 'repository_dispatch',
    head: 'm3',
    options: { detect: { 'on-dispatch': 'none' } },
    expected: 'none',
  },
  {
    title: 'a schedule',
    event: 'schedule',
    head: 'm3',
    options: { detect: { 'on-dispatch': 'none' } },
    expected: 'everything',
  },
  {
    title: 'a schedule, none',
    event: 'schedule',
    head: 'm3',
    options: { detect: { 'on-schedule': 'none' } },
    expected: 'none',
  },
  {
    title: 'an event without a range',
    event: 'workflow_run',
    head: 'm3',
    expected: 'everything',
    warns: /workflow_run/,
  },
  {
    title: 'a base that is given',
    event: 'workflow_dispatch',
    head: 'm3',
    options: { base: 'v1' },
    expected: 'm0..m3',
  },
  {
    title: 'a base and a head that are given',
    event: 'push',
    base: 'gone',
    head: 'gone',
    options: { base: 'main', head: 'feature' },
    expected: 'm3..f2',
  },
  {
    title: 'the last success',
    event: 'push',
    base: 'm2',
    head: 'm3',
    options: { base: 'last-success', lastSuccess: run('m1') },
    expected: 'm1..m3',
  },
  {
    title: 'a last success that a forced push replaced',
    event: 'push',
    base: 'm2',
    head: 'm3',
    options: { base: 'last-success', lastSuccess: run('f2') },
    expected: 'm1..m3 and f2..m3',
  },
  {
    title: 'a last success whose commit is gone',
    event: 'push',
    base: 'm2',
    head: 'm3',
    options: { base: 'last-success', lastSuccess: run('gone') },
    expected: 'everything',
    warns: /the last success, run of gone on f+: the remote no longer has it/,
  },
  {
    title: 'no last success',
    event: 'push',
    base: 'm2',
    head: 'm3',
    options: { base: 'last-success', lastSuccess: async () => null },
    expected: 'everything',
    warns: /no earlier run for this event on this branch succeeded/,
  },
];

const silent: Log = { progress: () => {}, notice: () => {}, warning: () => {} };

function run(name: string) {
  return async () => ({ commit: commitOf(name), name: `run of ${name}` });
}

function eventOf({ event, payload, base = 'none', head, fields, sha = head }: Case) {
  const text = readFileSync(new URL(`../../fixtures/events/${payload ?? event}.json`, import.meta.url), 'utf8');
  const filled = text.replaceAll('"BASE"', `"${commitOf(base)}"`).replaceAll('"HEAD"', `"${commitOf(head)}"`);
  const env = { GITHUB_EVENT_NAME: event, GITHUB_SHA: commitOf(sha) };
  return readEvent(env, JSON.stringify({ ...JSON.parse(filled), ...fields }));
}

async function compare(clone: Repository, one: Case) {
  const said = { warnings: [] as string[], notices: [] as string[] };
  const log: Log = {
    progress: () => {},
    notice: (message) => said.notices.push(message),
    warning: (message) => said.warnings.push(message),
  };
  const history = gitHistory(gitOf(clone.directory));
  const event = eventOf(one);
  const head = await resolveHead(event, one.options?.head, history);
  const comparison = await chooseComparison(event, { head, options: one.options ?? {}, history, log });
  if (comparison.kind === 'range') {
    // What is named must be here.
    for (const base of [comparison.base, ...comparison.also]) await history.changedFiles(base, comparison.head);
  }
  const shown =
    comparison.kind === 'range'
      ? [comparison.base, ...comparison.also].map((base) => `${nameOf(base)}..${nameOf(comparison.head)}`).join(' and ')
      : comparison.kind;
  return { shown, head: nameOf(comparison.head), ...said };
}

const checkouts = new Map<string, Repository>();

/** As actions/checkout leaves it: one commit, detached, in a shallow clone or in one with everything. */
function checkout(name: string, depth: 'full' | 'depth 1'): Repository {
  const commit = commitOf(name === 'gone' ? 'm3' : name);
  const key = `${depth} ${commit}`;
  let clone = checkouts.get(key);
  if (!clone) {
    clone = cloneRepository(origin, depth === 'full' ? {} : { depth: 1 });
    clone.git('fetch', '-q', ...(depth === 'full' ? [] : ['--depth=1', '--no-tags']), 'origin', commit);
    clone.git('checkout', '-q', '--detach', commit);
    checkouts.set(key, clone); // it may be used again: nothing changes a clone
  }
  return clone;
}

describe.each(['full', 'depth 1'] as const)('a clone that is %s', (depth) => {
  test.each(cases)('$title: $expected', async (one) => {
    const result = await compare(checkout(one.sha ?? one.head, depth), one);
    expect(result.shown).toBe(one.expected);
    if (one.warns) expect(result.warnings).toEqual([expect.stringMatching(one.warns)]);
    else expect(result.warnings).toEqual([]);
  });

  const wrong: [string, Partial<Case>, RegExp][] = [
    ['a base nobody has', { options: { base: 'mian' } }, /base is "mian", which is no commit here/],
    ['a base that is an option', { options: { base: '--all' } }, /base is "--all", which is no commit here/],
    ['a head nobody has', { options: { head: 'gone' } }, /the commit to examine, "gone", cannot be had/],
    ['a head that is gone', { head: 'gone' }, /cannot be had: the remote no longer has it/],
    ['no way to ask for runs', { options: { base: 'last-success' } }, /asks GitHub for earlier runs/],
    [
      'a dispatch since a revision nobody has',
      { event: 'workflow_dispatch', options: { detect: { 'on-dispatch': 'since: v9' } } },
      /detect\.on-dispatch is "v9", which is no commit here/,
    ],
  ];
  test.each(wrong)('%s is a mistake', async (_title, change, message) => {
    const one: Case = { title: '', event: 'push', base: 'm1', head: 'm3', expected: '', ...change };
    const result = compare(checkout(one.head, depth), one);
    await expect(result).rejects.toThrow(UserError);
    await expect(result).rejects.toThrow(message);
  });

  test('without an event, what the branch brings to the default branch', async () => {
    const history = gitHistory(gitOf(checkout('f2', depth).directory));
    const comparison = await chooseComparison(
      { kind: 'none' },
      { head: commitOf('f2'), options: {}, history, log: silent },
    );
    expect(comparison).toMatchObject({ kind: 'range', base: id.m1, head: id.f2, also: [] });
  });
});

test.each([
  ['m1', /run of m1/],
  ['f2', /run of f2 on \w+, is no ancestor of \w+: the branch was rewritten/],
])('the notice of a last success names the run of %s', async (name, notice) => {
  const options = { base: 'last-success', lastSuccess: run(name) };
  const one: Case = { title: '', event: 'push', base: 'm2', head: 'm3', options, expected: '' };
  expect((await compare(checkout('m3', 'full'), one)).notices).toEqual([expect.stringMatching(notice)]);
});

test('without an event, without a remote and without a main branch, everything', async () => {
  const repository = initRepository();
  const head = repository.commit({ 'a.txt': '1' });
  repository.git('branch', '--move', 'trunk');
  const history = gitHistory(gitOf(repository.directory));
  const comparison = await chooseComparison({ kind: 'none' }, { head, options: {}, history, log: silent });
  expect(comparison.kind).toBe('everything');
});
