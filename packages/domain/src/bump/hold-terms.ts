import { UserError } from '../user-error.ts';
import { type HoldTerms, timeText } from './holds.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
]);

/** What somebody says of the holds of a roll-back. */
export interface GivenTerms {
  /** Whether it holds the tags that it takes away. */
  wanted: boolean;
  until: string | undefined;
  reason: string | undefined;
}

/**
 * The terms of the holds that are written, or null where none are. UserError for a time that is none or over, for terms of
 * what is not held, and for a roll-back that releases.
 */
export function holdTerms(
  { wanted, until, reason }: GivenTerms,
  { rollsBack, releases }: { rollsBack: boolean; releases: boolean },
  now: number,
): HoldTerms | null {
  const saysTerms = (until ?? reason) !== undefined;
  if (!rollsBack && (saysTerms || !wanted))
    throw new UserError('a promotion holds nothing: hold, hold-until and hold-reason are of a roll-back', {
      help: 'Leave them out, or roll back with to-previous.',
    });
  if (rollsBack && releases)
    throw new UserError('release is given with to-previous', {
      help: 'A roll-back walks past what is held. Leave "release" out, or promote or bump the tag that is to come back.',
    });
  if (saysTerms && !wanted)
    throw new UserError('a roll-back that holds nothing is given a reason or an end of its hold', {
      help: 'Leave hold-reason and hold-until out, or let the roll-back hold the tags.',
    });
  if (!rollsBack || !wanted) return null;
  return { until: until === undefined ? null : parseUntil(until, now), reason: reason?.trim() || null };
}

/**
 * When a hold is over: a day (its first moment, UTC), a time with its offset as RFC 3339 writes it, or a length of time
 * from now such as `12h`, `14d` or `2w`.
 */
function parseUntil(text: string, now: number): number {
  const until = momentOf(text.trim(), now);
  const shown = JSON.stringify(text.slice(0, 100));
  if (until === undefined)
    throw new UserError(`hold-until is ${shown}`, {
      help: 'Give a day such as 2027-01-31, a time such as 2027-01-31T08:00:00Z, or a length of time such as 12h, 14d or 2w.',
    });
  if (until <= now)
    throw new UserError(`hold-until is ${shown}, which is over: it is ${timeText(now)}`, {
      help: 'Give a time to come, or leave it out: the hold then ends by a release.',
    });
  return until;
}

function momentOf(text: string, now: number): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return now + Number(amount) * (units.get(unit) ?? 0);
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  // The runtime takes the 31st of any month, and writes the day that it took.
  if (day === undefined || new Date(`${day}T00:00:00Z`).getUTCDate() !== Number(day.slice(8))) return undefined;
  const moment = Date.parse(time === undefined ? `${day}T00:00:00Z` : text);
  return Number.isNaN(moment) ? undefined : moment;
}
