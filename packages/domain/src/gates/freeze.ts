import type { Location } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { isZone, momentsOf, type WallTime, wallTime } from './zoned-time.ts';

/** A time in which nothing is promoted, as the configuration writes it. */
export interface WrittenFreeze {
  from: string;
  to: string;
  zone?: string;
  reason?: string;
}

/** The same, understood. A date is its whole day; a day of the week comes again each week. */
export type Freeze = { zone: string; reason: string | null; written: string } & (
  | { kind: 'dates'; from: WallTime; to: WallTime }
  | { kind: 'weekly'; from: WeekTime; to: WeekTime }
);

/** 0 is Sunday. */
interface WeekTime {
  weekday: number;
  minutes: number;
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const week = 7 * 24 * 60;

/** Reads a freeze; `at` is its place in a file. UserError for a zone that nobody knows, for times of two kinds, and for an end before the beginning. */
export function parseFreeze(
  { from, to, zone = 'UTC', reason }: WrittenFreeze,
  place: string,
  at: { location?: Location } = {},
): Freeze {
  const written = `${from} to ${to}`;
  const bad = (message: string, help: string) => new UserError(`${place} ${message}`, { ...at, help });
  if (!isZone(zone))
    throw bad(
      `names the zone ${quoteName(zone)}, which is not known`,
      'Give a zone such as Europe/Berlin, Asia/Seoul or UTC.',
    );
  const common = { zone, reason: reason ?? null, written };
  const weekly = [parseWeekTime(from, false), parseWeekTime(to, true)] as const;
  if (weekly[0] && weekly[1]) {
    if (weekly[0].weekday * 1440 + weekly[0].minutes === (weekly[1].weekday * 1440 + weekly[1].minutes) % week)
      throw bad(
        `begins and ends at ${quoteName(from)}`,
        'Give two times of the week, such as "Fri 15:00" and "Mon 07:00".',
      );
    return { ...common, kind: 'weekly', from: weekly[0], to: weekly[1] };
  }
  const dates = [parseDate(from, false), parseDate(to, true)] as const;
  if (!dates[0] || !dates[1])
    throw bad(
      `is from ${quoteName(from)} to ${quoteName(to)}`,
      'Give two dates, such as 2026-12-20 or "2026-12-20 18:00", or two times of the week, such as "Fri 15:00".',
    );
  if (compare(dates[0], dates[1]) >= 0)
    throw bad(`ends at ${quoteName(to)}, before it begins at ${quoteName(from)}`, 'Swap them, or correct the year.');
  return { ...common, kind: 'dates', from: dates[0], to: dates[1] };
}

/** Until when a moment is frozen, windows that follow one another as one; null where it is not. */
export function frozenAt(freezes: readonly Freeze[], now: number): { until: number; freeze: Freeze } | null {
  const first = freezes.find((freeze) => endOf(freeze, now) !== null);
  if (!first) return null;
  let until = now;
  // Each turn ends a window; two years of them that never leave a gap is no end.
  for (let turn = 0; turn < 120; turn += 1) {
    const ends = freezes.flatMap((freeze) => endOf(freeze, until) ?? []);
    if (ends.length === 0) return { until, freeze: first };
    until = ends.reduce((latest, end) => Math.max(latest, end), until);
  }
  return { until: Number.POSITIVE_INFINITY, freeze: first };
}

/** When the window that a moment is in ends; null where it is in none. An hour that comes twice is frozen both times. */
function endOf(freeze: Freeze, now: number): number | null {
  if (freeze.kind === 'dates') return within(freeze.zone, freeze.from, freeze.to, now);
  const { from, to, zone } = freeze;
  const today = wallTime(zone, now);
  const length = (to.weekday * 1440 + to.minutes - from.weekday * 1440 - from.minutes + week) % week || week;
  for (let back = 0; back <= 8; back += 1) {
    const start = addDays(today, -back);
    if (weekdayOf(start) !== from.weekday) continue;
    const begin = { ...start, minutes: from.minutes };
    const end = addDays({ ...begin, minutes: 0 }, Math.floor((from.minutes + length) / 1440));
    const until = within(zone, begin, { ...end, minutes: (from.minutes + length) % 1440 }, now);
    if (until !== null) return until;
  }
  return null;
}

function within(zone: string, from: WallTime, to: WallTime, now: number): number | null {
  const [start] = momentsOf(zone, from);
  const end = momentsOf(zone, to).at(-1) ?? start;
  return start <= now && now < end ? end : null;
}

function parseWeekTime(text: string, ends: boolean): WeekTime | null {
  const [, name = '', hours, minutes = '0'] = /^([a-z]{3})[a-z]*(?: (\d{1,2}):(\d\d))?$/i.exec(text.trim()) ?? [];
  const weekday = days.indexOf(name.toLowerCase());
  if (weekday < 0) return null;
  // A day that ends a window is in it.
  if (hours === undefined) return ends ? { weekday: (weekday + 1) % 7, minutes: 0 } : { weekday, minutes: 0 };
  const time = timeOf(hours, minutes);
  return time === null ? null : { weekday: (weekday + Math.floor(time / 1440)) % 7, minutes: time % 1440 };
}

function parseDate(text: string, ends: boolean): WallTime | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d{1,2}):(\d\d))?$/.exec(text.trim());
  if (!parts) return null;
  const [, year, month, date, hours, minutes = '0'] = parts;
  const start = { year: Number(year), month: Number(month), day: Number(date), minutes: 0 };
  const real = addDays(start, 0);
  if (real.month !== start.month || real.day !== start.day) return null;
  if (hours === undefined) return ends ? addDays(start, 1) : start;
  const time = timeOf(hours, minutes);
  return time === null ? null : { ...addDays(start, Math.floor(time / 1440)), minutes: time % 1440 };
}

/** Minutes since midnight; 24:00 is the end of the day. */
function timeOf(hours: string, minutes: string): number | null {
  const time = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && time <= 1440 ? time : null;
}

function addDays({ year, month, day, minutes }: WallTime, count: number): WallTime {
  const date = new Date(Date.UTC(year, month - 1, day + count));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minutes };
}

function weekdayOf({ year, month, day }: WallTime): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function compare(a: WallTime, b: WallTime): number {
  const [one, two] = [a, b].map(({ year, month, day, minutes }) => Date.UTC(year, month - 1, day, 0, minutes));
  return (one ?? 0) - (two ?? 0);
}
