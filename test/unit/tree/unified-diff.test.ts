import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createdDiff, deletedDiff, filesDiff, unifiedDiff } from '@rollcall/domain/tree/unified-diff';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { gitEnvironment, temporaryFolder } from '@rollcall/testkit/repository';
import fc from 'fast-check';

const root = temporaryFolder('diff');

/** What `git apply` makes of the diff. */
function applied(path: string, before: string, edits: readonly Edit[]): string {
  const folder = mkdtempSync(join(root, 'x'));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), before);
  apply(folder, unifiedDiff(path, before, edits));
  return readFileSync(join(folder, path), 'utf8');
}

function apply(folder: string, input: string): void {
  const args = ['apply', '--whitespace=nowarn', '-'];
  execFileSync('git', args, { cwd: folder, input, env: gitEnvironment, stdio: 'pipe' });
}

function edit(start: number, end: number, newText: string): Edit {
  return { path: 'a', range: [start, end], newText };
}

test('hunks, context and the missing last newline as git writes them', () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');
  const at = before.indexOf('line 5');
  const diff = unifiedDiff('a.yaml', before, [edit(at, at + 4, 'LINE'), edit(before.length, before.length, '!')]);
  expect(diff).toBe(`diff --git a/a.yaml b/a.yaml
--- a/a.yaml
+++ b/a.yaml
@@ -2,7 +2,7 @@
 line 2
 line 3
 line 4
-line 5
+LINE 5
 line 6
 line 7
 line 8
@@ -17,4 +17,4 @@
 line 17
 line 18
 line 19
-line 20
\\ No newline at end of file
+line 20!
\\ No newline at end of file
`);
});

test('one edit may replace more lines than a call takes arguments', () => {
  const lines = 300_000;
  const diff = unifiedDiff('a.yaml', 'a\n'.repeat(lines), [edit(0, 2 * lines, 'b\n'.repeat(lines))]);
  expect(diff).toContain(`@@ -1,${lines} +1,${lines} @@\n`);
});

test('no edit and an edit that changes nothing give no diff', () => {
  expect(unifiedDiff('a', 'a\n', [])).toBe('');
  expect(unifiedDiff('a', 'a\n', [edit(0, 1, 'a')])).toBe('');
});

test.each(['a b.yaml', 'quo"te\\back.yaml', 'tab\tnew\nline.yaml', '한글/🚀.yaml'])('git finds the file %j', (path) => {
  expect(applied(path, 'a\r\nb\r\n', [edit(3, 4, 'c')])).toBe('a\r\nc\r\n');
});

test('git apply makes of any edits what they make', () => {
  const piece = fc.constantFrom('a', 'bc', '\n', '\r\n', '\n\n', 'é', ' ', '');
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const arbitrary = fc.record({
    before: text,
    cuts: fc.array(fc.tuple(fc.nat(60), fc.constantFrom('', 'x', 'y\n', '\nz', 'p\r\nq')), {
      minLength: 1,
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(arbitrary, ({ before, cuts }) => {
      const places = cuts.flatMap(([at, newText]) => [{ at: at % (before.length + 1), newText }]);
      places.sort((a, b) => a.at - b.at);
      const edits = places.map(({ at, newText }, index) => {
        const next = places[index + 1]?.at ?? before.length;
        return edit(at, Math.min(next, at + (newText.length % 3)), newText);
      });
      const after = applyEdits(before, edits);
      fc.pre(before !== '' && after !== '' && before !== after);
      expect(applied('a', before, edits)).toBe(after);
    }),
    { numRuns: 60 },
  );
});

describe('files that come and go', () => {
  test('as git writes them', () => {
    expect(createdDiff('a b.yaml', 'x\ny')).toBe(
      'diff --git a/a b.yaml b/a b.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/a b.yaml\t\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n',
    );
    expect(deletedDiff('한', 'x\n', '100755')).toBe(
      'diff --git "a/\\355\\225\\234" "b/\\355\\225\\234"\ndeleted file mode 100755\n--- "a/\\355\\225\\234"\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n',
    );
    expect(deletedDiff('logo.png', null, '100644')).toBe(
      'diff --git a/logo.png b/logo.png\ndeleted file mode 100644\nBinary files a/logo.png and /dev/null differ\n',
    );
  });

  test.each([
    ['a/b c.yaml', 'x\r\ny\n'],
    ['quo"te\\back', 'no end'],
    ['tab\tnew\nline', '\n'],
    ['empty', ''],
    ['한글/🚀', '\ufeffbom\n'],
  ])('git apply creates and deletes %j', (path, text) => {
    const folder = mkdtempSync(join(root, 'x'));
    apply(folder, createdDiff(path, text));
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
    chmodSync(join(folder, path), 0o755);
    apply(folder, deletedDiff(path, text, '100755'));
    expect(existsSync(join(folder, path))).toBe(false);
  });
});

describe('what changes of a tree make of its files', () => {
  const diffOf = (before: Record<string, string>, after: Record<string, string | null>): Promise<string> =>
    filesDiff(
      memoryTree(before),
      new Map(Object.entries(after).map(([path, text]) => [path, text === null ? null : Buffer.from(text)])),
    );

  test('each file once, sorted, and only the lines that change', async () => {
    const lines = (...changed: string[]) => [...changed, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', ''].join('\n');
    const diff = await diffOf(
      { 'z.yaml': `${lines('a')}j\nk\n`, gone: 'x\n' },
      { 'z.yaml': `${lines('A', 'B')}k\n`, gone: null, a: 'new\n' },
    );
    expect(diff).toBe(`diff --git a/a b/a
new file mode 100644
--- /dev/null
+++ b/a
@@ -0,0 +1,1 @@
+new
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1,1 +0,0 @@
-x
diff --git a/z.yaml b/z.yaml
--- a/z.yaml
+++ b/z.yaml
@@ -1,4 +1,5 @@
-a
+A
+B
 b
 c
 d
@@ -7,5 +8,4 @@
 g
 h
 i
-j
 k
`);
  });

  test('git apply makes of them what they are, and no diff has fewer lines', async () => {
    const texts = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd\r\n'), { maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(texts, texts, fc.constantFrom('', 'end'), async (old, now, end) => {
        const [before, after] = [`${old.join('')}x`, now.join('') + end];
        fc.pre(after !== '' && before !== after);
        const folder = mkdtempSync(join(root, 'x'));
        writeFileSync(join(folder, 'f'), before);
        const diff = await diffOf({ f: before }, { f: after });
        apply(folder, diff);
        expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(after);
        writeFileSync(join(folder, 'g'), before);
        const numbers = spawnSync('git', ['diff', '--no-index', '--minimal', '--numstat', 'g', 'f'], {
          cwd: folder,
          env: gitEnvironment,
        });
        const [added, removed] = `${numbers.stdout}`.split('\t').map(Number);
        const changed = (sign: string) => diff.split('\n').filter((line) => line.startsWith(sign)).length - 1;
        expect([changed('+'), changed('-')]).toEqual([added, removed]);
      }),
      { numRuns: 60 },
    );
  });

  test('of texts that differ in very many lines, all between the first and the last is one change', async () => {
    const numbered = (word: string) =>
      `first\n${Array.from({ length: 400 }, (_, at) => `${word} ${at}\nsame\n`).join('')}last\n`;
    const diff = await diffOf({ f: numbered('old') }, { f: numbered('new') });
    expect(diff.match(/^@@/gm)).toHaveLength(1);
    const folder = mkdtempSync(join(root, 'x'));
    writeFileSync(join(folder, 'f'), numbered('old'));
    apply(folder, diff);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(numbered('new'));
  });
});
