import type { Catalog, Service, ServiceKind } from '../catalog/catalog.ts';
import { countEach } from '../grouping.ts';
import { didYouMean } from '../nearest.ts';
import { count } from '../printable.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { isInside } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { mostCommon } from '../verify/fixes/clone/most-common.ts';
import { isTellingName, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';

/** The service that a new one is made like. */
export interface Sibling {
  service: SourcedService;
  /** The services of its kind with sources of their own, itself among them. */
  alike: readonly SourcedService[];
  /** Why it: half a sentence. */
  why: string;
  /** Files that most of its kind have and it lacks; empty where it is as they are. */
  lacks: readonly string[];
}

/** A service with a folder of its own, which is not the root. */
export type SourcedService = Service & { path: string };

/** What the paths and texts of services are told apart by: any name that no service has. */
const neutralName = 'the-new-service';

/** The paths of a service's source relative to its folder, without its name. */
export function neutralPaths({ name, path }: SourcedService, paths: PathIndex): ReadonlyMap<string, string> {
  const neutral = neutralText(name);
  return new Map(paths.files(path, true).map((file) => [neutral(file.slice(path.length + 1)), file]));
}

/** A text of a service with one name for every service. */
export function neutralText(name: string): (text: string) => string {
  return serviceRenamer(name, neutralName, []);
}

/**
 * The service that a new one is to be like: the one that is named, else the most usual of its kind. UserError for a
 * name that is no service with sources of its own, and where no service can be the model.
 */
export function chooseSibling(
  catalog: Catalog,
  paths: PathIndex,
  wanted: { name: string; like: string | undefined; kind: ServiceKind | undefined },
): Sibling {
  const sourced = sourcedServices(catalog, wanted.name);
  if (wanted.like !== undefined) {
    const service = named(wanted.like, sourced, catalog);
    if (wanted.kind !== undefined && wanted.kind !== service.kind)
      throw new UserError(`${service.name} is of the kind ${service.kind}, and ${wanted.kind} is asked for`, {
        help: 'Leave one of the two out.',
      });
    const alike = sourced.filter(({ kind }) => kind === service.kind);
    return { service, alike, why: 'as it was named', lacks: lacking(alike, paths)(service) };
  }
  const kind = wanted.kind ?? usualKind(sourced);
  const alike = sourced.filter((one) => one.kind === kind);
  const telling = alike.filter(({ name }) => isTellingName(name));
  const lackedBy = lacking(alike, paths);
  const deployed = countEach([...catalog.applications, ...catalog.generated].flatMap(({ services }) => services));
  const service = mostCommon(telling, [
    ({ dockerfile, path }) => `${dockerfile?.startsWith(`${path}/`) ? dockerfile.slice(path.length) : ''}`,
    // One that most are not like is no model: an example that nobody deploys, or that lacks what they have.
    ({ name, chart }) => `${chart === null ? '' : 'chart'} ${deployed.get(name) ?? 0}`,
    (one) => lackedBy(one).join('\n'),
    (one) => [...neutralPaths(one, paths).keys()].join('\n'),
    (one) => `${paths.files(one.path, true).length}`,
  ]);
  if (!service)
    throw new UserError(
      wanted.kind === undefined
        ? 'there is no service that a new one could be like'
        : `there is no service of the kind ${wanted.kind} that a new one could be like`,
      {
        help:
          alike.length > 0
            ? `The names of ${alike.map(({ name }) => name).join(', ')} are ordinary words, which nobody can replace safely: add the first one by hand.`
            : 'Name a service with a folder and a Dockerfile of its own, with --like.',
      },
    );
  const why =
    alike.length === 1 ? `the only ${kind} service` : `the most usual of ${count(alike.length, `${kind} service`)}`;
  return { service, alike, why, lacks: lackedBy(service) };
}

/** The services whose folder is theirs alone. */
function sourcedServices({ services }: Catalog, except: string): SourcedService[] {
  const isSourced = (service: Service): service is SourcedService =>
    service.path !== null && service.path !== '' && service.dockerfile !== null && service.kind !== 'infra';
  const all = services.filter(isSourced);
  return all.filter(
    ({ name, path }) => name !== except && all.every((other) => other.name === name || !isInside(other.path, path)),
  );
}

function named(like: string, sourced: readonly SourcedService[], { services }: Catalog): SourcedService {
  const found = sourced.find(({ name }) => name === like);
  if (!found) {
    const exists = services.some(({ name }) => name === like);
    const names = sourced.map(({ name }) => name);
    throw new UserError(
      exists
        ? `${like} cannot be the model of a new service: it has no folder and Dockerfile of its own`
        : `there is no service ${JSON.stringify(like)}`,
      { help: `A new service can be like ${names.join(', ') || 'none'}.${exists ? '' : didYouMean(like, names)}` },
    );
  }
  if (!isTellingName(like))
    throw new UserError(`${like} cannot be the model of a new service: its name is an ordinary word of manifests`, {
      help: 'Where it stands for the service, and where for the word, nobody can tell. Name another one with --like.',
    });
  return found;
}

/** The kind that most services have; of as many, the first by name. */
function usualKind(services: readonly Service[]): ServiceKind | undefined {
  const counts = new Map<ServiceKind, number>();
  for (const { kind } of services) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** What more than half of the others have, and a service lacks. */
function lacking(alike: readonly SourcedService[], paths: PathIndex): (service: SourcedService) => string[] {
  const counts = countEach(alike.flatMap((one) => [...neutralPaths(one, paths).keys()]));
  return (service) => {
    const own = neutralPaths(service, paths);
    return [...counts]
      .flatMap(([path, number]) => (number * 2 > alike.length - 1 && !own.has(path) ? [path] : []))
      .sort();
  };
}
