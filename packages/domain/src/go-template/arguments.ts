import { type GoMap, type GoValue, isGoList, isGoMap, NotKnown, printed, type Spend } from './values.ts';

/** A function of templates; it throws NotKnown where Go says an error, or where what it makes is not computed here. */
export type GoFunction = (values: readonly GoValue[], spend: Spend) => GoValue;

/** Letters of a text that a template makes. */
const longestText = 1 << 20;

/** A parameter that is a string in Go: anything else is an error there. */
export function textOf(value: GoValue | undefined): string {
  if (typeof value !== 'string') throw new NotKnown('a value that is no text');
  return value;
}

/** The same for what counts bytes: those of a letter of ASCII are one. */
export function asciiOf(value: GoValue | undefined): string {
  const text = textOf(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/[^\x00-\x7f]/.test(text)) throw new NotKnown('a text with letters of several bytes');
  return text;
}

/** A parameter that is an int in Go. */
export function intOf(value: GoValue | undefined): number {
  if (typeof value !== 'bigint' || value > 1_000_000n || value < -1_000_000n)
    throw new NotKnown('a value that is no small int');
  return Number(value);
}

/** What Sprig turns into an int64 (`cast.ToInt64`): numbers, and texts of digits. */
export function castToInt(value: GoValue | undefined): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Math.abs(value) < 2 ** 53) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})$/.test(value)) return BigInt(value);
  throw new NotKnown('a value that is no number');
}

export function listOf(value: GoValue | undefined): readonly GoValue[] {
  if (!isGoList(value)) throw new NotKnown('a value that is no list');
  return value;
}

export function mapOf(value: GoValue | undefined): GoMap {
  if (!isGoMap(value)) throw new NotKnown('a value that is no map');
  return value;
}

/** What Sprig makes a text of (`strval`). */
export function asText(value: GoValue | undefined, spend: Spend): string {
  if (value === undefined) throw new NotKnown('an argument that is missing');
  return typeof value === 'string' ? value : printed(value, spend);
}

/** A text of so many letters may be made. NotKnown where it is too long. */
export function allowLength(length: number, spend: Spend): void {
  if (length > longestText) throw new NotKnown('a text that is too long');
  spend(length / 64);
}

/** A function of so many arguments. */
export function taking(counts: number | readonly [number, number], call: GoFunction): GoFunction {
  const [least, most] = typeof counts === 'number' ? [counts, counts] : counts;
  return (values, spend) => {
    if (values.length < least || values.length > most) throw new NotKnown('other arguments than the function takes');
    return call(values, spend);
  };
}
