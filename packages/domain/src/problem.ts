import type { Location } from './location.ts';
import { showPath } from './names.ts';
import type { UserError } from './user-error.ts';

/** Something discovery could not know, and what to do about it. */
export interface Problem {
  severity: 'error' | 'warning' | 'notice';
  message: string;
  help?: string;
  location?: Location;
  /** Whether it kept an Application or a chart out of the Catalog. */
  unread?: true;
}

/** A file that cannot be read: an error, or only a notice where it is the template of one. */
export function unreadable(path: string, error: UserError, text = ''): Problem {
  const location = error.location ?? { path, line: 1, column: 1 };
  if (text.includes('{{')) {
    return {
      severity: 'notice',
      message: `${showPath(path)} is a template, so it is not read: ${error.message}`,
      location,
      unread: true,
    };
  }
  return {
    severity: 'error',
    message: `${showPath(path)} cannot be read: ${error.message}`,
    help: error.help ?? 'Correct the file.',
    location,
    unread: true,
  };
}
