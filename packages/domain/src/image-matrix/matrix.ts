import type { LoadedConfig } from '../catalog/config.ts';
import { requireTextTag } from '../images/tag-template.ts';
import { quoteName } from '../names.ts';
import { markdownCode } from '../printable.ts';
import { UserError } from '../user-error.ts';
import { type NamingRequest, readNaming } from './image-naming.ts';
import type { ImageUnit } from './image-units.ts';
import { type EntryRequest, type MatrixEntry, type MergeEntry, type UnitJobs, unitJobs } from './matrix-entry.ts';
import { buildStages } from './stages.ts';

/** The most jobs GitHub takes in one matrix. */
export const mostJobs = 256;

export interface MatrixRequest extends NamingRequest, EntryRequest {
  config: LoadedConfig;
  environment: string | null;
  /** The images to build, sorted. */
  units: readonly ImageUnit[];
  allowNumericTags: boolean;
  /** 1 to 256. */
  maxJobs: number;
}

export interface Matrix<T = MatrixEntry> {
  include: T[];
}

export interface ImageMatrix {
  /** Empty when there is no work, and when there are more than `maxJobs` entries: then `batches` holds them. */
  matrix: Matrix;
  hasWork: boolean;
  count: number;
  /** Matrices of at most `maxJobs` entries each; none when `matrix` holds them all. */
  batches: Matrix[];
  /** The same entries, bases before what stands on them: a stage is a list of matrices of at most `maxJobs` entries each. */
  stages: Matrix[][];
  /** The images whose platforms have jobs of their own, as a matrix. */
  merges: Matrix<MergeEntry>;
  /** What bump-image-tags takes: the images of services, with the repository in the form in which it is deployed. */
  images: BuiltImage[];
  /** The tag when all entries share one, else ''. */
  tag: string;
}

interface BuiltImage {
  service: string;
  tag: string;
  repository: string;
  registry?: string;
}

/**
 * The jobs that build images. Without a template an image is called as it is deployed, and the tag is
 * `{run_number}-{short_sha}`. UserError where a template, name, platform or argument is wrong.
 */
export function buildMatrix(request: MatrixRequest): ImageMatrix {
  const { maxJobs, units } = request;
  if (!Number.isInteger(maxJobs) || maxJobs < 1 || maxJobs > mostJobs) {
    throw new UserError(`max-jobs is ${maxJobs}`, { help: `GitHub takes 1 to ${mostJobs} jobs in one matrix.` });
  }
  const naming = readNaming(request);
  const inStages = buildStages(units);
  const jobs = new Map<ImageUnit, UnitJobs>();
  for (const unit of inStages.flat())
    jobs.set(
      unit,
      unitJobs(unit, naming, request, (base) => jobs.get(base)),
    );
  const made = units.flatMap((unit) => jobs.get(unit) ?? []);
  refuseTwice(units, jobs);
  const entries = made.flatMap((one) => one.entries);
  if (!request.allowNumericTags) for (const tag of new Set(made.map((one) => one.tag))) requireTextTag(naming.tag, tag);
  const tags = new Set(made.map((one) => one.tag));
  const [first = ''] = tags;
  const batches = entries.length > maxJobs ? inBatches(entries, maxJobs) : [];
  const entriesOf = (stage: readonly ImageUnit[]) => stage.flatMap((unit) => jobs.get(unit)?.entries ?? []);
  return {
    matrix: { include: batches.length > 0 ? [] : entries },
    hasWork: entries.length > 0,
    count: entries.length,
    batches,
    stages: inStages.map((stage) => inBatches(entriesOf(stage), maxJobs)),
    merges: { include: made.flatMap((one) => one.merge ?? []) },
    images: imagesOf(units, jobs, request.deployed),
    tag: tags.size === 1 ? first : '',
  };
}

function inBatches(entries: readonly MatrixEntry[], maxJobs: number): Matrix[] {
  const batches: Matrix[] = [];
  for (let start = 0; start < entries.length; start += maxJobs)
    batches.push({ include: entries.slice(start, start + maxJobs) });
  return batches;
}

/** UserError where two images of one service would be pushed as one: the later would replace the earlier. */
function refuseTwice(units: readonly ImageUnit[], jobs: ReadonlyMap<ImageUnit, UnitJobs>): void {
  const known = new Map<string, ImageUnit>();
  for (const unit of units) {
    const { name, tag } = jobs.get(unit) ?? {};
    const key = `${name?.image}:${tag}`;
    const other = known.get(key);
    known.set(key, unit);
    if (!other || unit.service !== other.service || unit.service === null) continue;
    throw new UserError(
      `${quoteName(other.name)} and ${quoteName(unit.name)} of one service are both pushed as ${key}`,
      {
        help: 'Let the image repository or the tag hold {service}, which stands for the name of each image.',
      },
    );
  }
}

/**
 * The images of services. One of several images of a service is given by its own name where that is deployed; where none
 * of them is, the service is given once, without a repository.
 */
function imagesOf(
  units: readonly ImageUnit[],
  jobs: ReadonlyMap<ImageUnit, UnitJobs>,
  deployed: MatrixRequest['deployed'],
): BuiltImage[] {
  const found = new Map<string, BuiltImage>();
  const several = new Set(
    units.flatMap(({ service, name }) => (service !== name && service !== null ? [service] : [])),
  );
  for (const unit of units) {
    const one = jobs.get(unit);
    if (!one || unit.service === null) continue;
    const isOwn = deployed.has(unit.name) || !several.has(unit.service);
    const service = isOwn ? unit.name : unit.service;
    if (!found.has(service) || isOwn) found.set(service, { service, tag: one.tag, ...one.name.deployed });
  }
  return [...found.values()];
}

/** The one JSON value of `matrix --json`: the outputs of image-matrix by their names. */
export function matrixJson(built: ImageMatrix): Record<string, unknown> {
  const { matrix, hasWork, count, batches, stages, merges, images, tag } = built;
  return { matrix, 'has-work': hasWork, count, batches, stages, merges, images, tag };
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
