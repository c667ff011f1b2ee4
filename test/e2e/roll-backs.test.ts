import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

const deploy = 'k8s-deploy-prod';
const file = 'k8s/argocd/apps/prod/cart-service.yaml';

/** The tag of cart-service in prod, on a revision of origin. */
function tagIn({ origin }: Shop, revision = deploy): string | undefined {
  return /name: image\.tag\n +value: "?([\w.-]+)/.exec(origin.git('show', `${revision}:${file}`))?.[1];
}

const trailersOf = ({ origin }: Shop, revision = deploy) =>
  origin.git('log', '-1', '--format=%(trailers:only)', revision).split('\n');

test('from a terminal: a roll-back holds, the next goes behind it, a promotion says why it does not bring it back', async () => {
  const shop = createShop({ oneRepository: true });
  const run = async (...words: string[]) => {
    const result = await runCommandLine([...words, '--push'], { cwd: shop.repository.directory });
    expect(result.stderr).not.toContain('a bug in Rollcall');
    return result;
  };
  const first = tagIn(shop);
  const cart = ['--services', 'cart-service'];
  const back = ['promote', '--to', 'prod', '--to-previous', ...cart];
  for (const environment of ['prod', 'dev'])
    await run('bump', '--environment', environment, 'cart-service=101-aaaaaaa', '--allow-older');
  const held = await run(...back, '--hold-until', '2w', '--hold-reason', 'it leaks');
  expect(tagIn(shop)).toBe(first);
  expect(held.stdout).toMatch(
    /^held cart-service: 101-aaaaaaa \("it leaks", until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)$/m,
  );
  expect(trailersOf(shop)).toContainEqual(
    expect.stringMatching(/^Bump-Hold: prod cart-service 101-aaaaaaa until \S+Z because it leaks$/),
  );

  const promote = ['promote', '--from', 'dev', '--to', 'prod', ...cart, '--allow-older'];
  const promoted = await run(...promote, '--json');
  expect(JSON.parse(promoted.stdout)).toMatchObject({
    changed: false,
    skipped: [
      { service: 'cart-service', why: expect.stringContaining('"101-aaaaaaa" is held since it was rolled back') },
    ],
    holds: [{ service: 'cart-service', tag: '101-aaaaaaa', until: expect.any(String), reason: 'it leaks' }],
  });
  expect((await run(...back)).stdout).toContain(`nothing that is not held came before "${first}"`);
  expect(tagIn(shop)).toBe(first);

  const released = await run(...promote, '--release', 'cart-service');
  expect(released.stdout).toContain('\nreleased cart-service: 101-aaaaaaa\n');
  expect(tagIn(shop)).toBe('101-aaaaaaa');
});

test.each<[string, string[], string]>([
  ['a hold of a promotion', ['--from', 'dev', '--hold-until', '2w'], 'a promotion holds nothing'],
  ['a release of a roll-back', ['--to-previous', '--release', 'cart-service'], 'release is given with to-previous'],
  ['terms of no hold', ['--to-previous', '--no-hold', '--hold-reason', 'x'], 'holds nothing is given a reason'],
  ['a time that is none', ['--to-previous', '--hold-until', 'soon'], 'hold-until is "soon"'],
])('%s is a mistake', async (_name, words, message) => {
  const { repository } = createShop({ oneRepository: true });
  const result = await runCommandLine(['promote', '--to', 'prod', ...words], { cwd: repository.directory });
  expect(result.status).toBe(2);
  expect(result.stderr).toContain(message);
});

describe('on GitHub', () => {
  let shop: Shop;
  let server: GitHubServer;
  beforeAll(async () => {
    shop = createShop({ oneRepository: true });
    server = await startGitHubServer(shop.origin, { token: 'the-token' });
  });
  afterAll(async () => {
    await server.close();
    expect(server.problems).toEqual([]);
  });

  const step = (action: string, inputs: Record<string, string>) =>
    runAction(action, {
      workspace: temporaryFolder(),
      token: 'the-token',
      inputs: { 'allow-older': 'true', render: 'off', ...inputs },
      env: {
        ...server.variables,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_SHA: shop.commit,
      },
    });
  const bump = (tag: string, inputs: Record<string, string> = {}) =>
    step('bump-image-tags', { environment: 'prod', images: `cart-service=${tag}`, ...inputs });
  const rollBack = (inputs: Record<string, string>) =>
    step('promote-images', { to: 'prod', 'to-previous': 'true', services: 'cart-service', ...inputs });

  test.each([
    ['api', '201'],
    ['git', '211'],
  ])('through %s', async (via, number) => {
    const [good, bad] = [`${number}-aaaaaaa`, `${number}-bbbbbbb`];
    await bump(good, { via });
    await bump(bad, { via });
    const back = await rollBack({ via, 'hold-reason': 'it leaks' });
    expect(tagIn(shop)).toBe(good);
    expect(trailersOf(shop)).toContain(`Bump-Hold: prod cart-service ${bad} because it leaks`);
    expect(JSON.parse(back.outputs.holds ?? '')).toContainEqual({
      service: 'cart-service',
      tag: bad,
      until: null,
      reason: 'it leaks',
    });
    expect(back.summary).toContain('Held back:');
    const again = await bump(bad, { via, 'on-skipped': 'failure' });
    expect(again).toMatchObject({ status: 1, outputs: { changed: 'false' } });
    expect(again.summary).toContain('is held since it was rolled back');
    expect(tagIn(shop)).toBe(good);
    await bump(bad, { via, release: 'cart-service' });
    expect(tagIn(shop)).toBe(bad);
    expect(trailersOf(shop)).toContain(`Bump-Release: prod cart-service ${bad}`);
  });

  test.each(['merge', 'squash'])('by a request, whose hold is there once it is merged: %s', async (way) => {
    const number = `3${way.length}`;
    const [good, bad] = [`${number}-aaaaaaa`, `${number}-bbbbbbb`];
    await bump(good);
    await bump(bad);
    const asked = await rollBack({ mode: 'pull-request' });
    expect(asked.outputs).toMatchObject({ changed: 'true' });
    expect(tagIn(shop)).toBe(bad);
    // Another service is written in the meantime, so that the request is no longer on the head.
    await step('bump-image-tags', { environment: 'prod', images: `storefront=${number}-aaaaaaa` });
    const pull = server.state.pulls.at(-1);
    const [head = '', body = ''] = [pull?.head, pull?.body];
    expect(body).toContain(`Bump-Hold: prod cart-service ${bad}`);
    merge(shop, head, way, body);
    expect(tagIn(shop)).toBe(good);
    if (pull) pull.state = 'closed';
    const again = await bump(bad);
    expect(again.outputs).toMatchObject({ changed: 'false' });
    expect(again.summary).toContain('is held since it was rolled back');
  });
});

/** Merges a branch of origin into the deploy branch, as GitHub's buttons do; a squash may take the text of the request. */
function merge({ repository }: Shop, head: string, way: string, body: string): void {
  repository.git('fetch', '--quiet', 'origin', `+${deploy}:refs/work/deploy`, `+${head}:refs/work/head`);
  repository.git('checkout', '--quiet', '--detach', 'refs/work/deploy');
  if (way === 'merge') repository.git('merge', '--quiet', '--no-ff', '-m', `Merge ${head}`, 'refs/work/head');
  else {
    repository.git('merge', '--quiet', '--squash', 'refs/work/head');
    repository.git('commit', '--quiet', '-m', `Roll back (#1)\n\n${body}`);
  }
  repository.git('push', '--quiet', 'origin', `HEAD:${deploy}`);
}
