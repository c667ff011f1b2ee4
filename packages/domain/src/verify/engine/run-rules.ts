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
import { configuredWaivers, inlineWaivers, resolveWaivers } from '../findings/waiver.ts';
import type { Model } from '../rule/context.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { RemoteRefs } from '../rule/remote-refs.ts';
import type { Rule } from '../rule/rule.ts';
import { buildModel } from './build-context.ts';

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
  model: Model;
  /** Sorted; waivers are resolved. */
  findings: Finding[];
  problems: Problem[];
  /** Rules that did not know enough to say anything. */
  silent: ReadonlySet<string>;
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
  const { model, problems } = buildModel({ ...knowledge, catalog, paths, contents });
  const silent = new Set(active.filter(({ speaks }) => speaks?.(model) === false).map(({ id }) => id));

  const waivers = [
    ...configuredWaivers(model.config, model.configDocument),
    ...inlineWaivers(model.texts, model.yaml, new Set(rules.map(({ id }) => id))),
  ];
  const findings = active.filter(({ stage }) => !stage).flatMap((rule) => findingsOf(rule, model));
  resolveWaivers(findings, waivers, knowledge.today);
  // Nobody knows whether it would be used.
  for (const waiver of waivers) waiver.used ||= silent.has(waiver.rule);
  const judged: Model = { ...model, waivers };
  findings.push(...active.filter(({ stage }) => stage === 'waivers').flatMap((rule) => findingsOf(rule, judged)));
  findings.sort(compareFindings);
  return { model, findings, problems: [...catalog.problems, ...problems()], silent };
}

/** Those that the configuration does not turn off. */
export function activeRules(rules: readonly Rule[], { config }: LoadedConfig): Rule[] {
  return rules.filter(({ id }) => config.rules?.[id] !== 'off');
}

function findingsOf(rule: Rule, model: Model): Finding[] {
  const configured = model.config.rules?.[rule.id];
  const severity = typeof configured === 'object' ? configured.severity : undefined;
  const counts = new Map<string, number>();
  const findings: Finding[] = [];
  for (const draft of rule.check(model)) {
    const { location, message, subject, environment } = draft;
    const about = {
      rule: rule.id,
      subject,
      path: location.path,
      ...(environment === undefined ? {} : { environment }),
    };
    const key = draft.key ?? message;
    const first = fingerprintOf(about, key, 0);
    const nth = counts.get(first) ?? 0;
    counts.set(first, nth + 1);
    findings.push({
      ...about,
      severity: severity ?? draft.severity ?? rule.severity,
      // Names in it come from files anyone may write to.
      message: printable(message),
      line: location.line,
      column: location.column,
      ...(draft.endLine === undefined ? {} : { endLine: draft.endLine }),
      fingerprint: nth === 0 ? first : fingerprintOf(about, key, nth),
      fix: draft.fix ?? null,
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
