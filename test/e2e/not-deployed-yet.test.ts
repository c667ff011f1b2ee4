import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine, type StepResult } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

// A service that is complete on main, and of which the deploy branch has nothing yet.

const like = 'cart-service';
const application = 'k8s/argocd/apps/prod/wish-service.yaml';
const chart = 'k8s/helm/charts/wish-service';

let shop: Shop;
let server: GitServer;
beforeEach(async () => {
  shop = createShop({ oneRepository: true });
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'example'));
  symlinkSync(shop.origin.directory, join(folder, 'example/shop'));
  server = await startGitServer(folder);
});
afterEach(() => server.close());

/** Adds a service to main that is like one which is there. */
function addService(change: (path: string, text: string) => string | null = (_path, text) => text): void {
  const files = shop.repository
    .git('ls-files')
    .split('\n')
    .filter((path) => path.startsWith(`services/${like}/`) || (path.startsWith('k8s/') && path.includes(like)));
  const added = files.flatMap((path) => {
    const to = path.replaceAll(like, 'wish-service');
    const text = change(to, shop.repository.git('show', `HEAD:${path}`).replaceAll(like, 'wish-service'));
    return text === null ? [] : [[to, `${text}\n`] as const];
  });
  shop.repository.commit(Object.fromEntries(added), 'Add the wish service');
  shop.repository.git('push', '--quiet', 'origin', 'main');
}

function bump(inputs: Record<string, string> = {}): Promise<StepResult> {
  return runAction('bump-image-tags', {
    workspace: shop.repository.directory,
    token: 'a-token',
    inputs: { environment: 'prod', images: 'wish-service=142-abc1234', ...inputs },
    env: {
      GITHUB_SERVER_URL: server.url,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: shop.repository.git('rev-parse', 'HEAD'),
    },
  });
}

const head = (): string => shop.origin.git('rev-parse', 'k8s-deploy-prod');

describe('without a word', () => {
  test('it is named with the place on main and the next step, and nothing is written', async () => {
    addService();
    const before = head();
    const step = await bump();
    expect(step.status).toBe(2);
    expect(step.stdout).toContain('"wish-service" is not on k8s-deploy-prod yet');
    expect(step.stdout).toContain(`Its Application is ${application}:1:1 of HEAD`);
    expect(step.stdout).toContain('Merge it into k8s-deploy-prod');
    expect(head()).toBe(before);
  });

  test('its sources alone are told from a typing error', async () => {
    addService((path, text) => (path === application ? null : text));
    const step = await bump();
    expect(step.status).toBe(2);
    expect(step.stdout).toContain(
      '"wish-service" is not on k8s-deploy-prod yet, and HEAD has no Application of it in prod either',
    );
    const typo = await bump({ images: 'wisch-service=142-abc1234' });
    expect(typo.stdout).toContain('there is no service "wisch-service"');
  });

  test('it is skipped where that is asked for, and the others are written', async () => {
    addService();
    const step = await bump({ images: `wish-service=142-abc1234\n${like}=142-abc1234`, 'on-missing': 'warn' });
    expect(step.status).toBe(0);
    expect(JSON.parse(step.outputs.skipped ?? '')).toEqual([
      { service: 'wish-service', why: '"wish-service" is not on k8s-deploy-prod yet' },
    ]);
    expect(JSON.parse(step.outputs.changes ?? '')).toHaveLength(1);
  });
});

