import type { FileMode, Tree } from '../../ports.ts';
import { type FileChanges, findUnwritable, foldersAbove } from '../../tree/file-changes.ts';
import { createdDiff, deletedDiff, unifiedDiff } from '../../tree/unified-diff.ts';
import { applyEdits, type Edit } from '../../yaml/edit.ts';
import { decodeUtf8 } from '../../yaml/yaml-document.ts';
import type { Finding, Fix } from '../findings/finding.ts';

/** What one round of fixes that do not touch one another makes of a tree. Throws where it does not allow one. */
export async function applyFixes(tree: Tree, fixes: readonly Fix[]): Promise<{ files: FileChanges; diff: string }> {
  const entries = await tree.list();
  const edits = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    const known = edits.get(edit.path);
    if (known) known.push(edit);
    else edits.set(edit.path, [edit]);
  }
  const creates = new Map(fixes.flatMap(({ creates: list = [] }) => list.map(({ path, text }) => [path, text])));
  const deletes = new Set(fixes.flatMap(({ deletes: list = [] }) => list));
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  const wrong = [...creates.keys()].find((path) => modes.has(path) || deletes.has(path) || edits.has(path));
  if (wrong !== undefined) throw new Error(`a fix creates ${wrong}, which is there`);
  const absent = [...edits.keys()].find((path) => !modes.has(path));
  if (absent !== undefined) throw new Error(`a fix edits ${absent}, which is not there`);
  const before = await tree.read([...edits.keys(), ...deletes]);
  const files = new Map<string, Uint8Array | null>();
  const diffs = new Map<string, string>();
  for (const [path, list] of edits) {
    const text = decodeUtf8(path, before.get(path) ?? new Uint8Array());
    diffs.set(path, unifiedDiff(path, text, list));
    files.set(path, new TextEncoder().encode(applyEdits(text, list)));
  }
  for (const [path, text] of creates) {
    diffs.set(path, createdDiff(path, text));
    files.set(path, new TextEncoder().encode(text));
  }
  for (const path of deletes) {
    if (edits.has(path)) throw new Error(`a fix edits and deletes ${path}`);
    diffs.set(path, deletedDiff(path, textOf(before.get(path)), gitMode(modes.get(path))));
    files.set(path, null);
  }
  const unwritable = findUnwritable(entries, files);
  if (unwritable) throw new Error(`a fix writes ${unwritable.path}, which ${unwritable.why}`);
  return { files, diff: [...diffs.values()].join('') };
}

function gitMode(mode: FileMode | undefined): '100644' | '100755' {
  return mode === 'executable' ? '100755' : '100644';
}

/** Null where it is not UTF-8. */
function textOf(bytes: Uint8Array | undefined): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first of those that touch: the others are planned again on what it leaves. */
export function withoutConflicts(findings: readonly Finding[]): Finding[] {
  const ranges = new Map<string, (readonly [number, number])[]>();
  /** Paths that come or go, and the folders that new ones lie in. */
  const moved = new Set<string>();
  const folders = new Set<string>();
  const isTaken = ({ edits, creates = [], deletes = [] }: Fix): boolean =>
    edits.some(
      ({ path, range: [start, end] }) =>
        moved.has(path) || (ranges.get(path) ?? []).some(([from, to]) => start <= to && from <= end),
    ) ||
    deletes.some((path) => moved.has(path) || ranges.has(path)) ||
    creates.some(
      ({ path }) => moved.has(path) || folders.has(path) || foldersAbove(path).some((folder) => moved.has(folder)),
    );
  return findings.filter(({ fix }) => {
    if (!fix) return false;
    const { edits, creates = [], deletes = [] } = fix;
    if (edits.length + creates.length + deletes.length === 0 || isTaken(fix)) return false;
    for (const { path, range } of edits) {
      const known = ranges.get(path);
      if (known) known.push(range);
      else ranges.set(path, [range]);
    }
    for (const path of [...creates.map((file) => file.path), ...deletes]) moved.add(path);
    for (const { path } of creates) for (const folder of foldersAbove(path)) folders.add(folder);
    return true;
  });
}
