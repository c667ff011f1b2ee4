import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { schemaAddress } from '@rollcall/domain/version';
import { initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

function init({ directory }: Repository, ...words: string[]) {
  return runCommandLine(['init', ...words], { cwd: directory });
}

const changed = (repository: Repository) => repository.git('status', '--porcelain', '--untracked-files=all');

/** The shop before anybody releases it: with branches for both environments, and no workflow. */
function unreleasedShop(): Repository {
  const { repository } = createShop();
  repository.git('rm', '-rq', '.github/workflows');
  repository.git('commit', '--quiet', '-m', 'Nothing is released');
  for (const branch of ['service-deploy-dev', 'service-deploy-prod']) repository.git('branch', branch);
  return repository;
}

test('shows what it would write, and writes nothing before somebody says so', async () => {
  const shop = unreleasedShop();
  const shown = await init(shop, '--dry-run');
  expect([shown.status, changed(shop)]).toEqual([0, '']);
  expect(shown.stdout).toContain('+    branches: [service-deploy-dev, service-deploy-prod]');
  expect(shown.stdout).toContain('9 services: account-service (java)');
  expect(shown.stdout).toMatch(/\nNext:\n {2}\$ rollcall verify\n {2}\$ rollcall matrix .*\n {2}\$ git add .*\n$/);
  const unasked = await init(shop);
  expect([unasked.status, changed(shop)]).toEqual([2, '']);
  expect(unasked.stderr).toContain('there is no terminal to ask on');
});

test('writes it with --yes, and the second time there is nothing to write', async () => {
  const shop = unreleasedShop();
  const { status, stdout } = await init(shop, '--yes', '--json');
  expect(status).toBe(0);
  const { files } = JSON.parse(stdout);
  expect(files.map(({ path }: { path: string }) => path)).toEqual([
    '.github/workflows/release.yml',
    '.github/workflows/verify.yml',
  ]);
  for (const { path, text } of files) expect(readFileSync(join(shop.directory, path), 'utf8')).toBe(text);
  const before = changed(shop);
  const again = await init(shop, '--yes');
  expect([again.status, changed(shop)]).toEqual([0, before]);
  expect(again.stdout).toContain('Nothing is to be written.');
});

test('keeps the workflow that builds the shop', async () => {
  const { repository } = createShop();
  const { stdout } = await init(repository, '--yes');
  expect(changed(repository)).toBe('?? .github/workflows/verify.yml');
  expect(stdout).toContain('.github/workflows/ci-build-images.yaml: it builds images');
});

test('a pair of repositories is told by a clone of the manifests', async () => {
  const { repository: manifests } = createShop();
  manifests.git('rm', '-rq', 'services', 'packages');
  manifests.git('commit', '--quiet', '-m', 'Manifests alone');
  manifests.git('remote', 'set-url', 'origin', 'https://github.com/acme/deploy.git');
  const sources = initRepository();
  sources.commit({ 'services/cart-service/Dockerfile': 'FROM scratch\n' }, 'Sources alone');
  const { status } = await init(sources, '--yes', '--deploy-repository', manifests.directory);
  expect(status).toBe(0);
  const hint = `# yaml-language-server: $schema=${schemaAddress}\n`;
  expect(readFileSync(join(sources.directory, 'rollcall.yaml'), 'utf8')).toBe(
    `${hint}deploy-repository: acme/deploy\n`,
  );
  const workflow = readFileSync(join(sources.directory, '.github/workflows/release.yml'), 'utf8');
  expect(workflow).toContain('options: [dev, prod]');
  expect(workflow).toContain('      deploy-token: ${{ secrets.DEPLOY_TOKEN }}');
});

test('nothing is written through a link, or over what git ignores', async () => {
  const shop = unreleasedShop();
  const outside = temporaryFolder('outside');
  mkdirSync(join(shop.directory, '.github'), { recursive: true });
  symlinkSync(outside, join(shop.directory, '.github/workflows'));
  const { stdout } = await init(shop, '--yes');
  expect(readdirSync(outside)).toEqual([]);
  expect(stdout).toContain('Nothing is to be written.');
  const other = unreleasedShop();
  mkdirSync(join(other.directory, '.github/workflows'), { recursive: true });
  writeFileSync(join(other.directory, '.github/workflows/verify.yml'), 'mine\n');
  writeFileSync(join(other.directory, '.git/info/exclude'), 'verify.yml\n');
  const ignored = await init(other, '--yes');
  expect(ignored.status).toBe(2);
  expect(readFileSync(join(other.directory, '.github/workflows/verify.yml'), 'utf8')).toBe('mine\n');
  expect(existsSync(join(other.directory, '.github/workflows/release.yml'))).toBe(false);
});
