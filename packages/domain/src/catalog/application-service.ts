import type { Application, PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { withoutEnvironment } from '../argocd/environment-names.ts';
import { fillPlaceholders } from '../argocd/placeholders.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { splitImageText } from '../images/image-reference.ts';
import { normaliseRepositoryUrl } from '../repository-url.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import { field, plainValue, valueAt } from '../yaml/value.ts';
import type { Chart, Service } from './catalog.ts';

/** The name an Application has in every environment: `user-service` of `user-service-prod`. */
export function plainName({ name, environment }: PlacedApplication): string {
  return withoutEnvironment(name, environment);
}

/**
 * Applications with the service that each deploys, as far as names tell it: that of its name, with or without the
 * environment in it, else that of the chart or the folder it takes from this repository, or of the chart of another
 * repository, else that of the image it sets, else that of a label. Applications of Applications have none.
 */
export function withServices(
  applications: readonly PlacedApplication[],
  services: readonly Service[],
  charts: readonly Chart[],
): Application[] {
  const names = new Set(services.map(({ name }) => name));
  const byChart = new Map(services.flatMap(({ name, chart }) => (chart === null ? [] : [[chart, name] as const])));
  const chartNames = new Map(charts.map(({ path, name }) => [path, name]));
  const atSource = sourceFinder(services);
  const isAppOfApps = appOfAppsFinder(applications);
  return applications.map((application) => {
    const service = isAppOfApps(application)
      ? null
      : (serviceOf(application, names, byChart, chartNames) ?? atSource(application));
    const mayDeployMore = application.refused !== undefined;
    return { ...application, service, services: service === null ? [] : [service], mayDeployMore };
  });
}

function serviceOf(
  application: PlacedApplication,
  names: ReadonlySet<string>,
  byChart: ReadonlyMap<string, string>,
  chartNames: ReadonlyMap<string, string>,
): string | null {
  const byName = [application.name, plainName(application)].find((name) => names.has(name));
  if (byName !== undefined) return byName;
  const paths = application.sources.flatMap(({ path, ours }) => (path !== null && ours !== false ? [path] : []));
  for (const path of paths) {
    const found =
      byChart.get(path) ?? [chartNames.get(path) ?? '', ...path.split('/').reverse()].find((name) => names.has(name));
    if (found !== undefined) return found;
  }
  const others = [
    ...application.sources.map(({ chart }) => baseName(chart ?? '')),
    ...imagesOf(application).map(({ name }) => name),
    ...labelsOf(application),
  ];
  return others.find((name) => names.has(name)) ?? null;
}

/** Finds the service whose chart, or whose folder, an Application takes from the repository of its source. */
function sourceFinder(services: readonly Service[]): (application: PlacedApplication) => string | null {
  const byFolder = new Map<string, string>();
  for (const { name, elsewhere } of services) {
    const address = elsewhere?.url ? normaliseRepositoryUrl(elsewhere.url) : null;
    if (!elsewhere || address === null) continue;
    for (const folder of [elsewhere.path, elsewhere.chart]) if (folder) byFolder.set(`${address} ${folder}`, name);
  }
  if (byFolder.size === 0) return () => null;
  return ({ sources }) => {
    for (const { repoURL, path, ours } of sources) {
      const address = ours === false && path !== null ? normaliseRepositoryUrl(repoURL ?? '') : null;
      for (let folder = address === null ? '' : (path ?? ''); folder !== ''; folder = folderOf(folder)) {
        const found = byFolder.get(`${address} ${folder}`);
        if (found !== undefined) return found;
      }
    }
    return null;
  };
}

/** The labels that name what is deployed, the surest first. */
const labelNames = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'service', 'app'];

function labelsOf({ document, generated }: WrittenApplication): string[] {
  const path = [...(generated ? ['spec', 'template'] : []), 'metadata', 'labels'];
  const labels = valueAt(plainValue(document), path);
  return labelNames.flatMap((label) => {
    const value = field(labels, label);
    if (typeof value !== 'string') return [];
    return generated ? fillPlaceholders(value, generated) : value;
  });
}

/** An image reference without tag and digest, split before its last segment: `prod/` and `user-service`. */
export interface ImageName {
  prefix: string;
  name: string;
}

/** The image repositories an Application sets by parameter (`image.repository`, `api.image.repository`). */
export function imagesOf(application: WrittenApplication): ImageName[] {
  return application.sources.flatMap(({ parameters }) =>
    parameters.flatMap(({ name, value }) => (/(^|\.)image\.(repository|name)$/.test(name) ? [splitImage(value)] : [])),
  );
}

export function splitImage(reference: string): ImageName {
  const { repository } = splitImageText(reference);
  const slash = repository.lastIndexOf('/') + 1;
  return { prefix: repository.slice(0, slash), name: repository.slice(slash) };
}

/** Services with the chart of each: the one of its name, else the only one in its folder. Library charts are none. */
export function withCharts(
  services: readonly Service[],
  charts: readonly Chart[],
  applications: readonly WrittenApplication[],
): Service[] {
  const used = new Set(applications.flatMap(({ sources }) => sources.flatMap(({ path }) => path ?? [])));
  const byName = new Map<string, Chart>();
  const owners = new Map(services.flatMap(({ path }) => (path === null || path === '' ? [] : [[path, [] as Chart[]]])));
  for (const chart of charts.filter(({ library }) => !library)) {
    for (const name of new Set([chart.name, baseName(chart.path)])) {
      const known = byName.get(name);
      if (!known || (!used.has(known.path) && used.has(chart.path))) byName.set(name, chart);
    }
    for (let folder = chart.path; folder !== ''; folder = folderOf(folder)) owners.get(folder)?.push(chart);
  }
  return services.map((service) => {
    const [inside, second] = owners.get(service.path ?? '') ?? [];
    const chart = byName.get(service.name) ?? (second ? undefined : inside);
    return { ...service, chart: chart?.path ?? null };
  });
}
