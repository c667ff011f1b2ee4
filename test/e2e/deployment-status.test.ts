import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

const configuration = `environments:
  prod: { after: dev, needs: [smoke] }
`;

const { shop, server, step, close } = await shopOnGitHub({ configuration });

afterAll(close);

test('what runs where, with what GitHub says of the checks: the log, the summary and the output', async () => {
  const images = 'cart-service=401-aaaaaaa';
  const dev = await step('bump-image-tags', { environment: 'dev', images, 'allow-older': 'true', render: 'off' });
  const commit = dev.outputs.commit ?? '';
  server.state.checks.set(commit, [{ kind: 'run', name: 'smoke', conclusion: 'failure' }]);
  const inputs = { environments: 'dev,prod', stop: 'the shop is down' };
  const result = await step('deployment-status', inputs);
  expect(result.status).toBe(0);
  const { environments, services } = JSON.parse(result.outputs.status ?? '');
  expect(environments).toMatchObject([
    { name: 'dev', after: null, unread: null },
    { name: 'prod', after: 'dev', unread: null, shut: [{ gate: 'stop' }] },
  ]);
  const ofCart = services.filter((one: { service: string }) => one.service === 'cart-service');
  expect(ofCart).toMatchObject([
    { environment: 'dev', tag: '401-aaaaaaa', commit },
    { environment: 'prod', next: '401-aaaaaaa', shut: [{ gate: 'stop' }, { gate: 'needs' }] },
  ]);
  expect(result.summary).toMatch(/\| cart-service \| prod \| [^\n]*"smoke" of commit [0-9a-f]{7} of dev failed/);
  expect(result.stdout).toContain('all promotions are stopped: "the shop is down"');

  server.state.checks.set(commit, [{ kind: 'run', name: 'smoke', conclusion: 'success' }]);
  const again = await step('deployment-status', { environments: 'prod' });
  expect(again.status).toBe(0);
});

test('an environment that is not there, and one that cannot be read', async () => {
  const unknown = await step('deployment-status', { environments: 'prd' });
  expect(unknown.status).toBe(2);
  expect(unknown.stdout).toContain('Did you mean "prod"?');
  shop.origin.git('branch', '-m', 'k8s-deploy-prod', 'away');
  const result = await step('deployment-status', { environments: 'dev,prod' });
  shop.origin.git('branch', '-m', 'away', 'k8s-deploy-prod');
  expect(result.status).toBe(3);
  expect(result.stdout).toContain('what runs is not known of prod: there is no branch');
  expect(JSON.parse(result.outputs.status ?? '').services).not.toEqual([]);
});
