import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import type { CheckState } from '@rollcall/testkit/github-state';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

const deploy = 'k8s-deploy-prod';
const configuration = `environments:
  prod:
    health: ["argocd/{application}"]
  dev:
    health: ["deployment:dev-{service}"]
`;

const { shop, server, step, close } = await shopOnGitHub({ configuration });

afterAll(close);

/** The commit that gives services of an environment these tags. */
async function deployed(images: string, environment = 'prod'): Promise<string> {
  const result = await step('bump-image-tags', { environment, images, 'allow-older': 'true', render: 'off' });
  expect(result.outputs.changed).toBe('true');
  return result.outputs.commit ?? '';
}

const status = (application: string, state: 'success' | 'failure' | 'pending'): CheckState => ({
  kind: 'status',
  name: `argocd/${application}`,
  state,
});
const say = (commit: string, ...checks: CheckState[]): void => void server.state.checks.set(commit, checks);
const wait = (commit: string, inputs: Record<string, string> = {}) =>
  step('wait-for-health', { environment: 'prod', commit, timeout: '5m', ...inputs });

describe('the services of a commit', () => {
  test('are waited for until Argo CD said of each that it is healthy', async () => {
    const commit = await deployed('cart-service=301-aaaaaaa,storefront=301-aaaaaaa');
    say(commit, status('cart-service-prod', 'success'), status('storefront-prod', 'pending'));
    const asked = server.requests.length;
    const running = wait(commit);
    // It is healthy once the step has been told that it is not yet, however long that takes.
    while (
      !server.requests
        .slice(asked)
        .some(({ path, status: answered }) => answered !== null && path.includes(`/commits/${commit}/status`))
    )
      await pause(50);
    say(commit, status('cart-service-prod', 'success'), status('storefront-prod', 'success'));
    const result = await running;
    expect(result.stdout).toContain('storefront 301-aaaaaaa: waiting, "argocd/storefront-prod" not done');
    expect(result.stdout).toContain('storefront 301-aaaaaaa: healthy, "argocd/storefront-prod" passed');
    expect(result.status).toBe(0);
    expect(result.outputs).toMatchObject({ healthy: 'true', unhealthy: '[]' });
    expect(result.summary).toContain('### Healthy in prod');
  });

  test('that failed, or of which nothing is said in time, fail the step', async () => {
    const commit = await deployed('cart-service=302-aaaaaaa,storefront=302-aaaaaaa,inventory-service=302-aaaaaaa');
    say(
      commit,
      status('cart-service-prod', 'failure'),
      status('storefront-prod', 'success'),
      status('inventory-service-prd', 'success'),
    );
    const result = await wait(commit, { timeout: '30s' });
    expect(result.status).toBe(1);
    expect(JSON.parse(result.outputs.unhealthy ?? '')).toEqual([
      { service: 'cart-service', tag: '302-aaaaaaa' },
      { service: 'inventory-service', tag: '302-aaaaaaa' },
    ]);
    expect(JSON.parse(result.outputs.services ?? '')).toEqual([
      { service: 'cart-service', tag: '302-aaaaaaa', state: 'unhealthy', why: '"argocd/cart-service-prod" failed' },
      {
        service: 'inventory-service',
        tag: '302-aaaaaaa',
        state: 'silent',
        why: 'nothing from "argocd/inventory-service-prod" (is "argocd/inventory-service-prd" meant?)',
      },
      { service: 'storefront', tag: '302-aaaaaaa', state: 'healthy', why: '"argocd/storefront-prod" passed' },
    ]);
    expect(result.stdout).toContain('::error title=Rollcall::Not healthy in prod: cart-service, inventory-service');
    expect(result.summary).toContain('| cart-service | 302-aaaaaaa | ❌ not healthy |');
  });

  test('are told by a later commit while the tag is there, and no more when another took its place', async () => {
    const commit = await deployed('cart-service=303-aaaaaaa,storefront=303-aaaaaaa');
    const later = await deployed('storefront=304-aaaaaaa');
    say(later, status('cart-service-prod', 'success'));
    const result = await wait(commit);
    expect(result.status).toBe(0);
    expect(JSON.parse(result.outputs.services ?? '')).toMatchObject([
      { service: 'cart-service', state: 'healthy' },
      { service: 'storefront', state: 'replaced', why: '"304-aaaaaaa" took its place' },
    ]);
  });

  test('are told by a commit in between, at which Argo CD looked before the newest one was there', async () => {
    const commit = await deployed('cart-service=341-aaaaaaa');
    const between = await deployed('storefront=342-aaaaaaa');
    await deployed('storefront=343-aaaaaaa');
    await deployed('storefront=344-aaaaaaa');
    say(between, status('cart-service-prod', 'success'));
    const asked = server.requests.length;
    const result = await wait(commit);
    expect({ status: result.status, outputs: result.outputs }).toMatchObject({
      status: 0,
      outputs: { healthy: 'true', unhealthy: '[]' },
    });
    // All of them in one question.
    expect(server.requests.slice(asked).filter(({ path }) => path.startsWith('/api/'))).toHaveLength(1);
  });

  test('are told by deployments where these are named', async () => {
    const commit = await deployed('cart-service=305-aaaaaaa', 'dev');
    say(commit, { kind: 'deployment', name: 'dev-cart-service', state: 'success' });
    expect(await wait(commit, { environment: 'dev' })).toMatchObject({ status: 0, outputs: { healthy: 'true' } });
    say(commit, { kind: 'deployment', name: 'dev-cart-service', state: 'error' });
    expect(await wait(commit, { environment: 'dev' })).toMatchObject({ status: 1, outputs: { healthy: 'false' } });
  });

  test('are none where the commit changed no tag', async () => {
    const commit = shop.origin.git('commit-tree', `${deploy}^{tree}`, '-p', deploy, '-m', 'by hand');
    shop.origin.git('update-ref', `refs/heads/${deploy}`, commit);
    const result = await wait(commit);
    expect(result.status).toBe(0);
    expect(result.summary).toContain('The commit changes no tag of prod');
  });
});

