import type { Build } from '../../builds/build.ts';
import type { BuildDefinitions } from '../../builds/definitions.ts';
import type { Service } from '../../catalog/catalog.ts';
import type { ServiceOverride } from '../../catalog/config-schema.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { readDockerfileName } from '../../tree/dockerfile-name.ts';
import { baseName, folderOf } from '../../tree/repository-paths.ts';

/** Labels of Dockerfiles for those who work on a service: what is deployed is another image. */
const forDevelopment: ReadonlySet<string> = new Set(['ci', 'debug', 'dev', 'development', 'local', 'test', 'tests']);

/**
 * The Dockerfile of a service: where no definition builds it, and definitions build one variant of it alone that is
 * not there for development, that variant.
 */
export function dockerfileOf(
  { dockerfile, dockerfiles }: Service,
  override: ServiceOverride | undefined,
  definitions: BuildDefinitions,
): string | null {
  if (dockerfile === null || isConfigured(override) || definitions.of(dockerfile).builds.length > 0) return dockerfile;
  const named = dockerfiles.filter((path) => definitions.dockerfiles.includes(path) && !isForDevelopment(path));
  return named.length === 1 ? (named[0] ?? dockerfile) : dockerfile;
}

/** A Dockerfile beside that of a service, for another image of it: `Dockerfile.slim`. */
export interface Variant {
  path: string;
  /** The builds that definitions have of it; none where nothing says which Dockerfile is built at all. */
  builds: readonly Build[];
}

/**
 * The variants beside a Dockerfile that may be built: those that definitions build, and where no definition builds any of
 * them, all that are not there for development. Where definitions build the Dockerfile alone, its variants are not built.
 */
export function variantsOf(
  { dockerfiles, build }: Service,
  dockerfile: string,
  override: ServiceOverride | undefined,
  definitions: BuildDefinitions,
): Variant[] {
  if (isConfigured(override) || build !== undefined) return [];
  const all = dockerfiles
    .filter((path) => path !== dockerfile && folderOf(path) === folderOf(dockerfile) && !isForDevelopment(path))
    .filter((path) => readDockerfileName(baseName(path))?.role === 'variant')
    .map((path): Variant => ({ path, builds: buildsOf(path, definitions) }));
  const named = all.filter(({ builds }) => builds.length > 0);
  const isKnown = named.length > 0 || buildsOf(dockerfile, definitions).length > 0;
  return isKnown ? named : all;
}

/** Says that nothing tells whether a variant is built. */
export function variantNotice(path: string, service: string): Problem {
  return {
    severity: 'notice',
    message: `nothing says whether ${showPath(path)} is built: what it copies counts for ${service}, and no image is made of it`,
    help: `Name the one that is built in rollcall.yaml: services: { overrides: { ${service}: { dockerfile: ${path} } } }; one that is a service of its own there, too.`,
    location: { path, line: 1, column: 1 },
  };
}

/** Builds that say nothing of where their Dockerfile lies are about no variant. */
function buildsOf(dockerfile: string, definitions: BuildDefinitions): readonly Build[] {
  const { builds, anywhere } = definitions.of(dockerfile);
  return anywhere ? [] : builds;
}

function isConfigured(override: ServiceOverride | undefined): boolean {
  return override?.dockerfile !== undefined || override?.context !== undefined;
}

function isForDevelopment(path: string): boolean {
  return forDevelopment.has(readDockerfileName(baseName(path))?.label.toLowerCase() ?? '');
}
