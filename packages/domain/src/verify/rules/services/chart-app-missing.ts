import type { Chart, Environment, Service } from '../../../catalog/catalog.ts';
import { groupInto } from '../../../grouping.ts';
import { actionOnLine } from '../../../helm/helm-template.ts';
import { showPath } from '../../../names.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { baseName, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue, textAt, valueAt } from '../../../yaml/value.ts';
import { environmentSeverity, expectedApplication } from '../../facts/argocd/environment-severity.ts';
import type { Fix } from '../../findings/finding.ts';
import { mergeClones } from '../../fixes/clone/clone.ts';
import { applicationSibling, cloneApplication } from '../../fixes/clone/clone-application.ts';
import { cloneToEnvironment } from '../../fixes/clone/clone-to-environment.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const chartAppMissing: Rule = {
  id: 'chart-app-missing',
  title: 'Every chart has an Application in every environment',
  severity: 'warning',
  incident: '004 2.4',
  help: 'Add an Application for the chart, like those of its siblings, with an image tag that exists: --fix --unsafe --tag SERVICE=TAG clones one.',
  needs: [yamlFiles],
  *check(context) {
    const charts = deployableCharts(context);
    // An environment is for all services where it has at least half of them; others are for a few.
    const ofServices = charts.filter(({ service }) => service);
    const counted = ofServices.length > 0 ? ofServices : charts;
    const environments = context.catalog.environments.filter(
      ({ name }) => counted.filter(({ deployedTo }) => deployedTo.has(name)).length * 2 >= counted.length,
    );
    if (environments.length > 0) for (const chart of charts) yield* missingApplications(chart, environments, context);
  },
};

interface DeployableChart {
  chart: Chart;
  service: Service | undefined;
  /** The environments that have an Application for it; null for one whose environment is not known. */
  deployedTo: ReadonlySet<string | null>;
}

/** The charts that an Application has to deploy: no library, no dependency, nothing that is generated or gone. */
function deployableCharts(context: RuleContext): DeployableChart[] {
  const { byPath, byService } = environmentsOfApplications(context);
  const isGenerated = generatedPaths(context);
  const dependencies = subcharts(context);
  const serviceOf = new Map(
    context.catalog.services.flatMap((service) => (service.chart === null ? [] : [[service.chart, service]])),
  );
  return context.catalog.charts.flatMap((chart) => {
    const service = serviceOf.get(chart.path);
    const isGone = service && service.path === null && service.kind !== 'infra';
    if (chart.library || isGone || dependencies.has(chart.path) || isGenerated(chart.path)) return [];
    const names = [chart.name, baseName(chart.path), ...(service ? [service.name] : [])];
    const deployedTo = new Set([
      ...(byPath.get(chart.path) ?? []),
      ...names.flatMap((name) => byService.get(name) ?? []),
    ]);
    return [{ chart, service, deployedTo }];
  });
}

function* missingApplications(
  { chart, service, deployedTo }: DeployableChart,
  environments: readonly Environment[],
  context: RuleContext,
): Iterable<RuleFinding> {
  if (deployedTo.has(null)) return;
  const missing = environments.filter(({ name }) => !deployedTo.has(name));
  const subject = service?.name ?? chart.name;
  const about = { location: chart.document.locate(['name']), subject };
  const start = `chart ${chart.path} has no Argo CD Application in`;
  if (missing.length === environments.length) {
    yield {
      ...about,
      severity: environments.some(({ name }) => environmentSeverity(name) === 'error') ? 'error' : 'warning',
      message: `${start} any environment: it is never deployed${expectedApplication(subject, environments, context)}`,
      fix: cloneFor(service, environments, context),
    };
    return;
  }
  for (const environment of missing) {
    const { name } = environment;
    yield {
      ...about,
      environment: name,
      severity: environmentSeverity(name),
      message: `${start} ${name}: it is never deployed there${expectedApplication(subject, [environment], context)}`,
      fix: cloneFor(service, [environment], context),
    };
  }
}

/** The Application of a sibling, or the service's own of another environment, for each environment. Needs a tag. */
function cloneFor(
  service: Service | undefined,
  environments: readonly Environment[],
  context: RuleContext,
): Fix | null {
  const tag = context.tags.get(service?.name ?? '');
  if (service === undefined || tag === undefined) return null;
  const own = context.applicationsOf.get(service.name) ?? [];
  const clone = mergeClones(
    environments.map(({ name }) => {
      if (own.length > 0)
        return first(own, (application) => cloneToEnvironment(application, name, { service, tag }, context));
      const sibling = applicationSibling(service, name, context);
      return sibling ? cloneApplication(sibling, { service, tag }, context) : null;
    }),
  );
  const names = environments.map(({ name }) => showPath(name)).join(', ');
  return (
    clone && {
      description: `clone an Application for ${service.name} in ${names} with the tag ${tag}`,
      safe: false,
      ...clone,
    }
  );
}

function first<T, R>(items: readonly T[], make: (item: T) => R | null): R | null {
  for (const item of items) {
    const made = make(item);
    if (made !== null) return made;
  }
  return null;
}

/** The environments of Applications, by the path they deploy and by their service; null for an unknown one. */
function environmentsOfApplications(context: RuleContext) {
  const byPath = new Map<string, (string | null)[]>();
  const byService = new Map<string, (string | null)[]>();
  for (const { service, environment, sources } of context.catalog.applications) {
    if (service !== null) groupInto(byService, service, environment);
    for (const source of sources)
      if (source.path !== null && context.isOurs(source)) groupInto(byPath, source.path, environment);
  }
  return { byPath, byService };
}

/** Charts that are a dependency of another, by its `file://`: deployed with it. */
function subcharts({ catalog }: RuleContext): Set<string> {
  const parts = new Set<string>();
  for (const { path, document } of catalog.charts) {
    for (const dependency of listAt(plainValue(document), 'dependencies')) {
      const repository = textAt(dependency, 'repository');
      if (!repository?.startsWith('file://')) continue;
      const target = normaliseRepositoryPath(joinPath(path, repository.slice('file://'.length)));
      if (target !== null) parts.add(target);
    }
  }
  return parts;
}

/** Whether an ApplicationSet may generate an Application for a path: its templates cannot be known here. */
function generatedPaths(context: RuleContext): (path: string) => boolean {
  const folders = [...context.texts].flatMap(([path, text]) => {
    if (!yamlFiles(path) || !text.includes('ApplicationSet')) return [];
    const values = context.yaml(path)?.documents.map(plainValue) ?? [];
    return values.filter((value) => field(value, 'kind') === 'ApplicationSet').flatMap(generatedFolders);
  });
  return folders.length === 0 ? () => false : globMatcher(folders, { dot: true, bash: true });
}

/** The folders of the generators of an ApplicationSet, else those of its template; as patterns. */
function generatedFolders(applicationSet: unknown): string[] {
  const spec = field(applicationSet, 'spec');
  const directories = listAt(spec, 'generators').flatMap((generator) => listAt(field(generator, 'git'), 'directories'));
  const template = valueAt(spec, ['template', 'spec']);
  const sources = [field(template, 'source'), ...listAt(template, 'sources')];
  return (directories.length > 0 ? directories : sources).flatMap((item) => {
    const path = textAt(item, 'path');
    if (path === undefined) return [];
    const folder = path.replace(actionOnLine, '*').replace(/^\.?\//, '');
    // The root is no chart's folder.
    return folder === '' ? [] : [folder];
  });
}
