import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { initRepository, type Repository } from '@rollcall/testkit/repository';

const script = join(import.meta.dirname, '../../scripts/pin-release.ts');
const workflow =
  'jobs:\n  a:\n    steps:\n      - uses: owner/rollcall/actions/detect-changes@v1\n      - uses: actions/checkout@abc # v6.1.0\n  b:\n    uses: owner/rollcall/.github/workflows/build-images.yml@v1\n';
const path = '.github/workflows/release.yml';

function run(repository: Repository, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const tsx = import.meta.resolve('tsx');
  return spawnSync(process.execPath, ['--import', tsx, script, ...args], {
    cwd: repository.directory,
    encoding: 'utf8',
  });
}

function shop(): { repository: Repository; commit: string } {
  const repository = initRepository();
  const files = { [path]: workflow, 'actions/x/dist/index.js': 'a\n', 'package.json': '{ "version": "1.2.3" }\n' };
  return { repository, commit: repository.commit(files, 'Sources') };
}

test('a release calls of ours what its parent has, by commit, and is checked to change nothing else', () => {
  const { repository, commit } = shop();
  expect(run(repository, 'v1.2.3')).toMatchObject({ status: 0, stderr: '' });
  const pinned = readFileSync(join(repository.directory, path), 'utf8');
  expect(pinned).toBe(workflow.replaceAll('@v1', `@${commit} # v1.2.3`));
  expect(run(repository, 'v1.2.3')).toMatchObject({ status: 1, stderr: expect.stringContaining('has changes') });
  expect(run(repository, 'v1.2.4')).toMatchObject({ status: 1, stderr: expect.stringContaining('of version 1.2.3') });
  repository.commit({}, 'Release v1.2.3');
  expect(run(repository, '--check', 'v1.2.3')).toMatchObject({ status: 0, stderr: '' });
  expect(run(repository, '--check', 'v1.2.4')).toMatchObject({ status: 1 });
});

test.each([
  [
    'another reference',
    { [path]: workflow.replaceAll('@v1', `@${'0'.repeat(40)} # v1.2.3`) },
    'release.yml is not the one of',
  ],
  ['a reference that is left as a tag', { [path]: `${workflow}# changed\n` }, 'release.yml is not the one of'],
  [
    'another program',
    { 'actions/x/dist/index.js': 'b\n' },
    'actions/x/dist/index.js is not what the pinned commit has',
  ],
])('a release with %s is refused', (_what, files, message) => {
  const { repository } = shop();
  run(repository, 'v1.2.3');
  repository.commit(files, 'Release v1.2.3');
  const { status, stderr } = run(repository, '--check', 'v1.2.3');
  expect(stderr).toContain(message);
  expect(status).toBe(1);
});

test('our workflows call nothing of ours by a tag once they are pinned', () => {
  const folder = join(import.meta.dirname, '../../.github/workflows');
  const texts = readdirSync(folder).map((name) => [
    `.github/workflows/${name}`,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  const repository = initRepository();
  const commit = repository.commit(
    { ...Object.fromEntries(texts), 'package.json': '{ "version": "1.2.3" }\n' },
    'Sources',
  );
  expect(run(repository, 'v1.2.3')).toMatchObject({ status: 0, stderr: '' });
  const uses = readdirSync(join(repository.directory, '.github/workflows')).flatMap((name) =>
    readFileSync(join(repository.directory, '.github/workflows', name), 'utf8')
      .split('\n')
      .filter((line) => /uses: owner\/rollcall\//.test(line)),
  );
  expect(uses.length).toBeGreaterThan(20);
  for (const line of uses) expect(line).toMatch(new RegExp(`@${commit} # v1\\.2\\.3$`));
});

test.each([[[]], [['1.2.3']], [['v1.2.3', 'more']], [['--check']]])('%j is told how it is used', (args: string[]) => {
  expect(run(shop().repository, ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('usage:') });
});
