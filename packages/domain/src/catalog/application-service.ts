import type { Application, PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { withoutEnvironment } from '../argocd/environment-names.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { splitImageText } from '../images/image-reference.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import type { Chart, Service } from './catalog.ts';

/** The name an Application has in every environment: `user-service` of `user-service-prod`. */
export function plainName({ name, environment }: PlacedApplication): string {
  return withoutEnvironment(name, environment);
}

/**
 * Applications with the service that each deploys: that of its name, with or without the environment in it, else that of
 * the chart or the folder it takes from this repository, else that of the image it sets. Applications of Applications
 * have none.
 */
export function withServices(
  applications: readonly PlacedApplication[],
  services: readonly Service[],
  charts: readonly Chart[],
): Application[] {
  const names = new Set(services.map(({ name }) => name));
  const byChart = new Map(services.flatMap(({ name, chart }) => (chart === null ? [] : [[chart, name] as const])));
  const chartNames = new Map(charts.map(({ path, name }) => [path, name]));
  const isAppOfApps = appOfAppsFinder(applications);
  return applications.map((application) => ({
    ...application,
    service: isAppOfApps(application) ? null : serviceOf(application, names, byChart, chartNames),
  }));
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
  return (
    imagesOf(application)
      .map(({ name }) => name)
      .find((name) => names.has(name)) ?? null
  );
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
