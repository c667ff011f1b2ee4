import type { Application } from '../argocd/application.ts';
import { type ApplicationTargets, applicationTargets } from '../image-targets/find-targets.ts';
import { isSameImage, lastPart } from '../image-targets/image-identity.ts';
import { unknownText } from '../image-targets/image-uses.ts';
import type { ImageTarget, TargetContext } from '../image-targets/target.ts';
import type { FilePlan, ImageChange } from '../image-targets/target-edits.ts';
import { targetEdits } from '../image-targets/target-edits.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { present } from '../present.ts';
import { tryUser, UserError } from '../user-error.ts';
import { applicationsBeside } from './applications-beside.ts';
import type { CheckedRequest } from './check-images.ts';
import { requireEnvironment } from './known-environments.ts';
import { missingApplication, unreadApplication } from './missing-application.ts';
import type { OpenEnvironment, ServiceApplications } from './open-environment.ts';

export interface BumpSkip {
  service: string;
  why: string;
  /** When it will no longer be, in milliseconds since 1970, where a clock tells. */
  ready?: number;
}

export interface BumpPlan {
  /** Sorted by file and line. */
  changes: ImageChange[];
  skipped: BumpSkip[];
  /** What is done all the same and worth saying. */
  warnings: string[];
  /** The files that change, by path. */
  files: Map<string, FilePlan>;
  /** The Applications that are written, each for a service. */
  written: WrittenApplication[];
  /** Those of which only rendering can tell that what is written is what runs, with what to say where it does not. */
  unproved: { application: Application; service: string; error: UserError }[];
}

/** An Application that gets another image of a service. */
export interface WrittenApplication {
  service: string;
  application: Application;
  /** The values that are replaced. */
  replaced: { old: string; new: string }[];
}

/**
 * Plans the edits that give services of one environment new images. Every Application of a service in the
 * environment is written: two of them are two places that run the same image. A service without an Application of
 * its own is looked for in those of no single service, by the name of its image.
 *
 * A mistake in the request, a target that is missing, doubled or cannot be edited in place is a UserError;
 * nothing is planned then. With `onMissing: 'warn'` what has no target is skipped and named.
 *
 * Where Applications of others read what would be written, their files are read, and all is planned again; returned
 * is the environment that the plan was made from.
 */
export async function planBump(
  request: CheckedRequest,
  environment: OpenEnvironment,
): Promise<{ plan: BumpPlan; environment: OpenEnvironment }> {
  for (let open = environment; ; open = { ...(await open.withUnread()), ...present({ main: environment.main }) }) {
    const plan = planOf(request, open);
    if (open.unread().length === 0) return { plan, environment: open };
  }
}

function planOf(request: CheckedRequest, environment: OpenEnvironment): BumpPlan {
  requireEnvironment(environment.catalog, environment.name);
  const edits = targetEdits(environment.name);
  const skipped: BumpSkip[] = [];
  const warnings = new Set(request.warnings);
  const written: WrittenApplication[] = [];
  const unproved: BumpPlan['unproved'] = [];
  for (const image of request.images) {
    const { service } = image;
    const { own, shared } = environment.applicationsOf(service);
    const applications = { own: [...own, ...applicationsBeside(service, environment)], shared };
    const results = searchTargets(applications, environment.contextOf(image));
    const unread = unreadApplication(service, environment);
    if (unread) results.push({ result: unread });
    if (results.length === 0) results.push({ result: missingApplication(service, environment) });
    refuseDifferentImages(results, environment.contextOf(image));
    for (const { application, result } of results) {
      if (result instanceof UserError) {
        if (request.onMissing === 'error') throw result;
        skipped.push({ service, why: `${result.message}${placeOf(result)}` });
      } else take(service, application, result);
    }
  }
  return {
    changes: edits.changes(),
    skipped: sortSkips(skipped),
    warnings: [...warnings],
    files: new Map(edits.files(environment.files)),
    written,
    unproved,
  };

  function take(service: string, application: Application | undefined, found: ApplicationTargets): void {
    for (const warning of found.warnings) warnings.add(warning);
    for (const target of found.targets) edits.add(service, target);
    const replaced = replacedBy(found.targets);
    const [error] = found.unproved;
    if (application && replaced.length > 0 && error) unproved.push({ application, service, error });
    if (application && replaced.length > 0) written.push({ service, application, replaced });
  }
}

