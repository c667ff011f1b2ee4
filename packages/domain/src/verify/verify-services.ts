import type { LoadedConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { compareText } from '../location.ts';
import { didYouMean } from '../nearest.ts';
import type { Tree } from '../ports.ts';
import { printable } from '../printable.ts';
import { configuredFile } from '../registers/configured.ts';
import { UserError } from '../user-error.ts';
import { readBaseline, splitByBaseline } from './baseline.ts';
import { checklistOf } from './checklist.ts';
import type { Finding } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import { buildModel, type Model } from './model.ts';
import { deployedApplications } from './ownership.ts';
import { indexPaths } from './path-index.ts';
import { readOnce } from './read-once.ts';
import { type Report, summarise } from './report.ts';
import { reportedImages } from './reported-images.ts';
import type { Rule } from './rule.ts';
import { rules as everyRule } from './rules.ts';
import { registerFiles } from './select.ts';
import { configuredWaivers, inlineWaivers, resolveWaivers } from './waiver.ts';

export interface VerifyOptions {
  config: LoadedConfig;
  /** This repository's address; null where there is none. */
  repositoryUrl: string | null;
  /** YYYY-MM-DD */
  today: string;
  /** The branches of the remote, by their names; without them nothing is said about what does not exist there. */
  branches?: readonly string[] | null;
  /** Only findings about these; empty or absent: all. UserError for a name that does not exist. */
  services?: readonly string[];
  environments?: readonly string[];
  rules?: readonly string[];
  /** File of accepted old findings. Absent: the configured one, else `rollcall.baseline.json` if it exists; null: none. */
  baseline?: string | null | undefined;
  /** Whether the report tells the images of each service; finding them takes about as long as verifying. */
  images?: boolean;
}

/**
 * Checks every register and every wiring of a tree. UserError for a mistake in the configuration or the options.
 * The filters choose what is reported: every rule runs, so that a waiver is unused or not whatever is asked for.
 */
export async function verifyServices(source: Tree, options: VerifyOptions): Promise<Report> {
  const tree = readOnce(source);
  assertKnownRules(options.config);
  const catalog = await loadCatalog(tree, options.config.config, { repositoryUrl: options.repositoryUrl });
  const chosen = {
    services: chosenNames(
      options.services,
      catalog.services.map(({ name }) => name),
      'service',
    ),
    environments: chosenNames(
      options.environments,
      catalog.environments.map(({ name }) => name),
      'environment',
    ),
    rules: chosenNames(
      options.rules,
      everyRule.map(({ id }) => id),
      'rule',
    ),
  };
  const named = options.baseline;
  const baseline = named === null ? { path: '', entries: null } : await readBaseline(tree, options.config, { named });
  const active = everyRule.filter(({ id }) => options.config.config.rules?.[id] !== 'off');
  const paths = indexPaths(await tree.list());
  const lists = new Set(options.config.config.registers?.map(configuredFile));
  const selectors = new Set([
    (path: string) => lists.has(path),
    registerFiles,
    ...active.flatMap(({ needs }) => needs),
  ]);
  const wanted = paths.all.filter((path) => [...selectors].some((selects) => selects(path)));
  const contents = await tree.read(wanted);
  const { config, today, branches = null } = options;
  const { model, problems } = buildModel({ catalog, config, today, branches, paths, contents });

  const waivers = [
    ...configuredWaivers(model.config, model.configDocument),
    ...inlineWaivers(model.texts, model.yaml, new Set(everyRule.map(({ id }) => id))),
  ];
  const findings = active.filter(({ stage }) => !stage).flatMap((rule) => findingsOf(rule, model));
  resolveWaivers(findings, waivers, options.today);
  const judged: Model = { ...model, waivers };
  findings.push(...active.filter(({ stage }) => stage === 'waivers').flatMap((rule) => findingsOf(rule, judged)));
  findings.sort(compareFindings);

  const applicationService = new Map(catalog.applications.map(({ name, service }) => [name, service]));
  const isChosen = ({ subject, environment, rule }: Finding): boolean =>
    (!chosen.services || chosen.services.has(subject) || chosen.services.has(applicationService.get(subject) ?? '')) &&
    (!chosen.environments || environment === undefined || chosen.environments.has(environment)) &&
    (!chosen.rules || chosen.rules.has(rule));
  const { accepted, problems: stale } = splitByBaseline(baseline, findings);
  const chosenFindings = findings.filter(isChosen);
  const reported = chosenFindings.filter((finding) => !accepted.has(finding));
  const baselined = chosenFindings.filter((finding) => accepted.has(finding));
  const deploys = deployedApplications(model);
  return {
    findings: reported,
    baselined,
    checklist: checklistOf(model, findings, chosen),
    summary: summarise(reported, baselined),
    problems: [...catalog.problems, ...problems(), ...stale],
    applications: catalog.applications.map(({ name, file, environment, service }, index) => ({
      name,
      file,
      environment,
      service,
      deploys: deploys[index] ?? [],
    })),
    ...(options.images ? { images: await reportedImages(tree, catalog, options.config.config, chosen) } : {}),
  };
}

/** A rule that does not exist, in the configuration: a check someone believes to be on, or off, and is not. */
function assertKnownRules({ config, document }: LoadedConfig): void {
  const ids = everyRule.map(({ id }) => id);
  const known = new Set(ids);
  const named = [
    ...Object.keys(config.rules ?? {}).map((id) => ({ id, at: ['rules', id] })),
    ...(config.waivers ?? []).map(({ rule }, index) => ({ id: rule, at: ['waivers', index, 'rule'] })),
  ];
  for (const { id, at } of named) {
    if (known.has(id)) continue;
    throw new UserError(`there is no rule ${JSON.stringify(id)}`, {
      help: `The rules are ${ids.join(', ')}.${didYouMean(id, ids)}`,
      ...(document ? { location: document.locate(at) } : {}),
    });
  }
}

function chosenNames(
  names: readonly string[] | undefined,
  known: readonly string[],
  what: string,
): ReadonlySet<string> | null {
  if (!names || names.length === 0) return null;
  const exists = new Set(known);
  const unknown = names.find((name) => !exists.has(name));
  if (unknown === undefined) return new Set(names);
  throw new UserError(`there is no ${what} ${JSON.stringify(unknown)}`, {
    help: `The ${what}s are ${known.join(', ') || 'none'}.${didYouMean(unknown, known)}`,
  });
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
function compareFindings(a: Finding, b: Finding): number {
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
