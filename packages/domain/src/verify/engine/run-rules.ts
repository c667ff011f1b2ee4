import { isWorkflow } from '../../builds/definition-files.ts';
import type { LoadedConfig } from '../../catalog/config.ts';
import { deriveInputs } from '../../changes/inputs/inputs.ts';
import { addAll } from '../../grouping.ts';
import { compareText, type Location } from '../../location.ts';
import { present } from '../../present.ts';
import { printable } from '../../printable.ts';
import { type Problem, unopened } from '../../problem.ts';
import { type WrittenFiles, writtenFiles } from '../../registers/discovery/written-files.ts';
import { configuredFile } from '../../registers/kinds/configured.ts';
import { registerFiles } from '../../registers/register-files.ts';
import { renderCatalog } from '../../rendering/render-catalog.ts';
import type { PathSelector } from '../../tree/file-types.ts';
import { indexPaths } from '../../tree/path-index.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { configuredWaivers, inlineWaivers, resolveWaivers, type WaiverState, waiveUnread } from '../findings/waiver.ts';
import type { RuleContext } from '../rule/context.ts';
import type { Rule } from '../rule/rule.ts';
import { buildContext, type Knowledge } from './build-context.ts';
import type { LoadedTree } from './loaded-tree.ts';
import { mergedBySet } from './merge-by-set.ts';

/** What the rules that are on find in one tree. */
interface Examination {
  context: RuleContext;
  /** Sorted; waivers are resolved. */
  findings: Finding[];
  problems: Problem[];
  /** Rules that did not know enough to say anything, or all of it. */
  skipped: ReadonlySet<string>;
}

/** Runs the rules on a tree. Every one runs, so that a waiver is unused or not whatever is asked for. */
export async function runRules(
  rules: readonly Rule[],
  { tree, catalog }: LoadedTree,
  { ignoredWaivers, elsewhere, partlyJudged, renderer, ...knowledge }: Knowledge,
): Promise<Examination> {
  const active = activeRules(rules, knowledge.config);
  const paths = indexPaths(await tree.list());
  const wanted = paths.all.filter(isNeeded(active, knowledge.config));
  const contents = await tree.read(wanted);
  const rendered = renderer && (await renderCatalog(tree, catalog, renderer));
  const inputs = await derivedInputs(active, contents, { tree, catalog }, knowledge.config);
  const { context, written, problems } = buildContext({
    ...knowledge,
    catalog,
    paths,
    contents,
    inputs,
    rendered: rendered?.texts ?? null,
  });
  const skipped = new Set([
    ...partlyJudged,
    ...active.filter(({ canJudge }) => canJudge?.(context) === false).map(({ id }) => id),
  ]);
  const inline = inlineWaivers(
    written.texts,
    (path) => written.yaml(path) ?? context.yaml(path),
    new Set(rules.map(({ id }) => id)),
  );
  const waivers = [
    ...configuredWaivers(context.config, context.configDocument),
    ...inline.filter(({ location }) => !ignoredWaivers.has(waiverPlace(location))),
  ];
  const before = active.filter(({ afterWaivers }) => !afterWaivers);
  const findings = before.flatMap((rule) => findingsOf(rule, { context, written }, { elsewhere }));
  resolveWaivers(findings, waivers, knowledge.today);
  // Which files were needed is known when the rules have asked for them.
  const told = waiveUnread(
    [
      ...unopened(wanted, contents),
      ...problems().map((problem) => ({
        ...problem,
        ...present({ location: problem.location && written.place(problem.location) }),
      })),
      ...(rendered?.problems ?? []),
    ],
    waivers,
    knowledge.today,
  );
  // Nobody knows whether a waiver of a rule that could not judge would be used.
  for (const waiver of waivers) waiver.used ||= skipped.has(waiver.rule);
  const after = active.filter(({ afterWaivers }) => afterWaivers);
  addAll(
    findings,
    after.flatMap((rule) => findingsOf(rule, { context, written }, { waivers })),
  );
  findings.sort(compareFindings);
  const registers = context.registers.map(written.register);
  return { context: { ...context, registers }, findings, problems: told, skipped };
}