function replacedBy(targets: readonly ImageTarget[]): WrittenApplication['replaced'] {
  return targets.flatMap(({ current, value }) =>
    value === undefined || value === current ? [] : [{ old: current, new: value }],
  );
}

/** The services of a request that nothing in the tree deploys to the environment. */
export function undeployed({ images }: CheckedRequest, environment: OpenEnvironment): string[] {
  return images.flatMap((image) => {
    const { own, shared } = environment.applicationsOf(image.service);
    if (own.length > 0) return [];
    // What cannot be written is there all the same, and the plan says why.
    const found = tryUser(
      () => searchTargets({ own, shared }, environment.contextOf(image)).length > 0,
      () => true,
    );
    return found ? [] : [image.service];
  });
}

/** The services of a request of which no place of their image is known. */
export function withoutPlace({ images }: CheckedRequest, environment: OpenEnvironment): string[] {
  return images.flatMap((image) => {
    const applications = environment.applicationsOf(image.service);
    const found = tryUser(
      () =>
        searchTargets(applications, environment.contextOf(image)).some(({ result }) => !(result instanceof UserError)),
      () => false,
    );
    return found ? [] : [image.service];
  });
}

/** What each Application says of an image. One of no single service that does not name the image says nothing. */
function searchTargets(
  { own, shared }: Pick<ServiceApplications, 'own' | 'shared'>,
  context: TargetContext,
): SearchResult[] {
  const search = (application: Application) => ({ application, result: applicationTargets(application, context) });
  const ofShared = shared.flatMap((application) =>
    tryUser<SearchResult[]>(
      () => [search(application)],
      (mistake) => {
        if (isOfAnother(mistake, context)) return [];
        throw mistake;
      },
    ),
  );
  return [...own.map(search), ...ofShared.filter(({ result }) => !(result instanceof UserError))];
}

/** Whether a mistake is of a file that cannot be read, and that does not name the image: what stops others is not its. */
function isOfAnother({ location }: UserError, { manifests, image, repository }: TargetContext): boolean {
  if (!location) return false;
  const { path } = location;
  const isUnread = tryUser(
    () => manifests.parse(path) === undefined,
    () => true,
  );
  const names = [image.service, lastPart(image.repository ?? repository ?? image.service)];
  return (
    isUnread &&
    tryUser(
      () => !names.some((name) => manifests.text(path)?.includes(name) !== false),
      () => false,
    )
  );
}

/**
 * UserError where Applications of a service run images of different names that end in its own, and nothing says which
 * is meant: a tag of the one need not exist of the other.
 */
function refuseDifferentImages(results: readonly SearchResult[], { image, repository }: TargetContext): void {
  if (image.repository !== undefined || repository !== null) return;
  const known = results.flatMap(({ result }) => {
    if (result instanceof UserError) return [];
    const [name] = result.repositories.filter((one) => !one.includes(unknownText));
    return name === undefined ? [] : [{ name, target: result.targets[0] }];
  });
  const [first] = known;
  const other = known.find(({ name }) => first && !isSameImage(name, first.name));
  if (!first || !other) return;
  throw new UserError(`both ${quoteName(first.name)} and ${quoteName(other.name)} may be the image that is meant`, {
    ...(other.target ? { location: other.target.document.locateValue(other.target.path) } : {}),
    help: 'Give "repository" with the image, or set image-repository of the environment in rollcall.yaml.',
  });
}

interface SearchResult {
  application?: Application;
  result: ApplicationTargets | UserError;
}

/** By service, then by reason. */
export function sortSkips(skips: readonly BumpSkip[]): BumpSkip[] {
  return [...skips].sort((a, b) => compareText(a.service, b.service) || compareText(a.why, b.why));
}

function placeOf({ location }: UserError): string {
  return location ? ` (${location.path}:${location.line})` : '';
}
