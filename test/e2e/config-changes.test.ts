import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';
const rule = 'ci-service-list-missing';
const workflow = '.github/workflows/ci-build-images.yaml';

let shop: Shop;
let server: GitHubServer;
let fork: Repository;

beforeAll(async () => {
  shop = createShop();
  server = await startGitHubServer(shop.origin, { token });
  server.state.pulls.push({
    number: 1,
    from: 'stranger/shop',
    head: 'main',
    base: 'main',
    title: 't',
    body: '',
    state: 'open',
    labels: [],
    autoMerge: null,
  });
  fork = initRepository({ bare: true });
  shop.repository.git('push', '--quiet', fork.directory, 'main');
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

interface Request {
  /** A clone of one commit, as actions/checkout makes it. */
  work: Repository;
  merge: string;
  payload: unknown;
}

/** A request of a fork, merged into main as GitHub does it, and checked out: merged, or its own head. */
function request(files: Record<string, string | null>, checkout: 'merge' | 'head' = 'merge'): Request {
  const theirs = cloneRepository(fork);
  const head = theirs.commit(files, 'Offer a change');
  const ours = cloneRepository(shop.origin);
  const base = ours.commit({ 'NEWS.md': `${Math.random()}\n` }, 'Meanwhile');
  ours.git('push', '--quiet', 'origin', 'main');
  ours.git('fetch', '--quiet', theirs.directory, 'HEAD');
  ours.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'FETCH_HEAD');
  const merge = ours.git('rev-parse', 'HEAD');
  ours.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/pull/1/merge', `${head}:refs/pull/1/head`);
  const work = initRepository();
  work.git('remote', 'add', 'origin', `file://${shop.origin.directory}`);
  work.git('fetch', '--quiet', '--depth=1', 'origin', checkout === 'merge' ? merge : head);
  work.git('checkout', '--quiet', 'FETCH_HEAD');
  const payload = {
    number: 1,
    pull_request: {
      number: 1,
      base: { sha: base, ref: 'main', repo: { full_name: 'example/shop' } },
      head: { sha: head, ref: 'main', repo: { full_name: 'stranger/shop' } },
    },
  };
  return { work, merge, payload };
}

async function verify(
  { work, merge, payload }: Request,
  inputs: Record<string, string> = {},
  { name = 'pull_request', env = {} }: { name?: string; env?: Record<string, string> } = {},
) {
  const result = await runAction('verify-services', {
    workspace: work.directory,
    token,
    inputs: { rules: rule, comment: 'never', ...inputs },
    event: { name, payload },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: merge,
      GITHUB_BASE_REF: 'main',
      ...env,
    },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  return result;
}

const rules = (outputs: Readonly<Record<string, string>>): string[] =>
  JSON.parse(outputs.findings ?? '').map((finding: { rule: string }) => finding.rule);
const settings = (outputs: Readonly<Record<string, string>>): string[] =>
  JSON.parse(outputs['config-changes'] ?? '').changes.map(({ setting }: { setting: string }) => setting);

const off = { 'rollcall.yaml': `rules:\n  ${rule}: "off"\n` };

describe('a request of a fork that switches a rule off', () => {
  test('is judged by it, and that is told: annotation, table, JSON, comment', async () => {
    const offered = request(off);
    const run = await verify(offered, { comment: 'on-findings' });
    expect(run.status).toBe(0);
    expect(run.outputs.passed).toBe('true');
    expect(run.stdout).toMatch(
      /^::warning title=Rollcall,file=rollcall\.yaml,line=2,col=3::this request changes what is checked: rule ci-service-list-missing; 1 finding of today counts no more/m,
    );
    const summary = run.summary.slice(run.summary.indexOf('#### This request changes'));
    expect(summary).toMatch(
      /\| rule ci-service-list-missing \| .*by default.* \| <code>off<\/code> \| rollcall.yaml:2 \|/,
    );
    expect(summary).toContain('1 finding would count with the configuration of the base, and does not:');
    const { judgedBy, base, uncounted } = JSON.parse(run.outputs['config-changes'] ?? '');
    expect({ judgedBy, uncounted: uncounted.map((one: { rule: string }) => one.rule) }).toEqual({
      judgedBy: 'request',
      uncounted: [rule],
    });
    expect(base).toMatch(/^main \([0-9a-f]{12}\)$/);
    expect(server.state.comments.at(-1)?.body).toContain('#### This request changes what is checked');
  });

  test('is judged by the base with config-changes: base', async () => {
    const run = await verify(request(off), { 'config-changes': 'base' });
    expect(run.status).toBe(1);
    expect(rules(run.outputs)).toEqual([rule]);
    expect(run.stdout).toContain('and none of it holds in this run: rule ci-service-list-missing');
    expect(run.summary).toContain('so that none of this holds');
  });

  test('is not looked at with config-changes: allow', async () => {
    const offered = request(off);
    offered.work.git('remote', 'set-url', 'origin', 'file:///nothing-is-here');
    const run = await verify(offered, { 'config-changes': 'allow' });
    expect(run.status).toBe(0);
    expect(run.outputs['config-changes']).toBe('');
    expect(`${run.stdout}${run.summary}`).not.toContain('his request');
  });

  test('wherever the configuration goes, and whoever names it', async () => {
    const moved = await verify(request({ 'ci/soft.yaml': off['rollcall.yaml'] }), { config: 'ci/soft.yaml' });
    expect(settings(moved.outputs)).toEqual([`rule ${rule}`]);
    const judged = await verify(request({ 'ci/soft.yaml': off['rollcall.yaml'] }), {
      config: 'ci/soft.yaml',
      'config-changes': 'base',
    });
    expect(judged.status).toBe(1);
  });

  test.each([
    ['pull_request_target', (offered: Request) => offered.payload],
    ['pull_request_review', (offered: Request) => offered.payload],
    ['workflow_run', () => ({ workflow_run: { event: 'pull_request' } })],
    ['issue_comment', () => ({ issue: { pull_request: {} } })],
  ])('whatever the event is: %s with the head checked out by hand', async (name, payload) => {
    const offered = request(off, 'head');
    const env = { GITHUB_SHA: shop.origin.git('rev-parse', 'main') };
    const asked = { ...offered, payload: payload(offered) };
    const run = await verify(asked, {}, { name, env });
    expect(run.status).toBe(0);
    expect(settings(run.outputs)).toEqual([`rule ${rule}`]);
    const judged = await verify(asked, { 'config-changes': 'base' }, { name, env });
    expect(judged.status).toBe(1);
  });

  test('of a revision that is named, where that is the request and nothing else', async () => {
    const { payload } = request(off);
    const main = cloneRepository(shop.origin, { depth: 1 });
    const merge = main.git('rev-parse', 'HEAD');
    const head = shop.origin.git('rev-parse', 'refs/pull/1/head');
    const ask = (inputs: Record<string, string>, name = 'pull_request_target') =>
      verify({ work: main, merge, payload }, inputs, { name });
    expect(settings((await ask({ ref: head })).outputs)).toEqual([`rule ${rule}`]);
    expect((await ask({ ref: head, 'config-changes': 'base' })).status).toBe(1);
    expect(settings((await ask({ ref: head }, 'workflow_run')).outputs)).toEqual([`rule ${rule}`]);
    for (const inputs of [{}, { ref: 'k8s-deploy-prod' }] as Record<string, string>[])
      expect((await ask(inputs)).outputs['config-changes']).toBe('');
  });

  test('a run of the base branch itself is about no request', async () => {
    const work = cloneRepository(shop.origin, { depth: 1 });
    const merge = work.git('rev-parse', 'HEAD');
    for (const name of ['push', 'workflow_run', 'schedule']) {
      const payload = { ref: 'refs/heads/main', before: merge, after: merge, commits: [] };
      const run = await verify({ work, merge, payload }, { 'config-changes': 'base' }, { name });
      expect(run.status).toBe(1);
      expect(run.outputs['config-changes']).toBe('');
    }
  });
});

test('waivers in files, baselines and steps that a request adds are told, and do not hold where the base judges', async () => {
  const text = shop.repository.git('show', `HEAD:${workflow}`).split('\n');
  const at = text.findIndex((line) => line.includes("SERVICES='["));
  text.splice(at - 1, 0, `# rollcall-ignore ${rule}: not now until 2099-01-01`);
  const found = await verify(request({}));
  const [finding] = JSON.parse(found.outputs.findings ?? '');
  const { fingerprint, subject, path } = finding;
  const baseline = JSON.stringify({ version: 1, findings: [{ fingerprint, rule, subject, path }] });
  const step = (inputs: string) =>
    `on: pull_request\njobs:\n  v:\n    steps:\n      - uses: owner/rollcall/actions/verify-services@v1\n${inputs}`;
  const main = cloneRepository(shop.origin);
  main.commit({ '.github/workflows/verify.yml': step('') });
  main.git('push', '--quiet', 'origin', 'main');
  const cases: [Record<string, string>, string][] = [
    [{ 'rollcall.baseline.json': baseline }, `baseline of ${rule}`],
    [{ 'rollcall.yaml': `waivers: [{ rule: ${rule}, reason: why, until: 2099-01-01 }]\n` }, `waiver of ${rule}`],
  ];
  for (const [files, setting] of cases) {
    const offered = request(files);
    const run = await verify(offered);
    expect(run.status).toBe(0);
    expect(settings(run.outputs)).toEqual([setting]);
    expect(run.stdout).toContain(`this request changes what is checked: ${setting}`);
    expect((await verify(offered, { 'config-changes': 'base' })).status).toBe(1);
  }
  fork.git('fetch', '--quiet', shop.origin.directory, 'main:main');
  const soft = request({ '.github/workflows/verify.yml': step('        with: { fail-on: never }\n') });
  const run = await verify(soft, { 'fail-on': 'never' });
  expect(settings(run.outputs)).toEqual(['fail-on of verify-services in .github/workflows/verify.yml, job "v"']);
});

describe('a base that cannot be had', () => {
  const lost = (): Request => {
    const offered = request(off);
    offered.work.git('remote', 'set-url', 'origin', 'file:///nothing-is-here');
    return offered;
  };

  test('is told with report', async () => {
    const run = await verify(lost());
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/::warning title=Rollcall::whether this request changes what is checked is not known: /);
    expect(run.stdout).toContain('fetch-depth: 0');
    expect(run.outputs['config-changes']).toBe('');
  });

  test('stops with base, and names the next step', async () => {
    const run = await verify(lost(), { 'config-changes': 'base' });
    expect(run.status).toBe(3);
    expect(run.stdout).toMatch(/::error title=Rollcall::the configuration of the base of this request cannot be had: /);
    expect(run.stdout).toContain('fetch-depth: 0');
  });

  test('is told where the checkout is no repository, or the event says nothing', async () => {
    const plain = request(off);
    rmSync(join(plain.work.directory, '.git'), { recursive: true });
    for (const offered of [plain, { ...request(off), payload: {} }]) {
      const run = await verify(offered);
      expect(run.stdout).toContain('whether this request changes what is checked is not known');
      expect((await verify(offered, { 'config-changes': 'base' })).status).toBe(3);
    }
  });
});

test('a folder of the checkout is compared with that folder of the base', async () => {
  const files = shop.repository.git('ls-files').split('\n');
  const below = Object.fromEntries(
    files.map((path) => [`shop/${path}`, `${shop.repository.git('show', `HEAD:${path}`)}\n`]),
  );
  const nested = cloneRepository(shop.origin);
  nested.commit(below);
  nested.git('push', '--quiet', 'origin', 'main');
  fork.git('fetch', '--quiet', shop.origin.directory, 'main:main');
  const offered = request({ 'shop/rollcall.yaml': off['rollcall.yaml'] });
  const run = await verify(offered, { 'working-directory': 'shop' });
  expect(settings(run.outputs)).toEqual([`rule ${rule}`]);
  expect(run.stdout).toContain('file=shop/rollcall.yaml,line=2');
});

test('the command line compares with a base that is named', async () => {
  const { repository: work } = createShop();
  work.commit(off);
  const run = (...args: string[]) =>
    runCommandLine(['verify', '--rule', rule, '--base', 'HEAD~1', ...args], { cwd: work.directory });
  const told = await run('--json');
  expect(told.status).toBe(0);
  expect(JSON.parse(told.stdout).configChanges.changes).toEqual([
    expect.objectContaining({ setting: `rule ${rule}`, after: 'off', path: 'rollcall.yaml', line: 2 }),
  ]);
  expect((await run()).stdout).toContain(`  rule ${rule}: by default (error, or as the finding says) -> off`);
  expect((await run('--config-changes', 'base')).status).toBe(1);
  const allowed = await run('--config-changes', 'allow', '--json');
  expect(JSON.parse(allowed.stdout).configChanges).toBeUndefined();
  const alone = await runCommandLine(['verify', '--config-changes', 'base'], { cwd: work.directory });
  expect([alone.status, alone.stderr]).toEqual([
    2,
    expect.stringContaining('--config-changes is given without --base'),
  ]);
});
