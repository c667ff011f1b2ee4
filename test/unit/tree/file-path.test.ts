import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { isFilePath, isGitFolder } from '@rollcall/domain/tree/file-path';
import { gitEnvironment, initRepository } from '@rollcall/testkit/repository';

/** Names around `.git`: each prefix with each of what git ignores, in each place. */
function candidates(): string[] {
  const ignorable = ['\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202e', '\u206a', '\u206f', '\ufeff'];
  const others = ['', ' ', '.', ':', '::$INDEX_ALLOCATION', '\\', '\\x', '~1', '\u200b', '\u00ad', '\u2060', 'x'];
  const names = ['.git', '.GIT', '.gIt', 'git~1', 'GIT~1', 'git~2', 'git', '.gitignore', '.gi', 'x.git', '..git'];
  const found = new Set<string>();
  for (const name of names)
    for (const part of [...ignorable, ...others])
      for (let at = 0; at <= name.length; at += 1)
        for (const end of ['', '. .', '\\.git', ' x']) found.add(name.slice(0, at) + part + name.slice(at) + end);
  return [...found].filter((name) => name !== '' && name !== '.' && name !== '..');
}

/** What git itself takes as a path, whatever the system: `verify_path` in read-cache.c, asked of the real one. */
function takenByGit(names: readonly string[]): Set<string> {
  const repository = initRepository();
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
    cwd: repository.directory,
    input: '',
    encoding: 'utf8',
  }).trim();
  execFileSync(
    'git',
    ['-c', 'core.protectHFS=true', '-c', 'core.protectNTFS=true', 'update-index', '--add', '-z', '--index-info'],
    {
      cwd: repository.directory,
      env: gitEnvironment,
      input: names.map((name) => `100644 ${blob}\t${name}/file\0`).join(''),
      stdio: ['pipe', 'ignore', 'ignore'], // it names what it refuses, and goes on
    },
  );
  const listed = repository.git('ls-files', '-z').split('\0').filter(Boolean);
  return new Set(listed.map((path) => path.slice(0, -'/file'.length)));
}

test('the names that git refuses on some system are refused on all, and no others', () => {
  const names = candidates().sort();
  const taken = takenByGit(names);
  // git 2.39 looks behind a backslash only where something stands before it; a name such as `\\.git` is no loss.
  expect([...taken].filter((name) => isGitFolder(name) && !name.startsWith('\\'))).toEqual([]);
  expect(names.filter((name) => !taken.has(name) && !isGitFolder(name))).toEqual([]);
  expect(taken.size).toBeGreaterThan(1_000);
  expect(names.length - taken.size).toBeGreaterThan(100);
});

test.each([
  '.git',
  '.GIT',
  'git~1',
  '.git ',
  '.git...',
  '.g\u200cit',
  '.git::$INDEX_ALLOCATION',
  'a\\.git',
  '.git\udcff',
])('%j is git’s own folder', (name) => {
  expect(isGitFolder(name)).toBe(true);
  expect(isFilePath(`a/${name}/hooks/x`)).toBe(false);
});

test.each(['.gitignore', '.github', 'git', 'git~10', '.git-blame-ignore-revs', 'x.git', '.g.it', 'ɡit~1'])(
  '%j is not',
  (name) => {
    expect(isGitFolder(name)).toBe(false);
    expect(isFilePath(`a/${name}/x`)).toBe(true);
  },
);

test.each(['', '/a', 'a/', 'a//b', './a', 'a/../b', '..', 'a\0b'])('%j is no path of a file', (path) => {
  expect(isFilePath(path)).toBe(false);
});
