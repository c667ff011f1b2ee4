import type { ImageRequest } from '../image-targets/image-request.ts';
import { isDigest, isRegistry, isRepository } from '../images/image-reference.ts';
import { isLegalTag, isMutableTag } from '../images/tag.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';

/** A request whose images are legal, sorted by service, each once. */
export interface CheckedRequest extends BumpRequest {
  /** What is done all the same and worth saying. */
  warnings: readonly string[];
}

/**
 * Judges the images of a request before any file is looked at: legal values, no tag that moves unless the
 * environment allows it, one image for each service. A mistake is a UserError.
 */
export function checkImages(request: BumpRequest): CheckedRequest {
  const { mutableTags, environment } = request;
  const warnings: string[] = [];
  const byService = new Map<string, ImageRequest>();
  for (const image of request.images) {
    const name = shown(image.service);
    checkTag(name, image.tag);
    if (isMutableTag(image.tag) && mutableTags !== 'allow') {
      const message = `the tag ${shown(image.tag)} of ${name} is mutable: nobody could say later what ran in ${environment}`;
      if (mutableTags === 'forbid')
        throw new UserError(message, {
          help: `Give a tag that names one build, or set mutable-tags of ${environment} to warn or allow.`,
        });
      warnings.push(message);
    }
    checkPart(name, 'repository', image.repository, (text) => isRepository(text) || isRegistry(text));
    checkPart(name, 'registry', image.registry, isRegistry);
    checkPart(name, 'digest', image.digest, isDigest);
    const other = byService.get(image.service);
    if (other && !sameImage(other, image))
      throw new UserError(
        `${name} is given twice, with different images: ${quoteName(other.tag)} and ${shown(image.tag)}`,
        { help: 'Give each service once.' },
      );
    byService.set(image.service, image);
  }
  const images = [...byService.values()].sort((a, b) => compareText(a.service, b.service));
  return { ...request, images, warnings };
}

function checkTag(name: string, tag: string): void {
  if (tag === '')
    throw new UserError(`${name} has no tag`, { help: 'Give the tag that was pushed, such as 165-cf185b1.' });
  if (tag.includes('${{'))
    throw new UserError(`the tag ${shown(tag)} of ${name} holds an expression that was not evaluated`, {
      help: 'Check the quotes around the expression in the workflow.',
    });
  if (!isLegalTag(tag))
    throw new UserError(`${name}: ${shown(tag)} is not a legal image tag`, {
      help: 'A tag has letters, digits, "_", "." and "-", starts with neither "." nor "-", and has 128 characters at most.',
    });
}

function checkPart(name: string, part: string, value: string | undefined, legal: (text: string) => boolean): void {
  if (value === undefined || legal(value)) return;
  throw new UserError(`${name}: ${shown(value)} is not a legal ${part}`, {
    help: `A ${part} looks like ${examples.get(part)}.`,
  });
}

const examples = new Map([
  ['repository', 'prod/user-service, in lower case and without tag and digest'],
  ['registry', 'ghcr.io/owner or localhost:5000'],
  ['digest', 'sha256: and 64 hexadecimal digits'],
]);

function sameImage(a: ImageRequest, b: ImageRequest): boolean {
  return a.tag === b.tag && a.digest === b.digest && a.repository === b.repository && a.registry === b.registry;
}

function shown(text: string): string {
  return quoteName(text.slice(0, 200));
}
