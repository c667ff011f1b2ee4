import { selectNames } from '../catalog/select-services.ts';
import type { DeployBranch } from '../deploy-branch/deploy-branch.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImageReference } from '../images/image-reference.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { type CurrentImage, type CurrentImages, type EnvironmentSettings, servicesIn } from './current-images.ts';
import type { OpenEnvironment } from './open-environment.ts';
import type { BumpSkip } from './plan.ts';
import type { PromotedFrom } from './promoted-from.ts';
import { unwritable } from './unwritable.ts';

/** An environment, and where its manifests are read: its deploy branch, or the files of a work tree. */
export interface EnvironmentPlace {
  settings: EnvironmentSettings;
  manifests: DeployBranch | Tree;
}

/** Which services are promoted. */
export interface Selection {
  /** Null for all that differ. */
  services: readonly string[] | null;
  /** What a service that cannot be promoted does: stop, or be skipped. */
  onMissing: 'error' | 'warn';
  /** Whether what is written is rendered: that may prove what cannot be known by reading. */
  renders: boolean;
}

/** The images that were chosen, and what was left out. */
export interface ChosenImages {
  images: ImageRequest[];
  skipped: BumpSkip[];
  /** `owner/repository@commit` by service, where it is recorded. */
  sources: ReadonlyMap<string, string>;
  /** Tag by service that is replaced; without it whatever is there. */
  replaces?: ReadonlyMap<string, string>;
  /** Where the images are pulled from now, where that is another environment. */
  promotedFrom?: PromotedFrom;
  /** The same of each service, to be copied; only where they are. */
  copySources?: ReadonlyMap<string, ImageReference>;
}

/**
 * The services that were named, or all that have an Application in the environment. A name of no service in any of the
 * environments is a UserError.
 */
export function chooseServices(
  selection: Selection,
  current: CurrentImages,
  others: readonly CurrentImages[] = [],
): string[] {
  const { images, missing, unclear } = current;
  const services = namedServices(selection);
  if (services.length === 0) return [...images.keys(), ...missing.keys(), ...unclear.keys()];
  const known = new Set([current, ...others].flatMap(servicesIn));
  const names = selectNames(services, [...known].sort(compareText), 'named in "services"');
  return [...new Set(names)];
}

/** The services that were named; none where all are meant. */
export function namedServices({ services }: Selection): readonly string[] {
  return services === null || (services.length === 1 && services[0] === 'all') ? [] : services;
}

/** The service is left out, or its reason thrown as a UserError. */
export function skipOrThrow(service: string, why: string, { onMissing }: Selection): BumpSkip {
  if (onMissing === 'warn') return { service, why };
  throw new UserError(why, { help: 'Leave the service out, or set on-missing to warn.' });
}

/** What is asked for to give a service this image. */
export function requestOf(service: string, { tag, digest }: Pick<CurrentImage, 'tag' | 'digest'>): ImageRequest {
  return { service, tag, ...present({ digest }) };
}

/** The images whose places can be written. The others are skipped where that is wanted; the plan refuses them else. */
export async function withoutUnwritable(
  { images, skipped }: Pick<ChosenImages, 'images' | 'skipped'>,
  { onMissing, renders }: Selection,
  settings: EnvironmentSettings,
  environment: OpenEnvironment,
): Promise<Pick<ChosenImages, 'images' | 'skipped'>> {
  if (onMissing === 'error') return { images, skipped };
  const services = images.map(({ service }) => service);
  const reasons = await unwritable(services, { settings, renders }, environment);
  return {
    images: images.filter(({ service }) => !reasons.has(service)),
    skipped: [...skipped, ...[...reasons].map(([service, why]) => ({ service, why }))],
  };
}
