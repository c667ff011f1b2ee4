import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine, type StepResult } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

// What is deployed is newer than what is asked for, may be, or has diverged from it: it stays, and the run says so.

const file = 'k8s/argocd/apps/prod/cart-service.yaml';
/** Commits that are gone from the sources, as after a forced push. */
const gone = ['e', 'f'].map((digit) => digit.repeat(40)) as [string, string];

let shop: Shop;
let server: GitServer;
beforeEach(async () => {
  shop = createShop();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'example'));
  symlinkSync(shop.origin.directory, join(folder, 'example/shop'));
  server = await startGitServer(folder);
});
afterEach(() => server.close());

interface Run {
  images: string;
  workflow?: string;
  number?: number;
  sha?: string;
  inputs?: Record<string, string>;
}

function bump({ images, workflow = 'release.yml', number = 1, sha = shop.commit, inputs }: Run): Promise<StepResult> {
  return runAction('bump-image-tags', {
    workspace: shop.repository.directory,
    token: 'a-token',
    inputs: { environment: 'prod', images, ...inputs },
    env: {
      GITHUB_SERVER_URL: server.url,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: sha,
      GITHUB_RUN_NUMBER: String(number),
      GITHUB_WORKFLOW_REF: `example/shop/.github/workflows/${workflow}@refs/heads/main`,
    },
  });
}

const deployed = (): string => shop.origin.git('show', `k8s-deploy-prod:${file}`);
const head = (): string => shop.origin.git('rev-parse', 'k8s-deploy-prod');

describe('a migration: nobody knows which workflow counted the deployed tag', () => {
  const run = { images: 'cart-service=1-abc1234' };
  const why =
    '"1-abc1234" is older than "41-8c2f1de", which is deployed: run 1 comes before run 41, if one workflow counted both, which is not recorded';

  test('is a success with a warning, and says so wherever people look', async () => {
    const before = head();
    const step = await bump(run);
    expect(step.status).toBe(0);
    expect(step.stdout).toContain(
      `::warning::nothing was written to prod: what is deployed stays ("cart-service": ${why})`,
    );
    expect(JSON.parse(step.outputs.skipped ?? '')).toEqual([{ service: 'cart-service', why }]);
    expect(step.outputs.changed).toBe('false');
    expect(step.summary).toMatch(/nothing to change, 1 skipped[\s\S]*Skipped:[\s\S]*run 1 comes before run 41/);
    expect(head()).toBe(before);
  });

  test('is a failure where that is asked for, after the others are written', async () => {
    const images = `${run.images}\nstorefront=142-abc1234`;
    const step = await bump({ images, inputs: { 'on-skipped': 'failure' } });
    expect(step.status).toBe(1);
    expect(step.stdout).toContain('::error title=Rollcall::1 service was not written to prod: what is deployed stays');
    expect(step.outputs).toMatchObject({ changed: 'true', commit: head() });
    expect(step.summary).toContain('142-abc1234');
    expect(deployed()).toContain('41-8c2f1de');
  });

  test('is written once it is allowed, and compared from then on', async () => {
    expect((await bump({ ...run, inputs: { 'allow-older': 'true' } })).outputs.changed).toBe('true');
    expect(shop.origin.git('log', '-1', '--format=%B', 'k8s-deploy-prod')).toContain(
      'Bump-Workflow: example/shop/.github/workflows/release.yml\n',
    );
    const next = await bump({ images: 'cart-service=2-abc1235', number: 2 });
    expect(next.outputs).toMatchObject({ changed: 'true', skipped: '[]' });
  });

  test('some that are written make no warning of one that stays', async () => {
    const step = await bump({ images: `${run.images}\nstorefront=142-abc1234` });
    expect(step.status).toBe(0);
    expect(step.stdout).not.toContain('::warning');
  });
});

describe('run numbers of two workflows are not compared', () => {
  test.each([
    ['of another workflow', 'release.yml', 'true'],
    ['of the same one', 'build.yml', 'false'],
  ])('a lower number %s', async (_name, workflow, changed) => {
    const [older, newer] = gone;
    const first = await bump({ images: 'cart-service=42-fffffff', workflow: 'build.yml', number: 42, sha: newer });
    expect(first.outputs.changed).toBe('true');
    const step = await bump({ images: 'cart-service=1-eeeeeee', workflow, number: 1, sha: older });
    expect(step.outputs.changed).toBe(changed);
    expect(deployed()).toContain(changed === 'true' ? '"1-eeeeeee"' : '"42-fffffff"');
    expect(step.stdout).toContain(
      changed === 'true'
        ? 'and their run numbers are of two workflows'
        : '"1-eeeeeee" is older than "42-fffffff", which is deployed: run 1 comes before run 42)',
    );
  });

  test('a tag that another run has counted is of no known workflow', async () => {
    await bump({ images: 'cart-service=42-fffffff', workflow: 'deploy.yml', number: 7, sha: gone[1] });
    expect(shop.origin.git('log', '-1', '--format=%B', 'k8s-deploy-prod')).not.toContain('Bump-Workflow');
  });
});

describe('a hotfix from a branch that has diverged', () => {
  let hotfix: { images: string; sha: string };
  beforeEach(async () => {
    const ahead = shop.repository.commit({ 'README.md': 'ahead\n' });
    shop.repository.git('push', '--quiet', 'origin', 'main');
    shop.repository.git('checkout', '--quiet', '-b', 'hotfix', shop.commit);
    const sha = shop.repository.commit({ 'README.md': 'hotfix\n' });
    shop.repository.git('push', '--quiet', 'origin', 'hotfix');
    await bump({ images: `cart-service=50-${ahead.slice(0, 7)}`, number: 50, sha: ahead });
    hotfix = { images: `cart-service=51-${sha.slice(0, 7)}`, sha };
  });

  test.each([
    ['success', 0],
    ['failure', 1],
  ])('on-skipped: %s', async (onSkipped, status) => {
    const before = head();
    const step = await bump({ ...hotfix, number: 51, inputs: { 'on-skipped': onSkipped } });
    expect(step.status).toBe(status);
    expect(step.stdout).toMatch(/::warning::"cart-service" is skipped: .* have diverged/);
    expect(step.stdout).toContain('nothing was written to prod: what is deployed stays');
    expect(step.summary).toContain('have diverged');
    expect(head()).toBe(before);
  });
});

test('the command line says it by its exit code', async () => {
  const args = ['bump', '--environment', 'prod', '--dry-run', 'cart-service=1-abc1234'];
  const run = (...more: string[]) => runCommandLine([...args, ...more], { cwd: shop.repository.directory });
  const success = await run();
  expect(success.status).toBe(0);
  expect(success.stderr).toContain('warning: nothing was written to prod: what is deployed stays');
  const failure = await run('--on-skipped', 'failure', '--json');
  expect(failure.status).toBe(1);
  expect(JSON.parse(failure.stdout)).toMatchObject({ changed: false, skipped: [{ service: 'cart-service' }] });
});
