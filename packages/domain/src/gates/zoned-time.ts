/** A time as a clock on the wall of a zone shows it. */
export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** Minutes since midnight. */
  minutes: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** Whether the runtime knows a zone of that name: `Europe/Berlin`, `UTC`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    // An offset such as +02:00 knows no summer time, which whoever writes it would miss.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** What the clocks of a zone show at a moment. */
export function wallTime(zone: string, moment: number): WallTime {
  const shown = new Date(Math.floor((moment + offsetAt(zone, moment)) / minute) * minute);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    minutes: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
  };
}

/**
 * The moments at which the clocks of a zone show a time, earliest first: two where they are set back over it. A time
 * that they leap over is the moment at which they do.
 */
export function momentsOf(zone: string, { year, month, day: date, minutes }: WallTime): [number, ...number[]] {
  const asUtc = Date.UTC(year, month - 1, date) + minutes * minute;
  const offsets = [offsetAt(zone, asUtc - day), offsetAt(zone, asUtc + day)];
  const fits = [...new Set(offsets)].map((offset) => asUtc - offset);
  const [first, ...others] = fits.filter((moment) => moment + offsetAt(zone, moment) === asUtc).sort((a, b) => a - b);
  return first === undefined ? [leapBetween(zone, asUtc - day, asUtc + day)] : [first, ...others];
}

/** The moment at which the clocks of a zone are set, which is between two of one change. */
function leapBetween(zone: string, before: number, after: number): number {
  const old = offsetAt(zone, before);
  let [low, high] = [Math.floor(before / minute), Math.ceil(after / minute)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * minute) === old) low = middle;
    else high = middle;
  }
  return high * minute;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the clocks of a zone are ahead of UTC. */
function offsetAt(zone: string, moment: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(moment / 1000) * 1000;
}
