import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { diskTree } from '@rollcall/adapters/disk/tree';
import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { readConfig } from '@rollcall/domain/catalog/config';
import { filesDiff } from '@rollcall/domain/tree/unified-diff';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { gitEnvironment, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';
import { gitOf } from '../git-of.ts';

/** The shop with its root Application of prod in the folder it reads. */
function brokenShop() {
  const shop = createShop();
  const { repository } = shop;
  const root = join(repository.directory, 'k8s/argocd');
  mkdirSync(join(root, 'apps/prod'), { recursive: true });
  renameSync(join(root, 'root-apps/prod.yaml'), join(root, 'apps/prod/root-app.yaml'));
  repository.commit({}, 'Move the root Application where it deploys itself');
  repository.git('push', '--quiet', 'origin', 'main');
  return shop;
}

async function plan(repository: Repository) {
  const tree = diskTree(repository.directory, gitOf(repository.directory));
  const options = {
    config: await readConfig(tree),
    repositoryUrl: 'https://github.com/example/shop',
    today: '2026-06-15',
    tags: new Map([['report-service', '9-abc1234']]),
  };
  return { tree, options, result: await fixServices(tree, options, true) };
}

function treeOf(repository: Repository): string {
  repository.git('add', '--all');
  return repository.git('write-tree');
}

test('a work tree, a branch and git apply end up with the same files, and nothing is left to fix', async () => {
  const { repository, origin } = brokenShop();
  const { result, options } = await plan(repository);
  expect([...result.created]).toEqual(
    expect.arrayContaining(['k8s/argocd/apps/prod/report-service.yaml', 'k8s/argocd/root-apps/prod.yaml']),
  );
  expect(result.files.get('k8s/argocd/apps/prod/root-app.yaml')).toBeNull();

  const branch = await gitDeployBranch({
    folder: temporaryFolder('fixes'),
    url: `file://${origin.directory}`,
    branch: 'main',
  });
  const outcome = await branch.commit(await branch.read(), result.files, 'Fixes');
  const committed = typeof outcome === 'string' ? outcome : origin.git('rev-parse', `${outcome.commit}^{tree}`);

  const patched = brokenShop().repository;
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd: patched.directory,
    input: await filesDiff(diskTree(repository.directory, gitOf(repository.directory)), result.files),
    env: gitEnvironment,
    stdio: 'pipe',
  });
  expect(treeOf(patched)).toBe(committed);

  const root = repository.directory;
  const writer = await openWorkTreeWriter({ root, top: root }, { progress() {}, notice() {}, warning() {} });
  await writer.write(result.files, result.created);
  writer.close();
  expect(treeOf(repository)).toBe(committed);

  const again = await fixServices(diskTree(repository.directory, gitOf(repository.directory)), options, true);
  expect([...again.files]).toEqual([]);
});
