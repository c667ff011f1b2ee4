import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { fuzz } from './fuzz.ts';

const top = temporaryFolder('written-');
const inside = join(top, 'tree');

fuzz({
  reader: 'written-paths',
  share: 3,
  seeds: ['charts/cart/values.yaml', 'link/x', '../outside.txt', '.git/config', 'a/../../b', 'charts/new/a b.yaml'],
  pieces: [
    '..',
    '../',
    '/',
    '//',
    './',
    '.',
    '.git',
    '.GIT',
    'git~1',
    '.git ',
    '.git.',
    '\\',
    'link',
    'charts',
    'outside.txt',
    '~',
    'C:',
    '\0',
    ' ',
    '\n',
    '\u200c',
  ],
  check: async (text) => {
    prepare();
    const writer = await openWorkTreeWriter(
      { root: inside, top: inside },
      { progress() {}, notice() {}, warning() {} },
    );
    try {
      await writer.write(new Map([[text, Buffer.from('written')]]), new Set([text]));
    } catch (error) {
      if ((error as Error).name !== 'UserError' && (error as Error).name !== 'ExternalError') throw error;
      writer.close();
      if (readdirSync(inside, { recursive: true }).length !== 3) throw new Error('something is left of a refused path');
    } finally {
      writer.close();
      checkOutside();
    }
  },
});

function prepare(): void {
  rmSync(inside, { recursive: true, force: true });
  mkdirSync(join(inside, '.git'), { recursive: true });
  mkdirSync(join(top, 'elsewhere'), { recursive: true });
  symlinkSync('../elsewhere', join(inside, 'link'));
  writeFileSync(join(inside, '.git', 'config'), 'untouched');
  writeFileSync(join(top, 'outside.txt'), 'untouched');
}

function checkOutside(): void {
  const untouched = [join(inside, '.git', 'config'), join(top, 'outside.txt')];
  if (untouched.some((file) => readFileSync(file, 'utf8') !== 'untouched'))
    throw new Error('a file outside is written');
  if (readdirSync(join(inside, '.git')).length !== 1) throw new Error('something is made in .git');
  if (readdirSync(join(top, 'elsewhere')).length > 0) throw new Error('something is written through a link');
  const names = readdirSync(top).sort().join(' ');
  if (names !== 'elsewhere outside.txt tree' || !existsSync(inside))
    throw new Error(`beside the tree there is now ${names}`);
}
