import type { Build } from '../builds/build.ts';
import type { BuildDefinitions } from '../builds/definitions.ts';
import { isForDevelopment } from '../builds/for-development.ts';
import { hasHole, withoutFilling } from '../builds/hole.ts';
import { groupBy, groupInto } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import { isServiceName, withoutEnd } from '../names.ts';
import { isComposeFile } from '../tree/file-types.ts';
import { baseName } from '../tree/repository-paths.ts';
import { knownArguments, type ServiceBuild } from './told-services.ts';

/** Where a build is written: what runs by itself, what a person starts, a command in a script. */
export type BuildSource = 'ci' | 'compose' | 'script';

const sources: readonly BuildSource[] = ['ci', 'compose', 'script'];

/** A build that names what it builds. */
export interface NamedBuild {
  name: string;
  build: Build;
}

/** What the definitions of builds say of one Dockerfile. */
export interface DockerfileEvidence {
  /** The most telling source that builds it; null where nothing does. */
  source: BuildSource | null;
  /** The builds that name what they build, of the most telling source that does. */
  named: NamedBuild[];
  /** Each service that it builds, where it builds several. */
  services: { name: string; build: ServiceBuild; value: string | null }[];
}

/**
 * What the definitions say of a Dockerfile. It builds several services where builds of two names differ in the target,
 * in the context, or in an argument that is the name of a folder or of what is built (a version is none).
 *
 * @param isFolderName whether a folder of the repository has that name
 * @param bases the keys of builds that others are given as a context: what is built on is no service
 */
export function evidenceOf(
  dockerfile: string,
  definitions: BuildDefinitions,
  { isFolderName, bases }: { isFolderName: (name: string) => boolean; bases: ReadonlySet<string> },
): DockerfileEvidence {
  const { builds, anywhere } = definitions.of(dockerfile);
  const about = anywhere ? [] : builds;
  const source = sources.find((one) => about.some((build) => sourceOf(build) === one)) ?? null;
  const named = about.flatMap((build) => {
    const name = nameOf(build);
    const counts = build.context !== null && !bases.has(build.key);
    return !counts || name === null || isForDevelopment({ ...build, name }) ? [] : [{ name, build }];
  });
  // Where the names of images are known only when it runs, the next source may say them.
  const naming = sources.find((one) => named.some(({ build }) => sourceOf(build) === one));
  const most = named.filter(({ build }) => sourceOf(build) === naming);
  return { source, named: most, services: servicesOf(dockerfile, most, isFolderName) };
}

/** The keys of the builds that those of some Dockerfiles are given as contexts. */
export function basesOf(dockerfiles: readonly string[], definitions: BuildDefinitions): ReadonlySet<string> {
  const contexts = dockerfiles.flatMap((path) => definitions.of(path).builds.flatMap((build) => [...build.contexts]));
  return new Set(contexts.flatMap(([, context]) => (context.kind === 'build' ? [context.key] : [])));
}

function sourceOf({ file }: Build): BuildSource {
  if (isComposeFile(file)) return 'compose';
  return /^\.github\/|(^|\/)action\.ya?ml$|(^|\/)(?:docker-bake|skaffold)[^/]*$|\.hcl$/.test(file) ? 'ci' : 'script';
}

/** What a build calls what it makes: its own name, else the last part of its image. */
function nameOf({ name, images }: Build): string | null {
  return [name ?? '', ...images.map(lastPart)].find(isServiceName) ?? null;
}

/** `user` of `ghcr.io/acme/user:1`; what is only known at run time is left out of it. */
function lastPart(image: string): string {
  const { repository } = splitImageText(image);
  const part = withoutFilling(repository.slice(repository.lastIndexOf('/') + 1));
  return withoutEnd(part.replace(/^[-_.]+/, ''), '-_.');
}

function servicesOf(
  dockerfile: string,
  named: readonly NamedBuild[],
  isFolderName: (name: string) => boolean,
): DockerfileEvidence['services'] {
  const byName = new Map<string, NamedBuild>();
  for (const one of named) if (!byName.has(one.name)) byName.set(one.name, one);
  const all = [...byName.values()];
  if (all.length < 2 || isOneImage(all)) return [];
  const deciding = decidingArguments(all, isFolderName);
  const deciderOf = ({ build }: NamedBuild): string | null =>
    deciding.map((argument) => build.args.get(argument) ?? null).find((value) => value !== null) ?? null;
  // What is built in one way is one image, whatever runs of it.
  const ways = groupBy(all, ({ build: { context, target, args } }) =>
    JSON.stringify([context, target, deciding.map((argument) => args.get(argument) ?? null)]),
  );
  if (ways.size < 2) return [];
  return [...ways.values()].flatMap(([one]) => {
    if (!one) return [];
    const { context, target, args } = one.build;
    const build = { dockerfile, context: context ?? '', target, arguments: knownArguments(args) };
    return { name: one.name, build, value: deciderOf(one) };
  });
}

/** Whether all of them make one image, of which the tag alone differs. */
function isOneImage(named: readonly NamedBuild[]): boolean {
  const names = named.map(({ build }) =>
    build.images.map((image) => splitImageText(image).repository).filter((repository) => !hasHole(repository)),
  );
  const [first = []] = names;
  return first.length > 0 && names.every((one) => one.length > 0 && one.every((image) => first.includes(image)));
}

/** The arguments that differ between builds, and whose values are names of folders or of what is built. */
function decidingArguments(named: readonly NamedBuild[], isFolderName: (name: string) => boolean): string[] {
  const values = new Map<string, { value: string; name: string }[]>();
  for (const { name, build } of named)
    for (const [argument, value] of knownArguments(build.args)) groupInto(values, argument, { value, name });
  return [...values].flatMap(([argument, given]) => {
    const differ = new Set(given.map(({ value }) => value)).size > 1;
    const tell = given.every(({ value, name }) => value === name || isFolderName(baseName(withoutEnd(value, '/'))));
    return differ && tell ? [argument] : [];
  });
}
