import type { NamedContext } from '../../builds/build.ts';
import type { BuildDefinitions } from '../../builds/definitions.ts';
import { contextName } from '../../dockerfile/stages.ts';
import { addAll } from '../../grouping.ts';
import { splitImageText } from '../../images/image-reference.ts';
import { isPublicImage } from '../../images/public-images.ts';
import { baseName } from '../../tree/repository-paths.ts';
import type { BaseImage, InputEdge } from './edges.ts';
import { everythingEdge } from './file-edges.ts';

/** What a build stands on, where it is an image; null for a folder, and for what cannot be told. */
export function baseImage(
  origin: { kind: string; name: string },
  named: NamedContext | undefined,
  definitions: BuildDefinitions,
): BaseImage | null {
  const given = origin.kind === 'named';
  const base = { name: contextName(origin.name), service: null, given };
  if (named?.kind === 'build') return { ...base, builds: [named.key] };
  if (named?.kind !== 'image') return null;
  return { ...base, builds: definitions.byImage(named.name).map(({ key }) => key) };
}

/** What an image is made from, as far as others stand on it. */
interface DerivedImage {
  edges: readonly InputEdge[];
  bases: ReadonlyMap<string, readonly BaseImage[]>;
}

/**
 * The images that services stand on whose name is that of another service here, where no definition makes them:
 * `FROM ghcr.io/acme/base:1` is the image of the service `base`. Sets `service` there, and gives the edges of what
 * those services are made of, by the service that stands on them.
 */
export function basesByName(images: ReadonlyMap<string, DerivedImage>): Map<string, InputEdge[]> {
  for (const [service, image] of images)
    for (const base of basesOf(image)) {
      const name = base.builds.length > 0 ? null : serviceNamed(base.name);
      if (name !== null && name !== service && images.has(name)) base.service = name;
    }
  const told = new Map<string, InputEdge[]>();
  const added = new Map<string, InputEdge[]>();
  for (const service of images.keys()) {
    const edges = followed(service, images, told);
    if (edges.length > 0) added.set(service, edges);
  }
  return added;
}

function basesOf(image: DerivedImage | undefined): BaseImage[] {
  return [...(image?.bases.values() ?? [])].flat();
}

/** Who stands on more images than this is rebuilt by everything: nothing that people write does. */
export const mostBases = 100;

export const tooManyBases = `it stands on more than ${mostBases} images, which are not followed`;

/** The edges of all services that one stands on, however far below. What many stand on is told once. */
function followed(
  service: string,
  images: ReadonlyMap<string, DerivedImage>,
  told: Map<string, InputEdge[]>,
): InputEdge[] {
  const seen = new Set([service]);
  const edges: InputEdge[] = [];
  for (const name of seen)
    for (const base of basesOf(images.get(name))) {
      if (base.service === null || seen.has(base.service)) continue;
      if (seen.size > mostBases) return [everythingEdge(tooManyBases, null)];
      seen.add(base.service);
      const because = `${base.name} is the image of ${base.service}`;
      const own = told.get(because) ?? (images.get(base.service)?.edges ?? []).map((edge) => explained(edge, because));
      told.set(because, own);
      addAll(edges, own);
    }
  return edges;
}

function explained(edge: InputEdge, because: string): InputEdge {
  return { ...edge, because: `${because}: ${edge.because}` };
}

/** Where images of everybody come from, which are no image of here whatever their name. */
const publicSources =
  /^(?:gcr\.io\/distroless|mcr\.microsoft\.com|public\.ecr\.aws|registry\.access\.redhat\.com|registry\.redhat\.io|registry\.k8s\.io|cgr\.dev|docker\.elastic\.co|bitnami)\//;

/** The name that a service must have for an image to be its own; null for one of everybody. */
function serviceNamed(image: string): string | null {
  const { repository } = splitImageText(image);
  const name = baseName(repository);
  return !repository.includes('/') || publicSources.test(repository) || isPublicImage(name) ? null : name;
}
