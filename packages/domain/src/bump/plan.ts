import type { Application } from '../argocd/application.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { applicationTargets } from '../image-targets/find-targets.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { listingOf } from '../image-targets/manifests.ts';
import { targetContexts } from '../image-targets/target-contexts.ts';
import { compareText, formatLocation } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import type { TreeEntry } from '../ports.ts';
import { UserError } from '../user-error.ts';
import type { BumpChange, BumpRequest, FilePlan } from './bump-request.ts';
import { checkImages } from './check-images.ts';
import { planDrafts } from './plan-drafts.ts';

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

/**
 * The files `planBump` has to be given: those that may hold a target, of a tree's listing. One batch: what an
 * Application's sources name tells all of them.
 */
export function filesOfBump(request: BumpRequest, catalog: Catalog, entries: readonly TreeEntry[]): string[] {
  const listing = listingOf(
    entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? path : [])),
  );
  const services = new Set(request.images.map(({ service }) => service));
  const ofServices = candidates(catalog, request.environment).filter(
    ({ service }) => service === null || services.has(service),
  );
  const files = new Set<string>();
  for (const application of ofServices) {
    files.add(application.file);
    for (const path of candidateFiles(application, listing.has, listing.below)) files.add(path);
  }
  return [...files].sort(compareText);
}

/** The Applications of an environment, those that ApplicationSets generate included. */
function candidates({ applications, generated }: Catalog, environment: string): Application[] {
  return [...applications, ...generated].filter((application) => application.environment === environment);
}

/**
 * Plans the edits that give services of one environment new images. Every Application of a service in the
 * environment is written: two of them are two places that run the same image. A service without an Application of
 * its own is looked for in those of no single service, by the name of its image.
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
  const everything = [...catalog.applications, ...catalog.generated];
  const applicationsOf = groupByService(everything);
  const ofNone = candidates(catalog, environment).filter(({ service }) => service === null);
  const contextOf = targetContexts(request, catalog, files);
  const services = new Set(catalog.services.map(({ name }) => name));
  const drafts = planDrafts(environment);
  const plan: BumpPlan = { changes: [], skipped: [], warnings, files: new Map() };
  for (const image of images) {
    const context = contextOf(image);
    const searchIn = (application: Application) => applicationTargets(application, context);
    const everywhere = applicationsOf.get(image.service) ?? [];
    const own = everywhere.filter((application) => application.environment === environment);
    const others = own.length > 0 || !services.has(image.service) ? [] : ofNone;
    const applications = [...own, ...others.filter((other) => !(searchIn(other) instanceof UserError))];
    if (applications.length === 0)
      miss(request, plan, image, missingApplication(image, environment, everywhere, catalog));
    for (const application of applications) {
      const found = searchIn(application);
      if (found instanceof UserError) {
        miss(request, plan, image, found);
        continue;
      }
      plan.warnings.push(...found.warnings.filter((warning) => !plan.warnings.includes(warning)));
      for (const target of found.targets) drafts.add(image.service, target);
    }
  }
  plan.changes.push(...drafts.changes());
  plan.skipped.sort((a, b) => compareText(a.service, b.service) || compareText(a.why, b.why));
  for (const [path, file] of drafts.files(files)) plan.files.set(path, file);
  return plan;
}

/** Applications by their service. */
export function groupByService(applications: readonly Application[]): Map<string, Application[]> {
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

/** The error about a service that has no Application in an environment; `everywhere` are those that it has. */
export function missingApplication(
  { service }: Pick<ImageRequest, 'service'>,
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
      help: `Its Applications are for: ${others.join(', ')}.${unreadSets(catalog)} Add one for ${environment}, or set on-missing to warn.`,
    });
  }
  const known = new Set(catalog.services.map((known) => known.name));
  for (const application of catalog.applications) if (application.service !== null) known.add(application.service);
  if (known.has(service))
    return new UserError(`${name} has no Application${unread}`, {
      help: `${unreadSets(catalog)} Add one for ${environment}, or set on-missing to warn.`.trimStart(),
    });
  const names = [...known].sort(compareText);
  return new UserError(`there is no service ${name}${unread}`, {
    help: `The services are: ${names.join(', ') || '(none)'}.${didYouMean(service, names)}`,
  });
}

/** What was looked for may be in a file that could not be read: to be said wherever something is missing. */
function unreadableFiles({ problems }: Catalog): string {
  const ofFiles = problems.filter(({ severity, unread }) => severity === 'error' || unread);
  const files = ofFiles
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
    .flatMap(({ location, message }) => (location ? [`${formatLocation(location)}: ${message}`] : []));
  return files.length === 0 ? '' : ` (${files.slice(0, 3).join('; ')})`;
}

/** ApplicationSets that may generate what is missing, for a help. */
function unreadSets({ generated }: Catalog): string {
  const sets = generated.flatMap(({ document, generated: by, service, environment }) =>
    by?.unread && (service === null || environment === null)
      ? [`${formatLocation(document.locate(['spec', 'generators']))} (${by.unread} is not read)`]
      : [],
  );
  return sets.length === 0 ? '' : ` An ApplicationSet may generate it: ${listFew([...new Set(sets)])}.`;
}
