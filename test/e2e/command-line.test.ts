import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { node24 } from '@rollcall/node24';
import { cloneRepository, initRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop, sharedFile } from '@rollcall/testkit/shop';

const shared = [
  'cart-service',
  'inventory-service',
  'order-service',
  'payment-service',
  'report-service',
  'review-service',
];

test('the version is that of the package, and --root may stand before the command', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const cwd = temporaryFolder();
  expect(await runCommandLine(['--version'], { cwd })).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  const { repository } = createShop();
  const behind = await runCommandLine(['catalog', '--root', repository.directory], { cwd });
  expect(behind.status).toBe(0);
  for (const words of [['--root', repository.directory], [`--root=${repository.directory}`]])
    expect(await runCommandLine([...words, 'catalog'], { cwd })).toEqual(behind);
});

describe.each([
  ['the running Node', process.execPath],
  ['the Node of the actions', node24().path],
])('under %s', (_name, node) => {
  test('catalog, detect, matrix and verify each print one JSON value', async () => {
    const { repository } = createShop();
    repository.commit({ [sharedFile]: 'package httpserver\n' });
    const json = async (...args: string[]) => {
      const { stdout, stderr } = await runCommandLine([...args, '--json'], { cwd: repository.directory, node });
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    const catalog = await json('catalog');
    expect(catalog.services.map(({ name }: { name: string }) => name)).toEqual(
      ['account-service', 'admin-portal', ...shared, 'storefront'].sort(),
    );
    expect(catalog.services.find(({ name }: { name: string }) => name === 'cart-service')).toMatchObject({
      path: 'services/cart-service',
      kind: 'go',
      context: '.',
      chart: 'k8s/helm/charts/cart-service',
    });
    expect(catalog.environments).toEqual([
      { name: 'dev', deployBranch: 'k8s-deploy-dev', applications: 'k8s/argocd/apps/dev' },
      { name: 'prod', deployBranch: 'k8s-deploy-prod', applications: 'k8s/argocd/apps/prod' },
    ]);
    expect(catalog.problems).toEqual([]);
    expect((await json('detect', '--base', 'HEAD~1')).services).toEqual(shared);
    expect(
      (await json('matrix', '--services', 'storefront', '--environment', 'prod', '--tag', '7-abc')).images,
    ).toEqual([{ service: 'storefront', tag: '7-abc', repository: 'prod/storefront' }]);
    expect(Object.keys(await json('verify'))).toEqual(['findings', 'checklist', 'summary']);
  });
});

test('bump --in-place changes one value, keeps every other byte and makes no commit', async () => {
  const { repository, commit } = createShop();
  const { status, stdout } = await runCommandLine(
    ['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--in-place'],
    { cwd: join(repository.directory, 'services') },
  );
  expect(stdout).toContain('cart-service  41-8c2f1de  →  142-abc1234');
  expect(status).toBe(0);
  expect(repository.git('diff', '--numstat')).toBe('1\t1\tk8s/argocd/apps/prod/cart-service.yaml');
  expect(repository.git('rev-parse', 'HEAD')).toBe(commit);
});

test('bump --push creates a missing deploy branch from its base', async () => {
  const { repository, origin, commit } = createShop();
  origin.git('branch', '-D', 'k8s-deploy-prod');
  const { status } = await runCommandLine(
    ['bump', '--environment', 'prod', 'cart-service=142-abc1234', '--push', '--base-branch', 'main'],
    { cwd: repository.directory },
  );
  expect(status).toBe(0);
  expect(origin.git('rev-parse', 'k8s-deploy-prod~1')).toBe(commit);
});

test('verify --fix writes what is safe, and fixes what it says', async () => {
  const { repository } = createShop();
  const before = JSON.parse((await runCommandLine(['verify', '--json'], { cwd: repository.directory })).stdout);
  const fixable = before.findings.filter(({ fix }: { fix: { safe: boolean } | null }) => fix?.safe).length;
  expect(fixable).toBeGreaterThan(4);
  const run = await runCommandLine(['verify', '--fix', '--json'], { cwd: repository.directory });
  expect(run.status).toBe(1);
  const after = JSON.parse(run.stdout);
  expect(after.findings.length).toBe(before.findings.length - fixable);
  expect(repository.git('diff', '--name-only').split('\n')).toContain('.github/workflows/ci-build-images.yaml');
  expect(readFileSync(join(repository.directory, '.github/workflows/ci-build-images.yaml'), 'utf8')).toContain(
    '"review-service","storefront","report-service"]',
  );
});

describe('a mistake is one clear message and its exit code', () => {
  const shop = createShop();
  const cwd = shop.repository.directory;
  const applications = 'k8s/argocd/apps/prod';

  /** A copy of the example in which one file is another. */
  function changed(files: Record<string, string>): string {
    const folder = temporaryFolder();
    cpSync(cwd, folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  test.each<[string, number, RegExp, () => { args: string[]; cwd: string }]>([
    ['no command', 2, /^$/, () => ({ args: [], cwd })],
    ['an unknown command', 2, /no command "detct".*\n.*Did you mean "detect"/, () => ({ args: ['detct'], cwd })],
    [
      'an unknown option',
      2,
      /no option "--bse".*\n.*Did you mean "base"/,
      () => ({ args: ['detect', '--bse', 'x'], cwd }),
    ],
    ['not a git repository', 2, /not inside a git repository/, () => ({ args: ['detect'], cwd: temporaryFolder() })],
    ['a folder that is not there', 2, /is not a folder/, () => ({ args: ['catalog', '--root', 'nowhere'], cwd })],
    [
      'an unknown service',
      2,
      /"cart-servis": no such service.*\n.*Did you mean "cart-service"/,
      () => ({ args: ['detect', '--services', 'cart-servis'], cwd }),
    ],
    [
      'an unknown revision',
      2,
      /base is "nowhere", which is no commit here/,
      () => ({ args: ['detect', '--base', 'nowhere'], cwd }),
    ],
    [
      'a tag YAML reads as a number',
      2,
      /12e4567.*number/,
      () => ({ args: ['matrix', '--services', 'storefront', '--tag', '12e4567'], cwd }),
    ],
    [
      'a mutable tag',
      2,
      /mutable/,
      () => ({ args: ['bump', '--environment', 'prod', 'storefront=latest', '--in-place'], cwd }),
    ],
    [
      'a service given two tags',
      2,
      /given twice/,
      () => ({ args: ['bump', '--environment', 'prod', 'storefront=7-a', 'storefront=7-b', '--in-place'], cwd }),
    ],
    [
      'a configuration with an unknown key',
      2,
      /rollcall\.yaml:1:1: .*"servces"[\s\S]*"?services"?/,
      () => ({ args: ['catalog'], cwd: changed({ 'rollcall.yaml': 'servces: {}\n' }) }),
    ],
    [
      'an Application without source',
      1,
      /apps\/prod\/x\.yaml:\d+:\d+: .*source/,
      () => ({
        args: ['verify'],
        cwd: changed({
          [`${applications}/x.yaml`]:
            'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\nspec: {project: default}\n',
        }),
      }),
    ],
    [
      'unreadable YAML',
      2,
      /apps\/prod\/x\.yaml:3:\d+: .*YAML/,
      () => ({
        args: ['catalog'],
        cwd: changed({
          [`${applications}/x.yaml`]: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n\tspec: 1\n',
        }),
      }),
    ],
    [
      'a deploy branch that is not there',
      2,
      /there is no branch "nowhere"/,
      () => ({ args: ['bump', '--environment', 'prod', 'storefront=142-a', '--push', '--branch', 'nowhere'], cwd }),
    ],
    [
      'a remote that is gone',
      3,
      /git .*failed|cannot be read/,
      () => {
        const clone = cloneRepository(shop.origin);
        clone.git('remote', 'set-url', 'origin', `file://${temporaryFolder()}/gone.git`);
        return { args: ['bump', '--environment', 'prod', 'storefront=142-a', '--push'], cwd: clone.directory };
      },
    ],
  ])('%s: %d', async (_name, status, message, run) => {
    const { args, cwd: folder } = run();
    const result = await runCommandLine(args, { cwd: folder });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toContain('a bug in Rollcall');
    expect(result.status).toBe(status);
  });
});

test('without a remote, the default branch is main', async () => {
  const repository = initRepository();
  repository.commit({
    'services/a/Dockerfile': 'FROM scratch\nCOPY . .\n',
    'services/b/Dockerfile': 'FROM scratch\nCOPY . .\n',
  });
  repository.git('switch', '--quiet', '--create', 'feature');
  repository.commit({ 'services/a/main.go': 'package main\n' });
  const { stdout, stderr } = await runCommandLine(['detect', '--json'], { cwd: repository.directory });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).services).toEqual(['a']);
});

test.each([
  ['a target alone', ''],
  ['a comment above it', '# images << tags\n'],
  ['another target with a heredoc', 'target "beta" {\n  dockerfile-inline = <<EOT\nFROM scratch\nEOT\n}\n'],
])('a Bake file says what an image is built from: %s', async (_name, above) => {
  const repository = initRepository();
  repository.commit({
    'services/alpha/Dockerfile': 'FROM alpine:3.20\nCOPY . /app\n',
    'lib/x': '1\n',
    'docker-bake.hcl': `${above}target "alpha" {\n  context = "."\n  dockerfile = "services/alpha/Dockerfile"\n}\n`,
  });
  repository.commit({ 'lib/x': '2\n' });
  const { stdout } = await runCommandLine(['detect', '--base', 'HEAD~1', '--json'], { cwd: repository.directory });
  expect(JSON.parse(stdout).services).toEqual(['alpha']);
});

test('two folders of one name stop nothing: each is named by its path, with the line that settles it', async () => {
  const { repository } = createShop();
  repository.commit({ 'other/storefront/Dockerfile': 'FROM scratch\n' });
  const { status, stdout, stderr } = await runCommandLine(['catalog'], { cwd: repository.directory });
  expect(status).toBe(0);
  expect(stdout).toContain('other-storefront');
  expect(stderr).toContain('overrides: { other-storefront: { path: "other/storefront" } }');
});

test('a repository without anything is an empty Catalog, not a failure', async () => {
  const repository = initRepository();
  repository.commit({ 'README.md': '' });
  const { status, stdout } = await runCommandLine(['catalog', '--json'], { cwd: repository.directory });
  expect(JSON.parse(stdout)).toEqual({ services: [], leftOut: [], environments: [], registers: [], problems: [] });
  expect(status).toBe(0);
});

describe('values', () => {
  const chart = 'k8s/helm/charts/cart-service/values.yaml';

  test('says which value wins, where it is written and what it wins over', async () => {
    const { repository } = createShop();
    const values = (...args: string[]) => runCommandLine(['values', ...args], { cwd: repository.directory });
    const { stdout, stderr, status } = await values('cart-service-prod', 'image.tag');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(
      /^ {2}image\.tag {2}41-8c2f1de {2}k8s\/argocd\/apps\/prod\/cart-service\.yaml:\d+ parameters$/m,
    );
    const all = await values('cart-service-prod', 'image.repository');
    expect(all.stdout).toMatch(new RegExp(`^ +over cart-service {2,}${chart}:5\\n$`, 'm'));
    const json = JSON.parse((await values('cart-service-prod', 'image.tag', '--json')).stdout);
    expect(json.sources[0].values[0]).toMatchObject({
      key: 'image.tag',
      state: 'set',
      certain: true,
      value: '41-8c2f1de',
    });
    expect(
      JSON.parse((await values('cart-service-prod', '--all', '--json')).stdout).sources[0].values.length,
    ).toBeGreaterThan(1);
  });

  test.each([
    [['values'], 'rollcall values takes the name of an Application'],
    [['values', 'cart-service-prd'], 'Did you mean "cart-service-prod"?'],
    [['values', 'cart-service-prod', 'image.tga'], 'Did you mean "image.tag"?'],
    [['values', 'cart-service-prod', '--environment', 'dev'], 'Application "cart-service-prod" is not in "dev"'],
  ])('%j is a mistake of the user', async (args, message) => {
    const { repository } = createShop();
    const { status, stdout, stderr } = await runCommandLine(args, { cwd: repository.directory });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
