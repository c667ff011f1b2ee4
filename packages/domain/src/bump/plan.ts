import type { Application, Catalog } from '../catalog/catalog.ts';
import { quoteName } from '../catalog/names.ts';
import { compareText, formatLocation } from '../location.ts';
import { checkEdits, type Expectation } from '../manifest/check-edits.ts';
import { applyEdits, type Edit } from '../manifest/edit.ts';
import { replaceScalar } from '../manifest/replace-scalar.ts';
import { decodeUtf8, type YamlFile } from '../manifest/yaml-document.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { checkImages } from './check-images.ts';
import { applicationTargets } from './find-targets.ts';
import type { ImageRequest } from './parse-images.ts';
import type { ImagePart, ImageTarget } from './target.ts';

/** What is asked: new images for services of one environment. */
export interface BumpRequest {
  environment: string;
  images: readonly ImageRequest[];
  /** What a service without a place to write does: `error` stops, `warn` skips it. */
  onMissing: 'error' | 'warn';
  /** What a tag that moves, such as `latest`, does. */
  mutableTags: 'forbid' | 'warn' | 'allow';
}

/** One value that is written. */
export interface BumpChange {
  service: string;
  environment: string;
  part: ImagePart;
  file: string;
  /** `spec.source.helm.parameters[name=image.tag].value` */
  path: string;
  line: number;
  /** What the file said, without quotes; '' when it said nothing. */
  old: string;
  new: string;
}

export interface BumpSkip {
  service: string;
  why: string;
}

export interface BumpPlan {
  /** Sorted by file and line. */
  changes: BumpChange[];
  skipped: BumpSkip[];
  /** What is done all the same and worth saying. */
  warnings: string[];
  /** The files that change, by path. */
  files: Map<string, FilePlan>;
}

/** One file as it is and as it will be. */
export interface FilePlan {
  before: string;
  after: string;
  edits: Edit[];
}

/** The files `planBump` has to be given: those that may hold a target. */
export function filesOfBump(request: BumpRequest, catalog: Catalog): string[] {
  const services = new Set(request.images.map(({ service }) => service));
  const files = new Set<string>();
  for (const { environment, service, file } of catalog.applications)
    if (environment === request.environment && service !== null && services.has(service)) files.add(file);
  return [...files].sort(compareText);
}

/**
 * Plans the edits that give services of one environment new images. Every Application of a service in the
 * environment is written: two of them are two places that run the same image.
 *
 * A mistake in the request, a target that is missing, doubled or cannot be edited in place is a UserError;
 * nothing is planned then. With `onMissing: 'warn'` what has no target is skipped and named.
 */
export function planBump(request: BumpRequest, catalog: Catalog, files: ReadonlyMap<string, Uint8Array>): BumpPlan {
  const { environment } = request;
  const { images, warnings } = checkImages(request);
  const environments = catalog.environments.map(({ name }) => name);
  if (!environments.includes(environment))
    throw new UserError(`there is no environment ${quoteName(environment)}${unreadableFiles(catalog)}`, {
      help: `The environments are: ${environments.join(', ') || '(none)'}.${didYouMean(environment, environments)}`,
    });
  const applicationsOf = groupByService(catalog.applications);
  const plan: BumpPlan = { changes: [], skipped: [], warnings, files: new Map() };
  const drafts = new Map<string, Draft>();
  for (const image of images) {
    const everywhere = applicationsOf.get(image.service) ?? [];
    const applications = everywhere.filter((application) => application.environment === environment);
    if (applications.length === 0)
      miss(request, plan, image, missingApplication(image, environment, everywhere, catalog));
    for (const application of applications) {
      const found = applicationTargets(image, application);
      if (found instanceof UserError) miss(request, plan, image, found);
      else for (const target of found) planTarget(plan, drafts, environment, image, target);
    }
  }
  plan.changes.sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.path, b.path));
  plan.skipped.sort((a, b) => compareText(a.service, b.service) || compareText(a.why, b.why));
  for (const path of [...drafts.keys()].sort(compareText)) plan.files.set(path, filePlan(path, drafts, files));
  return plan;
}

