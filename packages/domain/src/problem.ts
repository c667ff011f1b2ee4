import type { Location } from './location.ts';
import { showPath } from './names.ts';
import type { UserError } from './user-error.ts';

/** Something discovery could not know, and what to do about it. */
export interface Problem {
  severity: 'error' | 'warning' | 'notice';
  message: string;
  help?: string;
  location?: Location;
  /** About a file that was not read, or not wholly: why. */
  unread?: Unread;
}

/** Why a file was not read. */
export interface Unread {
  reason: string;
  /** What could be decoded of it, to look for names in; null where nothing could. */
  text: string | null;
  /** Whether it looks like a template: something else may write the file that is read. */
  template?: true;
}

/** The id that waives a file which was needed and was not read, as that of a rule waives a finding. */
export const unreadFile = 'unread-file';

/**
 * Records a file that was needed and was not read: the only way to do so, whatever the limit or the mistake is. What
 * depends on the file is not known then, so the run is not complete; a notice only for the template of a file, which
 * nobody reads before something else has written it.
 */
export function unread(
  path: string,
  { reason, help, location, text = null, template = false }: UnreadDetail,
): Problem & { location: Location } {
  const place = location?.path === path ? location : { path, line: 1, column: 1 };
  const known = { location: place, unread: { reason, text } };
  if (template) {
    const message = `${showPath(path)} is a template, so it is not read: ${reason}`;
    return { severity: 'notice', message, location: place, unread: { ...known.unread, template } };
  }
  return {
    severity: 'error',
    message: `${showPath(path)} cannot be read: ${reason}`,
    help: help ?? 'Correct the file.',
    ...known,
  };
}

interface UnreadDetail {
  reason: string;
  help?: string | undefined;
  /** The beginning of the file where it is not known. */
  location?: Location | undefined;
  text?: string | null;
  template?: boolean;
}

/** The same for the mistake that stopped the reading. */
export function unreadable(
  path: string,
  { message, help, location }: UserError,
  detail: Pick<UnreadDetail, 'text' | 'template'> = {},
): Problem & { location: Location } {
  return unread(path, { reason: message, help, location, ...detail });
}

/** Files that a listing has as regular ones, and that could not be opened. */
export function unopened(wanted: Iterable<string>, contents: ReadonlyMap<string, unknown>): Problem[] {
  return Array.from(wanted).flatMap((path) =>
    contents.has(path)
      ? []
      : [unread(path, { reason: 'it cannot be opened', help: 'Give this process the right to read it.' })],
  );
}
