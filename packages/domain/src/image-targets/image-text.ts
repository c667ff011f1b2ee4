import { parseImageReference } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { ImagePart, WantedImage } from './target.ts';

/** Where a part is, for messages; `registryApart` where the registry has a place of its own beside it. */
interface PartPlace {
  name: string;
  document: YamlDocument;
  path: YamlPath;
  registryApart: boolean;
}

/** What a part of an image becomes that has a place of its own; undefined where the request does not give it. */
export function newPart(part: ImagePart, current: string, image: WantedImage, place: PartPlace): string | undefined {
  // `tag@digest` in the place of the tag: a new pin goes where the old one was.
  if (part === 'tag' && current.includes('@') && image.tag !== undefined && image.digest !== undefined)
    return `${image.tag}@${image.digest}`;
  if (part !== 'repository' || image.repository === undefined) return image[part];
  return newRepository(current, image, place);
}

/**
 * What a text that names a repository becomes. A registry in it is never lost: it stays where the rest is the same,
 * is replaced where the request gives one, and anything else is a UserError.
 */
export function newRepository(current: string, { registry, repository }: WantedImage, place: PartPlace): string {
  const own = parseImageReference(current)?.registry ?? null;
  const given = registry !== undefined && !place.registryApart;
  const wanted = [given ? registry : undefined, repository].filter((part) => part !== undefined).join('/');
  if (wanted === '' || current === wanted) return current;
  if (repository === undefined) {
    if (current.startsWith(`${registry}/`)) return current;
    throw new UserError(`${place.name} is ${quoteName(current)}, and only a registry is given`, {
      location: place.document.locateValue(place.path),
      help: 'Give "repository" as well: what is below the registry cannot be told from the text.',
    });
  }
  if (own === null) return place.registryApart ? repository : wanted;
  if (given || parseImageReference(wanted)?.registry != null) return wanted;
  if (current.endsWith(`/${repository}`)) return current;
  throw new UserError(
    `${place.name} is ${quoteName(current)}, and its registry ${quoteName(own)} would be lost with ${quoteName(repository)}`,
    {
      location: place.document.locateValue(place.path),
      help: 'Give "registry" as well, or the repository with its registry.',
    },
  );
}
