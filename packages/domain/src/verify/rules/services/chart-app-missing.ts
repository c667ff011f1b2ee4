import { type Chart, type Environment, hasSource, type Service } from '../../../catalog/catalog.ts';
import { countEach, groupInto } from '../../../grouping.ts';
import { folderOfDependency } from '../../../helm/chart-dependencies.ts';
import { showPath } from '../../../names.ts';
import { textPattern } from '../../../text-pattern.ts';
import { buildManifests, scripts, yamlFiles } from '../../../tree/file-types.ts';
import { baseName, folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { environmentSeverity, expectedApplication } from '../../facts/argocd/environment-severity.ts';
import type { Fix } from '../../findings/finding.ts';
import { mergeClones, withoutSecretsOf } from '../../fixes/clone/clone.ts';
import { applicationSibling, cloneApplication } from '../../fixes/clone/clone-application.ts';
import { cloneToEnvironment } from '../../fixes/clone/clone-to-environment.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { generatedPaths } from './generated-paths.ts';
import { mayDeployMore } from './may-deploy-more.ts';
import { deploysWorkloads, haveCharts, isNamedInUnread, placeOfSource } from './service-source.ts';

export const chartAppMissing: Rule = {
  id: 'chart-app-missing',
  title: 'Every chart and every service is deployed in every environment',
  severity: 'warning',
  incident: '004 2.4',
  judgesDeployment: true,
  help: 'Add an Application for the chart, like those of its siblings, with an image tag that exists: --fix --unsafe --tag SERVICE=TAG clones one.',
  needs: [yamlFiles, buildManifests, scripts],
  *check(context) {
    const charts = deployableCharts(context);
    const ofServices = charts.filter(({ service }) => service);
    const counted = ofServices.length > 0 ? [...ofServices, ...servicesOfSubcharts(context)] : charts;
    yield* missingIn(charts, counted, context);
    const services = servicesWithoutChart(context);
    yield* missingIn(services, services, context);
  },
};

/** What an Application has to deploy: a chart, or a service that has none of its own. */
interface Deployable {
  /** The folder of its chart; null for a service that others share one with, or that has none. */
  chart: Chart | null;
  service: Service | undefined;
  /** The environments that have an Application for it; null for one whose environment is not known. */
  deployedTo: ReadonlySet<string | null>;
}

/**
 * Findings of what lacks an Application, of the environments that are not for a few: one that lacks more of the counted
 * than it has is a choice. What is missing is proved by what lies beside it and is deployed there.
 */
function* missingIn(
  all: readonly Deployable[],
  counted: readonly Deployable[],
  context: RuleContext,
): Iterable<RuleFinding> {
  const environments = context.catalog.environments.filter(
    ({ name }) => counted.filter(({ deployedTo }) => deployedTo.has(name)).length * 2 >= counted.length,
  );
  const deployed = countEach(
    [...new Set([...all, ...counted])].flatMap((one) =>
      [...one.deployedTo].map((environment) => `${placeAmongOthers(one)}\0${environment}`),
    ),
  );
  for (const one of environments.length > 0 ? all : []) {
    // One is enough where this one is made to be deployed as well: it has a chart, or is somewhere else.
    const enough = one.chart !== null || one.deployedTo.size > 0 ? 1 : 2;
    const place = placeAmongOthers(one);
    const isForIts = (name: string): boolean => (deployed.get(`${place}\0${name}`) ?? 0) >= enough;
    yield* missingApplications(one, environments, { isForIts, context });
  }
  if (environments.length === 0) yield* deployedNowhere(all, counted, context);
}

/**
 * Where a chart lies, or the source of a service that has none, with `*` for its own folder: `charts/*`, or the path of a
 * chart below the folder of its service. What lies beside it has the same; '' where nothing is known.
 */
function placeAmongOthers({ chart, service }: Deployable): string {
  const path = chart?.path ?? service?.chart ?? service?.path ?? service?.elsewhere?.path ?? '';
  const own = service?.path && isInside(path, service.path) ? service.path : path;
  return own === '' ? '' : joinPath(folderOf(own), `*${path.slice(own.length)}`);
}

/**
 * Findings of services that no Application deploys, where no environment is for all, or none is told apart: most are
 * deployed. Of those of another repository it is told where only some are, and then it is likely at most; where none is,
 * nobody knows what they are called here.
 */
function* deployedNowhere(
  all: readonly Deployable[],
  counted: readonly Deployable[],
  context: RuleContext,
): Iterable<RuleFinding> {
  const deployed = counted.filter(({ deployedTo }) => deployedTo.size > 0).length;
  const areMost = deployed > 1 && deployed * 2 >= counted.length;
  if (deployed === 0 || mayDeployMore(context).length > 0) return;
  for (const { service, deployedTo } of all) {
    if (!service || deployedTo.size > 0 || isNamedInUnread(service.name, context)) continue;
    if (!service.elsewhere && !areMost) continue;
    yield {
      ...placeOfSource(service, context),
      subject: service.name,
      ...(deployed * 2 < counted.length && { severity: 'notice' }),
      ...(!service.elsewhere && { confidence: 'likely' }),
      message: `no Argo CD Application deploys service ${service.name}: it is never deployed, as ${deployed} of ${counted.length} are`,
    };
  }
}

/**
 * The services that have no chart of their own, where most have none: they share one, or are deployed by manifests. None
 * where something may deploy them that is not read.
 */
function servicesWithoutChart(context: RuleContext): Deployable[] {
  const { services, generated } = context.catalog;
  if (haveCharts(services) || generated.length > 0) return [];
  return services.flatMap((service) => {
    if (service.chart !== null || !deploysWorkloads(service)) return [];
    return [{ chart: null, service, deployedTo: environmentsOf(service, context) }];
  });
}

/** The charts that an Application has to deploy: no library, no dependency, nothing that is generated or gone. */
function deployableCharts(context: RuleContext): Deployable[] {
  const { byPath, byService } = environmentsOfApplications(context);
  const isGenerated = generatedPaths(context);
  const dependencies = subcharts(context);
  const installs = installedByScripts(context);
  const serviceOf = new Map(
    context.catalog.services.flatMap((service) => (service.chart === null ? [] : [[service.chart, service]])),
  );
  return context.catalog.charts.flatMap((chart) => {
    const service = serviceOf.get(chart.path);
    const isGone = service && !hasSource(service) && service.kind !== 'infra';
    if (chart.library || isGone || dependencies.has(chart.path) || isGenerated(chart.path)) return [];
    if (!service && installs(chart.path)) return [];
    const names = [chart.name, baseName(chart.path), ...(service ? [service.name] : [])];
    const deployedTo = new Set([
      ...(byPath.get(chart.path) ?? []),
      ...names.flatMap((name) => byService.get(name) ?? []),
    ]);
    return [{ chart, service, deployedTo }];
  });
}

/** Whether a script installs a chart by itself: a local cluster that has no Argo CD. */
function installedByScripts({ texts }: RuleContext): (chart: string) => boolean {
  const installing = [...texts].flatMap(([path, text]) =>
    scripts(path) && /\bhelm[ \t]+(?:upgrade|install)\b/.test(text) ? [text] : [],
  );
  return (chart) => {
    const parts = chart.split('/');
    const names = [chart, parts.slice(-2).join('/')].filter((name) => name.includes('/'));
    return installing.some((text) => textPattern()`(?<![\w.-])${names}(?![\w-])`.test(text));
  };
}

/** The services whose charts are parts of another one: deployed where its Applications run them. */
function servicesOfSubcharts(context: RuleContext): Deployable[] {
  const parts = subcharts(context);
  return context.catalog.services.flatMap((service) => {
    if (service.chart === null || !parts.has(service.chart) || !deploysWorkloads(service)) return [];
    return [{ chart: null, service, deployedTo: environmentsOf(service, context) }];
  });
}

/** The environments whose Applications deploy a service. */
function environmentsOf({ name }: Service, { deployedBy }: RuleContext): ReadonlySet<string | null> {
  return new Set((deployedBy.get(name) ?? []).map(({ environment }) => environment));
}

function* missingApplications(
  { chart, service, deployedTo }: Deployable,
  usual: readonly Environment[],
  { isForIts, context }: { isForIts: (environment: string) => boolean; context: RuleContext },
): Iterable<RuleFinding> {
  const subject = service?.name ?? chart?.name ?? '';
  if (deployedTo.has(null) || isNamedInUnread(subject, context)) return;
  const wanted = context.added.get(service?.name ?? '')?.environments;
  const all = wanted ? usual.filter(({ name }) => wanted.includes(name)) : usual;
  const environments = chart ? ofItsOwn(chart, deployedTo, all) : all;
  const mayBeIn = new Set(mayDeployMore(context));
  if (chart === null && mayBeIn.has(null)) return;
  const missing = environments.filter(({ name }) => !deployedTo.has(name) && !(chart === null && mayBeIn.has(name)));
  const place = chart ? { location: chart.document.locate(['name']) } : service && placeOfSource(service, context);
  if (!place || missing.length === 0) return;
  const about = { ...place, subject };
  const start = chart
    ? `chart ${chart.path} has no Argo CD Application in`
    : `no Argo CD Application deploys service ${subject} in`;
  if (missing.length === environments.length) {
    const { fields, reason } = doubtOf(environments, isForIts);
    yield {
      ...about,
      severity: environments.some(({ name }) => environmentSeverity(name) === 'error') ? 'error' : 'warning',
      ...fields,
      message: `${start} any environment: it is never deployed${expectedApplication(subject, environments, context)}${reason}`,
      fix: cloneFor(service, environments, context),
    };
    return;
  }
  for (const environment of missing) {
    const { name } = environment;
    const { fields, reason } = doubtOf([environment], isForIts);
    yield {
      ...about,
      environment: name,
      severity: environmentSeverity(name),
      ...fields,
      message: `${start} ${name}: it is never deployed there${expectedApplication(subject, [environment], context)}${reason}`,
      fix: cloneFor(service, [environment], context),
    };
  }
}

/** What a finding is less of where too few that lie beside it are deployed to any of some environments. */
function doubtOf(environments: readonly Environment[], isForIts: (environment: string) => boolean) {
  if (environments.some(({ name }) => isForIts(name))) return { fields: {}, reason: '' };
  const fields = { severity: 'notice' as const, confidence: 'likely' as const };
  return { fields, reason: ' (too few beside it show that all of them are to be there)' };
}

/** The environments that a chart is for: one that it is called after, where it is deployed there; else all. */
function ofItsOwn(
  { path, name }: Chart,
  deployedTo: ReadonlySet<string | null>,
  environments: readonly Environment[],
): readonly Environment[] {
  const words = new Set([...path.split('/'), ...name.split(/[-_.]/)]);
  const own = environments.filter((one) => words.has(one.name));
  return own.length > 0 && own.every((one) => deployedTo.has(one.name)) ? own : environments;
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
      return withoutSecretsOf(
        sibling?.service ?? null,
        sibling && cloneApplication(sibling, { service, tag }, context),
      );
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
  for (const { services, environment, sources } of [...context.catalog.applications, ...context.catalog.generated]) {
    for (const service of services) groupInto(byService, service, environment);
    for (const source of sources)
      if (source.path !== null && context.isOurs(source)) groupInto(byPath, source.path, environment);
  }
  return { byPath, byService };
}

/** Charts that are a dependency of another, by its `file://`: deployed with it. */
function subcharts({ catalog }: RuleContext): Set<string> {
  const parts = new Set<string>();
  for (const { path, dependencies } of catalog.charts) {
    for (const dependency of dependencies) {
      const target = folderOfDependency(path, dependency);
      if (target !== null) parts.add(target);
    }
  }
  return parts;
}
