import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';
let shop: Shop;
let server: GitHubServer;

beforeAll(async () => {
  shop = createShop();
  server = await startGitHubServer(shop.origin, { token });
  server.state.pulls.push({
    number: 7,
    from: 'example/shop',
    head: 'feature',
    base: 'main',
    title: 't',
    body: '',
    state: 'open',
    labels: [],
    autoMerge: null,
  });
});

afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

/** A step in a run for pull request 7, with GitHub's variables pointing to the loopback one. */
async function step(inputs: Record<string, string>, workspace = shop.repository.directory) {
  const result = await runAction('verify-services', {
    workspace,
    inputs,
    event: { name: 'pull_request', payload: { pull_request: { number: 7 } } },
    token,
    env: { GITHUB_API_URL: server.apiUrl, GITHUB_GRAPHQL_URL: server.graphqlUrl, GITHUB_SHA: shop.commit },
  });
  expect(JSON.stringify(result)).not.toContain(token);
  return result;
}

test('the reports are files: SARIF where it is asked for, and one page', async () => {
  const { repository } = createShop();
  const { outputs } = await step({ comment: 'never', 'sarif-file': 'out/rollcall.sarif' }, repository.directory);
  expect(outputs['sarif-file']).toBe(join(repository.directory, 'out/rollcall.sarif'));
  const log = JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8'));
  expect(log.runs[0].results).toHaveLength(JSON.parse(outputs.findings ?? '').length);
  const page = readFileSync(outputs['report-file'] ?? '', 'utf8');
  expect(page).toContain(
    `https://github.com/example/shop/blob/${shop.commit}/.github/workflows/ci-build-images.yaml#L`,
  );
  expect(page).toContain(`<code>${shop.commit}</code>`);
  expect(page).toMatch(/<h2 id="tags".*href="[^"]*#L\d+">58-3d90be1<\/a>/s);
  const other = await step({ comment: 'never' }, repository.directory);
  expect(existsSync(other.outputs['sarif-file'] ?? '')).toBe(true);
  expect(other.outputs['sarif-file']?.startsWith(other.temp)).toBe(true);
});

test('where a folder of the repository is verified, places on GitHub are those of the repository', async () => {
  const { repository } = createShop();
  mkdirSync(join(repository.directory, 'shops'));
  for (const name of ['.github', 'k8s', 'services', 'Makefile']) repository.git('mv', name, `shops/${name}`);
  const { outputs, stdout } = await step({ comment: 'never', 'working-directory': 'shops' }, repository.directory);
  const [found] = JSON.parse(outputs.findings ?? '');
  expect(found.path).not.toMatch(/^shops/);
  expect(stdout).toMatch(/^::(error|warning) file=shops\//m);
  expect(readFileSync(outputs['report-file'] ?? '', 'utf8')).toContain(`/blob/${shop.commit}/shops/${found.path}#L`);
  expect(readFileSync(outputs['sarif-file'] ?? '', 'utf8')).toContain(`"uri":"shops/${found.path}"`);
});

test('a report has no place below a file: said before anything else is done', async () => {
  const { stdout, status } = await step({ comment: 'never', 'sarif-file': 'Makefile/x', 'fail-on': 'never' });
  expect(status).toBe(2);
  expect(stdout).toContain('input sarif-file: Makefile/x leads through Makefile, which is a file');
});

test('one comment: none when clean, made, updated, resolved', async () => {
  const { comments } = server.state;
  await step({ rules: 'app-name-duplicate' });
  expect(comments).toEqual([]);
  expect((await step({})).status).toBe(1);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('chart-app-missing');
  await step({ rules: 'service-env-drift' });
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).not.toContain('chart-app-missing');
  await step({ rules: 'app-name-duplicate' });
  expect(comments.map(({ body }) => /Resolved/.test(body))).toEqual([true]);
});

test('without the permission there is a notice, and the findings decide', async () => {
  server.fail('repository', faults.forbiddenMutation);
  const { stdout, status } = await step({ rules: 'app-name-duplicate' });
  expect(stdout).toMatch(/::notice.*no comment on the pull request: .*Resource not accessible.*pull-requests: write/);
  expect(status).toBe(0);
});

test('a baseline that the command line wrote holds for the action, too', async () => {
  const { repository } = createShop();
  const run = (...args: string[]) => runCommandLine(['verify', ...args], { cwd: repository.directory });
  expect((await run()).status).toBe(1);
  const written = await run('--write-baseline', 'old.json');
  expect([written.status, written.stderr]).toEqual([0, '']);
  expect((await run('--baseline', 'old.json')).status).toBe(0);
  const { status, outputs } = await step({ comment: 'never', baseline: 'old.json' }, repository.directory);
  expect([status, outputs.passed, outputs.findings]).toEqual([0, 'true', '[]']);
  repository.git('rm', '--quiet', 'k8s/argocd/apps/prod/cart-service.yaml');
  const refused = await run('--write-baseline', 'old.json');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('may only shrink');
  expect(refused.stderr).toContain('chart-app-missing for "cart-service"');
});

test('explain prints a page, lists the rules, and knows the nearest name', async () => {
  const run = (...args: string[]) => runCommandLine(['explain', ...args], { cwd: shop.repository.directory });
  expect((await run('chart-app-missing')).stdout).toMatch(/^# chart-app-missing\n\n\*\*.*## How to waive/s);
  expect((await run()).stdout).toMatch(/^chart-app-missing +\S/m);
  const wrong = await run('chart-app-mising');
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain('Did you mean "chart-app-missing"?');
});
