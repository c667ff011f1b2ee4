import { applyEdits, type Edit } from '../manifest/edit.ts';
import { unifiedDiff } from '../manifest/unified-diff.ts';
import { decodeUtf8 } from '../manifest/yaml-document.ts';
import { overlayTree } from '../overlay-tree.ts';
import type { Tree } from '../ports.ts';
import type { Finding } from './finding.ts';
import type { Report } from './report.ts';
import { type VerifyOptions, verifyServices } from './verify-services.ts';

export interface FixResult {
  /** What verifying says once the fixes are written. */
  report: Report;
  /** The findings that were mended, in the order of the report. */
  fixed: Finding[];
  /** New contents by path. */
  files: Map<string, Uint8Array>;
  /** Unified diff of all rounds, for people. */
  diff: string;
}

/** Fixes that edit one place follow each other; more rounds than this would be fixes that undo each other. */
const mostRounds = 200;

/**
 * Plans the fixes of what verifying finds: verify, apply those that do not touch one another, verify again, until
 * none is left. Nothing is written. Throws, for it is our bug, where a fix leaves its finding or adds another.
 */
export async function fixServices(tree: Tree, options: VerifyOptions, unsafe: boolean): Promise<FixResult> {
  const files = new Map<string, Uint8Array>();
  const overlay = overlayTree(tree, files);
  const fixed: Finding[] = [];
  const diffs: string[] = [];
  let report = await verifyServices(overlay, options);
  for (let round = 0; round < mostRounds; round += 1) {
    const chosen = withoutConflicts(
      report.findings.filter(({ fix, waived }) => fix && !waived && (fix.safe || unsafe)),
    );
    if (chosen.length === 0) break;
    const edits = new Map<string, Edit[]>();
    for (const edit of chosen.flatMap(({ fix }) => fix?.edits ?? []))
      edits.set(edit.path, [...(edits.get(edit.path) ?? []), edit]);
    const before = await overlay.read([...edits.keys()]);
    for (const [path, list] of edits) {
      const text = decodeUtf8(path, before.get(path) ?? new Uint8Array());
      diffs.push(unifiedDiff(path, text, list));
      files.set(path, new TextEncoder().encode(applyEdits(text, list)));
    }
    const after = await verifyServices(overlay, options);
    assertMended(chosen, report, after);
    fixed.push(...chosen);
    report = after;
  }
  return { report, fixed, files, diff: diffs.join('') };
}

/** The first of those whose edits touch: the others are planned again on what it leaves. */
function withoutConflicts(findings: readonly Finding[]): Finding[] {
  const taken = new Map<string, (readonly [number, number])[]>();
  const touches = ({ path, range: [start, end] }: Edit): boolean =>
    (taken.get(path) ?? []).some(([from, to]) => start <= to && from <= end);
  return findings.filter(({ fix }) => {
    const edits = fix?.edits ?? [];
    if (edits.length === 0 || edits.some(touches)) return false;
    for (const { path, range } of edits) taken.set(path, [...(taken.get(path) ?? []), range]);
    return true;
  });
}

function assertMended(chosen: readonly Finding[], before: Report, after: Report): void {
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const kept = chosen.find(({ fingerprint }) => left.has(fingerprint));
  if (kept)
    throw new Error(
      `the fix of ${kept.rule} for ${JSON.stringify(kept.subject)} in ${kept.path} did not remove its finding`,
    );
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const added = after.findings.find(({ fingerprint }) => !known.has(fingerprint));
  if (added)
    throw new Error(
      `a fix of ${[...new Set(chosen.map(({ rule }) => rule))].join(', ')} caused ${added.rule} in ${added.path}`,
    );
}
