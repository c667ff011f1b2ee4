import { expect } from '@jest/globals';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { applyEdits } from '@rollcall/domain/yaml/edit';
import { verifyFiles } from '../rule-fixtures.ts';

/** Applies the fixes of one file's findings of a rule, after which none of them may be found, and nothing new. */
export async function fixedFile(rule: string, path: string, files: Record<string, string>): Promise<string> {
  const before = (await verifyFiles(files)).findings;
  const own = before.filter((one) => one.rule === rule && one.path === path);
  expect(own.length).toBeGreaterThan(0);
  const edits = own.flatMap(({ fix }) => fix?.edits ?? []);
  expect(edits).toHaveLength(own.length);
  for (const { fix } of own) expect(fix).toMatchObject({ safe: false });
  const text = applyEdits(files[path] ?? '', edits);
  const after = (await verifyFiles({ ...files, [path]: text })).findings;
  const identity = ({ fingerprint }: Finding): string => fingerprint;
  expect(after.filter((one) => one.rule === rule && one.path === path)).toEqual([]);
  expect(after.map(identity).filter((one) => !before.map(identity).includes(one))).toEqual([]);
  return text;
}
