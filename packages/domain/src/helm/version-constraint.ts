/** Versions of charts, and what a dependency asks for, as Helm compares them (Masterminds/semver 3.4). */

interface Version {
  numbers: readonly [number, number, number];
  prerelease: string;
  /** How many of the numbers are written: `1.2` are two, `*` is none. */
  written: number;
}

const versionText =
  /^v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function readVersion(text: string): Version | null {
  const [whole, ...parts] = versionText.exec(text) ?? [];
  if (whole === undefined) return null;
  const prerelease = parts.pop() ?? '';
  const open = parts.findIndex((part) => part === undefined || /[xX*]/.test(part));
  const written = open < 0 ? 3 : open;
  const [major = 0, minor = 0, patch = 0] = parts.map((part, index) => (index < written ? Number(part) : 0));
  return { numbers: [major, minor, patch], prerelease, written };
}

/** Whether a version is one that a constraint asks for; null where one of them cannot be read. */
export function satisfies(version: string, constraint: string): boolean | null {
  const read = readVersion(version);
  if (!read || /[xX*]/.test(version.replace(/[-+].*/, ''))) return null;
  let satisfied = false;
  for (const alternative of constraint.split('||')) {
    const parts = partsOf(alternative);
    if (parts === null) return null;
    satisfied ||= parts.every((part) => holds(read, part));
  }
  return satisfied;
}

interface Part {
  operator: string;
  version: Version;
}

/** All that has to hold; null where something of it is not understood. */
function partsOf(text: string): Part[] | null {
  const written = text
    .replace(/([<>=!~^])[ \t]+(?=[\dvxX*])/g, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
  // `1.2 - 2.0` is a range with both of its ends.
  const words = written.flatMap((word, index) => {
    if (word === '-' && index > 0 && index < written.length - 1) return [];
    if (written[index + 1] === '-' && index + 2 < written.length) return [`>=${word}`];
    return index > 1 && written[index - 1] === '-' ? [`<=${word}`] : [word];
  });
  const parts = words.map((word): Part | null => {
    const [operator = ''] = /^(?:[<>]=?|=[<>]?|!=|~>?|\^)?/.exec(word) ?? [];
    const version = readVersion(word.slice(operator.length));
    return version && { operator, version };
  });
  return parts.length === 0 || parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

function holds(given: Version, { operator, version }: Part): boolean {
  // One that is not released yet is taken only where one is asked for.
  if (given.prerelease !== '' && version.prerelease === '') return false;
  const order = compare(given, version);
  const { written } = version;
  switch (operator) {
    case '':
    case '=':
      return written === 3 ? order === 0 : isWithin(given, version, written);
    case '!=':
      return written === 3 ? order !== 0 : !isWithin(given, version, written);
    case '>':
      return order > 0 && (written === 3 || !isWithin(given, version, written));
    case '>=':
    case '=>':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
    case '=<':
      return order <= 0 || (written < 3 && isWithin(given, version, written));
    case '^':
      return order >= 0 && isWithin(given, version, firstThatCounts(version));
    default:
      return isAnything(version) || (order >= 0 && isWithin(given, version, Math.min(written, 2)));
  }
}

/** `~0.0.0` asks for nothing. */
function isAnything({ numbers, written }: Version): boolean {
  return written === 3 && numbers.every((number) => number === 0);
}

/** Up to where `^` holds the numbers: the first that is not zero, or the last that is written. */
function firstThatCounts({ numbers, written }: Version): number {
  const first = numbers.slice(0, written).findIndex((number) => number > 0);
  return first < 0 ? written : first + 1;
}

/** Whether the first numbers are those of another version. */
function isWithin({ numbers }: Version, other: Version, count: number): boolean {
  return numbers.slice(0, count).every((number, index) => number === other.numbers[index]);
}

function compare(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0;
    if (number !== other) return number - other;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (one === other) continue;
    const [first, second] = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (first && second) return Number(one) - Number(other);
    if (first !== second) return first ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return -1;
}
