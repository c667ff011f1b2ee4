import type { Config } from '../catalog/config-schema.ts';
import { contextName } from '../dockerfile/stages.ts';
import { type RunFacts, renderTag, tagFieldValues } from '../images/tag-template.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { type ImageName, type Naming, nameImage } from './image-naming.ts';
import type { ImageUnit } from './image-units.ts';

/** One job: every value is text, as the inputs of docker/build-push-action take it. */
export interface MatrixEntry {
  /** The name of the base for one that is the image of no service. */
  service: string;
  /** '' without one. */
  environment: string;
  dockerfile: string;
  /** `.` is the repository root. */
  context: string;
  /** Image without tag; without registry unless one was asked for. */
  image: string;
  /** Where what deploys the image pulls it from, where `image` names none and an output may hold it; else ''. */
  registry: string;
  tag: string;
  /** `image:tag` of the tag and of every extra tag, one a line; of a platform's own job that of the platform alone. */
  tags: string;
  /** Separated by commas; '' for the builder's own. */
  platforms: string;
  /** NAME=VALUE, one a line. */
  'build-args': string;
  /** NAME=VALUE, one a line. */
  'build-contexts': string;
  /** Those of `build-contexts` that are images of this matrix: a registry that is put before `image` belongs before these. */
  bases: string;
  target: string;
  /** The label of `runs-on`. */
  runner: string;
  'cache-scope': string;
  /** `org.opencontainers.image.*`, one a line. */
  labels: string;
}

/** The images of one tag that jobs of their own built for each platform, and what they become together. */
export interface MergeEntry {
  service: string;
  environment: string;
  image: string;
  registry: string;
  tag: string;
  /** What they become, one a line. */
  tags: string;
  /** What they are, one a line. */
  sources: string;
  platforms: string;
}

/** What makes entries, beside the image. */
export interface EntryRequest {
  config: { config: Config };
  environment: string | null;
  /** Platforms given for this run; a service's own win. */
  platforms: readonly string[];
  /** The runner of each platform that is built on one of its own. */
  runners: ReadonlyMap<string, string>;
  facts: RunFacts;
}

/** The jobs of one image, and their merge where each platform has its own. */
export interface UnitJobs {
  name: ImageName;
  tag: string;
  entries: MatrixEntry[];
  merge: MergeEntry | null;
}

const usualRunner = 'ubuntu-latest';

/** @param baseOf the jobs of the images that it stands on, which were made before */
export function unitJobs(
  unit: ImageUnit,
  naming: Naming,
  request: EntryRequest,
  baseOf: (unit: ImageUnit) => UnitJobs | undefined,
): UnitJobs {
  const { facts, environment, runners } = request;
  const override = new Map(Object.entries(request.config.config.services?.overrides ?? {})).get(unit.service ?? '');
  const where = `services.overrides.${unit.service}`;
  const values = tagFieldValues(facts, unit.name, environment);
  const name = nameImage(naming, unit, environment);
  const { image } = name;
  const tag = renderTag(naming.tag, values);
  const tags = [...new Set([tag, ...naming.extraTags.map((template) => renderTag(template, values))])];
  const platforms = override?.platforms ?? request.platforms;
  for (const platform of platforms)
    requirePlatform(platform, override?.platforms ? `${where}.platforms` : 'input platforms');
  for (const argument of override?.['build-args'] ?? []) requireBuildArgument(argument, `${where}.build-args`);
  const split = platforms.length > 1 && runners.size > 0;
  const whole = tags.map((one) => `${image}:${one}`).join('\n');
  const entryOf = (platform: string | null): MatrixEntry => {
    const [only = null] = platforms;
    const own = platform ?? (platforms.length === 1 ? only : null);
    const bases = unit.bases.flatMap((base) => baseLine(base, own, baseOf) ?? []);
    const replaced = new Set(unit.bases.map((base) => base.name));
    const contexts = unit.contexts.filter((line) => !replaced.has(contextName(line.slice(0, line.indexOf('=')))));
    return {
      service: unit.service ?? unit.name,
      environment: environment ?? '',
      dockerfile: unit.dockerfile,
      context: unit.context || '.',
      image,
      registry: name.registry,
      tag,
      tags: platform === null ? whole : `${image}:${tag}-${slug(platform)}`,
      platforms: platform ?? platforms.join(','),
      'build-args': unit.args.join('\n'),
      'build-contexts': [...contexts, ...bases].join('\n'),
      bases: bases.join('\n'),
      target: unit.target,
      runner: runners.get(own ?? '') ?? usualRunner,
      'cache-scope': platform === null ? unit.name : `${unit.name}-${slug(platform)}`,
      labels: labels(facts, unit.name, tag),
    };
  };
  if (!split) return { name, tag, entries: [entryOf(null)], merge: null };
  return {
    name,
    tag,
    entries: platforms.map(entryOf),
    merge: {
      service: unit.service ?? unit.name,
      environment: environment ?? '',
      image,
      registry: name.registry,
      tag,
      tags: whole,
      sources: platforms.map((platform) => `${image}:${tag}-${slug(platform)}`).join('\n'),
      platforms: platforms.join(','),
    },
  };
}

/** The context that a base becomes: of the same platform, where that has a job of its own. */
function baseLine(
  { name, unit }: ImageUnit['bases'][number],
  platform: string | null,
  baseOf: (unit: ImageUnit) => UnitJobs | undefined,
): string | null {
  const base = baseOf(unit);
  if (!base) return null;
  // The platforms of an image are merged when all is built: what stands on it takes the one of its own.
  const own = base.entries.find(({ platforms }) => platforms === platform) ?? base.entries[0];
  const [reference = ''] = own?.tags.split('\n') ?? [];
  return `${name}=docker-image://${reference}`;
}

/** `linux-arm-v7` of `linux/arm/v7`, as a tag may hold it. */
function slug(platform: string): string {
  return platform.replaceAll('/', '-');
}

export function requirePlatform(platform: string, source: string): void {
  if (/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/.test(platform)) return;
  throw new UserError(`${source}: ${quoteName(platform)} is not a platform`, {
    help: 'A platform is os/architecture, with a variant when there is one: linux/amd64, linux/arm/v7.',
  });
}

/** An argument is a line of the list the builder reads: a line end in it would make two of it. */
function requireBuildArgument(argument: string, source: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*=[^\r\n]*$/.test(argument)) return;
  throw new UserError(`${source}: ${quoteName(argument)} is not a build argument`, {
    help: 'Write NAME=VALUE on one line.',
  });
}

function labels({ date, repositoryUrl, sha }: RunFacts, service: string, tag: string): string {
  const pairs: [string, string | null][] = [
    ['created', new Date(date).toISOString()],
    ['revision', sha],
    ['source', repositoryUrl],
    ['title', service],
    ['version', tag],
  ];
  return pairs
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `org.opencontainers.image.${key}=${value}`)
    .join('\n');
}
