import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';
const workflow = '.github/workflows/ci-build-images.yaml';

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

async function verify(
  inputs: Record<string, string>,
  {
    env,
    event,
    workspace = shop.repository.directory,
  }: { env?: Record<string, string>; event?: { name: string; payload: unknown }; workspace?: string } = {},
) {
  const result = await runAction('verify-services', {
    workspace,
    token,
    inputs: { rules: 'ci-service-list-missing,ci-lang-list-missing,go-work-missing', comment: 'never', ...inputs },
    ...(event ? { event } : {}),
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: shop.commit,
      ...env,
    },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  return result;
}

/** Somebody else's commit on a branch of the server. */
function commitElsewhere(files: Record<string, string>, branch = 'main'): string {
  const work = cloneRepository(shop.origin, { branch });
  const commit = work.commit(files, 'Somebody else');
  work.git('push', '--quiet', 'origin', branch);
  return commit;
}

/** What makes a new Go service of the shop, which no list names. */
function newService(name: string): Record<string, string> {
  const [from, to] = ['review-service', name];
  return Object.fromEntries(
    shop.repository
      .git('ls-files', `services/${from}`, `k8s/helm/charts/${from}`)
      .split('\n')
      .map((path) => [
        path.replaceAll(from, to),
        `${shop.repository.git('show', `HEAD:${path}`).replaceAll(from, to)}\n`,
      ]),
  );
}

const heads = () => shop.origin.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');

test('where the request for fixes cannot be opened, its branch goes again', async () => {
  const head = shop.origin.git('rev-parse', 'refs/heads/main');
  commitElsewhere(newService('unasked-service'));
  const before = heads();
  server.fail('POST /repos/{owner}/{repo}/pulls', faults.mayNotOpenPulls);
  const rules = 'ci-service-list-missing';
  const { status, stdout } = await verify({ fix: 'pull-request', branch: 'main', rules, 'fail-on': 'never' });
  shop.origin.git('update-ref', 'refs/heads/main', head);
  expect(status).toBe(3);
  expect(stdout).toMatch(
    /^::error.*the pull request from "rollcall\/fix\/main\/ci-service-list-missing" cannot be opened/m,
  );
  expect(heads()).not.toContain('rollcall/fix');
  expect(before).not.toContain('rollcall/fix');
});

test('nothing is pushed where nothing can be fixed', async () => {
  const before = heads();
  const clean = await verify({ fix: 'commit', rules: 'go-work-missing' });
  expect(clean.outputs).toMatchObject({ passed: 'true', fixed: '0', commit: '', files: '[]', 'pull-request': '' });
  expect(heads()).toBe(before);
});

test('tags are for the Applications that unsafe fixes make, and for nothing else', async () => {
  const { status, stdout } = await verify({ fix: 'commit', tags: 'cart-service=165-cf185b1' });
  expect(status).toBe(2);
  expect(stdout).toContain('input tags is given without fix and unsafe-fixes');
});

test('an Application that is missing is made with the tag that is given', async () => {
  const work = cloneRepository(shop.origin, { branch: 'main' });
  work.git('rm', '--quiet', 'k8s/argocd/apps/prod/cart-service.yaml');
  work.git('commit', '--quiet', '--message', 'Forget an Application');
  work.git('push', '--quiet', 'origin', 'HEAD:refs/heads/forgotten');
  const given = { rules: 'chart-app-missing', fix: 'commit', branch: 'forgotten', 'unsafe-fixes': 'true' };
  const { outputs } = await verify({ ...given, tags: 'cart-service=165-cf185b1' });
  expect(outputs).toMatchObject({ fixed: '1', files: '["k8s/argocd/apps/prod/cart-service.yaml"]' });
  const made = shop.origin.git('show', 'forgotten:k8s/argocd/apps/prod/cart-service.yaml');
  expect(made).toContain('165-cf185b1');
  shop.origin.git('update-ref', '-d', 'refs/heads/forgotten');
});

test('a run for a fork says why nothing is pushed, and reports', async () => {
  const before = heads();
  const payload = { pull_request: { head: { ref: 'main', repo: { full_name: 'stranger/shop' } } } };
  const run = await verify({ fix: 'commit' }, { event: { name: 'pull_request', payload } });
  expect(run.status).toBe(1);
  expect(run.stdout).toMatch(/::warning.*fixes of \d findings? are not pushed: the pull request comes from a fork/);
  expect(run.outputs).toMatchObject({ passed: 'false', fixed: '0', commit: '' });
  expect(heads()).toBe(before);
});

test('a pull request asks for the fixes, and a later run adds to it', async () => {
  const main = shop.origin.git('rev-parse', 'main');
  const inputs = { fix: 'pull-request', labels: 'rollcall' };
  const first = await verify(inputs);
  expect(first.status).toBe(1);
  expect(first.outputs).toMatchObject({ passed: 'false', 'pull-request': '1', files: JSON.stringify([workflow]) });
  const pull = { ...server.state.pulls[0] };
  expect(pull).toMatchObject({ base: 'main', state: 'open', labels: ['rollcall'] });
  const head = pull.head ?? '';
  expect(head).toBe('rollcall/fix/main/ci-lang-list-missing+ci-service-list-missing+go-work-missing');
  expect(pull.title).toMatch(/^Fix \d findings of ci-lang-list-missing, /);
  expect(shop.origin.git('rev-parse', 'main')).toBe(main);
  expect(shop.origin.git('rev-parse', head)).toBe(first.outputs.commit);

  commitElsewhere(newService('wishlist-service'));
  const more = await verify(inputs);
  expect(more.outputs['pull-request']).toBe('1');
  expect(Number(more.outputs.fixed)).toBeGreaterThan(Number(first.outputs.fixed));
  expect(shop.origin.git('show', `${head}:${workflow}`)).toContain('wishlist-service');
  expect(shop.origin.git('show', `${head}:${workflow}`)).toContain('report-service');
  expect(server.state.pulls).toHaveLength(1);
  expect(server.state.pulls[0]?.body).not.toBe(pull.body);
});

test('a commit on the branch is planned again when somebody else was first', async () => {
  const from = server.requests.length;
  let other = '';
  server.fail('createCommitOnBranch', {
    kind: 'before',
    run: () => {
      other = commitElsewhere({ ...newService('gift-service'), 'README.md': 'Read by somebody else.\n' });
    },
  });
  const result = await verify({ fix: 'commit', message: 'Complete the lists' });
  expect(result.outputs).toMatchObject({ passed: 'false', commit: shop.origin.git('rev-parse', 'main') });
  expect(shop.origin.git('log', '-1', '--format=%P', 'main')).toBe(other);
  expect(server.requests.slice(from).filter(({ operation }) => operation === 'createCommitOnBranch')).toHaveLength(2);
  const text = shop.origin.git('show', `main:${workflow}`);
  for (const service of ['report-service', 'wishlist-service', 'gift-service']) expect(text).toContain(service);
  const message = shop.origin.git('log', '-1', '--format=%B', 'main');
  expect(message).toMatch(/^Complete the lists\n\nRollcall-Id: .+\nRollcall-Run: .+\/4242\n/);
  expect(message).toContain('Rollcall-Fix: ci-service-list-missing ');
  expect(result.summary).toContain(`/commit/${result.outputs.commit}`);
  expect(server.state.signed.has(result.outputs.commit ?? '')).toBe(true);
});

test('the branch of a pull request is fixed, with git when told to', async () => {
  shop.origin.git('branch', 'feature', shop.commit);
  const payload = { pull_request: { head: { ref: 'feature', repo: { full_name: 'example/shop' } } } };
  const result = await verify({ fix: 'commit', via: 'git' }, { event: { name: 'pull_request', payload } });
  expect(result.outputs).toMatchObject({ passed: 'false', commit: shop.origin.git('rev-parse', 'feature') });
  expect(shop.origin.git('diff', '--name-only', shop.commit, 'feature')).toBe(workflow);
});

test('a revision cannot be fixed', async () => {
  const result = await verify({ fix: 'commit', ref: 'k8s-deploy-prod' });
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('inputs fix and ref are both given');
});

test('the deploy branches of a private repository are read with the token, which no clone has to keep', async () => {
  const work = cloneRepository(shop.origin, { depth: 1 });
  work.git('remote', 'set-url', 'origin', server.repositoryUrl);
  const from = server.requests.length;
  const result = await verify(
    { ref: 'deploy-branches', rules: 'app-branch-stale,app-target-revision-missing' },
    { workspace: work.directory },
  );
  expect(result.stdout).not.toContain('not known');
  // Services were added in the meantime, which no Application deploys: Argo CD reads nothing of them.
  expect(result.outputs).toMatchObject({ passed: 'true', notices: '0' });
  expect(server.requests.slice(from).map(({ operation }) => operation)).toContain('git-upload-pack');
  expect(work.git('config', '--list', '--local')).not.toContain('extraheader');
});
