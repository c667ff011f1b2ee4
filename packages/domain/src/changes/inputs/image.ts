import type { Build } from '../../builds/build.ts';
import type { BuildDefinitions } from '../../builds/definitions.ts';
import type { Service } from '../../catalog/catalog.ts';
import type { ServiceOverride } from '../../catalog/config-schema.ts';
import { ofService } from '../../catalog/told-services.ts';
import { groupBy } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { type BuildContext, inferBuildContext } from '../build-context/build-context.ts';
import type { BaseImage, InputEdge } from './edges.ts';
import { everythingEdge, fileEdges } from './file-edges.ts';
import { type BuildRepository, takeBuild, type Walk } from './follow-builds.ts';
import type { MadeFile } from './made-inputs.ts';
import {
  argumentsOf,
  type Given,
  memoizeBuilds,
  notesOf,
  nothingGiven,
  type ReadBuild,
  readBuild,
} from './read-build.ts';
import { dockerfileOf, type Variant, variantNotice, variantsOf } from './variants.ts';

/** What the image of a service is made from. */
export interface ImageInputs {
  /** The Dockerfile that is built; null where there is none. */
  dockerfile: string | null;
  context: Pick<BuildContext, 'context' | 'because'>;
  edges: InputEdge[];
  /** What it is made from and the repository does not hold. */
  made: MadeFile[];
  /** What is run in its builds, and when it is started. */
  commands: readonly string[];
  /** The builds that were followed, those of the service's own image first. */
  builds: readonly Build[];
  own: readonly Build[];
  bases: ReadonlyMap<string, readonly BaseImage[]>;
  /** False where something of it is not understood, so that its whole context counts. */
  complete: boolean;
  problems: Problem[];
}

/**
 * What the image of a service is made from: what each build that the repository defines for its Dockerfile takes from
 * its context, from additional contexts, and from images that are built here, too.
 */
export function imageInputs(
  service: Service,
  folder: string,
  override: ServiceOverride | undefined,
  repository: BuildRepository,
): ImageInputs {
  const { texts } = repository;
  const dockerfile = dockerfileOf(service, override, repository.definitions);
  if (dockerfile === null) return withoutFile(service, override, repository);
  const text = texts.get(dockerfile);
  if (text === undefined) return unreadable(service, dockerfile);
  const given = { args: argumentsOf(override?.['build-args'] ?? []), target: override?.target ?? null };
  const definitions = ofService(repository.definitions.of(dockerfile), service.build);
  const asked: Asked = { service, folder, configured: override?.context, given, definitions };
  const { context, read } = contextOf(dockerfile, text, asked, repository);
  if (context.context === null) {
    const edges = [...fileEdges(dockerfile, null, repository), untold(dockerfile)];
    const problems = context.problem ? [context.problem] : [];
    return { dockerfile, context, edges, ...noBuilds, complete: false, problems };
  }
  const walk = beginWalk(repository, given);
  const builds = context.builds.length > 0 ? distinctBuilds(context.builds) : [null];
  for (const build of builds)
    takeBuild({ dockerfile, read: read(build), context: context.context, build, because: null }, walk);
  const variants = variantsOf(service, dockerfile, override, repository.definitions);
  for (const variant of variants) takeVariant(variant, { ...asked, main: context.context }, walk);
  const inline = takeInline(service, override, walk);
  const { edges, made, complete, problems, seen, bases } = walk;
  const others = [...variants.flatMap((one) => one.builds), ...inline];
  const own = [...context.builds, ...others];
  const all = [...builds.flatMap((build) => build ?? []), ...others, ...seen.values()];
  const commands = builds.flatMap((build) => [...read(build).parsed.commands, ...read(build).parsed.starts]);
  return { dockerfile, context, edges, made, commands, builds: all, own, bases, complete, problems };
}

function beginWalk(repository: BuildRepository, given: Given): Walk {
  return {
    ...{ repository, given, seen: new Map(), bases: new Map() },
    ...{ edges: [], made: [], complete: true, problems: [] },
  };
}

/** What a service is made of that has no file for a Dockerfile: what the texts in definitions take, where there are any. */
function withoutFile(
  service: Service,
  override: ServiceOverride | undefined,
  repository: BuildRepository,
): ImageInputs {
  const walk = beginWalk(repository, nothingGiven);
  const own = takeInline(service, override, walk);
  const [first] = own;
  const { edges, made, complete, problems, seen, bases } = walk;
  const context = first
    ? { context: first.context, because: `${showPath(first.file)} holds its Dockerfile` }
    : { context: null, because: 'it has no Dockerfile' };
  const commands = own.flatMap(({ inline }) => readBuild(inline ?? '', null, nothingGiven).parsed.commands);
  return {
    ...{ dockerfile: null, context, edges, made, own, bases, complete, problems },
    ...{ builds: [...own, ...seen.values()], commands },
  };
}

