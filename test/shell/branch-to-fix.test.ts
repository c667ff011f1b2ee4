import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { branchOfRun } from '@rollcall/adapters/runner/repository';
import { branchToFix } from '@rollcall/shell/run-fixes';
import { temporaryFolder } from '@rollcall/testkit/repository';

const head = (ref: unknown, full_name: unknown) => ({ pull_request: { head: { ref, repo: { full_name } } } });

test.each<[string, Record<string, string>, unknown, string | RegExp]>([
  ['a push', { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/team/main' }, {}, 'team/main'],
  ['a schedule', { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' }, {}, 'main'],
  ['a tag', { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/tags/v1' }, {}, /"refs\/tags\/v1", which is no branch/],
  ['no ref', { GITHUB_EVENT_NAME: 'workflow_run' }, {}, /no branch/],
  ['a merge queue', { GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-1' }, {}, /merge queue/],
  ['a pull request', { GITHUB_EVENT_NAME: 'pull_request' }, head('feature', 'Example/Shop'), 'feature'],
  ['a fork', { GITHUB_EVENT_NAME: 'pull_request' }, head('feature', 'stranger/shop'), /comes from a fork/],
  ['a fork with a token', { GITHUB_EVENT_NAME: 'pull_request_target' }, head('main', 'stranger/shop'), /from a fork/],
  ['a fork that is deleted', { GITHUB_EVENT_NAME: 'pull_request' }, head('feature', null), /from a fork/],
  ['no payload', { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: '/nowhere' }, undefined, /from a fork/],
])('%s', (_name, env, payload, expected) => {
  const path = join(temporaryFolder(), 'event.json');
  if (payload !== undefined) writeFileSync(path, JSON.stringify(payload));
  const found = branchToFix({ GITHUB_REPOSITORY: 'example/shop', GITHUB_EVENT_PATH: path, ...env });
  if (typeof expected === 'string') expect(found).toBe(expected);
  else expect(found).toEqual({ because: expect.stringMatching(expected) });
});

test.each([
  [{ GITHUB_REF: 'refs/heads/main' }, 'main'],
  [{ GITHUB_REF: 'refs/pull/3/merge', GITHUB_BASE_REF: 'k8s-deploy-prod' }, 'k8s-deploy-prod'],
  [{ GITHUB_REF: 'refs/tags/v1', GITHUB_BASE_REF: '' }, null],
  [{}, null],
])('the branch of a run: %j', (env, expected) => {
  expect(branchOfRun(env)).toBe(expected);
});
