import type { ImageRequest } from '../image-targets/image-request.ts';
import { formatImageReference, type ImageReference } from '../images/image-reference.ts';
import type { ImageCopier } from '../images/registry.ts';
import { quoteName } from '../names.ts';
import type { Log } from '../ports.ts';
import { UserError } from '../user-error.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { pulledImages } from './pulled-images.ts';

/** How images are copied to the repositories of the environment that takes them. */
export interface CopyTools {
  copier: ImageCopier;
  withReferrers: boolean;
}

/** What is copied: the image of each service where it is promoted from. */
export interface ImageCopy extends CopyTools {
  sources: ReadonlyMap<string, ImageReference>;
}

/** Where an environment pulls the image of each service; UserError where that is two places, or not known. */
export function sourcesOfCopy(
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
): Map<string, ImageReference> {
  return new Map(
    images.map((image) => {
      const [source, other] = pulledImages(image, environment);
      if (!source || other)
        throw new UserError(`${quoteName(image.service)} is pulled from two places in ${environment.name}`, {
          help: 'Copy it by hand, or give all its Applications one image repository.',
        });
      return [image.service, { ...source.reference, digest: image.digest ?? null }];
    }),
  );
}

/** Copies images to where the environment will pull them; what is pulled from the same place stays where it is. */
export async function copyImages(
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
  { copier, withReferrers, sources }: ImageCopy,
  log: Log,
): Promise<void> {
  for (const image of images) {
    const from = sources.get(image.service);
    if (!from) continue;
    for (const { reference } of pulledImages(image, environment)) {
      if (reference.registry === from.registry && reference.repository === from.repository) continue;
      log.progress(`copying ${formatImageReference(from)} to ${formatImageReference(reference)}`);
      const { existed, digest } = await copier.copy(from, reference, { withReferrers });
      if (!existed)
        log.notice(`${formatImageReference(from)} was copied to ${formatImageReference(reference)} (${digest})`);
    }
  }
}
