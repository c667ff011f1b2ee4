import { outerEdit } from './block-scalar.ts';
import type { Expectation } from './check-edits.ts';
import type { Edit } from './edit.ts';
import { insertEntry, removeEntry, renameEntry } from './map-entry.ts';
import { replaceScalar } from './replace-scalar.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';

/** One change of one document, at the path of a scalar or of a map's entry. */
export type Change = { document: YamlDocument; path: YamlPath } & (
  | { kind: 'replace'; value: string }
  /** A new entry behind the entry of the key `after`. */
  | { kind: 'insert'; after: string; value: string | true }
  | { kind: 'remove' }
  /** Another key and another value in the place of the entry. */
  | { kind: 'rename'; key: string; value: string }
);

/** The edits that make a change, in the file it ends up in, and what they have to read as. */
export interface ChangeEdits {
  edits: Edit[];
  expectations: Expectation[];
}

/** The edits of a change; none when the document says so already. UserError where it cannot be made in place. */
export function changeEdits(change: Change): ChangeEdits {
  const { document, path } = change;
  const parent = path.slice(0, -1);
  const expect = (at: YamlPath, value: string | true | null): Expectation => ({
    document: document.index,
    path: at,
    value,
  });
  const nested = (edits: (Edit | undefined)[], expectations: Expectation[]): ChangeEdits => {
    const made = edits.flatMap((edit) => (edit ? [outerEdit(document, edit)] : []));
    return { edits: made, expectations: made.length === 0 ? [] : outward(document, expectations) };
  };
  switch (change.kind) {
    case 'replace':
      return nested([replaceScalar(document, path, change.value)], [expect(path, change.value)]);
    case 'insert': {
      const key = String(path.at(-1));
      return nested([insertEntry(document, parent, change.after, key, change.value)], [expect(path, change.value)]);
    }
    case 'remove':
      return nested([removeEntry(document, path)], [expect(path, null)]);
    case 'rename': {
      const renamed = expect([...parent, change.key], change.value);
      return nested(renameEntry(document, path, change.key, change.value), [expect(path, null), renamed]);
    }
  }
}

/** Expectations of YAML inside a block scalar as one of the file that holds it. */
function outward({ file }: YamlDocument, expectations: Expectation[]): Expectation[] {
  if (!file.nesting) return expectations;
  return [{ document: file.nesting.document.index, path: file.nesting.path, value: expectations }];
}
