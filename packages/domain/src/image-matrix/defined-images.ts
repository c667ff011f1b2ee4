import type { Build } from '../builds/build.ts';
import { isForDevelopment } from '../builds/for-development.ts';
import { hasHole } from '../builds/hole.ts';
import type { ServiceInputs } from '../changes/inputs/edges.ts';
import { groupBy } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import type { Problem } from '../problem.ts';
import { isComposeFile } from '../tree/file-types.ts';
import { baseName } from '../tree/repository-paths.ts';

/** An image of a service, as definitions of the repository build it. */
export interface DefinedImage {
  /** Null where it is called like the service. */
  name: string | null;
  /** Equal builds; never empty. */
  builds: readonly Build[];
}

/**
 * The images that definitions build of a service: one for each that has a name of its own. What releases says more than
 * a Compose file, with which people work. Builds of one name that differ are told, and the first of them is taken.
 *
 * @param isOne whether the configuration says which one it is
 */
export function definedImages(
  { own, service }: ServiceInputs,
  isOne: boolean,
): { images: DefinedImage[]; problem: Problem | null } {
  const deployed = own.filter((build) => !isForDevelopment(build) && !hasHole(build.target ?? ''));
  const releasing = deployed.filter(({ file }) => !isComposeFile(file));
  const all = releasing.length > 0 ? releasing : deployed;
  const named = all.filter((build) => imageName(build) !== null);
  const groups = [...groupBy(named.length > 0 ? named : all, saysOf).values()];
  const [first] = groups;
  if (!first) return { images: [], problem: null };
  if (groups.length === 1 || isOne) return { images: [{ name: null, builds: first }], problem: null };
  const names = groups.map(([build]) => (build ? nameOfBuild(build) : null));
  if (new Set(names).size === groups.length && names.every((name) => name !== null))
    return { images: groups.map((builds, index) => ({ name: names[index] ?? null, builds })), problem: null };
  const chosen = groups[Math.max(0, names.indexOf(service))] ?? first;
  const places = groups.flatMap(([build]) => (build ? [formatLocation(build.location)] : []));
  return {
    images: [{ name: null, builds: chosen }],
    problem: {
      severity: 'warning',
      message: `the image of ${quoteName(service)} is built in different ways, and nothing tells the images apart: ${listFew(places)}`,
      help: `Give each a name of its own, or say target and build-args of ${service} in rollcall.yaml; the first one is taken.`,
      ...(chosen[0] ? { location: chosen[0].location } : {}),
    },
  };
}

/** What a build calls its image: the last part of its repository, else what the definition calls the build. */
export function nameOfBuild(build: Build): string | null {
  return imageName(build) ?? build.name;
}

function imageName({ images }: Build): string | null {
  const image = images.find((text) => !hasHole(splitImageText(text).repository) && text !== '');
  return image === undefined ? null : baseName(splitImageText(image).repository);
}

function saysOf({ dockerfile, target, args, contexts }: Build): string {
  return JSON.stringify([dockerfile, target, [...args].sort(), [...contexts].sort()]);
}
