import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const token = 'a-token-that-must-not-be-printed';
const workflow = '.github/workflows/ci-build-images.yaml';

let shop: Shop;
let server: GitHubServer;
/** A repository beside the shop, which is the fork of a stranger. */
let fork: Repository;

beforeAll(async () => {
  shop = createShop();
  server = await startGitHubServer(shop.origin, { token });
  fork = initRepository({ bare: true });
  shop.repository.git('push', '--quiet', fork.directory, 'main');
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

interface Run {
  name: string;
  payload: unknown;
  inputs?: Record<string, string>;
  env?: Record<string, string>;
}

async function fix(work: Repository, { name, payload, inputs, env }: Run) {
  const result = await runAction('verify-services', {
    workspace: work.directory,
    token,
    inputs: { fix: 'commit', 'unsafe-fixes': 'true', comment: 'never', ...inputs },
    event: { name, payload },
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

/** Every ref of the shop's origin with its commit, which stands for every byte of it, and every object it holds. */
const origin = () => [
  shop.origin.git('for-each-ref', '--format=%(refname) %(objectname)'),
  shop.origin.git('count-objects', '-v'),
];

/** A change with things to fix: a service that no list names, and one that is gone and named everywhere. */
function changed(remote: Repository, branch = 'main'): { work: Repository; before: string; after: string } {
  const work = cloneRepository(remote, { branch });
  const before = work.git('rev-parse', 'HEAD');
  const like = work.git('ls-files', 'services/review-service', 'k8s/helm/charts/review-service').split('\n');
  const added = like.map((path) => [
    path.replaceAll('review-service', 'wishlist-service'),
    `${work.git('show', `HEAD:${path}`).replaceAll('review-service', 'wishlist-service')}\n`,
  ]);
  const after = work.commit({ ...Object.fromEntries(added), 'services/cart-service': null }, 'Add one, delete one');
  return { work, before, after };
}

const requestOf = (from: string, ref: string, { before, after }: { before: string; after: string }) => ({
  number: 1,
  pull_request: {
    number: 1,
    base: { sha: before, ref: 'main', repo: { full_name: 'example/shop' } },
    head: { sha: after, ref, repo: { full_name: from } },
  },
});

describe('a fork writes nothing, whatever is configured', () => {
  const stranger = 'stranger/shop';
  const followed = (event: string, full_name: string | null) => ({
    workflow_run: { event, head_branch: 'main', head_repository: full_name === null ? null : { full_name } },
  });
  const cases: [string, (change: ReturnType<typeof changed>) => unknown, RegExp][] = [
    ['pull_request', (change) => requestOf(stranger, 'main', change), /comes from a fork/],
    ['pull_request_target', (change) => requestOf(stranger, 'main', change), /comes from a fork/],
    ['pull_request_review', (change) => requestOf(stranger, 'main', change), /comes from a fork/],
    ['pull_request_review_comment', (change) => requestOf(stranger, 'main', change), /comes from a fork/],
    ['workflow_run', () => followed('pull_request', stranger), /comes from a fork/],
    ['workflow_run', () => followed('pull_request', null), /does not tell which repository/],
    ['workflow_run', () => followed('pull_request_target', 'example/shop'), /does not tell whose change/],
    ['issue_comment', () => ({ issue: { number: 1, pull_request: {} }, comment: { body: '/fix' } }), /does not tell/],
    ['check_suite', () => ({ check_suite: { head_branch: 'main' } }), /does not tell/],
    ['pull_request', () => ({}), /does not tell which repository/],
  ];
  test.each(cases)('%s', async (name, payload, because) => {
    const change = changed(fork);
    const before = origin();
    const [requests, pulls] = [server.requests.length, server.state.pulls.length];
    const named = [{ via: 'git' }, { via: 'git', branch: 'main' }, { branch: 'k8s-deploy-prod', fix: 'pull-request' }];
    for (const inputs of named) {
      const run = await fix(change.work, { name, payload: payload(change), inputs });
      expect(run.stdout).toMatch(/::warning::The fixes of \d+ findings are not pushed: /);
      expect(run.stdout).toMatch(because);
      expect(run.status).toBe(1);
      expect(run.outputs).toMatchObject({ passed: 'false', fixed: '0', commit: '', files: '[]', 'pull-request': '' });
      expect(run.outputs.findings).toContain('wishlist-service');
    }
    expect(origin()).toEqual(before);
    expect(server.state.pulls).toHaveLength(pulls);
    // The server was not even asked for a way to write.
    expect(server.requests.slice(requests).filter(({ operation }) => /receive|create|POST/i.test(operation))).toEqual(
      [],
    );
  });

  test('that there was nothing to push is told as well', async () => {
    const work = cloneRepository(fork);
    const payload = requestOf(stranger, 'main', { before: shop.commit, after: shop.commit });
    const run = await fix(work, { name: 'pull_request', payload, inputs: { rules: 'go-work-missing' } });
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/::notice::No fixes are pushed: the pull request comes from a fork/);
  });
});

describe('no deploy branch is written for a fork', () => {
  const stranger = 'stranger/shop';
  const app = 'k8s/argocd/apps/prod/report-service.yaml';

  /** A checkout of what somebody brings: an Application that the deploy branch does not have. */
  function brought() {
    const work = cloneRepository(fork);
    const like = `${work.git('show', 'HEAD:k8s/argocd/apps/prod/cart-service.yaml')}\n`;
    const after = work.commit({ [app]: like.replaceAll('cart-service', 'report-service') }, 'Bring one');
    return { work, before: shop.commit, after };
  }

  async function deploy(action: string, { work }: { work: Repository }, run: Run) {
    const result = await runAction(action, {
      workspace: work.directory,
      token,
      inputs: { 'list-commits': 'false', 'add-missing': 'true', render: 'off', ...run.inputs },
      event: { name: run.name, payload: run.payload },
      env: {
        GITHUB_SERVER_URL: server.url,
        GITHUB_API_URL: server.apiUrl,
        GITHUB_GRAPHQL_URL: server.graphqlUrl,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_SHA: shop.commit,
        ...run.env,
      },
    });
    expect(`${result.stdout}${result.stderr}`).not.toContain(token);
    return result;
  }

  const bump = { environment: 'prod', images: 'report-service=142-abc1234\ncart-service=142-abc1234' };
  const promote = { from: 'dev', to: 'prod', services: 'cart-service' };
  const followed = { workflow_run: { event: 'pull_request', head_repository: { full_name: stranger } } };
  const cases: [string, (change: ReturnType<typeof brought>) => unknown][] = [
    ['pull_request', (change) => requestOf(stranger, 'main', change)],
    ['pull_request_target', (change) => requestOf(stranger, 'main', change)],
    ['pull_request_review', () => ({})],
    ['workflow_run', () => followed],
  ];
  test.each(cases)('%s', async (name, payload) => {
    const change = brought();
    const before = origin();
    const pulls = server.state.pulls.length;
    for (const [action, given] of [['bump-image-tags', bump] as const, ['promote-images', promote] as const])
      for (const way of [{ via: 'git' }, { via: 'api' }, { mode: 'pull-request' }]) {
        const run = await deploy(action, change, { name, payload: payload(change), inputs: { ...given, ...way } });
        expect([run.status, run.stdout]).toEqual([2, expect.stringContaining('::nothing is written: the ')]);
      }
    expect(origin()).toEqual(before);
    expect(server.state.pulls).toHaveLength(pulls);
    const shown = await deploy('bump-image-tags', change, {
      name,
      payload: payload(change),
      inputs: { ...bump, 'dry-run': 'true' },
    });
    expect(shown.outputs.changed).toBe('true');
  });

  test('files of a checkout are copied where the event tells whose it is, or it is the commit of the run', async () => {
    const change = brought();
    const before = origin();
    const comment = { name: 'issue_comment', payload: { issue: { number: 1, pull_request: {} } } };
    const given = { ...bump, via: 'git' };
    const refused = await deploy('bump-image-tags', change, { ...comment, inputs: given });
    expect([refused.status, refused.stdout]).toEqual([
      2,
      expect.stringContaining('does not tell whose change that is'),
    ]);
    expect(origin()).toEqual(before);
    const own = await deploy('bump-image-tags', change, {
      ...comment,
      inputs: given,
      env: { GITHUB_SHA: change.after },
    });
    expect([own.status, own.outputs.commit]).toEqual([0, shop.origin.git('rev-parse', 'k8s-deploy-prod')]);
    const merged = requestOf(stranger, 'main', change);
    const taken = await deploy('bump-image-tags', change, {
      name: 'pull_request_target',
      payload: { ...merged, pull_request: { ...merged.pull_request, merged: true } },
      inputs: { ...given, images: 'order-service=142-abc1234' },
    });
    expect([taken.status, taken.outputs.commit]).toEqual([0, shop.origin.git('rev-parse', 'k8s-deploy-prod')]);
    shop.origin.git('branch', '--force', 'k8s-deploy-prod', shop.commit);
  });
});

test.each(['git', 'api'])('a push writes no other branch (%s)', async (via) => {
  const { work, before, after } = changed(shop.origin);
  const stood = origin();
  const payload = { ref: 'refs/heads/feature', before, after, forced: false, commits: [{}] };
  const env = { GITHUB_REF: 'refs/heads/feature', GITHUB_SHA: after };
  const run = await fix(work, { name: 'push', payload, env, inputs: { branch: 'main', via } });
  expect(run.stdout).toMatch(
    /are not pushed: the run is of a push to "feature", and fixes are to be written to "main"/,
  );
  expect(run.status).toBe(1);
  expect(origin()).toEqual(stood);
});

/** What every branch of the shop's origin holds, by branch and path. */
function contents(): Map<string, string> {
  const held = new Map<string, string>();
  for (const branch of shop.origin.git('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n'))
    for (const line of shop.origin.git('ls-tree', '-r', branch).split('\n')) {
      const [about = '', path = ''] = line.split('\t');
      held.set(`${branch}:${path}`, about);
    }
  return held;
}

function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.filter((key) => before.get(key) !== after.get(key));
}

/** The bytes of the files that `rollcall verify --fix --unsafe` changes in a clone of a branch. */
async function fixedAlone(branch: string): Promise<Map<string, string>> {
  const work = cloneRepository(shop.origin, { branch });
  await runCommandLine(['verify', '--fix', '--unsafe'], { cwd: work.directory });
  work.git('add', '--all');
  const paths = work.git('diff', '--cached', '--name-only').split('\n').filter(Boolean);
  return new Map(paths.map((path) => [path, work.git('show', `:${path}`)]));
}

test('what is written to a branch is planned from that branch alone; the report is of what was checked out', async () => {
  shop.origin.git('branch', 'stable', shop.commit);
  // A request of the repository itself: deleted services, new services and a configuration that are not on the branch.
  const { work, before } = changed(shop.origin);
  const after = work.commit({ 'rollcall.yaml': 'rules: { ci-service-list-missing: "off" }\n' }, 'Switch a rule off');
  const alone = await fixedAlone('stable');
  expect(alone.has(workflow)).toBe(true);
  const stood = contents();
  const run = await fix(work, {
    name: 'pull_request',
    payload: requestOf('example/shop', 'feature', { before, after }),
    inputs: { branch: 'stable', via: 'git' },
  });
  expect(differences(stood, contents())).toEqual([...alone.keys()].sort().map((path) => `stable:${path}`));
  for (const [path, text] of alone) expect(shop.origin.git('show', `stable:${path}`)).toBe(text);
  const written = shop.origin.git('show', `stable:${workflow}`);
  expect(written).not.toContain('wishlist-service');
  expect(written).toContain('cart-service');
  // Beside it, the report is of the request.
  expect(run.status).toBe(1);
  expect(run.outputs).toMatchObject({ passed: 'false', commit: shop.origin.git('rev-parse', 'stable') });
  const rules = JSON.parse(run.outputs.findings ?? '').map(
    ({ rule, subject }: { rule: string; subject: string }) => `${rule} ${subject}`,
  );
  expect(rules).toContain('service-leftover cart-service');
  expect(rules).toContain('ci-lang-list-missing wishlist-service');
  expect(rules).not.toContain('ci-service-list-missing report-service');
  expect(run.stdout).toMatch(/\nPushed to stable: the fixes of \d+ findings, by commit [0-9a-f]{12}\.\n/);
  expect(run.summary).toMatch(/### Fixes for stable: \d+ findings/);
  shop.origin.git('branch', '-D', 'stable');
});

test('the branch of a push is fixed with its own base: what it deleted is taken out of the lists', async () => {
  const { work, before, after } = changed(shop.origin);
  work.git('push', '--quiet', 'origin', 'HEAD:refs/heads/feature');
  const stood = contents();
  const payload = { ref: 'refs/heads/feature', before, after, forced: false, commits: [{}] };
  const env = { GITHUB_REF: 'refs/heads/feature', GITHUB_SHA: after };
  const run = await fix(work, { name: 'push', payload, env, inputs: { via: 'git', rules: 'service-leftover' } });
  expect(run.outputs.commit).toBe(shop.origin.git('rev-parse', 'feature'));
  const written = differences(stood, contents());
  expect(written.every((key) => key.startsWith('feature:'))).toBe(true);
  expect(written).toContain(`feature:${workflow}`);
  expect(shop.origin.git('show', `feature:${workflow}`)).not.toContain('cart-service');
  // What was checked out has those findings, whatever was pushed.
  expect(run.status).toBe(1);
  expect(run.outputs.findings).toContain('service-leftover');
  shop.origin.git('branch', '-D', 'feature');
});
