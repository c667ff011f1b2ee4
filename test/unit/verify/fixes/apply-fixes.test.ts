import { describe, expect, test } from '@jest/globals';
import type { TreeEntry } from '@rollcall/domain/ports';
import type { Finding, Fix } from '@rollcall/domain/verify/findings/finding';
import { applyFixes, withoutConflicts } from '@rollcall/domain/verify/fixes/apply-fixes';
import { memoryTree } from '@rollcall/testkit/memory-tree';

function fix(changes: Partial<Fix>): Fix {
  return { description: 'd', safe: true, edits: [], ...changes };
}

function creates(...paths: string[]): Partial<Fix> {
  return { creates: paths.map((path) => ({ path, text: `text of ${path}` })) };
}

function edits(path: string, ...range: [number, number]): Partial<Fix> {
  return { edits: [{ path, range, newText: 'x' }] };
}

function finding(of: Fix): Finding {
  const about = { rule: 'r', message: 'm', subject: 's', fingerprint: 'f', path: 'p', line: 1, column: 1 };
  return { ...about, severity: 'error', confidence: 'proved', waived: null, fix: of };
}

describe('of fixes that touch, the first is taken', () => {
  test.each<[string, Partial<Fix>, Partial<Fix>, boolean]>([
    ['edits of one place', edits('a', 1, 3), edits('a', 3, 4), true],
    ['edits of two places', edits('a', 1, 3), edits('a', 4, 5), false],
    ['two that create one path', creates('a'), creates('b', 'a'), true],
    ['two that create paths of one folder', creates('d/a'), creates('d/b'), false],
    ['one that creates below a new file', creates('a'), creates('a/b/c'), true],
    ['one that creates a file where a folder comes', creates('a/b/c'), creates('a'), true],
    ['two that delete one path', { deletes: ['a'] }, { deletes: ['a'] }, true],
    ['an edit of what goes', { deletes: ['a'] }, edits('a', 0, 0), true],
    ['a deletion of what is edited', edits('a', 0, 0), { deletes: ['a'] }, true],
    ['one that creates what another deletes', { deletes: ['a'] }, creates('a'), true],
    ['one that creates below what another deletes', { deletes: ['a'] }, creates('a/b'), true],
    ['a name that begins with another', creates('a'), creates('ab/c'), false],
    ['one that does nothing', edits('a', 0, 0), {}, true],
  ])('%s', (_name, first, second, conflict) => {
    const findings = [finding(fix(first)), finding(fix(second))];
    expect(withoutConflicts(findings)).toEqual(conflict ? findings.slice(0, 1) : findings);
  });
});

describe('what a tree does not allow is our bug', () => {
  const tree = {
    ...memoryTree({ a: 'text', 'd/b': 'text' }),
    list: async (): Promise<TreeEntry[]> => [
      { path: 'a', mode: 'file' },
      { path: 'd/b', mode: 'executable' },
      { path: 'link', mode: 'symlink' },
    ],
  };
  test.each<[string, Partial<Fix>, string]>([
    ['creates what is there', creates('a'), 'creates a, which is there'],
    ['creates a file where a folder is', creates('d'), 'writes d, which is a folder'],
    ['creates below a file', creates('a/b'), 'writes a/b, which lies below a, which is no folder'],
    ['creates below a link', creates('link/b'), 'lies below link'],
    ['creates where a link is', creates('link'), 'creates link, which is there'],
    ['creates outside', creates('../x'), 'no path inside'],
    ["creates a file of git's", creates('d/.Git/x'), 'no path inside'],
    ['creates the same twice over', { ...creates('n'), deletes: ['n'] }, 'creates n, which is there'],
    ['deletes what is not there', { deletes: ['none'] }, 'writes none, which is not there'],
    ['deletes a link', { deletes: ['link'] }, 'writes link, which is a symlink'],
    ['edits what is not there', edits('none', 0, 0), 'edits none, which is not there'],
    ['edits and deletes', { ...edits('a', 0, 0), deletes: ['a'] }, 'edits and deletes a'],
  ])('one that %s', async (_name, changes, words) => {
    await expect(applyFixes(tree, [fix(changes)])).rejects.toThrow(words);
  });

  test('all else is done', async () => {
    const one = fix({ ...creates('n/한글'), ...edits('a', 0, 4), deletes: ['d/b'] });
    const files = await applyFixes(tree, [one]);
    expect([...files].map(([path, bytes]) => [path, bytes && Buffer.from(bytes).toString()])).toEqual([
      ['a', 'x'],
      ['n/한글', 'text of n/한글'],
      ['d/b', null],
    ]);
  });
});
