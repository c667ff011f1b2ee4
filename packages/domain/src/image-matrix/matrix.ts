import type { Service } from '../catalog/catalog.ts';
import { type RunFacts, renderTag, requireTextTag, tagFieldValues } from '../images/tag-template.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { markdownCode } from '../printable.ts';
import { UserError } from '../user-error.ts';
import { readsAsString } from '../yaml/plain-scalar.ts';
import { type Naming, type NamingRequest, readNaming, renderImage } from './image-naming.ts';

/** The most jobs GitHub takes in one matrix. */
export const mostJobs = 256;

export interface MatrixRequest extends NamingRequest {
  /** The services to build, in any order. */
  services: readonly Service[];
  /** Build context by service name, relative to the repository root ('' or `.` is the root); absent where unknown. */
  contexts: ReadonlyMap<string, string>;
  /** Platforms given for this run; a service's own win. */
  platforms: readonly string[];
  allowNumericTags: boolean;
  /** 1 to 256. */
  maxJobs: number;
  facts: RunFacts;
}

/** One job: every value is text, as the inputs of docker/build-push-action take it. */
interface MatrixEntry {
  service: string;
  /** '' without one. */
  environment: string;
  dockerfile: string;
  /** `.` is the repository root. */
  context: string;
  /** Image without tag; without registry unless one was asked for. */
  image: string;
  tag: string;
  /** `image:tag` of the tag and of every extra tag, one a line. */
  tags: string;
  /** Separated by commas; '' for the builder's own. */
  platforms: string;
  /** NAME=VALUE, one a line. */
  'build-args': string;
  target: string;
  'cache-scope': string;
  /** `org.opencontainers.image.*`, one a line. */
  labels: string;
}

interface Matrix {
  include: MatrixEntry[];
}

export interface ImageMatrix {
  /** Empty when there is no work, and when there are more than `maxJobs` entries: then `batches` holds them. */
  matrix: Matrix;
  hasWork: boolean;
  count: number;
  /** Matrices of at most `maxJobs` entries each; none when `matrix` holds them all. */
  batches: Matrix[];
  /**
   * What bump-image-tags takes. No repository: where a deploy branch keeps the registry is its own affair, and a
   * name written without it would break a pull that worked.
   */
  images: { service: string; tag: string }[];
  /** The tag when all entries share one, else ''. */
  tag: string;
}

/**
 * The jobs that build the images of services, sorted by service. Without a template the image repository is
 * `{environment}/{service}` (`{service}` without an environment) and the tag `{run_number}-{short_sha}`.
 *
 * UserError where a template, name, platform or argument is wrong, and where a service's Dockerfile or build
 * context is unknown.
 */
export function buildMatrix(request: MatrixRequest): ImageMatrix {
  const { maxJobs } = request;
  if (!Number.isInteger(maxJobs) || maxJobs < 1 || maxJobs > mostJobs) {
    throw new UserError(`max-jobs is ${maxJobs}`, { help: `GitHub takes 1 to ${mostJobs} jobs in one matrix.` });
  }
  const naming = readNaming(request);
  const services = [...new Map(request.services.map((service) => [service.name, service])).values()];
  services.sort((a, b) => compareText(a.name, b.name));
  requireBuildable(services, request.contexts);

  const entries = services.map((service) => buildEntry(request, naming, service));
  if (!request.allowNumericTags)
    for (const tag of new Set(entries.map((entry) => entry.tag))) requireTextTag(naming.tag, tag);
  const batches: Matrix[] = [];
  if (entries.length > maxJobs) {
    for (let start = 0; start < entries.length; start += maxJobs)
      batches.push({ include: entries.slice(start, start + maxJobs) });
  }
  const tags = new Set(entries.map(({ tag }) => tag));
  const [first = ''] = tags;
  return {
    matrix: { include: batches.length > 0 ? [] : entries },
    hasWork: entries.length > 0,
    count: entries.length,
    batches,
    images: entries.map(({ service, tag }) => ({ service, tag })),
    tag: tags.size === 1 ? first : '',
  };
}