describe('add-missing', () => {
  test.each([
    ['the tag that its files have already', '1-aaaaaaa'],
    ['another tag', '142-abc1234'],
  ])('asks the gates for %s, and its files wait as well', async (_title, tag) => {
    addService((path, text) =>
      path === application ? text.replace(/(name: image.tag\n\s*value: ).*/, '$1"1-aaaaaaa"') : text,
    );
    const before = head();
    const given = { images: `wish-service=${tag}`, 'add-missing': 'true' };
    const stopped = await bump({ ...given, stop: 'the registry moves' });
    expect([stopped.status, stopped.outputs.changed, head()]).toEqual([0, 'false', before]);
    expect(JSON.parse(stopped.outputs.skipped ?? '')).toEqual([
      { service: 'wish-service', why: expect.stringContaining('the registry moves') },
    ]);
    expect((await bump(given)).outputs.changed).toBe('true');
    expect(shop.origin.git('show', `k8s-deploy-prod:${application}`)).toContain(`"${tag}"`);
  });

  test('brings what the service needs and its image in one commit, and nothing else of main', async () => {
    addService();
    shop.repository.commit({ 'k8s/helm/charts/cart-service/values.yaml': 'replicas: 9\n', 'README.md': 'new\n' });
    const before = head();
    const step = await bump({ images: `wish-service=142-abc1234\n${like}=142-abc1234`, 'add-missing': 'true' });
    expect(step.stdout).toContain('142-abc1234');
    expect(step.status).toBe(0);
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod~1')).toBe(before);
    const changed = shop.origin.git('diff', '--name-status', 'k8s-deploy-prod~1', 'k8s-deploy-prod').split('\n');
    expect(changed).toContain(`A\t${application}`);
    expect(changed).toContain(`A\t${chart}/Chart.yaml`);
    expect(changed.filter((line) => !line.startsWith('A\t'))).toEqual([`M\tk8s/argocd/apps/prod/${like}.yaml`]);
    expect(changed.every((line) => /wish-service|cart-service\.yaml$/.test(line))).toBe(true);
    const [main, deployed] = [`main:${application}`, `k8s-deploy-prod:${application}`];
    expect(shop.origin.git('show', deployed)).toBe(
      shop.origin.git('show', main).replace(/(name: image.tag\n\s*value: )"?'?[^"'\n]+"?'?/, '$1"142-abc1234"'),
    );
    for (const path of shop.origin.git('ls-tree', '-r', '--name-only', 'main', chart).split('\n'))
      expect(shop.origin.git('show', `k8s-deploy-prod:${path}`)).toBe(shop.origin.git('show', `main:${path}`));
    expect(shop.origin.git('log', '-1', '--format=%B', 'k8s-deploy-prod')).toContain(
      'Bump-Service: wish-service (none) -> 142-abc1234',
    );
    expect(JSON.parse(step.outputs.files ?? '')).toContain(`${chart}/Chart.yaml`);
    expect(step.summary).toMatch(/\| wish-service \| \\\(none\\\) \| → \| 142-abc1234 \|/);
    expect(step.stdout).toContain('new file mode 100644');

    const again = await bump({ images: 'wish-service=142-abc1234', 'add-missing': 'true' });
    expect(again.outputs.changed).toBe('false');
    const next = await bump({ images: 'wish-service=143-abc1234', 'add-missing': 'true' });
    expect(JSON.parse(next.outputs.files ?? '')).toEqual([application]);
  });

  test('writes no file of a service that cannot be written', async () => {
    addService((path, text) => (path === application ? text.replace('image.tag', 'image.label') : text));
    const before = head();
    const step = await bump({ 'add-missing': 'true' });
    expect(step.status).toBe(2);
    expect(head()).toBe(before);
    const both = await bump({
      images: `wish-service=142-abc1234\n${like}=142-abc1234`,
      'add-missing': 'true',
      'on-missing': 'warn',
    });
    expect(both.status).toBe(0);
    expect(shop.origin.git('diff', '--name-only', 'k8s-deploy-prod~1', 'k8s-deploy-prod')).toBe(
      `k8s/argocd/apps/prod/${like}.yaml`,
    );
  });

  test('a dry run shows the files and writes none', async () => {
    addService();
    const before = head();
    const run = await runCommandLine(
      ['bump', '--environment', 'prod', '--add-missing', '--dry-run', 'wish-service=142-abc1234'],
      { cwd: shop.repository.directory },
    );
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(`+++ b/${chart}/Chart.yaml`);
    expect(head()).toBe(before);
  });

  test('promotes a service that the other environment has alone', async () => {
    addService();
    shop.repository.git('push', '--quiet', 'origin', 'main:k8s-deploy-dev');
    const promote = (inputs: Record<string, string>) =>
      runAction('promote-images', {
        workspace: shop.repository.directory,
        token: 'a-token',
        inputs: { from: 'dev', to: 'prod', ...inputs },
        env: { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: 'example/shop', GITHUB_SHA: shop.commit },
      });
    const step = await promote({ 'add-missing': 'true', 'dry-run': 'true' });
    expect(step.stdout).toContain(`+++ b/${application}`);
    expect(step.status).toBe(0);
    const named = await promote({ services: 'wish-service' });
    expect(named.status).toBe(2);
    expect(named.stdout).toContain('"wish-service" is not on k8s-deploy-prod yet');
  });

  test('a link among the files is no file to copy', async () => {
    addService();
    symlinkSync('values.yaml', join(shop.repository.directory, chart, 'other.yaml'));
    shop.repository.git('add', '-A');
    shop.repository.git('commit', '--quiet', '-m', 'a link');
    const step = await bump({ 'add-missing': 'true' });
    expect(step.status).toBe(2);
    expect(step.stdout).toContain(`${chart}/other.yaml is of the kind symlink`);
  });

  test('a kustomization that decides what is read, and does not name the Application, is an error', async () => {
    const [kustomization, text] = ['k8s/argocd/apps/prod/kustomization.yaml', `resources: [${like}.yaml]\n`];
    shop.repository.commit({ [kustomization]: text });
    shop.repository.git('push', '--quiet', 'origin', 'main', 'main:k8s-deploy-prod');
    addService();
    const step = await bump({ 'add-missing': 'true' });
    expect(step.status).toBe(2);
    expect(step.stdout).toContain(`${kustomization} does not name ${application}, so Argo CD would not read it`);
  });
});
