import type { ServiceKind } from '../catalog/catalog.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { assertFixedTag } from '../verify/fixes/clone/service-tags.ts';

/** A kind of service as somebody wrote it. UserError for a word that is none, and for what has no sources. */
export function parseKind(text: string | undefined, kinds: readonly ServiceKind[]): ServiceKind | undefined {
  if (text === undefined) return undefined;
  const sourced = kinds.filter((kind) => kind !== 'infra');
  const kind = sourced.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new UserError(`${quoteName(text)} is no kind of a new service`, {
    help: `The kinds are ${sourced.join(', ')}.`,
  });
}

/** A port as somebody wrote it: 1 to 65535. UserError for anything else. */
export function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UserError(`${quoteName(text)} is no port`, { help: 'Give a number from 1 to 65535.' });
}

/** The tag of the first image as somebody wrote it. UserError for one that no registry accepts, or that moves. */
export function parseTag(text: string | undefined): string | undefined {
  if (text !== undefined)
    assertFixedTag(
      text,
      'Give the tag of an image that exists, such as 165-cf185b1, or none: then nothing is synced before the first bump.',
    );
  return text;
}
