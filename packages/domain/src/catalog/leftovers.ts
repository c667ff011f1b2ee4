import type { Application } from '../argocd/application.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { isPublicImage } from '../images/public-images.ts';
import { isServiceName } from '../names.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, isRecord } from '../yaml/value.ts';
import { decodeUtf8, parseYamlFile } from '../yaml/yaml-document.ts';
import { type ImageName, imagesOf, plainName, splitImage } from './application-service.ts';
import type { Chart, Service } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { folderMatcher } from './folder-patterns.ts';

/**
 * Services of which only a chart or an Application is left: their image is named as those of the services with
 * source are (same prefix, their own name last), or the configuration names them, in `removed-services` or in
 * `services.overrides`. Charts and Applications without that are add-ons, not services.
 */
export function findLeftovers(
  services: readonly Service[],
  charts: readonly Chart[],
  applications: readonly Application[],
  config: Config,
  contents: ReadonlyMap<string, Uint8Array>,
): Service[] {
  const overrides = config.services?.overrides ?? {};
  const excluded = folderMatcher(config.services?.exclude ?? []);
  const isAppOfApps = appOfAppsFinder(applications);
  const known = new Set(services.map(({ name }) => name));
  const taken = new Set(services.map(({ chart }) => chart));
  const candidates = new Map<string, ImageName[]>();
  const addCandidate = (name: string, images: readonly ImageName[]): void => {
    candidates.set(name, [...(candidates.get(name) ?? []), ...images]);
  };
  for (const chart of charts) {
    if (chart.library || taken.has(chart.path) || known.has(chart.name) || excluded(chart.path)) continue;
    addCandidate(chart.name, chartImages(chart, contents));
  }
  for (const application of applications) {
    if (application.service !== null || isAppOfApps(application)) continue;
    addCandidate(plainName(application), imagesOf(application));
  }
  if (candidates.size === 0) return [];

  const named = new Set([...(config['removed-services'] ?? []), ...Object.keys(overrides)]);
  const prefixes = builtPrefixes(services, charts, applications, contents);
  return [...candidates].flatMap(([name, images]): Service[] => {
    const built = images.some((image) => image.name === name && prefixes.has(image.prefix) && !isPublic(image));
    if (!isServiceName(name) || !(built || named.has(name))) return [];
    const kind = overrides[name]?.kind ?? 'other';
    return [{ name, path: null, kind, dockerfile: null, dockerfiles: [], chart: null }];
  });
}

function isPublic({ prefix, name }: ImageName): boolean {
  return prefix === '' && isPublicImage(name);
}

/** What stands before the service's name in the images of the services whose source is here. */
function builtPrefixes(
  services: readonly Service[],
  charts: readonly Chart[],
  applications: readonly Application[],
  contents: ReadonlyMap<string, Uint8Array>,
): Set<string> {
  const names = new Set(services.map(({ name }) => name));
  const prefixes = new Set<string>();
  for (const application of applications) {
    for (const { prefix, name } of imagesOf(application)) if (names.has(name)) prefixes.add(prefix);
  }
  const byPath = new Map(charts.map((chart) => [chart.path, chart]));
  for (const { name, chart } of services) {
    const found = chart === null ? undefined : byPath.get(chart);
    for (const image of found ? chartImages(found, contents) : []) if (image.name === name) prefixes.add(image.prefix);
  }
  return prefixes;
}

/** The image of a chart's `values.yaml`: `image.repository`, or `image` itself. Unreadable values tell nothing here. */
function chartImages(chart: Chart, contents: ReadonlyMap<string, Uint8Array>): ImageName[] {
  const path = joinPath(chart.path, 'values.yaml');
  const bytes = contents.get(path);
  if (!bytes) return [];
  const values = tryUser(
    () => parseYamlFile(path, decodeUtf8(path, bytes)).documents[0]?.value(),
    () => undefined,
  );
  const image = field(values, 'image');
  const reference = isRecord(image) ? field(image, 'repository') : image;
  return typeof reference === 'string' ? [splitImage(reference)] : [];
}
