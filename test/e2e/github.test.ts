import { afterAll, describe, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import { registryProgram, startRegistry } from '@rollcall/testkit/registry';
import { sharedFile } from '@rollcall/testkit/shop';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

const deploy = 'k8s-deploy-prod';
const withRegistry = registryProgram === undefined ? test.skip : test;
if (registryProgram === undefined) console.error('SKIPPED: no docker-registry on this machine, so no bundle asks one');

const { shop, server, step, close } = await shopOnGitHub();

afterAll(close);

describe('bump-image-tags', () => {
  test('writes through the API where a token is given: one mutation, and GitHub vouches for the commit', async () => {
    const from = server.requests.length;
    const result = await step('bump-image-tags', {
      environment: 'prod',
      images: 'cart-service=142-abc1234,storefront=142-abc1234',
    });
    expect(result.outputs).toMatchObject({
      changed: 'true',
      verified: 'true',
      commit: shop.origin.git('rev-parse', deploy),
      attempts: '1',
    });
    expect(server.requests.slice(from).filter(({ operation }) => operation === 'createCommitOnBranch')).toHaveLength(1);
    expect(shop.origin.git('diff', '--shortstat', `${deploy}~1`, deploy)).toBe(
      ' 2 files changed, 2 insertions(+), 2 deletions(-)',
    );
  });

  test('writes with git when told to', async () => {
    const result = await step('bump-image-tags', {
      environment: 'prod',
      images: 'cart-service=143-abc1234',
      via: 'git',
    });
    expect(result.outputs).toMatchObject({
      changed: 'true',
      verified: 'false',
      commit: shop.origin.git('rev-parse', deploy),
    });
  });

  test('an answer that is lost after the commit is found on the branch, and nothing is written twice', async () => {
    const before = shop.origin.git('rev-list', '--count', deploy);
    server.fail('createCommitOnBranch', faults.lost);
    const result = await step('bump-image-tags', { environment: 'prod', images: 'cart-service=144-abc1234' });
    expect(result.outputs).toMatchObject({ changed: 'true', commit: shop.origin.git('rev-parse', deploy) });
    expect(Number(shop.origin.git('rev-list', '--count', deploy))).toBe(Number(before) + 1);
  });

  test('asks by a pull request, and adds to the open one', async () => {
    const before = shop.origin.git('rev-parse', deploy);
    const inputs = { environment: 'prod', mode: 'pull-request', labels: 'deploy' };
    const first = await step('bump-image-tags', { ...inputs, images: 'order-service=142-abc1234' });
    expect(first.outputs).toMatchObject({
      changed: 'true',
      'pull-request': '1',
      'pull-request-url': 'https://github.example/example/shop/pull/1',
    });
    expect(first.summary).toContain('/pull/1');
    const second = await step('bump-image-tags', { ...inputs, images: 'order-service=143-abc1234' });
    expect(second.outputs['pull-request']).toBe('1');
    expect(server.state.pulls).toMatchObject([{ number: 1, base: deploy, state: 'open', labels: ['deploy'] }]);
    expect(shop.origin.git('rev-parse', deploy)).toBe(before);
    expect(shop.origin.git('rev-list', '--count', `${deploy}..${server.state.pulls[0]?.head}`)).toBe('2');
  });

  withRegistry('refuses an image that the registry does not have, and writes one that it has', async () => {
    const registry = await startRegistry();
    try {
      await registry.push('prod/payment-service', '142-abc1234');
      const before = shop.origin.git('rev-parse', deploy);
      const images = (tag: string) =>
        JSON.stringify([
          { service: 'payment-service', tag, registry: registry.host, repository: 'prod/payment-service' },
        ]);
      const run = (tag: string) =>
        step('bump-image-tags', {
          environment: 'prod',
          images: images(tag),
          'verify-images': 'true',
          'dry-run': 'true',
        });
      const absent = await run('143-abc1234');
      expect(absent.status).toBe(2);
      expect(absent.stdout).toContain(`${registry.host}/prod/payment-service:143-abc1234`);
      expect((await run('142-abc1234')).outputs).toMatchObject({ changed: 'true' });
      expect(shop.origin.git('rev-parse', deploy)).toBe(before);
    } finally {
      await registry.close();
    }
  });
});

describe('promote-images', () => {
  test('gives prod the tags of dev, and rolls them back', async () => {
    const file = `${deploy}:k8s/argocd/apps/prod/inventory-service.yaml`;
    const original = shop.origin.git('show', file);
    await step('bump-image-tags', { environment: 'dev', images: 'inventory-service=150-abc1234' });
    const promoted = await step('promote-images', { from: 'dev', to: 'prod', services: 'inventory-service' });
    expect(promoted.status).toBe(0);
    expect(shop.origin.git('show', file)).toBe(original.replace('52-a91c07f', '150-abc1234'));
    const back = await step('promote-images', { to: 'prod', 'to-previous': 'true', services: 'inventory-service' });
    expect(JSON.parse(back.outputs.changes ?? '')).toMatchObject([
      { service: 'inventory-service', old: '150-abc1234', new: '52-a91c07f' },
    ]);
    expect(shop.origin.git('show', file)).toBe(original);
  });

  test('a tag of digits is refused for a Helm parameter, or kept a text when told to', async () => {
    await step('bump-image-tags', {
      environment: 'dev',
      images: 'admin-portal=1234567',
      'numeric-tags': 'force-string',
    });
    const inputs = { from: 'dev', to: 'prod', services: 'admin-portal', 'dry-run': 'true' };
    const refused = await step('promote-images', inputs);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain('would reach the chart as an integer');
    const forced = await step('promote-images', { ...inputs, 'numeric-tags': 'force-string' });
    expect(forced.status).toBe(0);
    expect(forced.stdout).toContain('+          forceString: true');
  });
});

describe('detect-changes', () => {
  test('compares with the last success of this workflow on this branch', async () => {
    const base = shop.commit;
    shop.repository.commit({ 'services/storefront/public/index.html': '<p>changed</p>\n' }, 'storefront');
    const head = shop.repository.commit({ [sharedFile]: 'package httpserver\n' }, 'shared');
    shop.repository.git('push', '--quiet', 'origin', 'main');
    const run = (id: number, commit: string, conclusion: 'success' | 'failure' | null) => ({
      id,
      workflow: { id: 7, path: '.github/workflows/release.yml' },
      number: id,
      branch: 'main',
      commit,
      conclusion,
      createdAt: '2026-01-05T12:00:00Z',
    });
    server.state.runs.push(
      run(3, head, null),
      run(2, shop.repository.git('rev-parse', 'HEAD~1'), 'failure'),
      run(1, base, 'success'),
    );
    const result = await step(
      'detect-changes',
      { base: 'last-success' },
      { env: { GITHUB_SHA: head, GITHUB_RUN_ID: '3' }, workspace: shop.repository.directory },
    );
    expect(result.stdout).not.toContain('::error');
    expect(result.outputs).toMatchObject({ base, head, count: '7' });
  });
});
