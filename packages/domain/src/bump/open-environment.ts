import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { groupBy, groupInto } from '../grouping.ts';
import { deployedImages } from '../image-targets/deployed-images.ts';
import { canonicalRepository } from '../image-targets/image-identity.ts';
import { manifestsOf } from '../image-targets/manifests.ts';
import type { ImageTree, TargetContext, WantedImage } from '../image-targets/target.ts';
import { type TargetSettings, targetContexts } from '../image-targets/target-contexts.ts';
import { readTargetFiles } from '../image-targets/target-files.ts';
import { memoize } from '../memo.ts';
import type { Tree } from '../ports.ts';
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
  /** Whether an Application of no single service runs any image. */
  sharesImages(): boolean;
  /** The Applications of no single service that run an image of one of these repositories. */
  sharing(repositories: readonly string[]): readonly Application[];
  /** The Applications that read what would be written, and of which it is not known what that is to them. */
  unread(): readonly Application[];
  /** The same with their files read as well. */
  withUnread(): Promise<OpenEnvironment>;
  /** What the main branch has beside the deploy branch of this name, where something was looked for there. */
  main?: { name: string; catalog: Catalog; branch: string; addsMissing: boolean };
}

/** The Applications that may say which image a service has. */
export interface ServiceApplications {
  /** The service's own, in this environment. */
  own: readonly Application[];
  /** Those of no single service, or of another that deploy it too: only for a service that has none of its own. */
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
  const index = indexPaths(await tree.list());
  const open = async (
    applications: readonly Application[],
    before: { files: ReadonlyMap<string, Uint8Array>; read: ReadonlySet<Application> },
  ): Promise<OpenEnvironment> => {
    const files = await readTargetFiles(tree, applications, catalog.charts, index, before.files);
    const read = new Set([...before.read, ...applications]);
    return environmentOf(catalog, settings, files, { read, open: (more) => open(more, { files, read }) });
  };
  const wanted = applicationsOf(catalog, settings.environment, new Set(services));
  return open(wanted, { files: new Map(), read: new Set() });
}

/** Applications by the repositories of the images that they run. */
function byRepository(applications: readonly Application[], tree: ImageTree): ReadonlyMap<string, Application[]> {
  const found = new Map<string, Application[]>();
  for (const application of applications)
    for (const repository of deployedImages(application, tree).repositories)
      groupInto(found, canonicalRepository(repository), application);
  return found;
}

/** The Applications of an environment that may say an image of the services: theirs, and those of no single service. */
function applicationsOf(
  { applications, generated }: Catalog,
  environment: string,
  services: ReadonlySet<string>,
): Application[] {
  return [...applications, ...generated].filter(
    (one) =>
      one.environment === environment &&
      (one.service === null || [one.service, ...one.services].some((name) => services.has(name))),
  );
}

/** Whose files were read, and how those of others are. */
interface Reading {
  read: ReadonlySet<Application>;
  open(more: readonly Application[]): Promise<OpenEnvironment>;
}

/** The same, of files that were read: those of all Applications, where nothing says of which. */
export function environmentOf(
  catalog: Catalog,
  settings: TargetSettings,
  files: ReadonlyMap<string, Uint8Array>,
  reading?: Reading,
): OpenEnvironment {
  const name = settings.environment;
  const applications = [...catalog.applications, ...catalog.generated];
  const byService = groupBy(applications, ({ service }) => service);
  const ofNoService = (byService.get(null) ?? []).filter(({ environment }) => environment === name);
  const amongOthers = new Map<string, Application[]>();
  for (const application of applications)
    for (const service of application.environment === name && application.service !== null ? application.services : [])
      if (service !== application.service) groupInto(amongOthers, service, application);
  const unread = new Set<Application>();
  const isRead = (application: Application): boolean => {
    const is = reading === undefined || reading.read.has(application);
    if (!is) unread.add(application);
    return is;
  };
  const contextOf = memoize(targetContexts(settings, catalog, manifestsOf(files), isRead));
  const shared = [...ofNoService, ...new Set([...amongOthers.values()].flat())];
  let sharing: ReadonlyMap<string, Application[]> | undefined;
  const sharingOf = () => {
    sharing ??= byRepository(shared, contextOf({ service: '' }));
    return sharing;
  };
  const opened: OpenEnvironment = {
    name,
    catalog,
    files,
    contextOf,
    unread: () => [...unread],
    withUnread: async () => (reading === undefined || unread.size === 0 ? opened : reading.open([...unread])),
    sharesImages: () => sharingOf().size > 0,
    sharing: (repositories) => [
      ...new Set(repositories.flatMap((one) => sharingOf().get(canonicalRepository(one)) ?? [])),
    ],
    applicationsOf: (service) => {
      const everywhere = byService.get(service) ?? [];
      const own = everywhere.filter(({ environment }) => environment === name);
      // Also where nothing here builds it: a Dockerfile of something else lies in many a repository of manifests.
      return { own, shared: own.length > 0 ? [] : [...ofNoService, ...(amongOthers.get(service) ?? [])], everywhere };
    },
  };
  return opened;
}

/** The names of the Applications that deploy a service there: its own, else those that deploy it among others. */
export function deployingApplications({ applicationsOf }: OpenEnvironment, service: string): string[] {
  const { own, shared } = applicationsOf(service);
  const found = own.length > 0 ? own : shared.filter(({ services }) => services.includes(service));
  return [...new Set(found.map(({ name }) => name))];
}
