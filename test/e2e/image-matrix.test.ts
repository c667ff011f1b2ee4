import { expect, test } from '@jest/globals';
import { runAction } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';
import { transcript } from './transcript.ts';

const { repository, commit } = createShop();
const run = (inputs: Record<string, string>) =>
  runAction('image-matrix', { workspace: repository.directory, inputs, env: { GITHUB_SHA: commit } });

test('one job per service, each with its own Dockerfile and context', async () => {
  const step = await run({
    services: '["storefront","cart-service","admin-portal"]',
    environment: 'prod',
    tag: '{run_number}-abc1234',
  });
  expect(step.status).toBe(0);
  const { include } = JSON.parse(step.outputs.matrix ?? '');
  expect(
    include.map(({ service, dockerfile, context }: Record<string, string>) => [service, dockerfile, context]),
  ).toEqual([
    ['admin-portal', 'services/admin-portal/docker/Dockerfile', 'services/admin-portal'],
    ['cart-service', 'services/cart-service/docker/Dockerfile', '.'],
    ['storefront', 'services/storefront/Dockerfile', 'services/storefront'],
  ]);
  expect(JSON.parse(step.outputs.images ?? '')).toEqual(
    ['admin-portal', 'cart-service', 'storefront'].map((service) => ({
      service,
      tag: '42-abc1234',
      repository: `prod/${service}`,
    })),
  );
  expect(step.outputs).toMatchObject({ 'has-work': 'true', count: '3', batches: '[]', tag: '42-abc1234' });
  expect(
    transcript(step, { commits: { head: commit } }).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<date>'),
  ).toMatchSnapshot();
});

test('no services are an empty matrix that can be guarded on', async () => {
  const step = await run({ services: '[]', environment: 'prod' });
  expect(step.outputs).toMatchObject({ matrix: '{"include":[]}', 'has-work': 'false', count: '0', images: '[]' });
});

test.each([
  ['an unknown service', { services: 'storefron' }, /no such service.*Did you mean "storefront"/],
  ['an unknown environment', { services: 'storefront', environment: 'prd' }, /"prd".*Did you mean "prod"/],
  ['a tag that YAML reads as a number', { services: 'storefront', tag: '12e45' }, /12e45.*number/],
  ['no services at all', { services: '' }, /input services is required/],
])('%s is a mistake of the user', async (_name, inputs, message) => {
  const step = await run(inputs);
  expect(step.status).toBe(2);
  expect(step.stdout).toMatch(message);
});
