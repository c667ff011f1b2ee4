import picomatch from 'picomatch';
import type { Environment, Service } from '../../../catalog/catalog.ts';
import { showPath } from '../../../names.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import { baseName, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { environmentSeverity, expectedApplication } from '../../facts/argocd/environment-severity.ts';
import type { Fix } from '../../findings/finding.ts';
import { mergeClones } from '../../fixes/clone/clone.ts';
import { applicationSibling, cloneApplication } from '../../fixes/clone/clone-application.ts';
import { cloneToEnvironment } from '../../fixes/clone/clone-to-environment.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const chartAppMissing: Rule = {
  id: 'chart-app-missing',
  title: 'Every chart has an Application in every environment',
  severity: 'warning',
  incident: '004 2.4',
  help: 'Add an Application for the chart, like those of its siblings, with an image tag that exists: --fix --unsafe --tag SERVICE=TAG clones one.',
  needs: [yamlFiles],
  *check(context) {
    const used = deployedIn(context);
    const generated = generatedPaths(context);
    const parts = subcharts(context);
    const serviceOf = new Map(
      context.catalog.services.flatMap((service) => (service.chart === null ? [] : [[service.chart, service]])),
    );
    const charts = context.catalog.charts.flatMap((chart) => {
      const service = serviceOf.get(chart.path);
      const gone = service && service.path === null && service.kind !== 'infra';
      if (chart.library || gone || parts.has(chart.path) || generated(chart.path)) return [];
      const names = new Set([chart.name, baseName(chart.path), ...(service ? [service.name] : [])]);
      const known = new Set([
        ...(used.get(chart.path) ?? []),
        ...[...names].flatMap((name) => [...(used.get(`name:${name}`) ?? [])]),
      ]);
      return [{ chart, service, known }];
    });
    // As any list, an environment is one of all services when it has at least half of them: others are for a few.
    const ofServices = charts.filter(({ service }) => service);
    const counted = ofServices.length > 0 ? ofServices : charts;
    const environments = context.catalog.environments.filter(
      ({ name }) => counted.filter(({ known }) => known.has(name)).length * 2 >= counted.length,
    );
    if (environments.length === 0) return;
    for (const { chart, service, known } of charts) {
      const missing = environments.filter(({ name }) => !known.has(name));
      const subject = service?.name ?? chart.name;
      const about = { location: chart.document.locate(['name']), subject };
      if (missing.length === environments.length && !known.has(null)) {
        yield {
          ...about,
          severity: environments.some(({ name }) => environmentSeverity(name) === 'error') ? 'error' : 'warning',
          message: `chart ${chart.path} has no Argo CD Application in any environment: it is never deployed${expectedApplication(subject, environments, context)}`,
          fix: cloneFor(service, environments, context),
        };
        continue;
      }
      if (known.has(null)) continue;
      for (const environment of missing) {
        yield {
          ...about,
          environment: environment.name,
          severity: environmentSeverity(environment.name),
          message: `chart ${chart.path} has no Argo CD Application in ${environment.name}: it is never deployed there${expectedApplication(subject, [environment], context)}`,
          fix: cloneFor(service, [environment], context),
        };
      }
    }
  },
};

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
        return first(own, (application) => cloneToEnvironment(application, name, service, tag, context));
      const sibling = applicationSibling(service, name, context);
      return sibling ? cloneApplication(sibling, service, tag, context) : null;
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

/** Environments by the path of the chart that is deployed there, and by `name:` of the service; null for an unknown one. */
function deployedIn(context: RuleContext): Map<string, Set<string | null>> {
  const found = new Map<string, Set<string | null>>();
  const add = (key: string, environment: string | null): void => {
    const known = found.get(key);
    if (known) known.add(environment);
    else found.set(key, new Set([environment]));
  };
  for (const { service, environment, sources } of context.catalog.applications) {
    if (service !== null) add(`name:${service}`, environment);
    for (const source of sources) if (source.path !== null && context.isOurs(source)) add(source.path, environment);
  }
  return found;
}

/** Charts that are a dependency of another, by its `file://`: deployed with it. */
function subcharts({ catalog }: RuleContext): Set<string> {
  const parts = new Set<string>();
  for (const { path, document } of catalog.charts) {
    for (const dependency of listAt(plainValue(document), 'dependencies')) {
      const repository = field(dependency, 'repository');
      if (typeof repository !== 'string' || !repository.startsWith('file://')) continue;
      const target = normaliseRepositoryPath(joinPath(path, repository.slice('file://'.length)));
      if (target !== null) parts.add(target);
    }
  }
  return parts;
}

/** Whether an ApplicationSet may generate an Application for a path: its templates cannot be known here. */
function generatedPaths(context: RuleContext): (path: string) => boolean {
  const patterns: string[] = [];
  for (const path of context.texts.keys()) {
    if (!yamlFiles(path) || !context.text(path)?.includes('ApplicationSet')) continue;
    for (const document of context.yaml(path)?.documents ?? []) {
      const value = plainValue(document);
      if (field(value, 'kind') !== 'ApplicationSet') continue;
      const template = field(field(field(value, 'spec'), 'template'), 'spec');
      const directories = listAt(field(value, 'spec'), 'generators').flatMap((generator) =>
        listAt(field(generator, 'git'), 'directories').map((directory) => field(directory, 'path')),
      );
      const sources = [field(template, 'source'), ...listAt(template, 'sources')].map((source) =>
        field(source, 'path'),
      );
      for (const pattern of directories.length > 0 ? directories : sources) {
        if (typeof pattern !== 'string') continue;
        const folder = pattern.replace(/\{\{.*?\}\}/g, '*').replace(/^\.?\//, '');
        // The root is no chart's folder.
        if (folder !== '') patterns.push(folder);
      }
    }
  }
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true, bash: true });
}
