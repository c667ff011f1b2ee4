import { groupBy } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import type { Tree } from '../../ports.ts';
import { type FileChanges, findUnwritable, foldersAbove } from '../../tree/file-changes.ts';
import { isFilePath } from '../../tree/file-path.ts';
import { UserError } from '../../user-error.ts';
import { applyEdits, type Edit } from '../../yaml/edit.ts';
import { decodeUtf8 } from '../../yaml/yaml-document.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import { type TakenRanges, takenRanges } from './taken-ranges.ts';

/** What one round of fixes that do not touch one another makes of a tree. Throws where the tree does not allow one. */
export async function applyFixes(tree: Tree, fixes: readonly Fix[]): Promise<FileChanges> {
  const entries = await tree.list();
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  const round: Round = {
    edits: groupBy(
      fixes.flatMap(({ edits }) => edits),
      ({ path }) => path,
    ),
    creates: new Map(fixes.flatMap(({ creates = [] }) => creates.map(({ path, text }) => [path, text] as const))),
    deletes: new Set(fixes.flatMap(({ deletes = [] }) => deletes)),
  };
  assertPaths(round, modes);
  const { edits, creates, deletes } = round;
  const before = await tree.read([...edits.keys()]);
  const files = new Map<string, Uint8Array | null>();
  const encoder = new TextEncoder();
  for (const [path, list] of edits) {
    const text = decodeUtf8(path, before.get(path) ?? new Uint8Array());
    files.set(path, encoder.encode(applyEdits(text, list)));
  }
  for (const [path, text] of creates) files.set(path, encoder.encode(text));
  for (const path of deletes) files.set(path, null);
  const unwritable = findUnwritable(entries, files);
  if (unwritable) throw new Error(`a fix writes ${unwritable.path}, which ${unwritable.why}`);
  return files;
}

/** What the fixes of a round do, by path. */
interface Round {
  edits: ReadonlyMap<string, Edit[]>;
  creates: ReadonlyMap<string, string>;
  deletes: ReadonlySet<string>;
}

function assertPaths({ edits, creates, deletes }: Round, existing: ReadonlyMap<string, unknown>): void {
  const taken = [...creates.keys()].find((path) => existing.has(path) || deletes.has(path) || edits.has(path));
  if (taken !== undefined) throw new Error(`a fix creates ${taken}, which is there`);
  const absent = [...edits.keys()].find((path) => !existing.has(path));
  if (absent !== undefined) throw new Error(`a fix edits ${absent}, which is not there`);
  const refused = [...edits.keys(), ...deletes].find((path) => !isFilePath(path));
  if (refused !== undefined)
    throw new UserError(`${showPath(refused)} is a name that git keeps for itself: no fix is written there`, {
      help: 'Rename the file or its folder.',
    });
  const both = [...deletes].find((path) => edits.has(path));
  if (both !== undefined) throw new Error(`a fix edits and deletes ${both}`);
}

/** Of fixes that touch one another the first: the others are planned again after it. */
export function withoutConflicts(findings: readonly Finding[]): Finding[] {
  const ranges = new Map<string, TakenRanges>();
  /** Paths that are created or deleted. */
  const moved = new Set<string>();
  /** The folders of new files. */
  const folders = new Set<string>();
  const isTaken = ({ edits, creates = [], deletes = [] }: Fix): boolean =>
    edits.some(({ path, range }) => moved.has(path) || ranges.get(path)?.touches(range)) ||
    deletes.some((path) => moved.has(path) || ranges.has(path)) ||
    creates.some(
      ({ path }) => moved.has(path) || folders.has(path) || foldersAbove(path).some((folder) => moved.has(folder)),
    );
  return findings.filter(({ fix }) => {
    if (!fix) return false;
    const { edits, creates = [], deletes = [] } = fix;
    if (edits.length + creates.length + deletes.length === 0 || isTaken(fix)) return false;
    for (const { path, range } of edits) {
      const taken = ranges.get(path) ?? takenRanges();
      taken.take(range);
      ranges.set(path, taken);
    }
    for (const path of [...creates.map((file) => file.path), ...deletes]) moved.add(path);
    for (const { path } of creates) for (const folder of foldersAbove(path)) folders.add(folder);
    return true;
  });
}