function groupByService(applications: readonly Application[]): Map<string, Application[]> {
  const groups = new Map<string, Application[]>();
  for (const application of applications) {
    if (application.service === null) continue;
    const group = groups.get(application.service);
    if (group) group.push(application);
    else groups.set(application.service, [application]);
  }
  return groups;
}

function miss({ onMissing }: BumpRequest, plan: BumpPlan, { service }: ImageRequest, error: UserError): void {
  if (onMissing === 'error') throw error;
  const where = error.location ? ` (${error.location.path}:${error.location.line})` : '';
  plan.skipped.push({ service, why: `${error.message}${where}` });
}

function missingApplication(
  { service }: ImageRequest,
  environment: string,
  everywhere: readonly Application[],
  catalog: Catalog,
): UserError {
  const name = quoteName(service);
  const unread = unreadableFiles(catalog);
  const [other] = everywhere;
  if (other) {
    const others = [...new Set(everywhere.map((application) => application.environment ?? '(none)'))].sort(compareText);
    return new UserError(`${name} has no Application in ${environment}${unread}`, {
      location: other.document.locate([]),
      help: `Its Applications are for: ${others.join(', ')}. Add one for ${environment}, or set on-missing to warn.`,
    });
  }
  const known = new Set(catalog.services.map((known) => known.name));
  for (const application of catalog.applications) if (application.service !== null) known.add(application.service);
  if (known.has(service))
    return new UserError(`${name} has no Application${unread}`, {
      help: `Add one for ${environment}, or set on-missing to warn.`,
    });
  const names = [...known].sort(compareText);
  return new UserError(`there is no service ${name}${unread}`, {
    help: `The services are: ${names.join(', ') || '(none)'}.${didYouMean(service, names)}`,
  });
}

/** What was looked for may be in a file that could not be read: to be said wherever something is missing. */
function unreadableFiles({ problems }: Catalog): string {
  const files = problems.flatMap(({ severity, location, message }) =>
    severity === 'error' && location ? [`${formatLocation(location)}: ${message}`] : [],
  );
  return files.length === 0 ? '' : ` (${files.slice(0, 3).join('; ')})`;
}

/** What is gathered about one file before it is written. */
interface Draft {
  file: YamlFile;
  edits: Edit[];
  expectations: Expectation[];
}

function planTarget(
  plan: BumpPlan,
  drafts: Map<string, Draft>,
  environment: string,
  image: ImageRequest,
  { document, path, text, current, part }: ImageTarget,
): void {
  const { file, index } = document;
  const value = image[part] ?? '';
  const edit = replaceScalar(document, path, value);
  if (!edit) return;
  const [error] = file.errors;
  if (error) throw error;
  const line = file.location(edit.range[0]).line;
  plan.changes.push({
    service: image.service,
    environment,
    part,
    file: file.path,
    path: text,
    line,
    old: current,
    new: value,
  });
  const draft = drafts.get(file.path) ?? { file, edits: [], expectations: [] };
  drafts.set(file.path, draft);
  draft.edits.push(edit);
  draft.expectations.push({ document: index, path, value });
}

/** Applies the edits of one file, and proves that they did what was asked and nothing else. */
function filePlan(path: string, drafts: ReadonlyMap<string, Draft>, files: ReadonlyMap<string, Uint8Array>): FilePlan {
  const draft = drafts.get(path);
  const bytes = files.get(path);
  // What was parsed is the Catalog's text; what is written back are the bytes.
  if (!draft || !bytes || decodeUtf8(path, bytes) !== draft.file.text)
    throw new Error(`${path} is not what the Catalog read`);
  const before = draft.file.text;
  const after = applyEdits(before, draft.edits);
  checkEdits(before, after, draft.edits, draft.expectations);
  return { before, after, edits: draft.edits };
}