/** The one JSON value of `matrix --json`: the outputs of image-matrix by their names. */
export function matrixJson(built: ImageMatrix): Record<string, unknown> {
  const { matrix, hasWork, count, batches, images, tag } = built;
  return { matrix, 'has-work': hasWork, count, batches, images, tag };
}

/** The matrix as a Markdown table for the job summary. */
export function matrixSummary(built: ImageMatrix): string {
  const entries = [built.matrix, ...built.batches].flatMap(({ include }) => include);
  if (entries.length === 0) return '### Image matrix\n\nNothing to build.\n';
  const rows = entries.slice(0, mostRows).map((entry) => {
    const { service, image, tag, dockerfile, context, platforms } = entry;
    return `| ${[service, `${image}:${tag}`, dockerfile, context, platforms].map((text) => text && markdownCode(text)).join(' | ')} |`;
  });
  const batches = built.batches.length > 0 ? ` in ${built.batches.length} batches` : '';
  const cut = entries.length > mostRows ? [`… and ${entries.length - mostRows} more.`, ''] : [];
  return [
    '### Image matrix',
    '',
    `${entries.length} ${entries.length === 1 ? 'image' : 'images'} to build${batches}.`,
    '',
    '| Service | Image | Dockerfile | Context | Platforms |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...cut,
  ].join('\n');
}

/** Rows of the summary: GitHub drops a summary over 1 MiB whole. */
const mostRows = 500;

function buildEntry(request: MatrixRequest, naming: Naming, service: Service): MatrixEntry {
  const { name } = service;
  const override = new Map(Object.entries(request.config.config.services?.overrides ?? {})).get(name);
  const where = `services.overrides.${name}`;
  const values = tagFieldValues(request.facts, name, request.environment);
  const image = renderImage(naming, name, request.environment);
  const tag = renderTag(naming.tag, values);
  const tags = new Set([tag, ...naming.extraTags.map((template) => renderTag(template, values))]);
  const platforms = override?.platforms ?? request.platforms;
  for (const platform of platforms)
    requirePlatform(platform, override?.platforms ? `${where}.platforms` : 'input platforms');
  for (const argument of override?.['build-args'] ?? []) requireBuildArgument(argument, `${where}.build-args`);
  return {
    service: name,
    environment: request.environment ?? '',
    dockerfile: service.dockerfile ?? '',
    context: request.contexts.get(name) || '.',
    image,
    tag,
    tags: [...tags].map((one) => `${image}:${one}`).join('\n'),
    platforms: platforms.join(','),
    'build-args': (override?.['build-args'] ?? []).join('\n'),
    target: override?.target ?? '',
    'cache-scope': name,
    labels: labels(request.facts, name, tag),
  };
}

function requireBuildable(services: readonly Service[], contexts: ReadonlyMap<string, string>): void {
  const gone = services.filter(({ path }) => path === null);
  if (gone.length > 0) {
    throw new UserError(`${names(gone)}: nothing to build, the source is gone`, {
      help: 'Take it out of the services that were asked for.',
    });
  }
  requireKnown(
    'Dockerfile',
    services.filter(({ dockerfile }) => dockerfile === null),
    ({ path }) => `{ dockerfile: ${JSON.stringify(`${path}/Dockerfile`)} }`,
  );
  requireKnown(
    'build context',
    services.filter(({ name }) => !contexts.has(name)),
    ({ path }) => `{ context: ${JSON.stringify(path)} } # the repository root is "."`,
  );
}

/** UserError that names the services of which something is unknown, and the lines that tell it. */
function requireKnown(what: string, unknown: readonly Service[], override: (service: Service) => string): void {
  if (unknown.length === 0) return;
  const lines = unknown.map((service) => `    ${yamlKey(service.name)}: ${override(service)}`);
  throw new UserError(`${names(unknown)}: no ${what} is known`, {
    help: `Say it in rollcall.yaml:\nservices:\n  overrides:\n${lines.join('\n')}`,
  });
}

function names(services: readonly Service[]): string {
  return services.map(({ name }) => name).join(', ');
}

function yamlKey(name: string): string {
  return readsAsString(name) ? name : JSON.stringify(name);
}

function requirePlatform(platform: string, source: string): void {
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
