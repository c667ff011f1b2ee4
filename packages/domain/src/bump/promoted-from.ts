import { imageRepositories, type PulledRepository } from '../image-targets/find-targets.ts';
import { isSameRepository, showRepository } from '../image-targets/image-identity.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { unknownText } from '../image-targets/image-uses.ts';
import { listFew, quoteName } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { runningApplications } from './pulled-images.ts';

/** Where the images of a promotion are pulled from now. */
export interface PromotedFrom {
  environment: string;
  /** By service, as far as it is written. */
  repositories: ReadonlyMap<string, readonly string[]>;
}

/** The repositories that an environment pulls the images of services from. */
export function promotedFrom(images: readonly ImageRequest[], environment: OpenEnvironment): PromotedFrom {
  const repositories = images.map((image) => {
    return [image.service, repositoriesOf(image, environment).map(({ repository }) => repository)] as const;
  });
  return { environment: environment.name, repositories: new Map(repositories) };
}

function repositoriesOf({ service }: ImageRequest, environment: OpenEnvironment): PulledRepository[] {
  // The service alone: what cannot be written here is no matter, for it is only read.
  const context = environment.contextOf({ service });
  return runningApplications({ service }, environment).flatMap((application) =>
    imageRepositories(application, context),
  );
}

function nameOf(repository: string): string {
  return repository === unknownText ? 'a repository that nothing here names' : quoteName(showRepository(repository));
}

/**
 * UserError where an environment pulls promoted images from other repositories than the one that they are taken from:
 * that a tag is in the one says nothing of the other. What is written in neither is taken for the same.
 */
export function refuseOtherRepositories(
  images: readonly ImageRequest[],
  from: PromotedFrom,
  environment: OpenEnvironment,
): void {
  const others = images.flatMap((image) => {
    const known = from.repositories.get(image.service) ?? [];
    const other = repositoriesOf(image, environment).find(
      ({ repository }) => !known.some((one) => isSameRepository(one, repository)),
    );
    const [before] = known;
    return other && before !== undefined ? [{ image, before, other }] : [];
  });
  const [first] = others;
  if (!first) return;
  const names = others.map(({ image, before, other }) => {
    const [one, two] = [before, other.repository].map(nameOf);
    return `${quoteName(image.service)} is pulled from ${one} in ${from.environment} and from ${two} in ${environment.name}`;
  });
  const { place } = first.other;
  throw new UserError(`${listFew(names, '; ')}: that a tag is in the first repository says nothing of the second`, {
    ...present({ location: place?.document.locateValue(place.path) }),
    help: 'Set copy to true, and each image is copied there first, or verify-images to true where it is there already: the registry is asked before anything is written.',
  });
}
