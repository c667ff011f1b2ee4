import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { cloneRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, type StepResult } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { transcript } from './transcript.ts';

const token = 'a-token-that-must-not-be-printed';

describe('over HTTP, with a token', () => {
  let shop: Shop;
  let server: GitServer;
  const bump = (inputs: Record<string, string>): Promise<StepResult> =>
    runAction('bump-image-tags', {
      workspace: temporaryFolder(),
      token,
      inputs: { environment: 'prod', ...inputs },
      env: { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: 'example/shop', GITHUB_SHA: shop.commit },
    });

  beforeAll(async () => {
    shop = createShop();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(shop.origin.directory, join(folder, 'example/shop'));
    server = await startGitServer(folder, { token });
  });
  afterAll(() => server.close());

  test('one commit on the deploy branch holds every tag and nothing else', async () => {
    const step = await bump({
      images: '[{"service":"cart-service","tag":"142-abc1234"},{"service":"storefront","tag":"142-abc1234"}]',
    });
    expect(`${step.stdout}${step.stderr}`).not.toContain(token);
    expect(step.status).toBe(0);
    const commit = shop.origin.git('rev-parse', 'k8s-deploy-prod');
    expect(step.outputs).toMatchObject({ changed: 'true', commit, verified: 'false', attempts: '1', skipped: '[]' });
    expect(JSON.parse(step.outputs.changes ?? '')).toEqual([
      {
        service: 'cart-service',
        file: 'k8s/argocd/apps/prod/cart-service.yaml',
        path: 'spec.source.helm.parameters[name=image.tag].value',
        old: '41-8c2f1de',
        new: '142-abc1234',
      },
      {
        service: 'storefront',
        file: 'k8s/argocd/apps/prod/storefront.yaml',
        path: 'spec.source.helm.parameters[name=image.tag].value',
        old: expect.any(String),
        new: '142-abc1234',
      },
    ]);
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod~1')).toBe(shop.commit);
    expect(shop.origin.git('diff', '--stat', 'k8s-deploy-prod~1', 'k8s-deploy-prod')).toMatch(
      /2 files changed, 2 insertions\(\+\), 2 deletions\(-\)/,
    );
    expect(transcript(step, { commits: { commit } }).replaceAll(server.url, '<server>')).toMatchSnapshot();
  });

  test('the same tags again make no commit', async () => {
    const before = shop.origin.git('rev-parse', 'k8s-deploy-prod');
    const step = await bump({ images: 'cart-service=142-abc1234\nstorefront=142-abc1234' });
    expect(step.outputs).toMatchObject({ changed: 'false', commit: '', changes: '[]', 'diff-file': '' });
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod')).toBe(before);
  });

  test('a dry run shows the diff and writes nothing', async () => {
    const before = shop.origin.git('rev-parse', 'k8s-deploy-prod');
    const step = await bump({ images: 'order-service=143-abc1234', 'dry-run': 'true' });
    expect(step.outputs).toMatchObject({ changed: 'true', commit: '' });
    expect(step.stdout).toContain("+          value: '143-abc1234'");
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod')).toBe(before);
  });

  test.each([
    [
      'a service without an Application there',
      { images: 'report-service=142-abc1234' },
      2,
      '"report-service" has no Application in prod',
    ],
    ['a service nobody knows', { images: 'cart-servise=142-abc1234' }, 2, 'Did you mean "cart-service"?'],
    ['a tag that moves', { images: 'cart-service=latest' }, 2, 'mutable'],
    ['an environment nobody knows', { environment: 'prd', images: 'cart-service=1-a' }, 2, 'Did you mean "prod"?'],
    ['an expression nobody evaluated', { images: '[{"service":"cart-service","tag":"${{ x }}"}]' }, 2, 'not evaluated'],
    [
      'a branch that does not exist',
      { images: 'cart-service=142-abc1234', branch: 'nowhere' },
      2,
      'there is no branch "nowhere"',
    ],
  ])('%s writes nothing and says so', async (_name, inputs, status, message) => {
    const before = shop.origin.git('rev-parse', 'k8s-deploy-prod');
    const step = await bump(inputs);
    expect(step.stdout).toContain(message);
    expect(step.status).toBe(status);
    expect(step.outputs).toEqual({});
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod')).toBe(before);
  });

  test('what has no place is skipped when asked, and the rest is written', async () => {
    const step = await bump({ images: 'report-service=142-abc1234,payment-service=142-abc1234', 'on-missing': 'warn' });
    expect(JSON.parse(step.outputs.skipped ?? '')).toEqual([
      { service: 'report-service', why: expect.stringContaining('no Application in prod') },
    ]);
    expect(JSON.parse(step.outputs.changes ?? '')).toHaveLength(1);
  });

  test('a wrong token is the outside world', async () => {
    const step = await runAction('bump-image-tags', {
      workspace: cloneRepository(shop.origin).directory,
      token: 'another-token',
      inputs: { environment: 'prod', images: 'cart-service=144-abc1234' },
      env: { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: 'example/shop', GITHUB_SHA: shop.commit },
    });
    expect(step.status).toBe(3);
    expect(step.stdout).not.toContain('another-token');
    expect(dirname(step.temp)).toBeTruthy();
  });
});
