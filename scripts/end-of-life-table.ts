/** One release of a product as the table of end-of-life days has it. */
export interface Release {
  product: string;
  cycle: string;
  /** YYYY-MM-DD */
  day: string;
}

/** What the source says of a release cycle; null where it gives no day. */
interface Listed {
  cycle: string;
  day: string | null;
}

/** Days before it help nobody who builds today; cycles of such days are not taken in. */
const earliest = '2016-01-01';

/** The rows of the table's text. */
export function readReleases(days: string): Release[] {
  return days
    .trim()
    .split('\n')
    .map((line) => {
      const [product = '', cycle = '', day = ''] = line.split(' ');
      return { product, cycle, day };
    });
}

/**
 * The release cycles in an answer of endoflife.date, in its old form (`/api/PRODUCT.json`, a list) or its new one
 * (`/api/v1/products/PRODUCT`, an object). Of Debian the day is that of its long-term support. Throws where it is
 * neither: a table is not written from what is not understood.
 */
export function listedCycles(product: string, answer: unknown): Listed[] {
  const extended = product === 'debian';
  const releases = Array.isArray(answer) ? answer : fieldOf(fieldOf(answer, 'result'), 'releases');
  if (!Array.isArray(releases)) throw new Error(`the list of ${product} is in no form of endoflife.date`);
  const [key, oldKey] = extended ? ['eoesFrom', 'extendedSupport'] : ['eolFrom', 'eol'];
  return releases.map((release: unknown) => {
    const cycle = fieldOf(release, 'cycle') ?? fieldOf(release, 'name');
    if (typeof cycle !== 'string') throw new Error(`a release of ${product} has no name`);
    const day = fieldOf(release, key) ?? fieldOf(release, oldKey);
    return { cycle, day: typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null };
  });
}

/**
 * The releases of a product after an answer: what is listed wins, cycles that are no longer listed stay as they are.
 * A day behind the end of the next year still moves, so that such a cycle is left out until it comes nearer.
 */
export function refreshed(
  present: readonly Release[],
  product: string,
  listed: readonly Listed[],
  asOf: string,
): Release[] {
  const latest = `${Number(asOf.slice(0, 4)) + 1}-12-31`;
  const days = new Map(present.map(({ cycle, day }) => [cycle, day]));
  for (const { cycle, day } of listed) {
    if (day !== null && day >= earliest && day <= latest && /^\d+(?:\.\d+){0,2}$/.test(cycle)) days.set(cycle, day);
    else days.delete(cycle);
  }
  return [...days].map(([cycle, day]) => ({ product, cycle, day })).sort((a, b) => compareCycles(a.cycle, b.cycle));
}

/** The source with other rows, another day and another source. */
export function writtenTable(text: string, releases: readonly Release[], asOf: string, source: string): string {
  const rows = releases.map(({ product, cycle, day }) => `${product} ${cycle} ${day}\n`).join('');
  return text
    .replace(/source: '[^']*'/, () => `source: '${source}'`)
    .replace(/asOf: '[^']*'/, () => `asOf: '${asOf}'`)
    .replace(/days: `[^`]*`/, () => `days: \`\n${rows}\``);
}

function compareCycles(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const different = left.findIndex((number, index) => number !== right[index]);
  return different === -1 ? left.length - right.length : (left[different] ?? 0) - (right[different] ?? -1);
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
