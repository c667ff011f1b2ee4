import type { Tree } from '../ports.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import type { Finding } from './findings/finding.ts';
import { applyFixes, withoutConflicts } from './fixes/apply-fixes.ts';
import type { Report } from './report/report.ts';
import { type VerifyOptions, verifyServices } from './verify-services.ts';

export interface FixResult {
  /** What verifying says once the fixes are written. */
  report: Report;
  /** The findings that were fixed, in the order of the report. */
  fixed: Finding[];
  /** New contents by path; null where the file goes. */
  files: Map<string, Uint8Array | null>;
  /** Those of `files` that are not there yet. */
  created: Set<string>;
  /** Unified diff of all rounds, for people. */
  diff: string;
}

/** Fixes that edit one place follow each other; more rounds than this would be fixes that undo each other. */
const mostRounds = 200;

/**
 * Plans the fixes of what verifying finds: verify, apply those that do not touch one another, verify again, until
 * none is left. Nothing is written. Throws, for it is our bug, where a fix leaves its finding or adds another.
 */
export async function fixServices(source: Tree, options: VerifyOptions, unsafe: boolean): Promise<FixResult> {
  // Every round verifies all of it.
  const tree = readOnce(source);
  const original = new Set((await tree.list()).map(({ path }) => path));
  const files = new Map<string, Uint8Array | null>();
  const fixed: Finding[] = [];
  const diffs: string[] = [];
  let current = overlayTree(tree, new Map());
  let report = await verifyServices(current, options);
  // A service that only the lists tell to be gone stays gone when the first of them no longer names it.
  const gone = report.findings.flatMap(({ rule, subject }) => (rule === 'service-leftover' ? [subject] : []));
  const later = { ...options, removed: [...(options.removed ?? []), ...gone] };
  for (let round = 0; round < mostRounds; round += 1) {
    const open = report.findings.filter(({ fix, waived }) => fix && !waived && (fix.safe || unsafe));
    const edited = withoutConflicts(open.filter((finding) => !isCreating(finding)));
    // By themselves, for what they lead to is judged in another way.
    const chosen = edited.length > 0 ? edited : withoutConflicts(open.filter(isCreating));
    if (chosen.length === 0) break;
    const step = await applyFixes(
      current,
      chosen.flatMap(({ fix }) => fix ?? []),
    );
    diffs.push(step.diff);
    for (const [path, content] of step.files) {
      if (content === null && !original.has(path)) files.delete(path);
      else files.set(path, content);
    }
    current = overlayTree(tree, new Map(files));
    const after = await verifyServices(current, later);
    assertFixed(chosen, report, after);
    fixed.push(...chosen);
    report = after;
  }
  const created = new Set([...files.keys()].filter((path) => !original.has(path)));
  return { report, fixed, files, created, diff: diffs.join('') };
}

function isCreating({ fix }: Finding): boolean {
  return (fix?.creates ?? []).length > 0;
}

/** Files that go; a fix that moves one creates it elsewhere. */
function isDeleting({ fix }: Finding): boolean {
  return (fix?.deletes ?? []).length > 0 && (fix?.creates ?? []).length === 0;
}

/** What a new file must not do, to whatever is there: be called, own or read what it should not. */
const clashes: ReadonlySet<string> = new Set([
  'app-name-duplicate',
  'app-of-apps-self-reference',
  'app-shared-source-path',
  'app-source-path-missing',
  'app-value-file-missing',
  'dangling-path-reference',
  'duplicate-resource-owner',
]);

/**
 * A new file is a new thing to check, and changes what most have, as one that goes does: what is found then is the next
 * step and no fault of the fix, but for clashes. That something names a file that went is known already.
 */
function assertFixed(chosen: readonly Finding[], before: Report, after: Report): void {
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const [old, now, removed] = [before.findings, after.findings, chosen].map(countAlike);
  const count = (counts: ReadonlyMap<string, number> | undefined, finding: Finding): number =>
    counts?.get(kindOf(finding)) ?? 0;
  const kept = chosen.find(
    (finding) => left.has(finding.fingerprint) && count(now, finding) > count(old, finding) - count(removed, finding),
  );
  if (kept)
    throw new Error(
      `the fix of ${kept.rule} for ${JSON.stringify(kept.subject)} in ${kept.path} did not remove its finding`,
    );
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const deletes = chosen.some(isDeleting);
  const tolerant = deletes || chosen.some(isCreating);
  const added = after.findings.find(
    ({ fingerprint, rule }) =>
      !known.has(fingerprint) && (!tolerant || (clashes.has(rule) && !(deletes && rule === 'dangling-path-reference'))),
  );
  if (added)
    throw new Error(
      `a fix of ${[...new Set(chosen.map(({ rule }) => rule))].join(', ')} caused ${added.rule} in ${added.path}`,
    );
}

/** Findings that differ in nothing but their place are told apart by their order: only their number says that one is gone. */
function countAlike(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + 1);
  return counts;
}

function kindOf({ rule, path, subject, environment }: Finding): string {
  return JSON.stringify([rule, path, subject, environment]);
}
