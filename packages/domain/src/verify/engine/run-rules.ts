import type { Catalog } from '../../catalog/catalog.ts';
import type { LoadedConfig } from '../../catalog/config.ts';
import { compareText } from '../../location.ts';
import type { Tree } from '../../ports.ts';
import { printable } from '../../printable.ts';
import type { Problem } from '../../problem.ts';
import { configuredFile } from '../../registers/kinds/configured.ts';
import { registerFiles } from '../../registers/register-files.ts';
import { indexPaths } from '../../tree/path-index.ts';
import type { Finding } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { configuredWaivers, inlineWaivers, resolveWaivers, type WaiverState } from '../findings/waiver.ts';
import type { RuleContext } from '../rule/context.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { RemoteRefs } from '../rule/remote-refs.ts';
import type { Rule } from '../rule/rule.ts';
import { buildContext } from './build-context.ts';

/** What the rules are told besides the tree. */
export interface Knowledge {
  config: LoadedConfig;
  /** YYYY-MM-DD */
  today: string;
  /** Null where it is not known. */
  remote: RemoteRefs | null;
  /** The deploy branches that were read in this run. */
  deployed: readonly DeployedBranch[];
  /** The tags that new Applications of services are given, by service. */
  tags: ReadonlyMap<string, string>;
}

/** What every rule that is on says of one tree. */
export interface Examination {
  context: RuleContext;
  /** Sorted; waivers are resolved. */
  findings: Finding[];
  problems: Problem[];
  /** Rules that did not know enough to say anything. */
  skipped: ReadonlySet<string>;
}

/** Runs the rules on a tree. Every one runs, so that a waiver is unused or not whatever is asked for. */
export async function runRules(
  rules: readonly Rule[],
  tree: Tree,
  catalog: Catalog,
  knowledge: Knowledge,
): Promise<Examination> {
  const { config } = knowledge;
  const active = activeRules(rules, config);
  const paths = indexPaths(await tree.list());
  const lists = new Set(config.config.registers?.map(configuredFile));
  const selectors = new Set([
    (path: string) => lists.has(path),
    registerFiles,
    ...active.flatMap(({ needs }) => needs),
  ]);
  const wanted = paths.all.filter((path) => [...selectors].some((selects) => selects(path)));
  const contents = await tree.read(wanted);
  const { context, problems } = buildContext({ ...knowledge, catalog, paths, contents });
  const skipped = new Set(active.filter(({ canJudge }) => canJudge?.(context) === false).map(({ id }) => id));

  const waivers = [
    ...configuredWaivers(context.config, context.configDocument),
    ...inlineWaivers(context.texts, context.yaml, new Set(rules.map(({ id }) => id))),
  ];
  const findings = active.filter(({ afterWaivers }) => !afterWaivers).flatMap((rule) => findingsOf(rule, context, []));
  resolveWaivers(findings, waivers, knowledge.today);
  // Nobody knows whether it would be used.
  for (const waiver of waivers) waiver.used ||= skipped.has(waiver.rule);
  findings.push(
    ...active.filter(({ afterWaivers }) => afterWaivers).flatMap((rule) => findingsOf(rule, context, waivers)),
  );
  findings.sort(compareFindings);
  return { context, findings, problems: [...catalog.problems, ...problems()], skipped };
}

/** Those that the configuration does not turn off. */
export function activeRules(rules: readonly Rule[], { config }: LoadedConfig): Rule[] {
  return rules.filter(({ id }) => config.rules?.[id] !== 'off');
}

function findingsOf(rule: Rule, context: RuleContext, waivers: readonly WaiverState[]): Finding[] {
  const configured = context.config.rules?.[rule.id];
  const severity = typeof configured === 'object' ? configured.severity : undefined;
  const counts = new Map<string, number>();
  const findings: Finding[] = [];
  for (const finding of rule.check(context, waivers)) {
    const { location, message, subject, environment } = finding;
    const about = {
      rule: rule.id,
      subject,
      path: location.path,
      ...(environment === undefined ? {} : { environment }),
    };
    const key = finding.key ?? message;
    const first = fingerprintOf(about, key, 0);
    const nth = counts.get(first) ?? 0;
    counts.set(first, nth + 1);
    findings.push({
      ...about,
      severity: severity ?? finding.severity ?? rule.severity,
      // Names in it come from files anyone may write to.
      message: printable(message),
      line: location.line,
      column: location.column,
      ...(finding.endLine === undefined ? {} : { endLine: finding.endLine }),
      fingerprint: nth === 0 ? first : fingerprintOf(about, key, nth),
      fix: finding.fix ?? null,
      waived: null,
    });
  }
  return findings;
}

/** By path, line and rule, and then by everything else, so that the order is always the same. */
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
