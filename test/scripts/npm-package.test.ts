import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { gitEnvironment, initRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { createShop } from '@rollcall/testkit/shop';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the package runs with npx from an empty folder, and asks no registry for anything', () => {
  const folder = temporaryFolder('package');
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
  const [tarball = ''] = readdirSync(folder);
  expect(tarball).toBe(`rollcall-${version}.tgz`);
  const listed = execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
  const others = listed.filter((path) => !path.startsWith('package/packages/cli/dist/')).sort();
  expect(others).toEqual(
    ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'].map((path) => `package/${path}`),
  );
  expect(listed).toContain('package/packages/cli/dist/licenses.txt');

  const empty = temporaryFolder('empty');
  const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: join(empty, '.npm') };
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball)], { cwd: empty, env });
  const told = spawnSync('npx', ['--no-install', 'rollcall', '--version'], { cwd: empty, env, encoding: 'utf8' });
  expect(told).toMatchObject({ status: 0, stdout: `${version}\n` });
}, 30_000);

test('the image copies what is committed, and needs nothing else', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const copied = [...text.matchAll(/^COPY (\S+) /gm)].map(([, source = '']) => source);
  expect(copied).toEqual(['LICENSE', 'packages/cli/dist']);
  for (const source of copied)
    expect(execFileSync('git', ['ls-files', source], { cwd: root }).length).toBeGreaterThan(0);
  expect(text).toMatch(/^FROM node:\d+\.\d+\.\d+-\w+$/m);
  expect(text).toMatch(/^USER node$/m);
});

test('the hook of pre-commit starts what is committed as a program', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
  const [program = '', ...words] = hook.entry.split(' ');
  expect(hook).toMatchObject({ language: 'script', pass_filenames: false });
  expect(execFileSync('git', ['ls-files', '-s', program], { cwd: root, encoding: 'utf8' })).toMatch(/^100755 /);
  const { repository } = createShop();
  // As pre-commit does it: the program of the clone, started in the repository that is committed to.
  const { status, stdout } = spawnSync(join(root, program), words, {
    cwd: repository.directory,
    env: gitEnvironment,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, expect.stringContaining('chart-app-missing')]);
});

test('another owner is written wherever the actions and workflows are named', () => {
  const repository = initRepository();
  mkdirSync(join(repository.directory, 'scripts'));
  repository.commit({
    'package.json': '{ "repository": "github:owner/rollcall" }\n',
    'workflows/a.yml': 'uses: owner/rollcall/actions/x@v1 # not co-owner/rollcall-ui\n',
    'actions/x/dist/index.js': '"owner/rollcall"\n',
  });
  const script = join(root, 'scripts/set-owner.ts');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...words], {
      cwd: repository.directory,
    });
  expect(run('acme').status).toBe(0);
  const read = (path: string) => readFileSync(join(repository.directory, path), 'utf8');
  expect(read('package.json')).toContain('"github:acme/rollcall"');
  expect(read('workflows/a.yml')).toBe('uses: acme/rollcall/actions/x@v1 # not co-owner/rollcall-ui\n');
  expect(read('actions/x/dist/index.js')).toBe('"owner/rollcall"\n');
  expect([run('acme/x').status, run().status]).toEqual([2, 2]);
});
