import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { branchOfRun } from '@rollcall/adapters/runner/repository';
import { branchToFix } from '@rollcall/shell/branch-to-fix';
import { temporaryFolder } from '@rollcall/testkit/repository';

const head = (ref: unknown, full_name: unknown) => ({ pull_request: { head: { ref, repo: { full_name } } } });
const followed = (event: unknown, head_branch: unknown, full_name: unknown) => ({
  workflow_run: { event, head_branch, head_repository: { full_name } },
});
const [ours, theirs] = ['Example/Shop', 'stranger/shop'];

interface Case {
  event?: string;
  ref?: string;
  payload?: unknown;
  named?: string;
}

function ask({ event, ref, payload, named }: Case, env: Record<string, string> = {}) {
  const path = join(temporaryFolder(), 'event.json');
  if (payload !== undefined) writeFileSync(path, JSON.stringify(payload));
  const variables = { GITHUB_REPOSITORY: 'example/shop', GITHUB_EVENT_PATH: path, ...env };
  return branchToFix(
    { ...variables, ...(event ? { GITHUB_EVENT_NAME: event } : {}), ...(ref ? { GITHUB_REF: ref } : {}) },
    named,
  );
}

test.each<[string, Case, string, boolean]>([
  ['a push', { event: 'push', ref: 'refs/heads/team/main' }, 'team/main', true],
  ['a push, named', { event: 'push', ref: 'refs/heads/main', named: 'main' }, 'main', true],
  ['a schedule', { event: 'schedule', ref: 'refs/heads/main' }, 'main', true],
  ['a schedule for another branch', { event: 'schedule', ref: 'refs/heads/main', named: 'next' }, 'next', false],
  ['by hand on a tag, for a branch', { event: 'workflow_dispatch', ref: 'refs/tags/v1', named: 'main' }, 'main', false],
  ['a request', { event: 'pull_request', payload: head('feature', ours) }, 'feature', true],
  [
    'a request, another branch',
    { event: 'pull_request', payload: head('feature', ours), named: 'main' },
    'main',
    false,
  ],
  ['after a push', { event: 'workflow_run', payload: followed('push', 'next', ours) }, 'next', true],
  ['after a request', { event: 'workflow_run', payload: followed('pull_request', 'next', ours) }, 'next', true],
])('%s is written to', (_name, given, branch, isOfChange) => {
  expect(ask(given)).toEqual({ branch, isOfChange });
});

const unknown = /does not tell/;
test.each<[string, Omit<Case, 'named'>, RegExp]>([
  ['a tag', { event: 'push', ref: 'refs/tags/v1' }, /"refs\/tags\/v1"/],
  ['a push to another branch', { event: 'push', ref: 'refs/heads/feature' }, /^the run is of a push to "feature", and/],
  ['a merge queue', { event: 'push', ref: 'refs/heads/gh-readonly-queue/main/pr-1' }, /merge queue/],
  ['a merge group', { event: 'merge_group', ref: 'refs/heads/main' }, /merge queue/],
  ['a fork', { event: 'pull_request', payload: head('main', theirs) }, /comes from a fork/],
  ['a fork with a token', { event: 'pull_request_target', payload: head('main', theirs) }, /comes from a fork/],
  ['a review of a fork', { event: 'pull_request_review', payload: head('main', theirs) }, /comes from a fork/],
  ['a comment in one', { event: 'pull_request_review_comment', payload: head('main', theirs) }, /comes from a fork/],
  ['a fork that is deleted', { event: 'pull_request', payload: head('main', null) }, unknown],
  ['a request without a payload', { event: 'pull_request' }, unknown],
  ['a request whose payload is a list', { event: 'pull_request_target', payload: [] }, unknown],
  ['a branch without a name', { event: 'pull_request', payload: head(undefined, ours) }, /does not name the branch/],
  [
    'after a run of a fork',
    { event: 'workflow_run', payload: followed('pull_request', 'main', theirs) },
    /from a fork/,
  ],
  ['after a run of nobody', { event: 'workflow_run', payload: followed('pull_request', 'main', null) }, unknown],
  ['after a run that followed', { event: 'workflow_run', payload: followed('workflow_run', 'main', ours) }, unknown],
  ['after a comment', { event: 'workflow_run', payload: followed('issue_comment', 'main', ours) }, unknown],
  ['after a push to another', { event: 'workflow_run', payload: followed('push', 'next', ours) }, /push to "next"/],
  ['after a run without payload', { event: 'workflow_run', ref: 'refs/heads/main' }, unknown],
  ['a comment', { event: 'issue_comment', payload: { issue: { pull_request: {} } } }, unknown],
  ['an event that is not known', { event: 'toString', ref: 'refs/heads/main' }, unknown],
  ['no event', { ref: 'refs/heads/main' }, unknown],
])('%s writes nothing, whatever is named', (_name, given, because) => {
  expect(ask({ ...given, named: 'main' })).toEqual({
    because: expect.stringMatching(because),
    help: expect.stringMatching(/\.$/),
  });
});

test('a run that does not know its own repository writes nothing for a request', () => {
  const { because } = ask({ event: 'pull_request', payload: head('main', ours) }, { GITHUB_REPOSITORY: '' }) as never;
  expect(because).toMatch(unknown);
});

test('a run by hand on a tag has no branch of its own', () => {
  expect(ask({ event: 'workflow_dispatch', ref: 'refs/tags/v1' })).toMatchObject({
    because: expect.stringMatching(/which is no branch/),
  });
});

test.each([
  [{ GITHUB_REF: 'refs/heads/main' }, 'main'],
  [{ GITHUB_REF: 'refs/pull/3/merge', GITHUB_BASE_REF: 'k8s-deploy-prod' }, 'k8s-deploy-prod'],
  [{ GITHUB_REF: 'refs/tags/v1', GITHUB_BASE_REF: '' }, null],
  [{}, null],
])('the branch of a run: %j', (env, expected) => {
  expect(branchOfRun(env)).toBe(expected);
});
