import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { targetsToRead } from '../image-targets/find-targets.ts';
import type { ImageTarget } from '../image-targets/target.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import { splitTagText } from '../images/image-reference.ts';
import { isLegalTag } from '../images/tag.ts';
import { compareText, formatLocation } from '../location.ts';
import { listFew, quoteName } from '../names.ts';
import type { Tree } from '../ports.ts';
import { tryUser, UserError } from '../user-error.ts';
import { applicationsBeside } from './applications-beside.ts';
import type { BumpRequest } from './bump-request.ts';
import { missingApplication } from './missing-application.ts';
import { type OpenEnvironment, openEnvironment } from './open-environment.ts';

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
  /** What was read to know it: the manifests that a bump would look at. */
  environment: OpenEnvironment;
}

/**
 * The images of an environment, of every service that the Catalog of the tree knows, and of those that are named and an
 * image there is called as. Places need only be readable.
 */
export async function currentImages(
  tree: Tree,
  catalog: Catalog,
  settings: TargetSettings,
  named: readonly string[] = [],
): Promise<CurrentImages> {
  const known = new Set(knownServices(catalog));
  const services = [...new Set([...known, ...named])].sort(compareText);
  const environment = await openEnvironment(tree, catalog, settings, services);
  const current: CurrentImages = {
    images: new Map(),
    absent: new Map(),
    missing: new Map(),
    unclear: new Map(),
    environment,
  };
  for (const service of services) {
    const found = targetsOfService(service, environment);
    if (found instanceof UserError) current.missing.set(service, describe(found));
    else if (found.length === 0 && !known.has(service)) continue;
    else if (found.length === 0) current.absent.set(service, missingApplication(service, environment).message);
    else {
      const image = imageOf(found);
      if (typeof image === 'string')
        current.unclear.set(service, `${quoteName(service)} ${image} in ${environment.name}`);
      else current.images.set(service, image);
    }
  }
  return current;
}

/** All places of a service's image, or the first mistake in an Application of its own. */
function targetsOfService(service: string, environment: OpenEnvironment): ImageTarget[] | UserError {
  const { own, shared } = environment.applicationsOf(service);
  const context = environment.contextOf({ service });
  const read = (application: Application): ImageTarget[] | UserError =>
    tryUser(
      () => targetsToRead(application, context),
      (mistake) => mistake,
    );
  const ofOwn = [...own, ...applicationsBeside(service, environment)].map(read);
  return (
    ofOwn.find((result) => result instanceof UserError) ??
    [...ofOwn, ...shared.map(read)].flatMap((result) => (result instanceof UserError ? [] : result))
  );
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

/** Every name that is a service there, sorted: to the Catalog, or by an image that is called so. */
export function servicesIn({ environment, images, missing, unclear }: CurrentImages): string[] {
  const named = [images, missing, unclear].flatMap((services) => [...services.keys()]);
  return [...new Set([...knownServices(environment.catalog), ...named])].sort(compareText);
}

/** Every name that is a service to the Catalog, sorted. */
export function knownServices({ services, applications, generated }: Catalog): string[] {
  const names = new Set(services.map(({ name }) => name));
  for (const { service } of [...applications, ...generated]) if (service !== null) names.add(service);
  return [...names].sort(compareText);
}

function imageOf(targets: readonly ImageTarget[]): CurrentImage | string {
  const ofPart = (wanted: ImageTarget['part']): string[] =>
    targets.filter(({ part }) => part === wanted).map(({ current }) => current);
  const texts = ofPart('tag').map(splitTagText);
  const [tag, ...otherTags] = new Set(texts.map((text) => text.tag));
  // A digest behind the tag is the image's own: an empty key for one beside it says nothing.
  const pinned = texts.some((text) => text.digest !== '');
  const digests = pinned
    ? [...texts.map((text) => text.digest), ...ofPart('digest').filter(Boolean)]
    : ofPart('digest');
  const [digest, ...otherDigests] = new Set(digests);
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
