import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rollcall/testkit/repository';

const script = join(import.meta.dirname, '../../scripts/release-notes.ts');

const changelog = `# Changelog

## Unreleased

- Not yet.

## 1.2.0 (2026-12-01)

### Added

- A door.

## 1.1.0

## 1.10.0

- A window.
`;

test.each<[string, number, string]>([
  ['v1.2.0', 0, '### Added\n\n- A door.\n'],
  ['v1.10.0', 0, '- A window.\n'],
  // Nobody wrote anything, or nobody wrote the heading: no release goes out without notes.
  ['v1.1.0', 1, ''],
  ['v1.3.0', 1, ''],
  ['1.2.0', 2, ''],
  ['', 2, ''],
])('the notes of %j end with %d', (version, status, stdout) => {
  const folder = temporaryFolder('notes');
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  const words = ['--import', import.meta.resolve('tsx'), script, ...(version === '' ? [] : [version])];
  expect(spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })).toMatchObject({ status, stdout });
});
