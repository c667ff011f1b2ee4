import type { Application } from '../argocd/application.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { manifestsOf } from '../image-targets/manifests.ts';
import type { TargetContext, WantedImage } from '../image-targets/target.ts';
import { type TargetSettings, targetContexts } from '../image-targets/target-contexts.ts';
import { compareText } from '../location.ts';
import { memoize } from '../memo.ts';
import type { Tree, TreeEntry } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';

/**
 * An environment as one tree holds it. Its manifests are read once, and parsed once at most, whatever is asked about
 * the images in them: which to pin, which to write, which have to exist.
 */
export interface OpenEnvironment {
  name: string;
  catalog: Catalog;
  /** The files that may hold an image of the services, by path. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What a search for the targets of an image may look at: the same context for the same request. */
  contextOf(image: WantedImage): TargetContext;
  applicationsOf(service: string): ServiceApplications;
}

/** The Applications that may say which image a service has. */
export interface ServiceApplications {
  /** The service's own, in this environment. */
  own: readonly Application[];
  /** Those of no single service, which may name its image: only for a service that has none of its own. */
  shared: readonly Application[];
  /** The service's own, in every environment. */
  everywhere: readonly Application[];
}

/** Reads the manifests of services of an environment in one batch. */
export async function openEnvironment(
  tree: Tree,
  catalog: Catalog,
  settings: TargetSettings,
  services: Iterable<string>,
): Promise<OpenEnvironment> {
  const paths = manifestPaths(catalog, settings.environment, new Set(services), await tree.list());
  return environmentOf(catalog, settings, await tree.read(paths));
}

/** The same, of files that were read. */
export function environmentOf(
  catalog: Catalog,
  settings: TargetSettings,
  files: ReadonlyMap<string, Uint8Array>,
): OpenEnvironment {
  const name = settings.environment;
  const applications = [...catalog.applications, ...catalog.generated];
  const byService = groupBy(applications, ({ service }) => service);
  const ofNoService = (byService.get(null) ?? []).filter(({ environment }) => environment === name);
  const discovered = new Set(catalog.services.map((service) => service.name));
  return {
    name,
    catalog,
    files,
    contextOf: memoize(targetContexts(settings, catalog, manifestsOf(files))),
    applicationsOf: (service) => {
      const everywhere = byService.get(service) ?? [];
      const own = everywhere.filter(({ environment }) => environment === name);
      return { own, shared: own.length > 0 || !discovered.has(service) ? [] : ofNoService, everywhere };
    },
  };
}

/** The files of a listing that may hold a target: one batch, for an Application's sources name all of them. */
function manifestPaths(
  { applications, generated }: Catalog,
  environment: string,
  services: ReadonlySet<string>,
  entries: readonly TreeEntry[],
): string[] {
  const index = indexPaths(entries);
  const paths = new Set<string>();
  for (const application of [...applications, ...generated]) {
    const { service, file } = application;
    if (application.environment !== environment || (service !== null && !services.has(service))) continue;
    paths.add(file);
    for (const path of candidateFiles(application, index)) paths.add(path);
  }
  return [...paths].sort(compareText);
}
