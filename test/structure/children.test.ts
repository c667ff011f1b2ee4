import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** The two modules that start programs: git, and every other one. */
const starters = ['packages/adapters/src/git/process.ts', 'packages/adapters/src/program.ts'];

/** What ships, but not what tests and builds it. */
function productFiles(): string[] {
  const folders = ['packages/domain/src', 'packages/adapters/src', 'packages/shell/src', 'packages/cli/src', 'actions'];
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path)),
  );
}

/** Whether a source can start a program: types alone start none. */
function canStart(source: string): boolean {
  const imports = source.matchAll(
    /^import\s(?!type\s)[^;]*?from\s+'(?:node:)?(?:child_process|cluster|worker_threads)'/gm,
  );
  return [...imports].length > 0 || /(?:import|require)\(\s*'(?:node:)?child_process'/.test(source);
}

test('programs are started in two modules, and nowhere else', () => {
  const files = productFiles();
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((path) => canStart(readFileSync(join(root, path), 'utf8'))).sort()).toEqual(starters);
});

test('git is started by its own module', () => {
  const [git = '', other = ''] = starters.map((path) => readFileSync(join(root, path), 'utf8'));
  expect(git).toContain("programOnPath('git'");
  expect(other).not.toContain("'git'");
});

test.each([
  "import { spawn } from 'node:child_process';",
  "import * as children from 'child_process';",
  "import {\n  type ChildProcess,\n  spawn,\n} from 'node:child_process';",
  "const { execFile } = await import('node:child_process');",
])('%s is seen', (source) => {
  expect(canStart(source)).toBe(true);
});

test("import type { ChildProcess } from 'node:child_process' is none", () => {
  expect(canStart("import type { ChildProcess } from 'node:child_process';")).toBe(false);
});
