import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { faults } from '@rollcall/testkit/github-faults';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { cloneRepository, initRepository, type Repository } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';

// The example shop in two repositories: its sources in one, its charts and Applications in another.

const token = 'a-token-of-the-sources';
const deployToken = 'a-token-of-the-manifests';

interface SplitShop {
  sources: Repository;
  deploy: Repository;
  /** Clones beside each other, as somebody has them. */
  workspace: Repository;
  manifests: Repository;
}

function splitShop(): SplitShop {
  const [sources, deploy] = [initRepository({ bare: true }), initRepository({ bare: true })];
  const [shop, written] = [initRepository(), initRepository()];
  cpSync(resolve('examples/shop'), shop.directory, { recursive: true });
  renameSync(join(shop.directory, 'k8s'), join(written.directory, 'k8s'));
  const folder = join(written.directory, 'k8s/argocd');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.yaml'))
      rewrite(join(folder, name), (text) => text.replaceAll('example/shop', 'example/deploy'));
  // What runs only in one environment is found in the shop, too, and is nothing of these tests.
  for (const gone of ['services/report-service', 'k8s/helm/charts/report-service'])
    for (const root of [shop, written]) rmSync(join(root.directory, gone), { recursive: true, force: true });
  rmSync(join(folder, 'apps/dev/report-service.yaml'));
  shop.commit({ 'rollcall.yaml': 'deploy-repository: example/deploy\n' });
  shop.git('push', '--quiet', `file://${sources.directory}`, 'main');
  written.commit({});
  written.git('push', '--quiet', `file://${deploy.directory}`, 'main');
  return { sources, deploy, workspace: cloneRepository(sources), manifests: cloneRepository(deploy) };
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

const changed = ({ git }: Repository): string[] =>
  git('status', '--porcelain', '--untracked-files=all', '--no-renames')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [line.slice(3)]));

const manifestsOf = (name: string): string[] => [
  `k8s/argocd/apps/dev/${name}.yaml`,
  `k8s/argocd/apps/prod/${name}.yaml`,
  `k8s/helm/charts/${name}/Chart.yaml`,
  `k8s/helm/charts/${name}/templates/configmap.yaml`,
  `k8s/helm/charts/${name}/templates/deployment.yaml`,
  `k8s/helm/charts/${name}/templates/service.yaml`,
  `k8s/helm/charts/${name}/values.yaml`,
];

let shop: SplitShop;
beforeEach(() => {
  shop = splitShop();
});

