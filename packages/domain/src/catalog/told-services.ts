import type { Build, UnreadBuild } from '../builds/build.ts';
import { hasHole } from '../builds/hole.ts';
import { groupBy } from '../grouping.ts';
import { compareText, type Location } from '../location.ts';
import { memoize } from '../memo.ts';
import type { BuiltBy } from './makers/maker.ts';

/** How the image of one service is built, where its Dockerfile builds other services too. */
export interface ServiceBuild {
  dockerfile: string;
  /** '' is the repository root. */
  context: string;
  /** Null is the last stage. */
  target: string | null;
  /** The build arguments whose values are known. */
  arguments: ReadonlyMap<string, string>;
}

/** A service that a build tells. */
export interface ToldService {
  /** Null for its folder's own. */
  name: string | null;
  /** Folder of its source. */
  path: string;
  /** Null where its image is made without one. */
  dockerfile: string | null;
  /** Null where its Dockerfile builds it alone. */
  build: ServiceBuild | null;
  /** What makes its image without a Dockerfile. */
  builtBy?: BuiltBy;
}

/** A name, and the place that gives it. */
export interface ToldName {
  name: string;
  location: Location;
}

/** What more than the listing tells of the services. */
export interface Told {
  /** Dockerfiles that build services although their names are those of what is none. */
  proved: ReadonlySet<string>;
  /** Services that no listing shows; their Dockerfiles count for nothing else. */
  services: readonly ToldService[];
  /** What builds call the services of folders. */
  names: ReadonlyMap<string, ToldName>;
  /** Dockerfiles that count for no service beside those that builds name, with the reason. */
  unbuilt: ReadonlyMap<string, string>;
  /** Folders whose images are made without a Dockerfile, and that count for no service, with the reason. */
  doubtful: readonly { folder: string; because: string }[];
  /** Definitions of builds that cannot be read: what they call the services is not known. */
  unread: readonly UnreadBuild[];
}

export const nothingTold: Told = {
  proved: new Set(),
  services: [],
  names: new Map(),
  unbuilt: new Map(),
  doubtful: [],
  unread: [],
};

/** What is said of a Dockerfile, without the builds that make the images of other services from it. */
export function ofService<T extends { builds: Build[] }>(said: T, service: ServiceBuild | undefined): T {
  return service ? { ...said, builds: byService(said.builds).get(idOf(service)) ?? [] } : said;
}

const byService = memoize((builds: Build[]) =>
  groupBy(builds, ({ context, target, args }) => idOf({ context, target, arguments: knownArguments(args) })),
);

/** What tells the service of a build: where and how it is built, and with which arguments. */
function idOf({
  context,
  target,
  arguments: known,
}: Pick<Build, 'context' | 'target'> & Pick<ServiceBuild, 'arguments'>): string {
  return JSON.stringify([context, target, [...known].sort(([a], [b]) => compareText(a, b))]);
}

/** The build arguments whose values the definition says. */
export function knownArguments(args: Build['args']): Map<string, string> {
  return new Map(
    [...args].flatMap(([name, value]) => (value === null || hasHole(value) ? [] : [[name, value] as const])),
  );
}
