import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createFile } from '@rollcall/adapters/disk/new-file';
import { temporaryFolder } from '@rollcall/testkit/repository';

const content = new TextEncoder().encode('new\n');

test('a new file in a folder that exists', () => {
  const root = temporaryFolder('new-file');
  mkdirSync(join(root, 'a'));
  createFile(root, 'a/b.json', content);
  createFile(root, 'c.json', content);
  expect(readFileSync(join(root, 'a/b.json'), 'utf8')).toBe('new\n');
  expect(readFileSync(join(root, 'c.json'), 'utf8')).toBe('new\n');
});

test('never over a file, through a link, or out of the folder', () => {
  const root = temporaryFolder('new-file');
  const outside = temporaryFolder('outside');
  writeFileSync(join(root, 'there'), 'old\n');
  symlinkSync(outside, join(root, 'link'));
  symlinkSync(join(outside, 'target'), join(root, 'dangling'));
  for (const [path, message] of [
    ['there', /cannot be written: .*EEXIST/],
    ['dangling', /cannot be written: .*EEXIST/],
    ['link/x', /is not inside/],
    ['../x', /is not inside/],
    ['missing/x', /cannot be written: .*ENOENT/],
  ] as const) {
    expect(() => createFile(root, path, content)).toThrow(message);
  }
  expect(readFileSync(join(root, 'there'), 'utf8')).toBe('old\n');
});