describe('in a terminal, beside a clone of the manifests', () => {
  const rollcall = (...words: string[]) => runCommandLine(words, { cwd: shop.workspace.directory });

  test('a new service is written to both, and twice is once', async () => {
    const words = ['new', 'refund-service', '--like', 'order-service', '--deploy-repository', shop.manifests.directory];
    const added = await rollcall(...words);
    expect([added.status, added.stderr]).toEqual([0, '']);
    expect(changed(shop.workspace)).toContain('services/refund-service/main.go');
    expect(changed(shop.workspace).some((path) => path.startsWith('k8s/'))).toBe(false);
    expect(changed(shop.manifests)).toEqual(manifestsOf('refund-service'));
    expect(added.stdout).toContain('New service refund-service in ');
    for (const clone of [shop.workspace, shop.manifests]) {
      clone.git('add', '--all');
      clone.git('commit', '--quiet', '-m', 'Add the service');
    }
    const verified = await rollcall('verify', '--deploy-repository', shop.manifests.directory, '--json');
    const about = JSON.parse(verified.stdout).findings as { subject: string }[];
    expect(about.filter(({ subject }) => subject === 'refund-service')).toEqual([]);
    const again = await rollcall(...words);
    expect([again.status, changed(shop.workspace), changed(shop.manifests)]).toEqual([0, [], []]);
  });

  test('a retired service goes from both', async () => {
    const words = ['retire', 'order-service', '--deploy-repository', shop.manifests.directory];
    const retired = await rollcall(...words, '--json');
    const { complete, deploy } = JSON.parse(retired.stdout);
    expect([retired.status, complete, deploy]).toEqual([
      0,
      true,
      [expect.objectContaining({ service: 'order-service', action: 'retire', complete: true })],
    ]);
    expect(changed(shop.manifests)).toEqual(manifestsOf('order-service'));
    expect(changed(shop.workspace)).toContain('services/order-service/main.go');
    const again = await rollcall(...words);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('nothing names it any more')]);
  });

  test('a name that neither has is a mistake', async () => {
    const { status, stderr } = await rollcall(
      'retire',
      'ordr-service',
      '--deploy-repository',
      shop.manifests.directory,
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('order-service')]);
  });

  test('nothing is written to either where one has changes that are not committed', async () => {
    rewrite(join(shop.manifests.directory, 'k8s/argocd/apps/prod/order-service.yaml'), (text) => `${text}# mine\n`);
    const before = changed(shop.manifests);
    const { status, stderr } = await rollcall(
      'retire',
      'order-service',
      '--deploy-repository',
      shop.manifests.directory,
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('not committed')]);
    expect([changed(shop.workspace), changed(shop.manifests)]).toEqual([[], before]);
  });

  test('without a clone it is said what is left', async () => {
    const { status, stdout } = await rollcall('new', 'refund-service', '--dry-run');
    expect([status, stdout]).toEqual([0, expect.stringContaining('do the same in example/deploy')]);
  });

  test('an environment of the manifests is one, and another is not', async () => {
    const words = ['new', 'refund-service', '--deploy-repository', shop.manifests.directory, '--environment'];
    const wrong = await rollcall(...words, 'stage');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('The environments are dev, prod')]);
    expect((await rollcall(...words, 'dev')).status).toBe(0);
    expect(changed(shop.manifests)).not.toContain('k8s/argocd/apps/prod/refund-service.yaml');
    expect(changed(shop.manifests)).toContain('k8s/argocd/apps/dev/refund-service.yaml');
  });
});

