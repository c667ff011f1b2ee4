import { UserError } from './user-error.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/** A day: beyond it nobody waits, and the timers of the runtime would soon overflow. */
const longest = 24 * 3_600_000;

/**
 * A length of time as people give it, in milliseconds: a number of minutes, as GitHub's `timeout-minutes` takes it, or
 * a duration as Go writes it, such as `90s` or `1h30m`. UserError for anything else, for none and for more than a day.
 */
export function parseDuration(text: string, what: string): number {
  const trimmed = text.trim();
  const milliseconds = /^\d{1,9}(\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) * 60_000 : durationOf(trimmed);
  if (milliseconds !== undefined && milliseconds >= 1 && milliseconds <= longest) return Math.round(milliseconds);
  throw new UserError(`${what} is ${JSON.stringify(text)}`, {
    help: 'Give a number of minutes, or a duration such as 90s or 1h30m; at most 24h.',
  });
}

function durationOf(text: string): number | undefined {
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|min|m|h))+$/.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)([a-z]*)/g))
    milliseconds += Number(amount) * (units.get(unit) ?? Number.NaN);
  return milliseconds;
}

/** A length of time for people, such as `5 min`, `1 h 30 min` or `1.5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${Number((milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`;
  const seconds = Math.round(milliseconds / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
