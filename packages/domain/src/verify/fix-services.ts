import { addAll, groupBy } from '../grouping.ts';
import type { Tree } from '../ports.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import type { Finding } from './findings/finding.ts';
import { foundBefore } from './findings/found-before.ts';
import { applyFixes, withoutConflicts } from './fixes/apply-fixes.ts';
import type { Report } from './report/report.ts';
import { type VerifyOptions, verifyServices } from './verify-services.ts';

export interface FixResult {
  /** What verifying finds once the fixes are written. */
  report: Report;
  /** The findings that were fixed, in the order of the report. */
  fixed: Finding[];
  /** New contents by path; null for a file that is deleted. */
  files: Map<string, Uint8Array | null>;
  /** The paths among `files` that do not exist yet. */
  created: Set<string>;
}

/** Fixes that edit one place follow each other; more rounds than this would be fixes that undo each other. */
const mostRounds = 200;

/** Which findings of a round are fixed, by the files as the rounds before have left them: a finding is about those. */
export type ChooseFindings = (files: ReadonlyMap<string, Uint8Array | null>) => (finding: Finding) => boolean;

/**
 * Plans the fixes of what verifying finds: verify, apply those that do not touch one another, verify again, until
 * none is left. Nothing is written. Throws, for it is our bug, where a fix leaves its finding or adds another.
 */
export async function fixServices(
  source: Tree,
  options: VerifyOptions,
  unsafe: boolean,
  choose: ChooseFindings = () => () => true,
): Promise<FixResult> {
  // Every round reads all of it.
  const tree = readOnce(source);
  const original = new Set((await tree.list()).map(({ path }) => path));
  const files = new Map<string, Uint8Array | null>();
  const fixed: Finding[] = [];
  let current = overlayTree(tree, new Map());
  let report = await verifyServices(current, options);
  // A service that only the lists tell to be gone stays gone when the first of them no longer names it.
  const gone = report.findings.flatMap(({ rule, subject }) => (rule === 'service-leftover' ? [subject] : []));
  const later = { ...options, removed: [...(options.removed ?? []), ...gone] };
  for (let round = 0; round < mostRounds; round += 1) {
    const chosen = chooseFixes(fixableFindings(report, unsafe).filter(choose(files)));
    if (chosen.length === 0) break;
    const fixes = chosen.flatMap(({ fix }) => fix ?? []);
    const step = await applyFixes(current, fixes);
    for (const [path, content] of step) {
      if (content === null && !original.has(path)) files.delete(path);
      else files.set(path, content);
    }
    current = overlayTree(tree, new Map(files));
    const after = await verifyServices(current, later);
    assertRemoved(chosen, report, after);
    assertNothingAdded(chosen, report, after);
    addAll(fixed, chosen);
    report = after;
  }
  const created = new Set([...files.keys()].filter((path) => !original.has(path)));
  return { report, fixed, files, created };
}

/** The findings with a fix that may be written. */
export function fixableFindings({ findings }: Report, unsafe: boolean): Finding[] {
  return findings.filter(({ fix, waived }) => fix && !waived && (fix.safe || unsafe));
}

/** The findings of a round. Fixes that create files have a round of their own: what they lead to is judged otherwise. */
function chooseFixes(open: readonly Finding[]): Finding[] {
  const edited = withoutConflicts(open.filter((finding) => !isCreating(finding)));
  return edited.length > 0 ? edited : withoutConflicts(open.filter(isCreating));
}

function isCreating({ fix }: Finding): boolean {
  return (fix?.creates ?? []).length > 0;
}

/** Whether a fix deletes files; one that moves a file creates it elsewhere. */
function isDeleting({ fix }: Finding): boolean {
  return (fix?.deletes ?? []).length > 0 && (fix?.creates ?? []).length === 0;
}

function assertRemoved(chosen: readonly Finding[], before: Report, after: Report): void {
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const [old, now, removed] = [countAlike(before.findings), countAlike(after.findings), countAlike(chosen)];
  const isLeft = (finding: Finding): boolean =>
    left.has(finding.fingerprint) && now(finding) > old(finding) - removed(finding);
  const kept = chosen.find(isLeft);
  if (kept)
    throw new Error(
      `the fix of ${kept.rule} for ${JSON.stringify(kept.subject)} in ${kept.path} did not remove its finding`,
    );
}

/** Findings that differ only in their place are told apart by their order: only their number says that one is gone. */
function countAlike(findings: readonly Finding[]): (finding: Finding) => number {
  const kindOf = ({ rule, path, subject, environment }: Finding) => JSON.stringify([rule, path, subject, environment]);
  const alike = groupBy(findings, kindOf);
  return (finding) => alike.get(kindOf(finding))?.length ?? 0;
}

/** What a new file must not do to the files that exist: have their name, own or read what it should not. */
const clashes: ReadonlySet<string> = new Set([
  'app-name-duplicate',
  'app-of-apps-self-reference',
  'app-shared-source-path',
  'app-source-path-missing',
  'app-value-file-missing',
  'dangling-path-reference',
  'duplicate-resource-owner',
]);

/** What is said of how a service is built, once a list has it built: of its neighbours it is said already. */
const ofBuilds: readonly string[] = ['build-context-mismatch', 'build-trigger-incomplete', 'ci-dockerfile-missing'];

/** What more is said of an entry that a fix wrote, by the rule that is fixed: the next step, and no fault of the fix. */
const followUps: ReadonlyMap<string, readonly string[]> = new Map([
  // A source that a fix takes itself out of may hold nothing else: it never gave anything but itself.
  ['app-of-apps-self-reference', ['app-source-empty']],
  // A new filter is a clone of a sibling's, and its image may be made of more than that of the sibling. Where jobs read
  // filters by their names, none reads this one yet.
  ['ci-paths-filter-missing', [...ofBuilds, 'ci-paths-filter-missing']],
  ['build-list-missing', ofBuilds],
  ['ci-build-case-missing', ofBuilds],
  ['ci-dispatch-options-missing', ofBuilds],
  ['ci-lang-list-missing', ofBuilds],
  ['ci-service-list-missing', ofBuilds],
  ['tool-list-missing', ofBuilds],
]);

/** Whether it is said of one because each of its neighbours is listed: an entry more for one of those brings it. */
function isByNeighbours({ rule, confidence }: Finding): boolean {
  return confidence === 'likely' && (rule === 'tool-list-missing' || rule === 'ci-build-case-missing');
}

/**
 * A fix that creates or deletes a file changes what is checked, and what most services have: what is found then is the
 * next step and no fault of the fix, but for clashes. That something names a deleted file was known before.
 */
function assertNothingAdded(chosen: readonly Finding[], before: Report, after: Report): void {
  const wasFound = foundBefore(before.findings, after.findings);
  const deletes = chosen.some(isDeleting);
  const tolerant = deletes || chosen.some(isCreating);
  const following = new Set(chosen.flatMap(({ rule }) => followUps.get(rule) ?? []));
  const isFault = (rule: string): boolean =>
    tolerant ? clashes.has(rule) && !(deletes && rule === 'dangling-path-reference') : !following.has(rule);
  const added = after.findings.find(
    (finding) => !wasFound(finding) && isFault(finding.rule) && !isByNeighbours(finding),
  );
  if (added)
    throw new Error(
      `a fix of ${[...new Set(chosen.map(({ rule }) => rule))].join(', ')} caused ${added.rule} in ${added.path}`,
    );
}
