import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { registryProgram, startRegistry } from '@rollcall/testkit/registry';
import type { Repository } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

const withRegistry = registryProgram === undefined ? test.skip : test;
if (registryProgram === undefined)
  console.error('SKIPPED: no docker-registry on this machine, so the command line asks none');

const application = (environment: string) => `k8s/argocd/apps/${environment}/cart-service.yaml`;

/** Runs a command in a repository and gives what it printed, with the file of cart-service that it left. */
async function run(repository: Repository, ...args: string[]) {
  const result = await runCommandLine(args, { cwd: repository.directory });
  expect(result.stderr).not.toContain('a bug in Rollcall');
  return { ...result, file: readFileSync(join(repository.directory, application('prod')), 'utf8') };
}

/** Changes the Application of cart-service in an environment on disk. */
function edit(repository: Repository, environment: string, change: (text: string) => string): string {
  const file = join(repository.directory, application(environment));
  const text = change(readFileSync(file, 'utf8'));
  writeFileSync(file, text);
  return text;
}

const dev = '58-3d90be1';
const prod = '41-8c2f1de';

describe.each([
  ['bump', ['bump', '--environment', 'prod', 'cart-service=142-abc1234'], '142-abc1234'],
  ['promote', ['promote', '--from', 'dev', '--to', 'prod', '--services', 'cart-service'], dev],
])('%s without a word on how to write', (_name, args, tag) => {
  test('is a dry run: the diff against the deploy branch of origin, and nothing is written', async () => {
    const { repository, origin, commit } = createShop({ oneRepository: true });
    edit(repository, 'prod', (text) => text.replace(prod, 'only-on-disk'));
    const plain = await run(repository, ...args);
    expect(plain).toMatchObject({ status: 0, stderr: '' });
    expect(plain.stdout).toContain('prod (k8s-deploy-prod): 1 service would change in 1 file\n');
    expect(plain.stdout).toContain(
      `-          value: "${prod}"  # written by CI\n+          value: "${tag}"  # written`,
    );
    expect(plain.file).toContain('only-on-disk');
    expect(origin.git('rev-parse', 'k8s-deploy-prod')).toBe(commit);
    expect((await run(repository, ...args, '--dry-run')).stdout).toBe(plain.stdout);
    const json = await run(repository, ...args, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ changed: true, commit: '', changes: [{ old: prod, new: tag }] });
  });

  test('where origin has no deploy branch, it is about the files on disk, and says so', async () => {
    const { repository, origin } = createShop({ oneRepository: true });
    origin.git('branch', '-D', 'k8s-deploy-prod');
    const onDisk = await run(repository, ...args);
    expect(onDisk.stdout).toContain('prod (files on disk): 1 service would change in 1 file\n');
    expect(onDisk.stderr).toContain('origin has no branch "k8s-deploy-prod": this is about the files on disk.');
    expect(onDisk.stderr).toContain('give --base-branch');
    const fromBase = await run(repository, ...args, '--base-branch', 'main');
    expect(fromBase.stdout).toContain('prod (k8s-deploy-prod): 1 service would change');
    expect(origin.git('branch', '--list', 'k8s-deploy-prod')).toBe('');
  });

  test('a branch that is named and not there is a mistake, as it would be with --push', async () => {
    const { repository } = createShop({ oneRepository: true });
    const result = await run(repository, ...args, '--branch', 'nowhere');
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('there is no branch "nowhere"');
  });

  test('two ways to write are a mistake', async () => {
    const { repository } = createShop({ oneRepository: true });
    const result = await run(repository, ...args, '--push', '--in-place');
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('--in-place and --push are both given');
  });
});

