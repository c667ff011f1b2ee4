import type { Tree } from '../ports.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import type { FileChanges } from './file-changes.ts';
import { type LineChange, lineChanges, withoutSame } from './line-changes.ts';
import { textOf } from './read-text.ts';

const context = 3;

/**
 * The edits of one file as a unified diff that `git apply` takes: lines end with `\n` alone, so that a `\r`
 * before it is part of its line. '' when nothing changes.
 */
export function unifiedDiff(path: string, before: string, edits: readonly Edit[]): string {
  const lines = splitLines(before);
  return changesDiff(path, lines, changedLines(before, lines, edits));
}

/** What changes make of a tree as one unified diff that `git apply` takes, sorted by path. */
export async function filesDiff(tree: Tree, files: FileChanges): Promise<string> {
  const contents = await tree.read([...files.keys()]);
  const modes = new Map((await tree.list()).map(({ path, mode }) => [path, mode]));
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => {
      const before = textOf(path, contents.get(path));
      if (content === null) return deletedDiff(path, before, modes.get(path) === 'executable' ? '100755' : '100644');
      const after = textOf(path, content);
      if (!contents.has(path)) return createdDiff(path, after);
      const lines = splitLines(before ?? '');
      return changesDiff(path, lines, lineChanges(lines, splitLines(after ?? '')));
    })
    .join('');
}

/** Lines that change, as a diff of their file; '' where none does. */
function changesDiff(path: string, lines: readonly string[], changes: readonly LineChange[]): string {
  const hunks: string[] = [];
  let shift = 0;
  for (let first = 0; first < changes.length; ) {
    let last = first;
    while (last + 1 < changes.length && gap(changes[last], changes[last + 1]) <= 2 * context) last += 1;
    const group = changes.slice(first, last + 1);
    const hunk = formatHunk(lines, group, shift);
    hunks.push(hunk.text);
    shift += hunk.shift;
    first = last + 1;
  }
  if (hunks.length === 0) return '';
  const { header, before: a, after: b } = namesOf(path);
  return `${header}--- ${a}\n+++ ${b}\n${hunks.join('')}`;
}

/** A new file, as git writes it; of one that is no text (null) the contents are not told. */
export function createdDiff(path: string, text: string | null): string {
  const { header, after } = namesOf(path);
  if (text === null)
    return `${header}new file mode 100644\nBinary files /dev/null and ${quotePath(`b/${path}`)} differ\n`;
  const lines = splitLines(text);
  const body = lines.map((line) => formatLine('+', line)).join('');
  const hunk = lines.length === 0 ? '' : `--- /dev/null\n+++ ${after}\n@@ -0,0 +1,${lines.length} @@\n${body}`;
  return `${header}new file mode 100644\n${hunk}`;
}

/** A file that goes, as git writes it; of one that is no text (null) the contents are not told. */
export function deletedDiff(path: string, text: string | null, mode: '100644' | '100755'): string {
  const { header, before } = namesOf(path);
  const start = `${header}deleted file mode ${mode}\n`;
  if (text === null) return `${start}Binary files ${quotePath(`a/${path}`)} and /dev/null differ\n`;
  const lines = splitLines(text);
  const body = lines.map((line) => formatLine('-', line)).join('');
  return lines.length === 0 ? start : `${start}--- ${before}\n+++ /dev/null\n@@ -1,${lines.length} +0,0 @@\n${body}`;
}

/** The first line of a file's diff, and its names in the lines below, where a tab ends one that holds a space. */
function namesOf(path: string): { header: string; before: string; after: string } {
  const [a, b] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const tab = path.includes(' ') ? '\t' : '';
  return { header: `diff --git ${a} ${b}\n`, before: `${a}${tab}`, after: `${b}${tab}` };
}

function gap(one: LineChange | undefined, next: LineChange | undefined): number {
  return one && next ? next.start - (one.start + one.count) : Number.POSITIVE_INFINITY;
}

function formatHunk(
  lines: readonly string[],
  group: readonly LineChange[],
  shift: number,
): { text: string; shift: number } {
  const from = Math.max(0, (group[0]?.start ?? 0) - context);
  const lastChange = group.at(-1);
  const to = Math.min(lines.length, (lastChange ? lastChange.start + lastChange.count : from) + context);
  const body: string[] = [];
  // One by one: a call takes no more arguments than the stack holds.
  const add = (sign: string, those: readonly string[]): void => {
    for (const line of those) body.push(formatLine(sign, line));
  };
  let position = from;
  let added = 0;
  for (const { start, count, lines: replacement } of group) {
    add(' ', lines.slice(position, start));
    add('-', lines.slice(start, start + count));
    add('+', replacement);
    position = start + count;
    added += replacement.length - count;
  }
  add(' ', lines.slice(position, to));
  const span = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;
  const header = `@@ -${span(from, to - from)} +${span(from + shift, to - from + added)} @@\n`;
  return { text: header + body.join(''), shift: added };
}

function formatLine(sign: string, line: string): string {
  return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}

/** Every line with its `\n`; the last one may be without. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]+\n?|\n/g) ?? [];
}

function changedLines(before: string, lines: readonly string[], edits: readonly Edit[]): LineChange[] {
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length;
  }
  // A last line without an end takes what is appended to the file; behind one with an end, a new line begins.
  const lastLine = lines.at(-1)?.endsWith('\n') === false ? lines.length - 1 : lines.length;
  const groups: { start: number; end: number; edits: Edit[] }[] = [];
  let line = 0;
  for (const edit of [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    while (line < lastLine && (starts[line + 1] ?? before.length) <= edit.range[0]) line += 1;
    let end = Math.min(line + 1, lines.length);
    while (end < lines.length && (starts[end] ?? before.length) < edit.range[1]) end += 1;
    const group = groups.at(-1);
    if (group && line < group.end) {
      group.end = Math.max(group.end, end);
      group.edits.push(edit);
    } else {
      groups.push({ start: line, end, edits: [edit] });
    }
  }
  return groups.flatMap(({ start, end, edits }) => {
    const from = starts[start] ?? before.length;
    const old = before.slice(from, starts[end] ?? before.length);
    const local = edits.map(({ path, range, newText }): Edit => {
      return { path, range: [range[0] - from, range[1] - from], newText };
    });
    const now = applyEdits(old, local);
    return now === old ? [] : [withoutSame(start, lines.slice(start, end), splitLines(now))];
  });
}

/** A name as git writes it in a diff: quoted like a C string when it holds anything but printable ASCII. */
function quotePath(path: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(path)) return path;
  let text = '';
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') text += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) text += character;
    else for (const byte of bytesOf(character, code)) text += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${text}"`;
}

/** A name's byte that is no UTF-8 is a lone surrogate U+DC80…U+DCFF in a path. */
function bytesOf(character: string, code: number): Uint8Array {
  return code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : new TextEncoder().encode(character);
}
