import type { Location } from './location.ts';
import { formatLocation } from './location.ts';

interface ErrorDetail {
  /** The next step: what the person can do about it. One or two sentences. */
  help?: string;
  /** Where the mistake is, when it is in a file. */
  location?: Location;
  cause?: unknown;
}

/** A user's mistake: usage, configuration or bad input. Exit code 2. */
export class UserError extends Error {
  readonly help: string | undefined;
  readonly location: Location | undefined;

  constructor(message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = 'UserError';
    this.help = detail.help;
    this.location = detail.location;
  }
}

/** The outside world failed: git, the network, a permission. Exit code 3. */
export class ExternalError extends Error {
  readonly help: string | undefined;

  constructor(message: string, detail: Omit<ErrorDetail, 'location'> = {}) {
    super(message, { cause: detail.cause });
    this.name = 'ExternalError';
    this.help = detail.help;
  }
}

/** `path:line:column: message` and the help on a line of its own: the form of every error on a terminal. */
export function describeError(error: UserError | ExternalError): string {
  const where = error instanceof UserError && error.location ? `${formatLocation(error.location)}: ` : '';
  return `${where}${error.message}${error.help ? `\n  ${error.help.replaceAll('\n', '\n  ')}` : ''}`;
}

/** What work gives, or what is made of the user's mistake that it meets; any other error stays one. */
export function tryUser<T>(work: () => T, otherwise: (error: UserError) => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return otherwise(error);
    throw error;
  }
}
