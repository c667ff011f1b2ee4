import type { ImageRequest } from '../image-targets/image-request.ts';
import { isDigest, isRegistry, isRepository } from '../images/image-reference.ts';
import { isLegalTag, isMutableTag } from '../images/tag.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';

/**
 * Judges the images of a request before any file is looked at: legal values, no tag that moves unless the
 * environment allows it, one image for each service. Returned sorted by service, each once.
 */
export function checkImages({ images, mutableTags, environment }: BumpRequest): {
  images: ImageRequest[];
  warnings: string[];
} {
  const warnings: string[] = [];
  const byService = new Map<string, ImageRequest>();
  for (const image of images) {
    const { service, tag } = image;
    const name = quoteName(service.slice(0, 200));
    const shown = quoteName(tag.slice(0, 200));
    if (tag === '')
      throw new UserError(`${name} has no tag`, { help: 'Give the tag that was pushed, such as 165-cf185b1.' });
    if (tag.includes('${{'))
      throw new UserError(`the tag ${shown} of ${name} holds an expression that was not evaluated`, {
        help: 'Check the quotes around the expression in the workflow.',
      });
    if (!isLegalTag(tag))
      throw new UserError(`${name}: ${shown} is not a legal image tag`, {
        help: 'A tag has letters, digits, "_", "." and "-", starts with neither "." nor "-", and has 128 characters at most.',
      });
    if (isMutableTag(tag) && mutableTags !== 'allow') {
      const message = `the tag ${shown} of ${name} is mutable: nobody could say later what ran in ${environment}`;
      if (mutableTags === 'forbid')
        throw new UserError(message, {
          help: `Give a tag that names one build, or set mutable-tags of ${environment} to warn or allow.`,
        });
      warnings.push(message);
    }
    checkPart(name, 'repository', image.repository, (text) => isRepository(text) || isRegistry(text));
    checkPart(name, 'registry', image.registry, isRegistry);
    checkPart(name, 'digest', image.digest, isDigest);
    const other = byService.get(service);
    if (other && !sameImage(other, image))
      throw new UserError(`${name} is given twice, with different images: ${quoteName(other.tag)} and ${shown}`, {
        help: 'Give each service once.',
      });
    byService.set(service, image);
  }
  return { images: [...byService.values()].sort((a, b) => compareText(a.service, b.service)), warnings };
}

function checkPart(name: string, part: string, value: string | undefined, legal: (text: string) => boolean): void {
  if (value === undefined || legal(value)) return;
  throw new UserError(`${name}: ${quoteName(value.slice(0, 200))} is not a legal ${part}`, {
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
