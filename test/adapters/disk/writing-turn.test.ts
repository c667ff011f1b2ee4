import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { finishKilledRuns, takeWritingTurn } from '@rollcall/adapters/disk/writing-turn';
import { ExternalError } from '@rollcall/domain/user-error';
import { gitEnvironment, initRepository, temporaryFolder } from '@rollcall/testkit/repository';

const killer = pathToFileURL(join(import.meta.dirname, '../../proof/kill-at-step.mjs')).href;

/** What a log was told. */
function listener() {
  const said: string[] = [];
  return {
    said,
    log: {
      progress() {},
      notice: (text: string) => void said.push(text),
      warning: (text: string) => void said.push(text),
    },
  };
}

interface Written {
  root: string;
  top?: string;
  files: Record<string, string | null>;
  created?: string[];
}

/** Writes files in a process of its own, which is killed before its nth change of the disk. */
function writeAndBeKilled({ root, top, files, created = [] }: Written, step: number): void {
  const source = `
    import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
    const writer = await openWorkTreeWriter(${JSON.stringify({ root, top: top ?? null })}, { progress() {}, notice() {}, warning() {} });
    const files = Object.entries(${JSON.stringify(files)}).map(([path, text]) => [path, text === null ? null : Buffer.from(text)]);
    await writer.write(new Map(files), new Set(${JSON.stringify(created)}));
  `;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ['--conditions=rollcall-source', '--import', 'tsx', '--import', killer, '--input-type=module', '--eval', source],
    { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8', env: { ...process.env, KILL_AT: String(step) } },
  );
  expect([signal, stderr]).toEqual(['SIGKILL', '']);
}

/** As many changes as are needed until the first file has its new content, and a later one has not. */
function killBetween(written: Written, isBetween: () => boolean): void {
  const before = temporaryFolder('before');
  execFileSync('cp', ['-a', `${written.root}/.`, before]);
  for (let step = 8; step < 40; step += 1) {
    writeAndBeKilled(written, step);
    if (isBetween()) return;
    rmSync(written.root, { recursive: true });
    execFileSync('cp', ['-a', before, written.root]);
  }
  throw new Error('never between');
}

function text(root: string, path: string): string | null {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;
}

function folderWith(files: Record<string, string>): string {
  const root = temporaryFolder('tree');
  mkdirSync(join(root, 'folder'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  return root;
}

const files = { a: 'new a', 'made/b': 'new b', 'folder/c': null, d: 'new d' };
const created = ['made/b'];

/** A plain folder in which a run was killed after all its changes but the last. */
function killedFolder(): string {
  const root = folderWith({ a: 'old a', 'folder/c': 'old c', d: 'old d' });
  chmodSync(join(root, 'folder/c'), 0o751);
  killBetween({ root, files, created }, () => text(root, 'folder/c') === null && text(root, 'd') === 'old d');
  expect([text(root, 'a'), text(root, 'made/b')]).toEqual(['new a', 'new b']);
  return root;
}

describe('what a killed run did', () => {
  test('is put back and said by the next, with modes and without the folders that it made', async () => {
    const root = killedFolder();
    const { said, log } = listener();
    await finishKilledRuns(root, log);
    expect(said).toEqual([
      'An earlier run of Rollcall was killed while it wrote files. Put back as they were: a, made/b, folder/c.',
    ]);
    expect(readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()).toEqual(['a', 'd', 'folder', 'folder/c']);
    expect(['a', 'folder/c', 'd'].map((path) => text(root, path))).toEqual(['old a', 'old c', 'old d']);
    expect(statSync(join(root, 'folder/c')).mode & 0o777).toBe(0o751);
    await finishKilledRuns(root, log);
    expect(said).toHaveLength(1);
  });

  test('is left where somebody has changed the file since, and that is said', async () => {
    const root = killedFolder();
    writeFileSync(join(root, 'a'), 'of a person');
    writeFileSync(join(root, 'folder/c'), 'of a person, too');
    rmSync(join(root, 'made'), { recursive: true });
    symlinkSync(temporaryFolder('outside'), join(root, 'made'));
    writeFileSync(join(root, 'd'), 'not touched by the run');
    const { said, log } = listener();
    const writer = await openWorkTreeWriter({ root, top: null }, log);
    writer.close();
    expect(said.join('\n')).toContain('left as they are: a, made/b, folder/c, d.');
    expect(['a', 'folder/c', 'd'].map((path) => text(root, path))).toEqual([
      'of a person',
      'of a person, too',
      'not touched by the run',
    ]);
    expect(readdirSync(root).sort()).toEqual(['a', 'd', 'folder', 'made']);
  });
});

test('a journal leads nowhere outside, whoever wrote it', async () => {
  const [root, outside] = [folderWith({ a: 'old a' }), temporaryFolder('outside')];
  const run = join(root, `.rollcall/rollcall-run-0-1-1-${'0'.repeat(6)}`);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(outside, 'file'), 'outside\n');
  const { said, log } = listener();
  for (const [folder, path] of [
    ['../', 'a'],
    ['', `../${outside.split('/').at(-1)}/file`],
    ['', '.git/config'],
  ]) {
    mkdirSync(run, { recursive: true });
    const journal = { folder, files: [{ path, old: null, new: 'x' }], folders: ['..'] };
    writeFileSync(join(run, 'journal.json'), JSON.stringify(journal));
    execFileSync('touch', ['-d', '2 hours ago', run]);
    await expect(finishKilledRuns(root, log)).rejects.toThrow('is no journal of Rollcall');
  }
  expect(said).toEqual([]);
  expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('outside\n');
});

describe('a journal that came with the files', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  test('deletes nothing, and is named', async () => {
    const root = folderWith({ a: 'of a person' });
    const run = join(root, `.rollcall/rollcall-run-deadbeef-1-1-${'0'.repeat(6)}`);
    mkdirSync(run, { recursive: true });
    const journal = { folder: '', files: [{ path: 'a', old: null, new: sha256('of a person') }], folders: [] };
    writeFileSync(join(run, 'journal.json'), JSON.stringify(journal));
    execFileSync('touch', ['-d', '2 hours ago', run]);
    for (const turn of [finishKilledRuns, takeWritingTurn])
      await expect(turn(root, listener().log)).rejects.toThrow('says what to put back, and is of another machine');
    expect(text(root, 'a')).toBe('of a person');
    expect(existsSync(join(run, 'journal.json'))).toBe(true);
  });

  test.each([
    ['a link', (kept: string) => symlinkSync(join(temporaryFolder('outside'), 'file'), kept)],
    ['another content', (kept: string) => writeFileSync(kept, 'not what it says')],
    ['nothing', () => {}],
  ])('puts back %s for no file', async (_what, keep) => {
    const root = killedFolder();
    const home = join(root, '.rollcall');
    const [run = ''] = readdirSync(home);
    const { files: written } = JSON.parse(readFileSync(join(home, run, 'journal.json'), 'utf8'));
    const index = written.findIndex(({ path }: { path: string }) => path === 'a');
    rmSync(join(home, run, `${index}.old`));
    keep(join(home, run, `${index}.old`));
    const { said, log } = listener();
    await finishKilledRuns(root, log);
    expect(said.join('\n')).toContain('left as they are: a.');
    expect([lstatSync(join(root, 'a')).isFile(), text(root, 'a')]).toEqual([true, 'new a']);
  });
});

