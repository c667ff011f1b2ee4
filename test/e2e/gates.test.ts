import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

// What gates say and ask, from the bundles: over real git, and the loopback GitHub.

const { shop, server, commit, step, close } = await shopOnGitHub({
  configuration: 'environments:\n  prod: { after: dev, needs: [smoke] }\n',
});

afterAll(close);

const bump = (
  environment: string,
  images: string,
  inputs: Record<string, string> = {},
  more: { env?: Record<string, string> } = {},
) => step('bump-image-tags', { environment, images, 'allow-older': 'true', render: 'off', ...inputs }, more);
const promote = (inputs: Record<string, string> = {}) =>
  step('promote-images', {
    from: 'dev',
    to: 'prod',
    render: 'off',
    services: 'cart-service',
    'allow-older': 'true',
    ...inputs,
  });
const passed = (commit: string | undefined): void =>
  void server.state.checks.set(commit ?? '', [{ kind: 'status', name: 'smoke', state: 'success' }]);
const whyOf = (outputs: Readonly<Record<string, string>>): string[] =>
  JSON.parse(outputs.skipped ?? '[]').map(({ why }: { why: string }) => why);

test('a check that reported on a commit in between speaks for a tag that was there then', async () => {
  await bump('dev', 'cart-service=501-aaaaaaa');
  const between = await bump('dev', 'storefront=502-aaaaaaa');
  await bump('dev', 'storefront=503-aaaaaaa');
  await bump('dev', 'storefront=504-aaaaaaa');
  expect(whyOf((await promote({ 'dry-run': 'true' })).outputs)).toEqual([expect.stringContaining('"smoke" of commit')]);
  passed(between.outputs.commit);
  const asked = server.requests.length;
  const promoted = await promote({ stop: '', 'dry-run': 'true' });
  expect(whyOf(promoted.outputs)).toEqual([]);
  expect(promoted.outputs.changed).toBe('true');
  expect(server.requests.slice(asked).filter(({ path }) => path.startsWith('/api/')).length).toBeLessThanOrEqual(3);
  // What came after the tag was replaced says nothing of it.
  const later = await bump('dev', 'cart-service=505-aaaaaaa');
  passed(later.outputs.commit);
  server.state.checks.delete(between.outputs.commit ?? '');
  await bump('dev', 'cart-service=501-aaaaaaa');
  expect(whyOf((await promote({ 'dry-run': 'true' })).outputs)).toHaveLength(1);
});

test('a repository variable that says "false" stops as well, and is told how it does not', async () => {
  const { outputs, summary } = await promote({ stop: 'false' });
  expect(outputs.changed).toBe('false');
  expect(whyOf(outputs)).toEqual([
    expect.stringContaining('all promotions are stopped: "false", for whatever "stop" says stops them (leave it empty'),
  ]);
  expect(summary).toContain('delete the variable that it is set from');
});

test('a hotfix stands in the standing request until the environment before has it', async () => {
  const ask = () => promote({ mode: 'standing-request', services: 'cart-service,storefront', 'allow-older': 'false' });
  const fix = shop.repository.commit({ 'services/cart-service/fix.go': 'package main\n' }, 'Fix');
  shop.repository.git('push', '--quiet', 'origin', 'main');
  const [usual, fixed] = [`601-${commit.slice(0, 7)}`, `602-${fix.slice(0, 7)}`];
  const ofFix = { env: { GITHUB_SHA: fix } };
  passed((await bump('dev', `cart-service=${usual},storefront=${usual}`)).outputs.commit);
  const written = await bump('prod', `cart-service=${fixed}`, { emergency: 'the shop is down' }, ofFix);
  expect(shop.origin.git('log', '-1', '--format=%B', written.outputs.commit ?? '')).toContain(
    `\nBump-Hotfix: prod cart-service ${fixed}\n`,
  );
  expect((await ask()).outputs['pull-request']).not.toBe('');
  const [pull] = server.state.pulls;
  const words = () => pull?.body.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))) ?? '';
  expect(words()).toContain('- [x] <code>storefront</code>');
  expect(words()).not.toContain('- [x] <code>cart-service</code>');
  expect(words()).toContain(`"${fixed}" is a hotfix: it was never in dev`);
  await bump('dev', `cart-service=${fixed}`, {}, ofFix);
  await ask();
  expect(words()).not.toContain('hotfix');
});
