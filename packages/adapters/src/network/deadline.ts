import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { formatDuration } from '@rollcall/domain/duration';
import { ExternalError } from '@rollcall/domain/user-error';

/** When a run stops waiting for the outside world: one moment for all that it asks. */
export interface Deadline {
  /** How long it waits in all, for messages: `5 min`. */
  readonly limit: string;
  /** Milliseconds that are left; 0 when it is over. */
  left(): number;
}

/** Milliseconds that a run waits where nobody says. */
export const defaultTimeout = 5 * 60_000;

/** A deadline so many milliseconds from now. */
export function deadlineIn(milliseconds: number): Deadline {
  const end = now() + milliseconds;
  return { limit: formatDuration(milliseconds), left: () => Math.max(0, end - now()) };
}

/** Milliseconds of a clock that nobody sets. `performance` is that clock, too, and loads a module of Node at every start. */
function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1_000_000;
}

/** The error of what was not done when the time was over; `what` says what was waited for, as `no answer of x`. */
export function timeIsOver(what: string, { limit }: Pick<Deadline, 'limit'>, cause?: unknown): ExternalError {
  return new ExternalError(`${what} within the timeout of ${limit}`, {
    help: 'Run the job again, or give more time with "timeout".',
    cause,
  });
}

/** The machine's clock and chance; what would sleep beyond the deadline is an ExternalError at once. */
export function paceUntil(deadline: Deadline): Pace {
  return {
    now,
    sleep: async (milliseconds) => {
      if (milliseconds > deadline.left())
        throw timeIsOver(`the next try would be in ${formatDuration(milliseconds)}, which is not`, deadline);
      await sleep(milliseconds);
    },
    random: Math.random,
    left: deadline.left,
  };
}