describe('where contents are kept meanwhile', () => {
  const homes = (root: string): string[] =>
    ['.git/rollcall', '.rollcall'].filter((path) => existsSync(join(root, path)));

  test('in the git directory, the own one of each work tree', async () => {
    const repository = initRepository();
    repository.commit({ a: 'old' });
    const linked = join(temporaryFolder('linked'), 'tree');
    repository.git('worktree', 'add', '--quiet', linked);
    const first = await openWorkTreeWriter({ root: repository.directory, top: repository.directory }, listener().log);
    const second = await openWorkTreeWriter({ root: linked, top: linked }, listener().log);
    expect(homes(repository.directory)).toEqual(['.git/rollcall']);
    expect(existsSync(join(repository.directory, '.git/worktrees/tree/rollcall'))).toBe(true);
    for (const writer of [first, second]) writer.close();
    expect(homes(repository.directory)).toEqual([]);
  });

  test('beside the files where the git directory is on another file system', async () => {
    const repository = initRepository();
    repository.commit({ a: 'old' });
    // A disk of its own: /dev/shm is a file system in memory.
    const elsewhere = `/dev/shm/rollcall-test-${process.pid}`;
    execFileSync('cp', ['-a', join(repository.directory, '.git'), elsewhere]);
    rmSync(join(repository.directory, '.git'), { recursive: true });
    writeFileSync(join(repository.directory, '.git'), `gitdir: ${elsewhere}\n`);
    const writer = await openWorkTreeWriter({ root: repository.directory, top: repository.directory }, listener().log);
    expect([homes(repository.directory), existsSync(join(elsewhere, 'rollcall'))]).toEqual([['.rollcall'], false]);
    await writer.write(new Map([['a', Buffer.from('new')]]));
    writer.close();
    expect(
      execFileSync('git', ['status', '--porcelain'], { cwd: repository.directory, env: gitEnvironment }).toString(),
    ).toBe(' M a\n');
    rmSync(elsewhere, { recursive: true });
  });

  test('a link in its place is refused', async () => {
    const root = folderWith({ a: 'old' });
    symlinkSync(temporaryFolder('outside'), join(root, '.rollcall'));
    await expect(openWorkTreeWriter({ root, top: null }, listener().log)).rejects.toThrow(ExternalError);
  });
});