describe('a roll-back of what is not healthy', () => {
  const back = (unhealthy: string | undefined, inputs: Record<string, string> = {}) =>
    step('promote-images', {
      to: 'prod',
      'to-previous': 'true',
      'takes-away': unhealthy ?? '',
      'hold-reason': 'not healthy',
      render: 'off',
      ...inputs,
    });

  test('takes that tag away and holds it, and nothing that was written since', async () => {
    const commit = await deployed('cart-service=311-aaaaaaa,storefront=311-aaaaaaa');
    const bad = await deployed('cart-service=312-aaaaaaa,storefront=312-aaaaaaa');
    say(bad, status('cart-service-prod', 'failure'), status('storefront-prod', 'failure'));
    const { outputs } = await wait(bad);
    await deployed('storefront=313-aaaaaaa');
    const result = await back(outputs.unhealthy);
    expect(result.status).toBe(0);
    expect(JSON.parse(result.outputs.changes ?? '')).toMatchObject([
      { service: 'cart-service', old: '312-aaaaaaa', new: '311-aaaaaaa' },
    ]);
    expect(JSON.parse(result.outputs.skipped ?? '')).toEqual([
      { service: 'storefront', why: 'it has "313-aaaaaaa", which is not what is to be taken away' },
    ]);
    expect(JSON.parse(result.outputs.holds ?? '')).toContainEqual(
      expect.objectContaining({ service: 'cart-service', tag: '312-aaaaaaa', reason: 'not healthy' }),
    );
    expect(commit).not.toBe(bad);
  });

  test('may be a request', async () => {
    const bad = await deployed('cart-service=321-aaaaaaa');
    say(bad, status('cart-service-prod', 'failure'));
    const { outputs } = await wait(bad);
    const result = await back(outputs.unhealthy, { mode: 'pull-request' });
    expect(result.outputs['pull-request']).toMatch(/^\d+$/);
    expect(shop.origin.git('rev-parse', deploy)).toBe(bad);
  });

  test.each([
    ['beside services', { services: 'cart-service' }, 'inputs services and takes-away are both given'],
    ['of a promotion', { 'to-previous': 'false', from: 'dev' }, 'takes-away is given without to-previous'],
  ])('%s is a mistake', async (_name, inputs, message) => {
    const result = await back('cart-service=1-a', inputs);
    expect(result.status).toBe(2);
    expect(result.stdout).toContain(message);
  });
});

describe('what cannot be waited for', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no commit', { commit: 'main' }, '"main" is not the id of a commit'],
    ['a commit of another branch', { commit: 'f'.repeat(40) }, `none of the last 1000 commits of ${deploy}`],
    ['an environment without health', { environment: 'staging' }, 'nothing says when a service is healthy in staging'],
    ['a service without a tag there', { services: 'nobody' }, '"nobody" has no tag at'],
  ])('%s', async (_name, inputs, message) => {
    const head = shop.origin.git('rev-parse', deploy);
    const result = await wait(head, inputs);
    expect(result.status).toBe(2);
    expect(result.stdout).toContain(message);
  });

  test('what may not be read', async () => {
    const commit = await deployed('cart-service=331-aaaaaaa');
    server.fail('GET /repos/{owner}/{repo}/commits/{ref}/status', faults.forbidden);
    const result = await wait(commit);
    expect(result.status).toBe(3);
    expect(result.stdout).toContain('the job needs statuses: read and checks: read');
  });
});

describe('a deployment of GitHub', () => {
  const deployments = (commit: string) =>
    (server.state.checks.get(commit) ?? []).filter(({ kind }) => kind === 'deployment');
  const inputs = { environment: 'prod', 'allow-older': 'true', render: 'off', deployments: 'true' };

  test('is made with the commit, and ended by what is waited for', async () => {
    const bumped = await step('bump-image-tags', { ...inputs, images: 'cart-service=390-aaaaaaa' });
    const commit = bumped.outputs.commit ?? '';
    expect(deployments(commit)).toEqual([{ kind: 'deployment', name: 'prod', state: 'in_progress' }]);
    server.state.checks.get(commit)?.push(status('cart-service-prod', 'success'));
    expect((await wait(commit, { deployments: 'true' })).outputs.healthy).toBe('true');
    expect(deployments(commit)).toEqual([{ kind: 'deployment', name: 'prod', state: 'success' }]);
  });

  test('that may not be made is a warning: the commit is there', async () => {
    server.fail('POST /repos/{owner}/{repo}/deployments', faults.forbidden);
    const bumped = await step('bump-image-tags', { ...inputs, images: 'cart-service=391-aaaaaaa' });
    expect(bumped.status).toBe(0);
    expect(bumped.stdout).toMatch(
      /::warning::the deployment of [0-9a-f]{12} to prod is not recorded: .*deployments: write/,
    );
  });

  test('is not to be had without the interface of GitHub', async () => {
    const refused = await step('bump-image-tags', { ...inputs, via: 'git', images: 'cart-service=392-aaaaaaa' });
    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain('nobody keeps deployments here');
    expect(refused.outputs.commit).toBeUndefined();
  });
});
