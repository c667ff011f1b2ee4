import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { diskTree } from '@rollcall/adapters/disk/tree';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { TreeEntry } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import { initRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

/** A folder with one of each kind of thing, in a repository or not. */
function folderOf(isRepository: boolean): string {
  const root = isRepository ? initRepository().directory : temporaryFolder('plain');
  const outside = temporaryFolder('outside');
  writeFileSync(join(outside, 'file'), 'outside\n');
  mkdirSync(join(root, 'folder/below'), { recursive: true });
  writeFileSync(join(root, 'folder/below/file'), 'inside\n');
  symlinkSync(outside, join(root, 'linked'));
  symlinkSync('folder', join(root, 'linked-inside'));
  symlinkSync(join(outside, 'file'), join(root, 'link'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  return root;
}

const listed: TreeEntry[] = [
  { path: 'folder/below/file', mode: 'file' },
  { path: 'link', mode: 'symlink' },
  { path: 'linked', mode: 'symlink' },
  { path: 'linked-inside', mode: 'symlink' },
];

describe.each([
  ['a work tree', true],
  ['a plain folder', false],
])('%s', (_name, repository) => {
  test('links are listed and never followed, pipes are neither, and the root may be a link', async () => {
    const root = folderOf(repository);
    const link = join(temporaryFolder(), 'root');
    symlinkSync(root, link);
    for (const top of [root, link]) {
      const tree = diskTree(top, repository ? gitOf(top) : null);
      expect(await tree.list()).toEqual(listed);
      const contents = await tree.read([
        ...['folder/below/file', 'link', 'linked/file', 'linked-inside/below/file', 'pipe', '/dev/zero'],
        ...['.git/config', '.GIT/config', '../outside', 'none', 'folder', ''],
      ]);
      expect([...contents.keys()]).toEqual(['folder/below/file']);
    }
  });

  test('a .github that is a link configures nothing, wherever it leads', async () => {
    const elsewhere = temporaryFolder('elsewhere');
    writeFileSync(join(elsewhere, 'rollcall.yaml'), 'services: { exclude: ["marker"] }\n');
    for (const target of [elsewhere, 'ci']) {
      const root = repository ? initRepository().directory : temporaryFolder('plain');
      mkdirSync(join(root, 'ci'));
      writeFileSync(join(root, 'ci/rollcall.yaml'), 'services: { exclude: ["marker"] }\n');
      symlinkSync(target, join(root, '.github'));
      const tree = diskTree(root, repository ? gitOf(root) : null);
      expect((await tree.list()).map(({ path, mode }) => `${mode} ${path}`)).toContain('symlink .github');
      expect((await readConfig(tree)).config).toEqual({});
    }
  });

  test('a socket is no file', async () => {
    const root = folderOf(repository);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const tree = diskTree(root, repository ? gitOf(root) : null);
    expect(await tree.list()).toEqual(listed);
    expect((await tree.read(['socket'])).size).toBe(0);
    server.close();
  });

  test.each([
    ['went away', () => {}],
    ['became a folder', (file: string) => mkdirSync(file)],
    ['became a link', (file: string) => symlinkSync('/dev/zero', file)],
    ['became a pipe', (file: string) => execFileSync('mkfifo', [file])],
  ])('a file that %s after it was listed is said, not taken for one that never was', async (_what, change) => {
    const root = folderOf(repository);
    const tree = diskTree(root, repository ? gitOf(root) : null);
    await tree.list();
    rmSync(join(root, 'folder/below/file'));
    change(join(root, 'folder/below/file'));
    const failed = tree.read(['none', 'folder/below/file']);
    await expect(failed).rejects.toThrow(ExternalError);
    await expect(failed).rejects.toThrow('folder/below/file was a file when the files were listed');
  });

  test('a folder that may not be read is an error with its name', () => {
    const root = folderOf(repository);
    mkdirSync(join(root, 'closed'));
    writeFileSync(join(root, 'closed/file'), 'x');
    chmodSync(join(root, 'closed'), 0);
    const said = asAnybody(`
      import { diskTree } from '@rollcall/adapters/disk/tree';
      import { createGit } from '@rollcall/adapters/git/command';
      import { workTreeRepository } from '@rollcall/adapters/git/repository';
      await diskTree(${JSON.stringify(root)}, ${repository ? `createGit({ repository: workTreeRepository(${JSON.stringify(root)}) })` : null}).list().catch(({ name, message }) => console.log(name, message));
    `);
    chmodSync(join(root, 'closed'), 0o755);
    expect(said).toMatch(/^ExternalError .*closed.* cannot be read: .*(permission denied|EACCES)/im);
  });

  test('a file that may not be read is an error with its name', () => {
    const root = folderOf(repository);
    chmodSync(join(root, 'folder/below/file'), 0);
    const said = asAnybody(`
      import { diskTree } from '@rollcall/adapters/disk/tree';
      import { createGit } from '@rollcall/adapters/git/command';
      import { workTreeRepository } from '@rollcall/adapters/git/repository';
      await diskTree(${JSON.stringify(root)}, ${repository ? `createGit({ repository: workTreeRepository(${JSON.stringify(root)}) })` : null}).read(['folder/below/file']).catch(({ name, message }) => console.log(name, message));
    `);
    expect(said).toMatch(/^ExternalError folder\/below\/file cannot be read: .*EACCES/);
  });
});

/** Runs a module as somebody who may not read everything: root without the right to. */
function asAnybody(source: string): string {
  const node = [
    process.execPath,
    '--conditions=rollcall-source',
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    source,
  ];
  const rights = '-dac_override,-dac_read_search';
  const without = ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`];
  const [command = '', ...args] = process.getuid?.() === 0 ? [...without, ...node] : node;
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}
