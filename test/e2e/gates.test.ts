import { afterAll, expect, test } from '@jest/globals';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

// What gates say and ask, from the bundles: over real git, and the loopback GitHub.

const { shop, server, step, close } = await shopOnGitHub({
  configuration: 'environments:\n  prod: { after: dev, needs: [smoke] }\n',
});

afterAll(close);

const bump = (environment: string, images: string, inputs: Record<string, string> = {}) =>
  step('bump-image-tags', { environment, images, 'allow-older': 'true', render: 'off', ...inputs });
const promote = (inputs: Record<string, string> = {}) =>
  step('promote-images', { from: 'dev', to: 'prod', render: 'off', services: 'cart-service', ...inputs });
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
  const ask = () => promote({ mode: 'standing-request', services: 'cart-service,storefront' });
  passed((await bump('dev', 'cart-service=601-aaaaaaa,storefront=601-aaaaaaa')).outputs.commit);
  const fixed = await bump('prod', 'cart-service=602-aaaaaaa', { emergency: 'the shop is down' });
  expect(shop.origin.git('log', '-1', '--format=%B', fixed.outputs.commit ?? '')).toContain(
    '\nBump-Hotfix: prod cart-service 602-aaaaaaa\n',
  );
  expect((await ask()).outputs['pull-request']).not.toBe('');
  const [pull] = server.state.pulls;
  expect(pull?.body).toContain('<code>storefront</code>');
  expect(pull?.body.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))).toContain(
    '"602-aaaaaaa" is a hotfix: it was never in dev',
  );
  passed((await bump('dev', 'cart-service=602-aaaaaaa')).outputs.commit);
  await ask();
  expect(pull?.body).not.toContain('hotfix');
});