/** What services are made of, where a rule has to know it. */
async function derivedInputs(
  active: readonly Rule[],
  contents: ReadonlyMap<string, Uint8Array>,
  { tree, catalog }: LoadedTree,
  { config }: LoadedConfig,
): Promise<RuleContext['inputs']> {
  const asking = active.filter(({ needsInputs }) => needsInputs);
  if (asking.length === 0) return null;
  const texts = new Map<string, string>();
  for (const [path, bytes] of contents) if (isWorkflow(path)) texts.set(path, new TextDecoder().decode(bytes));
  const { spelled } = writtenFiles(texts);
  if (!asking.some(({ needsInputs }) => needsInputs?.(spelled))) return null;
  return (await deriveInputs(tree, catalog.services, config)).inputs;
}

/** What `ignoredWaivers` name a waiver by. */
export function waiverPlace({ path, line }: Location): string {
  return `${path}:${line}`;
}

/** The rules that the configuration does not turn off, and those that are off by default and that it turns on. */
export function activeRules(rules: readonly Rule[], { config }: LoadedConfig): Rule[] {
  return rules.filter(({ id, offByDefault }) => (config.rules?.[id] ?? (offByDefault ? 'off' : 'on')) !== 'off');
}

/** Whether a file is read: a rule needs it, or it may hold a register. */
function isNeeded(active: readonly Rule[], { config }: LoadedConfig): PathSelector {
  const configured = new Set(config.registers?.map(configuredFile));
  const selectors = [...new Set([registerFiles, ...active.flatMap(({ needs }) => needs)])];
  return (path) => configured.has(path) || selectors.some((selects) => selects(path));
}

/** What a rule finds, with its configured severity and its identity. */
function findingsOf(
  rule: Rule,
  { context, written }: Pick<ReturnType<typeof buildContext>, 'context' | 'written'>,
  { waivers = [], elsewhere }: { waivers?: readonly WaiverState[]; elsewhere?: Knowledge['elsewhere'] },
): Finding[] {
  const configured = context.config.rules?.[rule.id];
  const severity = typeof configured === 'object' ? configured.severity : undefined;
  const counts = new Map<string, number>();
  const found = mergedBySet(rule, rule.check(context, waivers), context);
  return [...found, ...(elsewhere?.get(rule.id) ?? [])].map((finding) => {
    const { elsewhere = [], message, subject, environment, key = message } = finding;
    const location = written.place(finding.location);
    const about = { rule: rule.id, subject, path: location.path, ...present({ environment }) };
    const first = fingerprintOf(about, key, 0);
    const nth = counts.get(first) ?? 0;
    counts.set(first, nth + 1);
    return {
      ...about,
      severity: severity ?? finding.severity ?? rule.severity,
      confidence: finding.confidence ?? 'proved',
      // Names in it come from files anyone may write to.
      message: printable(message),
      line: location.line,
      column: location.column,
      ...present({
        endLine: location === finding.location ? finding.endLine : undefined,
        cause: finding.cause,
        repository: finding.repository,
      }),
      ...(elsewhere.length > 0 && { elsewhere }),
      fingerprint: nth === 0 ? first : fingerprintOf(about, key, nth),
      fix: finding.fix && isEditable(finding.fix, context) ? fixOf(finding.fix, written) : null,
      waived: null,
    };
  });
}

/** A fix of what the rules see as one of what is written; null where it cannot be made there. */
function fixOf(fix: Fix, written: WrittenFiles): Fix | null {
  const edits = written.edits(fix.edits);
  return edits && { ...fix, edits };
}

/** Whether no edit is of a file with a key that is written twice: which of the two it would change is not sure. */
function isEditable({ edits }: Fix, { yaml }: RuleContext): boolean {
  return edits.every(({ path }) => (yaml(path)?.repeating.length ?? 0) === 0);
}

/** Order by path, line and rule, then by all other fields, so that it is always the same. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.line - b.line ||
    compareText(a.rule, b.rule) ||
    a.column - b.column ||
    compareText(a.subject, b.subject) ||
    compareText(a.environment ?? '', b.environment ?? '') ||
    compareText(a.message, b.message)
  );
}
