import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { initRepository, type Repository } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

/** The shop as it is once everything in it is fixed. */
async function cleanShop(): Promise<Repository> {
  const { repository } = createShop();
  const fixed = await rollcall(repository, 'verify', '--fix', '--unsafe', '--tag', 'report-service=1-abcdef1');
  expect(fixed.status).toBe(0);
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '-m', 'Everything is where it has to be');
  return repository;
}

function rollcall({ directory }: Repository, ...words: string[]) {
  return runCommandLine(words, { cwd: directory });
}

function commitAll(repository: Repository): void {
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '-m', 'A change');
}

const changed = (repository: Repository) => repository.git('status', '--porcelain', '--untracked-files=all');

describe('rollcall new', () => {
  test('adds a service in every place of a sibling, and twice is once', async () => {
    const shop = await cleanShop();
    const added = await rollcall(
      shop,
      'new',
      'refund-service',
      '--like',
      'order-service',
      '--tag',
      '7-abc1234',
      '--json',
    );
    const change = JSON.parse(added.stdout);
    expect([added.status, change.complete]).toEqual([0, true]);
    expect(change.files.map(({ path }: { path: string }) => path)).toEqual([
      '.github/workflows/ci-build-images.yaml',
      'Makefile',
      'docker-compose.yml',
      'go.work',
      'k8s/argocd/apps/dev/refund-service.yaml',
      'k8s/argocd/apps/prod/refund-service.yaml',
      'k8s/helm/charts/refund-service/Chart.yaml',
      'k8s/helm/charts/refund-service/templates/configmap.yaml',
      'k8s/helm/charts/refund-service/templates/deployment.yaml',
      'k8s/helm/charts/refund-service/templates/service.yaml',
      'k8s/helm/charts/refund-service/values.yaml',
      'services/refund-service/docker/Dockerfile',
      'services/refund-service/go.mod',
      'services/refund-service/main.go',
      'terraform/dev/ecr.tf',
      'terraform/prod/ecr.tf',
    ]);
    const application = readFileSync(join(shop.directory, 'k8s/argocd/apps/prod/refund-service.yaml'), 'utf8');
    expect(application).toMatch(/name: image\.tag\n\s+value: ["']?7-abc1234["']?\n/);
    const left = spawnSync('git', ['grep', '--untracked', '-l', 'order-service', '--', '*refund*'], {
      cwd: shop.directory,
    });
    expect([left.status, left.stdout.toString()]).toEqual([1, '']);
    expect((await rollcall(shop, 'verify')).status).toBe(0);
    commitAll(shop);
    const request = JSON.parse((await rollcall(shop, 'verify', '--base', 'HEAD~1', '--json')).stdout);
    expect(request.serviceChanges).toMatchObject([{ service: 'refund-service', action: 'add', complete: true }]);
    const items = request.serviceChanges[0].checklist as { done: boolean; by: string; what: string; path?: string }[];
    expect(items).toContainEqual(expect.objectContaining({ done: true, what: 'paths-filter' }));
    expect(items.some(({ done, by, what }) => !done && by === 'person' && what.startsWith('build and push'))).toBe(
      true,
    );
    const again = await rollcall(shop, 'new', 'refund-service');
    expect([again.status, changed(shop)]).toEqual([0, '']);
    expect(again.stdout).toContain('it is everywhere already');
  });

  test('completes a service that has a chart and is listed nowhere, and touches nothing of the others', async () => {
    const shop = await cleanShop();
    await rollcall(shop, 'new', 'refund-service', '--tag', '7-abc1234');
    commitAll(shop);
    const whole = shop.git('rev-parse', 'HEAD^{tree}');
    const removed = ['k8s/argocd/apps/prod/refund-service.yaml', 'k8s/argocd/apps/dev/refund-service.yaml'];
    shop.git('rm', '--quiet', ...removed);
    shop.git('checkout', '--quiet', 'HEAD~1', '--', 'Makefile', '.github');
    commitAll(shop);
    expect((await rollcall(shop, 'new', 'refund-service', '--tag', '7-abc1234')).status).toBe(0);
    commitAll(shop);
    expect(shop.git('rev-parse', 'HEAD^{tree}')).toBe(whole);
  });

  test('without a tag says what builds the first image', async () => {
    const shop = await cleanShop();
    const { stdout } = await rollcall(shop, 'new', 'refund-service', '--environment', 'dev');
    expect(stdout).toContain('rollcall bump --environment dev --add-missing --push refund-service=TAG');
    expect(stdout).toContain('docker-compose.yml');
    expect(existsSync(join(shop.directory, 'k8s/argocd/apps/prod/refund-service.yaml'))).toBe(false);
    expect(existsSync(join(shop.directory, 'k8s/argocd/apps/dev/refund-service.yaml'))).toBe(true);
  });

  test.each([
    [['Refund'], 'cannot be the name of a service'],
    [['-x'], 'has no option "-x"'],
    [['../x'], 'cannot be the name of a service'],
    [['default'], 'is reserved'],
    [['cart_service'], 'cannot be the name of a service'],
    [['refund-service', '--like', 'ordr-service'], 'Did you mean "order-service"?'],
    [['refund-service', '--kind', 'cobol'], 'is no kind of a new service'],
    [['refund-service', '--kind', 'rust'], 'there is no service of the kind rust'],
    [['refund-service', '--port', '70000'], 'is no port'],
    [['refund-service', '--tag', 'latest'], 'moves'],
    [['refund-service', '--environment', 'staging'], 'there is no environment "staging"'],
    [[], 'needs the name of a service'],
    [['a-service', 'b-service'], 'takes one service'],
  ])('refuses %j', async (words, message) => {
    const { repository } = createShop();
    const { status, stderr } = await rollcall(repository, 'new', ...words);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(changed(repository)).toBe('');
  });

  test('refuses to mix with changes of somebody, and does not where told to', async () => {
    const shop = await cleanShop();
    const file = join(shop.directory, 'Makefile');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
    const before = changed(shop);
    const { status, stderr } = await rollcall(shop, 'new', 'refund-service');
    expect([status, stderr]).toEqual([2, expect.stringContaining('not committed')]);
    expect(changed(shop)).toBe(before);
    expect((await rollcall(shop, 'new', 'refund-service', '--allow-dirty')).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('# mine');
  });

  test('a dry run writes nothing, and its diff is what git applies', async () => {
    const shop = await cleanShop();
    const { status, stdout } = await rollcall(shop, 'new', 'refund-service', '--dry-run');
    expect([status, changed(shop)]).toEqual([0, '']);
    const diff = stdout.slice(0, stdout.indexOf('New service '));
    execFileSync('git', ['apply'], { cwd: shop.directory, input: diff });
    expect((await rollcall(shop, 'verify')).status).toBe(0);
  });
});

/** A repository whose Applications follow what people merge to, and whose services have ports of their own. */
function withoutDeployBranches(): Repository {
  const repository = initRepository();
  const service = (name: string, port: number): Record<string, string> => ({
    [`services/${name}/Dockerfile`]: `FROM golang:1.26 AS build\nCOPY . .\nEXPOSE ${port}\n`,
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
    [`services/${name}/main.go`]: `package main\n\nfunc main() { serve(${port}) }\n`,
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
    [`charts/${name}/values.yaml`]: `image:\n  repository: registry.example.com/${name}\n  tag: ""\nport: ${port}\n`,
    [`charts/${name}/templates/deployment.yaml`]:
      'kind: Deployment\nimage: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\nport: {{ .Values.port }}\n',
    [`apps/prod/${name}.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}-prod
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: default
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/${name}
    targetRevision: HEAD
    helm:
      parameters:
        - { name: image.tag, value: 1-abcdef1 }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  syncPolicy:
    automated: { prune: true }
    syncOptions: [ApplyOutOfSyncOnly=true]
`,
  });
  const names = ['cart-service', 'order-service', 'payment-service'];
  repository.commit(Object.assign({}, ...names.map((name, index) => service(name, 8081 + index))), 'Services');
  repository.git('remote', 'add', 'origin', 'https://git.example.com/shop.git');
  return repository;
}

test('what is written, shown and applied as a patch is the same, with a port and a sync that waits', async () => {
  const words = ['new', 'refund-service', '--like', 'order-service'];
  const [written, patched] = [withoutDeployBranches(), withoutDeployBranches()];
  const done = await rollcall(written, ...words);
  expect([done.status, done.stdout]).toEqual([0, expect.stringContaining('port 8084 in place of 8082')]);
  // What its sibling has been found to be as well keeps nobody from adding a service.
  expect(done.stdout).toContain('as with order-service, verify finds app-target-revision-floating');
  expect(done.stdout).toContain('give these Applications their syncPolicy.automated');
  expect(done.stdout).toContain(
    'rollcall bump --environment prod --branch BRANCH --add-missing --push refund-service=TAG',
  );
  const shown = await rollcall(patched, ...words, '--dry-run');
  const diff = shown.stdout.slice(0, shown.stdout.indexOf('New service '));
  execFileSync('git', ['apply'], { cwd: patched.directory, input: diff });
  for (const repository of [written, patched]) commitAll(repository);
  expect(patched.git('rev-parse', 'HEAD^{tree}')).toBe(written.git('rev-parse', 'HEAD^{tree}'));
  const application = readFileSync(join(written.directory, 'apps/prod/refund-service.yaml'), 'utf8');
  expect(application).not.toContain('automated');
  expect(application).toContain('syncOptions: [ApplyOutOfSyncOnly=true]');
  expect(readFileSync(join(written.directory, 'charts/refund-service/values.yaml'), 'utf8')).toContain('port: 8084');
});

describe('rollcall retire', () => {
  test('takes a service out of every place, and twice is once', async () => {
    const shop = await cleanShop();
    const { status, stdout } = await rollcall(shop, 'retire', 'order-service');
    expect(status).toBe(0);
    expect(stdout).toContain('git switch k8s-deploy-prod && rollcall retire order-service');
    expect(stdout).toContain('terraform -chdir=terraform/prod apply');
    commitAll(shop);
    const named = spawnSync('git', ['grep', '-l', 'order-service', '--', ':!README.md'], { cwd: shop.directory });
    expect([named.status, named.stdout.toString()]).toEqual([1, '']);
    expect((await rollcall(shop, 'verify')).status).toBe(0);
    const again = await rollcall(shop, 'retire', 'order-service');
    expect([again.status, changed(shop)]).toEqual([0, '']);
  });

  test('goes in stages: what deploys it goes before its sources and its lists', async () => {
    const shop = await cleanShop();
    expect((await rollcall(shop, 'retire', 'order-service', '--stage', 'undeploy')).status).toBe(0);
    const paths = changed(shop).split('\n');
    expect(paths.length).toBeGreaterThan(4);
    expect(paths.every((line) => line.includes('k8s/'))).toBe(true);
    commitAll(shop);
    expect((await rollcall(shop, 'retire', 'order-service', '--stage', 'delete')).status).toBe(0);
    commitAll(shop);
    expect((await rollcall(shop, 'verify')).status).toBe(0);
    expect(existsSync(join(shop.directory, 'services/order-service'))).toBe(false);
  });

  test('says who is meant, and writes nothing', async () => {
    const { repository } = createShop();
    const { status, stderr } = await rollcall(repository, 'retire', 'ordr-service');
    expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean "order-service"?')]);
  });
});

test('every service of the shop is retired and added again: nothing is missing, and what differs is its own', async () => {
  const shop = await cleanShop();
  const original = shop.git('rev-parse', 'HEAD');
  for (const service of ['cart-service', 'inventory-service', 'order-service', 'payment-service', 'review-service']) {
    shop.git('checkout', '--quiet', '--detach', original);
    expect((await rollcall(shop, 'retire', service)).status).toBe(0);
    expect((await rollcall(shop, 'verify')).status).toBe(0);
    commitAll(shop);
    const { status } = await rollcall(shop, 'new', service, '--kind', 'go', '--tag', '7-abc1234');
    expect([service, status]).toEqual([service, 0]);
    expect((await rollcall(shop, 'verify')).status).toBe(0);
    commitAll(shop);
    const differs = shop.git('diff', '--name-only', original, 'HEAD').split('\n');
    const own = (path: string) => path.includes(service);
    // Lists whose order changed; Compose and values of others, where a person says whether it belongs there.
    const lists = ['.github/workflows/ci-build-images.yaml', 'Makefile', 'go.work', 'terraform/'];
    lists.push('docker-compose.yml', 'k8s/helm/environments/base.yaml');
    expect(differs.filter((path) => !own(path) && !lists.some((list) => path.startsWith(list)))).toEqual([]);
  }
});
