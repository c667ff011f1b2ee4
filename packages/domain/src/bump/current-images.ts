import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { targetsToRead } from '../image-targets/find-targets.ts';
import type { ImageTarget, TargetContext } from '../image-targets/target.ts';
import { targetContexts } from '../image-targets/target-contexts.ts';
import { isLegalTag } from '../images/tag.ts';
import { compareText, formatLocation } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import type { Tree } from '../ports.ts';
import { UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';
import { filesOfBump, groupByService, missingApplication } from './plan.ts';

/** What a request says of an environment, whatever the images. */
export type EnvironmentSettings = Omit<BumpRequest, 'images' | 'onMissing'>;

/** The image that a service has in an environment. */
export interface CurrentImage {
  tag: string;
  /** Undefined where none is pinned. */
  digest: string | undefined;
  /** The files that say so, sorted. */
  files: string[];
  /** Where the tag stands, in the first of them. */
  place: { path: string; line: number };
}

export interface CurrentImages {
  /** By service, sorted. */
  images: Map<string, CurrentImage>;
  /** Known services that have no Application there, each with the reason in words. */
  absent: Map<string, string>;
  /** Why a service that has an Application has no place for an image: there is none, or it cannot be read. */
  missing: Map<string, string>;
  /** Why a service that has a place has not one image: it says nothing yet, or two places say different things. */
  unclear: Map<string, string>;
  /** What was read to know it: the contents of the files that a bump would look at. */
  files: ReadonlyMap<string, Uint8Array>;
}

/** The images of an environment, of every service that the Catalog of the tree knows. Places need only be readable. */
export async function currentImages(
  tree: Tree,
  catalog: Catalog,
  settings: EnvironmentSettings,
): Promise<CurrentImages> {
  const services = knownServices(catalog);
  const request: BumpRequest = {
    ...settings,
    images: services.map((service) => ({ service, tag: '' })),
    onMissing: 'warn',
  };
  const files = await tree.read(filesOfBump(request, catalog, await tree.list()));
  const { environment } = settings;
  const everything = [...catalog.applications, ...catalog.generated];
  const byService = groupByService(everything);
  const ofNone = everything.filter((one) => one.environment === environment && one.service === null);
  const discovered = new Set(catalog.services.map(({ name }) => name));
  const contextOf = targetContexts(request, catalog, files);
  const found: CurrentImages = { images: new Map(), absent: new Map(), missing: new Map(), unclear: new Map(), files };
  for (const service of services) {
    const context = contextOf({ service });
    const everywhere = byService.get(service) ?? [];
    const own = everywhere.filter((one) => one.environment === environment);
    const others = own.length > 0 || !discovered.has(service) ? [] : ofNone;
    const targets: ImageTarget[] = [];
    let mistake: UserError | undefined;
    for (const application of [...own, ...others]) {
      const read = readTargets(application, context);
      if (!(read instanceof UserError)) targets.push(...read);
      else if (application.service !== null) mistake ??= read;
    }
    const [image] = targets.length > 0 ? [imageOf(targets)] : [];
    if (mistake) found.missing.set(service, describe(mistake));
    else if (image === undefined)
      found.absent.set(service, missingApplication({ service }, environment, everywhere, catalog).message);
    else if (typeof image === 'string') found.unclear.set(service, `${quoteName(service)} ${image} in ${environment}`);
    else found.images.set(service, image);
  }
  return found;
}

function readTargets(application: Application, context: TargetContext): ImageTarget[] | UserError {
  try {
    return targetsToRead(application, context);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** A mistake with its place, as one clause. */
export function describe({ message, location }: UserError): string {
  return location ? `${message} (${formatLocation(location)})` : message;
}

/** Why a service has no image. */
export function whyNone({ absent, missing, unclear }: CurrentImages, service: string): string {
  return (
    absent.get(service) ??
    missing.get(service) ??
    unclear.get(service) ??
    `there is no service ${quoteName(service)} there`
  );
}

/** Every name that is a service to the Catalog, sorted. */
export function knownServices({ services, applications, generated }: Catalog): string[] {
  const names = new Set(services.map(({ name }) => name));
  for (const { service } of [...applications, ...generated]) if (service !== null) names.add(service);
  return [...names].sort(compareText);
}

function imageOf(targets: readonly ImageTarget[]): CurrentImage | string {
  const valuesOf = (wanted: ImageTarget['part']): string[] => [
    ...new Set(targets.filter(({ part }) => part === wanted).map(({ current }) => current)),
  ];
  const [tag, ...otherTags] = valuesOf('tag');
  const [digest, ...otherDigests] = valuesOf('digest');
  if (otherTags.length > 0) return `has different tags (${shownFew(tag, otherTags)})`;
  if (otherDigests.length > 0) return `has different digests (${shownFew(digest, otherDigests)})`;
  const first = targets.find(({ part }) => part === 'tag');
  if (!tag || !first) return 'has no tag';
  if (!isLegalTag(tag)) return `has ${quoteName(tag.slice(0, 200))}, which is no image tag,`;
  const { path, line } = first.document.locateValue(first.path);
  const files = targets.map(({ document }) => document.file.path);
  return {
    tag,
    digest: digest || undefined,
    files: [...new Set(files)].sort(compareText),
    place: { path, line },
  };
}

function shownFew(first: string | undefined, others: readonly string[]): string {
  return listFew([first ?? '', ...others].map((text) => quoteName(text.slice(0, 200))));
}
