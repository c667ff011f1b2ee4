import type { Application } from '../argocd/application.ts';
import { imageTargets, winningPart } from '../image-targets/find-targets.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { ImagePart, ImageTarget, TargetContext } from '../image-targets/target.ts';
import { formatImageReference, type ImageReference, parseImageReference } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';

/**
 * The image that a request means, as the cluster would pull it: registry and repository are the request's, else
 * those its Application says now. A registry that nobody names is a UserError, although a cluster would take Docker
 * Hub: asking there for the name of a private image answers another question. Without a context only the
 * Application's own file is looked at.
 */
export function imageReferenceOf(
  image: ImageRequest,
  application: Application | undefined,
  context?: TargetContext,
): ImageReference {
  const service = quoteName(image.service);
  const targets = (application && imageTargets(application, context)) ?? [];
  const repository = choose(image, targets, 'repository');
  const registry = choose(image, targets, 'registry');
  const mistake = (message: string, place: ImageTarget | undefined, help: readonly string[]): UserError => {
    const location = place ? place.document.locateValue(place.path) : application?.document.locate([]);
    return new UserError(message, { help: help.join(' '), ...present({ location }) });
  };
  if (!repository)
    throw mistake(`the image repository of ${service} is not known`, targets[0], [
      'Give "repository" and "registry" with the image, or set image.repository in its Application.',
      turnOff,
    ]);
  const own = parseImageReference(repository.text);
  if (!own || own.tag !== null || own.digest !== null)
    throw mistake(`${service}: ${shown(repository.text)} is not an image repository`, repository.target, [
      'A repository looks like prod/user-service, in lower case and without tag and digest.',
    ]);
  if (own.registry !== null && registry && !repository.text.startsWith(`${registry.text}/`))
    throw mistake(
      `${service} has two registries: ${shown(registry.text)} and the one in ${shown(repository.text)}`,
      repository.target ?? registry.target,
      ['Name the registry in one place.'],
    );
  const prefix = own.registry === null && registry ? `${registry.text}/` : '';
  const text = `${prefix}${repository.text}:${image.tag}`;
  const reference = parseImageReference(text);
  if (!reference)
    throw mistake(`${service}: ${shown(text)} is not an image reference`, registry?.target ?? repository.target, [
      'A registry is a host, with a port or a path when it has one, and without https://: ghcr.io/owner.',
    ]);
  if (reference.registry === null)
    throw mistake(
      `the registry of ${formatImageReference(reference)} (${service}) is not known`,
      registry?.target ?? repository.target ?? targets[0],
      [
        'Give "registry" with the image, such as ghcr.io/owner, or docker.io when Docker Hub is meant;',
        'or set global.imageRegistry or image.registry in its Application.',
        turnOff,
      ],
    );
  return reference;
}

const turnOff = 'Without verify-images, pin-digests and copy no registry is asked.';

interface Choice {
  text: string;
  /** Where it is written; undefined when the request gives it. */
  target: ImageTarget | undefined;
}

function choose(image: ImageRequest, targets: readonly ImageTarget[], part: ImagePart): Choice | undefined {
  const given = image[part];
  // As people put it: a registry with or without the slash that follows it.
  const trim = (text: string): string => (part === 'registry' ? text.replace(/\/$/, '') : text);
  if (given !== undefined) return { text: trim(given), target: undefined };
  const target = winningPart(targets, part);
  return target && { text: trim(target.current), target };
}

function shown(text: string): string {
  return quoteName(text.slice(0, 200));
}
