import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';

let shop: Shop;
let server: GitHubServer;

beforeAll(async () => {
  shop = createShop();
  server = await startGitHubServer(shop.origin, { token });
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

async function step(
  action: 'new-service' | 'retire-service',
  inputs: Record<string, string>,
  event: { name: string; payload: unknown } = { name: 'workflow_dispatch', payload: { ref: 'refs/heads/main' } },
) {
  const result = await runAction(action, {
    workspace: shop.repository.directory,
    token,
    inputs,
    event,
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: shop.commit,
    },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  return result;
}

const heads = () => shop.origin.git('for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads');

test('a new service is a pull request with its checklist, and a second run changes nothing', async () => {
  const { status, outputs, summary } = await step('new-service', { service: 'refund-service', like: 'order-service' });
  expect([status, outputs.complete, outputs.branch]).toEqual([0, 'true', 'rollcall/add/refund-service']);
  const files = JSON.parse(outputs.files ?? '').map(({ path }: { path: string }) => path);
  expect(files).toContain('services/refund-service/main.go');
  expect(files).toContain('k8s/argocd/apps/prod/refund-service.yaml');
  const changed = shop.origin.git('diff', '--name-only', 'main', 'rollcall/add/refund-service').split('\n');
  expect(changed).toEqual(files);
  expect(summary).toContain('Only a person can');
  expect(outputs['pull-request-url']).toMatch(/\/pull\/\d+$/);
  const before = heads();
  const again = await step('new-service', { service: 'refund-service', like: 'order-service' });
  expect([again.status, again.outputs['pull-request'], heads()]).toEqual([0, outputs['pull-request'], before]);
});

test('what the branch holds is what verifying accepts', async () => {
  await step('new-service', { service: 'return-service', mode: 'branch' });
  const clone = cloneRepository(shop.origin, { branch: 'rollcall/add/return-service' });
  const { outputs } = await runAction('verify-services', {
    workspace: clone.directory,
    inputs: { services: 'return-service', comment: 'never', 'fail-on': 'notice' },
    env: { GITHUB_SHA: clone.git('rev-parse', 'HEAD') },
  });
  expect([outputs.findings, outputs.passed]).toEqual(['[]', 'true']);
});

test('a retired service is a pull request, stage by stage', async () => {
  const { status, outputs } = await step('retire-service', { service: 'order-service', stage: 'undeploy' });
  expect([status, outputs.branch]).toEqual([0, 'rollcall/retire/order-service/undeploy']);
  const files = JSON.parse(outputs.files ?? '') as { path: string; change: string }[];
  expect(files.length).toBeGreaterThan(4);
  expect(files.every(({ path }) => path.startsWith('k8s/'))).toBe(true);
});

test('a patch is written where it is asked for, and git applies it', async () => {
  const before = heads();
  const { status, outputs } = await step('retire-service', { service: 'order-service', mode: 'patch' });
  expect([status, heads()]).toEqual([0, before]);
  const clone = cloneRepository(shop.origin, { branch: 'main' });
  execFileSync('git', ['apply', outputs['patch-file'] ?? ''], { cwd: clone.directory });
  expect(clone.git('status', '--porcelain')).toContain('services/order-service/main.go');
});

test('the checklist alone writes nothing, and says what is left', async () => {
  const before = heads();
  const { status, outputs } = await step('new-service', { service: 'credit-service', mode: 'checklist' });
  expect([status, heads(), outputs.branch, outputs['patch-file']]).toEqual([0, before, '', '']);
  const checklist = JSON.parse(outputs.checklist ?? '') as { by: string; done: boolean }[];
  expect(checklist.some(({ by, done }) => by === 'person' && !done)).toBe(true);
  expect(checklist.some(({ by, done }) => by === 'place' && done)).toBe(true);
});

test.each([
  [
    'a fork',
    { name: 'pull_request', payload: { pull_request: { head: { ref: 'x', repo: { full_name: 'fork/shop' } } } } },
    'comes from a fork',
  ],
  ['an issue that anybody opened', { name: 'issues', payload: { action: 'opened', issue: {} } }, 'anybody can open'],
  [
    'a label that the form of a stranger put on',
    {
      name: 'issues',
      payload: {
        action: 'labeled',
        issue: { user: { login: 'anybody' }, author_association: 'NONE' },
        sender: { login: 'anybody' },
      },
    },
    'a form may do that',
  ],
  ['an unknown event', { name: 'watch', payload: {} }, 'does not tell whose change'],
])('nothing is written for %s', async (_, event, because) => {
  const before = heads();
  const { status, stdout } = await step('new-service', { service: 'gift-service' }, event);
  expect([status, stdout]).toEqual([2, expect.stringContaining(because)]);
  expect(heads()).toBe(before);
});

test('a label on an issue is somebody of the team', async () => {
  const issue = { user: { login: 'anybody' }, author_association: 'NONE' };
  const payload = { action: 'labeled', issue, label: { name: 'new-service' }, sender: { login: 'maintainer' } };
  const event = { name: 'issues', payload };
  const { status, outputs } = await step('new-service', { service: 'gift-service' }, event);
  expect([status, outputs.branch]).toEqual([0, 'rollcall/add/gift-service']);
});
