import type { Application } from '../argocd/application.ts';
import { imageTargets } from '../image-targets/find-targets.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { WantedImage } from '../image-targets/target.ts';
import { formatImageReference, type ImageReference } from '../images/image-reference.ts';
import { compareText } from '../location.ts';
import { tryUser } from '../user-error.ts';
import { imageReferenceOf } from './image-of-service.ts';
import type { OpenEnvironment } from './open-environment.ts';

/** Platforms such as `linux/arm64`, by service; a service that is not in it may be for any. */
export type Platforms = ReadonlyMap<string, readonly string[]>;

/** An image that the cluster would pull. */
export interface PulledImage {
  service: string;
  reference: ImageReference;
  /** The digest the request gives. */
  digest: string | undefined;
  /** Those that the service is configured to be built for; none where that is not said. */
  platforms: readonly string[];
}

/** The Applications that run the image of a service: its own, else those of no single service that name it. */
export function runningApplications(image: WantedImage, environment: OpenEnvironment): readonly Application[] {
  const { own, shared } = environment.applicationsOf(image.service);
  if (own.length > 0) return own;
  const context = environment.contextOf(image);
  return shared.filter((application) =>
    tryUser(
      () => imageTargets(application, context) !== undefined,
      () => false,
    ),
  );
}

/** What the Applications of a service will pull, each reference once, sorted; the request's own words without any. */
export function pulledImages(image: ImageRequest, environment: OpenEnvironment, platforms?: Platforms): PulledImage[] {
  const running = runningApplications(image, environment);
  const context = environment.contextOf(image);
  const references = new Map<string, ImageReference>();
  for (const application of running.length === 0 ? [undefined] : running) {
    const reference = imageReferenceOf(image, application, context);
    references.set(formatImageReference(reference), reference);
  }
  return [...references]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, reference]) => ({
      service: image.service,
      reference,
      digest: image.digest,
      platforms: platforms?.get(image.service) ?? [],
    }));
}
