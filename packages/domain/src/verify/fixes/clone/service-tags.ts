import { isLegalTag, isMutableTag } from '../../../images/tag.ts';
import { quoteName } from '../../../names.ts';
import { UserError } from '../../../user-error.ts';

const help = 'Give the tag of an image that exists, such as --tag cart-service=165-cf185b1.';

/** Reads each `SERVICE=TAG`. UserError for another form, for two tags of one service, and for a tag that moves. */
export function parseServiceTags(given: readonly string[]): Map<string, string> {
  const tags = new Map<string, string>();
  for (const text of given) {
    const equals = text.indexOf('=');
    if (equals <= 0) throw new UserError(`${quoteName(text)} is not SERVICE=TAG`, { help });
    const [service, tag] = [text.slice(0, equals), text.slice(equals + 1)];
    if (tags.has(service)) throw new UserError(`two tags are given for ${quoteName(service)}`, { help });
    assertFixedTag(tag, help);
    tags.set(service, tag);
  }
  return tags;
}

/** UserError for a tag that no registry accepts, and for one that moves. */
export function assertFixedTag(tag: string, help: string): void {
  if (!isLegalTag(tag)) throw new UserError(`${quoteName(tag)} is not a tag that a registry accepts`, { help });
  if (isMutableTag(tag)) throw new UserError(`the tag ${quoteName(tag)} moves: nobody could say what runs`, { help });
}