describe('in a workflow', () => {
  let server: GitHubServer;
  beforeEach(async () => {
    const beside = { name: 'deploy', repository: shop.deploy, token: deployToken };
    server = await startGitHubServer(shop.sources, { token, beside });
  });
  afterEach(async () => {
    await server.close();
    expect(server.problems).toEqual([]);
  });

  async function step(action: 'new-service' | 'retire-service', inputs: Record<string, string>) {
    const result = await runAction(action, {
      workspace: shop.workspace.directory,
      token,
      inputs,
      event: { name: 'workflow_dispatch', payload: { ref: 'refs/heads/main' } },
      env: {
        ...server.variables,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SHA: shop.workspace.git('rev-parse', 'HEAD'),
      },
    });
    expect(`${result.stdout}${result.stderr}`).not.toContain(token);
    expect(`${result.stdout}${result.stderr}`).not.toContain(deployToken);
    return result;
  }
  const heads = () => [shop.sources, shop.deploy].map(({ git }) => git('for-each-ref', 'refs/heads'));
  const refund = { service: 'refund-service', like: 'order-service' };

  test('a new service is a pull request in each, and they name each other', async () => {
    const { status, outputs, summary } = await step('new-service', { ...refund, 'deploy-token': deployToken });
    expect([status, outputs.complete]).toEqual([0, 'true']);
    const [there] = JSON.parse(outputs.deploy ?? '');
    expect(there).toMatchObject({ repository: 'example/deploy', complete: true, branch: outputs.branch });
    const branch = 'rollcall/add/refund-service';
    expect(shop.deploy.git('diff', '--name-only', 'main', branch).split('\n')).toEqual(manifestsOf('refund-service'));
    expect(shop.sources.git('diff', '--name-only', 'main', branch)).toContain('services/refund-service/main.go');
    expect(server.state.pulls.map(({ body }) => body)).toEqual([expect.stringContaining(there.pullRequest)]);
    expect(server.beside?.pulls.map(({ body }) => body)).toEqual([
      expect.stringContaining(outputs['pull-request-url'] ?? 'none'),
    ]);
    expect(summary).toContain('example/deploy');
    const before = heads();
    const again = await step('new-service', { ...refund, 'deploy-token': deployToken });
    expect([again.status, again.outputs['pull-request'], heads()]).toEqual([0, outputs['pull-request'], before]);
  });

  test('a retired service is one in each, stage by stage', async () => {
    const inputs = { service: 'order-service', stage: 'undeploy', 'deploy-token': deployToken };
    const { status, outputs } = await step('retire-service', inputs);
    const [there] = JSON.parse(outputs.deploy ?? '');
    expect([status, outputs.files, there.branch]).toEqual([0, '[]', 'rollcall/retire/order-service/undeploy']);
    expect(there.files.length).toBe(7);
  });

  test('where the manifests would lack something, nothing is pushed anywhere', async () => {
    const clone = cloneRepository(shop.deploy);
    clone.commit({ 'k8s/helm/charts/refund-service': 'a file where the chart would be\n' });
    clone.git('push', '--quiet', 'origin', 'main');
    const before = heads();
    const { status, outputs, stdout } = await step('new-service', { ...refund, 'deploy-token': deployToken });
    expect([status, outputs.complete, heads()]).toEqual([1, 'false', before]);
    expect(stdout).toContain('in example/deploy: 0 files, 2 things are missing');
    expect(stdout).not.toContain('everywhere already');
  });

  test('without a token for it the other one is left, and it is said', async () => {
    const before = shop.deploy.git('for-each-ref');
    const { status, outputs, stdout } = await step('new-service', refund);
    expect([status, outputs.deploy, shop.deploy.git('for-each-ref')]).toEqual([0, '[]', before]);
    expect(stdout).toContain('::warning');
    expect(stdout).toContain('nothing is changed in example/deploy');
    expect(outputs.checklist).toContain('do the same in example/deploy');
  });

  describe('where the second part fails', () => {
    const openPull = 'POST /repos/{owner}/{repo}/pulls';
    const branch = 'refs/heads/rollcall/add/refund-service';
    const refuse = (): void => {
      const hook = join(shop.deploy.directory, 'hooks/pre-receive');
      mkdirSync(join(shop.deploy.directory, 'hooks'), { recursive: true });
      writeFileSync(hook, "#!/bin/sh\necho 'GH006: Protected branch update failed.' >&2\nexit 1\n", { mode: 0o755 });
    };

    test('neither request can be opened: neither branch stays', async () => {
      const before = heads();
      server.fail(openPull, faults.mayNotOpenPulls, 9);
      const { status, stdout, outputs } = await step('new-service', { ...refund, 'deploy-token': deployToken });
      expect([status, outputs, heads()]).toEqual([3, {}, before]);
      expect(stdout.match(/^::error/gm)).toHaveLength(1);
    });

    test('the first request is open, and is named', async () => {
      refuse();
      const inputs = { ...refund, 'deploy-token': deployToken, via: 'git' };
      const { status, stdout, outputs } = await step('new-service', inputs);
      expect([status, outputs, server.state.pulls.length]).toEqual([3, {}, 1]);
      expect(stdout.match(/^::error/gm)).toHaveLength(1);
      expect(stdout).toMatch(/refuses the commit.*; the pull request https:\S+\/pull\/1, opened before, stays/);
      expect(shop.deploy.git('for-each-ref', branch)).toBe('');
    });

    test('a branch without a request goes again', async () => {
      refuse();
      const before = heads();
      const inputs = { ...refund, 'deploy-token': deployToken, via: 'git', mode: 'branch' };
      const { status, stdout } = await step('new-service', inputs);
      expect([status, heads()]).toEqual([3, before]);
      expect(stdout).not.toContain('stays');
    });
  });

  test('a patch for each', async () => {
    const { outputs } = await step('retire-service', {
      service: 'order-service',
      mode: 'patch',
      'deploy-token': deployToken,
    });
    const [there] = JSON.parse(outputs.deploy ?? '');
    for (const [file, clone] of [
      [outputs['patch-file'], shop.workspace],
      [there.patchFile, shop.manifests],
    ] as const)
      clone.git('apply', file ?? '');
    expect(changed(shop.manifests)).toEqual(manifestsOf('order-service'));
  });

  test('a folder is no repository that is written', async () => {
    const { status, stdout } = await step('new-service', { ...refund, 'deploy-repository': './deploy' });
    expect([status, stdout]).toEqual([2, expect.stringContaining('names no repository')]);
  });
});
