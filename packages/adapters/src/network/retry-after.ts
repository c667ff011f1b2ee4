const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

/**
 * How many seconds `Retry-After` asks to wait (RFC 9110, section 10.2.3): a whole number, or a date by the server's
 * own clock where its `Date` tells that. Undefined for anything else, which is as if nothing were asked: JavaScript
 * would read `1.5` and `-1` as dates long past.
 */
export function secondsAfter(
  headers: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): number | undefined {
  const text = String(headers['retry-after'] ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // The oldest of the three forms names no zone, and is of GMT as well.
  const date = httpDate.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  const said = Date.parse(String(headers.date ?? ''));
  return Math.max(0, Math.ceil((date - (Number.isNaN(said) ? Date.now() : said)) / 1000));
}
