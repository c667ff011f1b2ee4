import type { Application, Catalog } from '../catalog/catalog.ts';
import { quoteName } from '../catalog/names.ts';
import { compareText } from '../location.ts';
import { checkEdits, type Expectation } from '../manifest/check-edits.ts';
import { applyEdits, type Edit } from '../manifest/edit.ts';
import { replaceScalar } from '../manifest/replace-scalar.ts';
import { decodeUtf8 } from '../manifest/yaml-document.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { checkImages } from './check-images.ts';
import { applicationTargets, valueFor } from './find-targets.ts';
import type { ImageRequest } from './parse-images.ts';

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
  edits: Edit[];
  /** Sorted by file and line. */
  changes: BumpChange[];
  skipped: BumpSkip[];
  /** What is done all the same and worth saying. */
  warnings: string[];
  /** The files that change, by path, as they are and as they will be. */
  contents: Map<string, { before: string; after: string }>;
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
    throw new UserError(`there is no environment ${quoteName(environment)}`, {
      help: `The environments are: ${environments.join(', ') || '(none)'}.${didYouMean(environment, environments)}`,
    });
  const applicationsOf = groupByService(catalog.applications);
  const plan: BumpPlan = { edits: [], changes: [], skipped: [], warnings, contents: new Map() };
  const expectations = new Map<string, Expectation[]>();
  for (const image of images) {
    const everywhere = applicationsOf.get(image.service) ?? [];
    const applications = everywhere.filter((application) => application.environment === environment);
    if (applications.length === 0)
      miss(request, plan, image, missingApplication(image, environment, everywhere, catalog));
    for (const application of applications) {
      const found = applicationTargets(image, application);
      if (found instanceof UserError) miss(request, plan, image, found);
      else
        for (const target of found) {
          const value = valueFor(image, target);
          const edit = replaceScalar(target.document, target.path, value);
          if (!edit) continue;
          const { file, index } = target.document;
          plan.edits.push(edit);
          plan.changes.push({
            service: image.service,
            environment,
            file: file.path,
            path: target.text,
            line: file.location(edit.range[0]).line,
            old: target.current,
            new: value,
          });
          const expected = expectations.get(file.path) ?? [];
          expectations.set(file.path, expected);
          expected.push({ document: index, path: target.path, value });
          plan.contents.set(file.path, { before: file.text, after: '' });
        }
    }
  }
  plan.changes.sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.path, b.path));
  plan.skipped.sort((a, b) => compareText(a.service, b.service) || compareText(a.why, b.why));
  writeContents(plan, expectations, catalog, files);
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
  const [other] = everywhere;
  const name = quoteName(service);
  if (other) {
    const others = [...new Set(everywhere.map((application) => application.environment ?? '(no environment)'))].sort(
      compareText,
    );
    return new UserError(`${name} has no Application in ${environment}`, {
      location: other.document.locate([]),
      help: `Its Applications are in: ${others.join(', ')}. Add one for ${environment}, or set on-missing to warn.`,
    });
  }
  const known = new Set<string>();
  for (const service of catalog.services) known.add(service.name);
  for (const application of catalog.applications) if (application.service !== null) known.add(application.service);
  if (known.has(service))
    return new UserError(`${name} has no Application`, {
      help: `Add one for ${environment}, or set on-missing to warn.`,
    });
  const names = [...known].sort(compareText);
  return new UserError(`there is no service ${name}`, {
    help: `The services are: ${names.join(', ') || '(none)'}.${didYouMean(service, names)}`,
  });
}

/** Applies the edits file by file, and proves that they did what was asked and nothing else. */
function writeContents(
  plan: BumpPlan,
  expectations: ReadonlyMap<string, Expectation[]>,
  catalog: Catalog,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  const editsOf = new Map<string, Edit[]>();
  for (const edit of plan.edits) {
    const edits = editsOf.get(edit.path);
    if (edits) edits.push(edit);
    else editsOf.set(edit.path, [edit]);
  }
  const errors = new Map(catalog.applications.map(({ file, document }) => [file, document.file.errors[0]]));
  for (const [path, content] of plan.contents) {
    const error = errors.get(path);
    if (error) throw error;
    const bytes = files.get(path);
    // The Catalog's text is what was parsed; the bytes are what is written back.
    if (!bytes || decodeUtf8(path, bytes) !== content.before) throw new Error(`${path} is not what the Catalog read`);
    const edits = editsOf.get(path) ?? [];
    content.after = applyEdits(content.before, edits);
    checkEdits(content.before, content.after, edits, expectations.get(path) ?? []);
  }
}