/** What is known of a service when the context of one of its Dockerfiles is asked for. */
interface Asked {
  service: Service;
  folder: string;
  /** From the configuration. */
  configured: string | undefined;
  given: Given;
  definitions: ReturnType<BuildDefinitions['of']>;
}

/** The context of a Dockerfile, and the Dockerfile as each of its builds reads it. */
function contextOf(
  dockerfile: string,
  text: string,
  { service, folder, configured, given, definitions }: Asked,
  { tree, packages }: BuildRepository,
): { context: BuildContext; read: (build: Build | null) => ReadBuild } {
  const read = memoizeBuilds((build) => readBuild(text, build, given));
  const sourcesOf = (build: Build | null) => {
    const { parsed, sources } = read(build);
    const taken = sources.taken.filter(({ origin }) => origin.kind === 'context');
    return {
      sources: taken
        .filter(({ copy }) => !copy?.onbuild)
        .map(({ source, copy }) => ({ source, doubleStar: copy?.parents ?? false })),
      complete: notesOf(parsed, sources).length === 0,
      starts: notesOf(parsed, sources).flatMap(({ start }) => start ?? []),
    };
  };
  const context = inferBuildContext({
    ...{ service, folder, dockerfile, configured, definitions, sourcesOf, tree },
    commands: () => read(null).parsed.commands,
    isSpanned: () => packages.isSpanned(folder, service.kind),
  });
  return { context, read };
}

function untold(dockerfile: string): InputEdge {
  return everythingEdge(`the build context of ${showPath(dockerfile)} cannot be told`, dockerfile);
}

/** A variant is built where definitions say so; else as the Dockerfile is, if all that it copies is there, too. */
function takeVariant({ path, builds }: Variant, asked: Asked & { main: string }, walk: Walk): void {
  const { repository, given } = walk;
  const text = repository.texts.get(path);
  if (text === undefined) return;
  for (const build of distinctBuilds(builds)) {
    const step = { dockerfile: path, read: readBuild(text, build, given), build, because: null };
    if (build.context !== null) takeBuild({ ...step, context: build.context }, walk);
  }
  if (builds.length > 0) return;
  walk.problems.push(variantNotice(path, asked.service.name));
  const none = { builds: [], unread: [], anywhere: false };
  const { context, read } = contextOf(path, text, { ...asked, definitions: none }, repository);
  const { taken } = read(null).sources;
  const fits = taken.every(({ source }) => repository.tree.glob(asked.main, source, true).length > 0);
  const at = fits ? asked.main : context.context;
  if (at !== null) takeBuild({ dockerfile: path, read: read(null), context: at, build: null, because: null }, walk);
  else walk.edges.push(untold(path));
}

/** A build of the service's name whose definition holds the text of its Dockerfile reads that one. */
function takeInline(service: Service, override: ServiceOverride | undefined, walk: Walk): readonly Build[] {
  if (override?.dockerfile !== undefined || override?.context !== undefined) return [];
  const { repository, given } = walk;
  const builds = repository.definitions.inlineOf(service.name).filter(({ context }) => context !== null);
  for (const build of builds) {
    const read = readBuild(build.inline ?? '', build, given);
    takeBuild({ dockerfile: null, read, context: build.context ?? '', build, because: null }, walk);
  }
  return builds;
}

const noBuilds: Pick<ImageInputs, 'builds' | 'own' | 'bases' | 'made' | 'commands'> = {
  ...{ builds: [], own: [], made: [], commands: [] },
  bases: new Map(),
};

/** Builds that differ in what they take; of equal ones the first. */
function distinctBuilds(builds: readonly Build[]): Build[] {
  const key = ({ target, args, contexts }: Build): string => JSON.stringify([target, [...args], [...contexts]]);
  return [...groupBy(builds, key).values()].flatMap(([first]) => first ?? []);
}

/** A Dockerfile that is a link, or that the configuration names and nobody has. */
function unreadable(service: Service, dockerfile: string): ImageInputs {
  const because = `the Dockerfile ${showPath(dockerfile)} cannot be read`;
  return {
    dockerfile,
    context: { context: null, because },
    edges: [everythingEdge(because, null)],
    ...noBuilds,
    complete: false,
    problems: [
      {
        severity: 'warning',
        message: `${because}; until then every change affects ${showPath(service.name)}`,
        help: `Put a regular file there, or correct services.overrides.${service.name}.dockerfile in rollcall.yaml.`,
      },
    ],
  };
}
