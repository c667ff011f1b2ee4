import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cloneRepository, openRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, sharedFile } from '@rollcall/testkit/shop';
import { transcript } from './transcript.ts';

const shared = [
  'cart-service',
  'inventory-service',
  'order-service',
  'payment-service',
  'report-service',
  'review-service',
];

describe('of its own bundle, a push reads', () => {
  const repository = openRepository(temporaryFolder());
  repository.git('init', '--quiet', '--initial-branch=main');
  const service = (name: string): Record<string, string> => ({
    [`services/${name}/Dockerfile`]: `FROM scratch\nCOPY services/${name} /src\n`,
    [`services/${name}/go.mod`]: `module example.com/${name}\n\ngo 1.24\n`,
    [`services/${name}/main.go`]: 'package main\n',
  });
  const before = repository.commit({ ...service('cart'), ...service('order') }, 'before');
  const plain = repository.commit({ 'services/cart/main.go': 'package main // 1\n' }, 'change');
  const described = repository.commit(
    {
      'services/cart/main.go': 'package main // 2\n',
      'compose.yaml': 'services:\n  cart:\n    build:\n      context: .\n      dockerfile: services/cart/Dockerfile\n',
    },
    'describe',
  );

  test.each([
    ['the program alone where nothing else describes services', before, plain, /^(?:\d+\.index\.js|packages\.cjs)$/],
    ['no package of others where block YAML describes them', plain, described, /^packages\.cjs$/],
  ])('%s', async (_title, from, to, without) => {
    repository.git('checkout', '--quiet', to);
    const payload = { ref: 'refs/heads/main', before: from, after: to, commits: [{ id: to }] };
    const step = await runAction('detect-changes', {
      workspace: repository.directory,
      event: { name: 'push', payload },
      env: { GITHUB_SHA: to },
      without,
    });
    expect(step).toMatchObject({ status: 0, stderr: '', outputs: { services: '["cart"]' } });
  });
});

describe('a push that changes a shared package', () => {
  const { repository, origin, commit: before } = createShop();
  const after = repository.commit({ [sharedFile]: 'package httpserver\n' }, 'change');
  repository.git('push', '--quiet', 'origin', 'main');
  const payload = {
    ref: 'refs/heads/main',
    before,
    after,
    forced: false,
    created: false,
    deleted: false,
    commits: [{ id: after }],
    repository: { default_branch: 'main' },
  };
  const event = { name: 'push', payload };

  test('affects every service that copies it, and says why', async () => {
    const step = await runAction('detect-changes', {
      workspace: repository.directory,
      event,
      env: { GITHUB_SHA: after },
    });
    expect(step.status).toBe(0);
    expect(JSON.parse(step.outputs.services ?? '')).toEqual(shared);
    expect(step.outputs).toMatchObject({
      'has-changes': 'true',
      count: '6',
      base: before,
      head: after,
      'changed-files': '1',
      removed: '[]',
      unowned: '[]',
    });
    expect(JSON.parse(step.outputs.reasons ?? '')['cart-service']).toEqual([
      { path: sharedFile, because: 'COPY packages/go-common' },
    ]);
    expect(transcript(step, { repository: repository.directory, commits: { before, after } })).toMatchSnapshot();
  });

  test('is found in a clone of depth 1, which stays as it was', async () => {
    const clone = cloneRepository(origin, { depth: 1 });
    const step = await runAction('detect-changes', { workspace: clone.directory, event, env: { GITHUB_SHA: after } });
    expect(step.status).toBe(0);
    expect(JSON.parse(step.outputs.services ?? '')).toEqual(shared);
    expect(clone.git('rev-list', '--count', 'HEAD')).toBe('1');
  });

  test('is found without any checkout, from the server alone', async () => {
    const empty = temporaryFolder();
    const link = join(temporaryFolder(), 'server');
    openRepository(temporaryFolder()).git('clone', '--quiet', '--bare', origin.directory, join(link, 'example/shop'));
    openRepository(join(link, 'example/shop')).git('config', 'uploadpack.allowFilter', 'true');
    const step = await runAction('detect-changes', {
      workspace: empty,
      event,
      env: { GITHUB_SHA: after, GITHUB_SERVER_URL: `file://${link}` },
    });
    expect(step.stderr).toBe('');
    expect(step.status).toBe(0);
    expect(JSON.parse(step.outputs.services ?? '')).toEqual(shared);
  });
});

test('the changes of dorny/paths-filter are taken at their word, and a name nobody knows is an error', async () => {
  const { repository, commit } = createShop();
  const run = (changes: string) =>
    runAction('detect-changes', { workspace: repository.directory, inputs: { changes }, env: { GITHUB_SHA: commit } });
  expect(JSON.parse((await run('["storefront"]')).outputs.services ?? '')).toEqual(['storefront']);
  expect((await run('[]')).outputs).toMatchObject({ services: '[]', 'has-changes': 'false' });
  const wrong = await run('["store-front"]');
  expect(wrong.status).toBe(2);
  expect(wrong.stdout).toContain('::error title=Rollcall::"store-front": no such service');
  expect(wrong.stdout).toContain('Did you mean "storefront"?');
  expect(wrong.outputs).toEqual({});
});

test('a file name is no workflow command', async () => {
  const { repository, commit: before } = createShop();
  writeFileSync(join(repository.directory, 'services/storefront/public/::set-output name=x::y'), '');
  const after = repository.commit({}, 'hostile');
  const payload = {
    ref: 'refs/heads/main',
    before,
    after,
    forced: false,
    created: false,
    deleted: false,
    commits: [{ id: after }],
    repository: { default_branch: 'main' },
  };
  const step = await runAction('detect-changes', {
    workspace: repository.directory,
    event: { name: 'push', payload },
    env: { GITHUB_SHA: after },
  });
  expect(JSON.parse(step.outputs.services ?? '')).toEqual(['storefront']);
  expect(step.stdout.split('\n').filter((line) => line.startsWith('::set-output'))).toEqual([]);
});
