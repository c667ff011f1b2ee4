import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { locateNamed, type Place } from '@rollcall/adapters/disk/inside';
import { replaceFile } from '@rollcall/adapters/disk/replace-file';
import { writeReport } from '@rollcall/adapters/runner/report-files';
import type { Runner } from '@rollcall/adapters/runner/runner';
import { UserError } from '@rollcall/domain/user-error';
import { temporaryFolder } from '@rollcall/testkit/repository';

function locate(root: string, written: string): Place {
  return locateNamed({ name: 'input file', written, kind: 'file' }, [root]);
}

const text = Buffer.from('new\n');

test('a file is written with the folders that lead to it, and over what was there', () => {
  const root = temporaryFolder('root');
  replaceFile(locate(root, 'a/b/c'), text);
  writeFileSync(join(root, 'longer'), 'what was there before\n');
  replaceFile(locate(root, 'longer'), text);
  expect(['a/b/c', 'longer'].map((path) => readFileSync(join(root, path), 'utf8'))).toEqual(['new\n', 'new\n']);
});

test.each([
  [
    'the file',
    'folder/file',
    (root: string, outside: string) => symlinkSync(join(outside, 'file'), join(root, 'folder/file')),
  ],
  [
    'its folder',
    'folder/file',
    (root: string, outside: string) => {
      rmSync(join(root, 'folder'), { recursive: true });
      symlinkSync(outside, join(root, 'folder'));
    },
  ],
  ['a folder to be made', 'new/file', (root: string, outside: string) => symlinkSync(outside, join(root, 'new'))],
])('a link that takes the place of %s after it was judged: no byte is written behind it', (_what, path, swap) => {
  const [root, outside] = [temporaryFolder('root'), temporaryFolder('outside')];
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(outside, 'file'), 'outside\n');
  const place = locate(root, path);
  swap(root, outside);
  expect(() => replaceFile(place, text)).toThrow(UserError);
  expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('outside\n');
  expect(readdirSync(outside)).toEqual(['file']);
});

test('what the disk refuses is a notice, and the run goes on', () => {
  const root = temporaryFolder('root');
  mkdirSync(join(root, 'folder'));
  const named = locate(root, 'folder/file');
  rmSync(join(root, 'folder'), { recursive: true });
  writeFileSync(join(root, 'folder'), '');
  const notices: string[] = [];
  const runner = { log: { notice: (message: string) => void notices.push(message) } } as unknown as Runner;
  expect(writeReport(runner, { named, otherwise: 'x', text: 'new\n' })).toBe('');
  expect(notices).toEqual([expect.stringMatching(/folder\/file is not written: .*ENOTDIR/)]);
  expect(existsSync(join(root, 'folder/file'))).toBe(false);
});