describe.each([
  ['bump', (tag: string) => ['bump', '--environment', 'prod', `cart-service=${tag}`]],
  ['promote', () => ['promote', '--from', 'dev', '--to', 'prod', '--services', 'cart-service']],
])('%s --in-place', (_name, argsFor) => {
  /** A shop without a remote: both environments are the files on disk. */
  function shopOnDisk(tag: string): Repository {
    const { repository } = createShop({ oneRepository: true });
    repository.git('remote', 'remove', 'origin');
    edit(repository, 'dev', (text) => text.replace(dev, tag));
    return repository;
  }

  test('--numeric-tags: a tag of digits is refused, or kept a text when told to', async () => {
    const repository = shopOnDisk('1234567');
    const args = [...argsFor('1234567'), '--in-place'];
    const before = readFileSync(join(repository.directory, application('prod')), 'utf8');
    const refused = await run(repository, ...args);
    expect(refused).toMatchObject({ status: 2, file: before });
    expect(refused.stderr).toContain(`${application('prod')}:30:`);
    expect(refused.stderr).toContain('image.tag "1234567" would reach the chart as an integer');
    const forced = await run(repository, ...args, '--numeric-tags', 'force-string');
    expect(forced.status).toBe(0);
    expect(forced.file).toBe(
      before.replace(
        `value: "${prod}"  # written by CI`,
        'value: "1234567"  # written by CI\n          forceString: true',
      ),
    );
    const unknown = await run(repository, ...args, '--numeric-tags', 'quote');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('--numeric-tags is "quote"');
  });

  withRegistry('--verify-images and --pin-digests ask the registry that the Application names', async () => {
    const registry = await startRegistry();
    try {
      const digest = await registry.push('shop/cart-service', '142-abc1234');
      const repository = shopOnDisk('142-abc1234');
      const before = edit(repository, 'prod', (text) =>
        text.replace(
          '      parameters:\n',
          `      parameters:\n        - {name: global.imageRegistry, value: "${registry.host}"}\n        - {name: image.digest, value: ""}\n`,
        ),
      );
      const args = [...argsFor('142-abc1234'), '--in-place'];

      const pinned = await run(repository, ...args, '--pin-digests');
      expect(pinned).toMatchObject({ status: 0, stderr: '' });
      const after = before
        .replace(prod, '142-abc1234')
        .replace('image.digest, value: ""', `image.digest, value: "${digest}"`);
      expect(pinned.file).toBe(after);

      edit(repository, 'dev', (text) => text.replace('142-abc1234', '143-abc1234'));
      edit(repository, 'prod', () => before);
      const absent = await run(repository, ...argsFor('143-abc1234'), '--in-place', '--verify-images');
      expect(absent).toMatchObject({ status: 2, file: before });
      expect(absent.stderr).toContain(
        `1 image does not exist: ${registry.host}/shop/cart-service:143-abc1234 ("cart-service")`,
      );
    } finally {
      await registry.close();
    }
  });
});

test('promote to another repository, which nobody copies to or asks, is refused', async () => {
  const { repository, origin, commit } = createShop();
  const words = ['promote', '--from', 'dev', '--to', 'prod', '--allow-older'];
  for (const way of [['--services', 'cart-service'], ['--push'], ['--in-place']]) {
    const result = await run(repository, ...words, ...way);
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(
      /is pulled from "[\w./]+\/dev\/[\w-]+" in dev and from "[\w./]+\/prod\/[\w-]+" in prod/,
    );
    expect(result.stderr).toContain('Set copy to true, and each image is copied there first, or verify-images to true');
    expect(result.stderr).toMatch(/k8s\/argocd\/apps\/prod\/[\w-]+\.yaml:\d+/);
  }
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(origin.git('rev-parse', 'k8s-deploy-prod')).toBe(commit);
});

withRegistry('promote copies the image to the repository of the environment before it writes its tag', async () => {
  const registry = await startRegistry();
  try {
    const digest = await registry.push('dev/cart-service', dev);
    // Without a remote both environments are the files on disk.
    const { repository } = createShop();
    repository.git('remote', 'remove', 'origin');
    for (const environment of ['dev', 'prod'])
      edit(repository, environment, (text) =>
        text.replace(
          '      parameters:\n',
          `      parameters:\n        - {name: global.imageRegistry, value: "${registry.host}"}\n`,
        ),
      );
    const words = 'promote --from dev --to prod --services cart-service --in-place --allow-older --verify-images';
    const refused = await run(repository, ...words.split(' '));
    expect(refused).toMatchObject({ status: 2 });
    expect(refused.file).toContain(prod);
    const copied = await run(repository, ...words.split(' '), '--copy', 'true');
    expect(copied.stderr).toContain(`${registry.host}/prod/cart-service:${dev} (${digest})`);
    expect(copied).toMatchObject({ status: 0 });
    expect(copied.file).toContain(dev);
    const again = await run(repository, ...words.split(' '), '--copy', 'true');
    expect(again).toMatchObject({ status: 0, file: copied.file });
  } finally {
    await registry.close();
  }
});
