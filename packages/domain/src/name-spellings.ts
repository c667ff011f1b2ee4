import { textPattern } from './text-pattern.ts';

/**
 * How one service is spelled in different places: `cart-service` in YAML, `cart_service` in Terraform,
 * `CART_SERVICE_URL` in an environment, `cartService` in values.
 */

/** Spellings of a name, the name itself first; without duplicates. */
export function spellingsOf(name: string): string[] {
  return [...new Set([name, snake(name), snake(name).toUpperCase(), camel(name), pascal(name)])];
}

/** Text in which every spelling of one name became the same spelling of another. */
export function replaceName(text: string, from: string, to: string): string {
  const pairs: [string, string][] = [
    [from, to],
    [snake(from), snake(to)],
    [snake(from).toUpperCase(), snake(to).toUpperCase()],
    [camel(from), camel(to)],
    [pascal(from), pascal(to)],
  ];
  return replaceTokens(text, pairs);
}

/** Replaces whole tokens: `cart` is not replaced inside `cart-service` or `carton`, nor in `$cart`. The first pair wins. */
export function replaceTokens(text: string, pairs: readonly (readonly [string, string])[]): string {
  const replacements = new Map<string, string>();
  for (const [from, to] of pairs) if (!replacements.has(from)) replacements.set(from, to);
  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length);
  const token = textPattern('g')`(?<![A-Za-z0-9-])${longestFirst}(?![A-Za-z0-9-])`;
  return text.replace(token, (found, offset: number) => {
    const variable = /\$\{?$/.test(text.slice(Math.max(0, offset - 2), offset));
    return variable ? found : (replacements.get(found) ?? found);
  });
}

/** A name without the word that says what kind of program it is: `cart` of `cart-service`; null without such a word. */
export function programStem(name: string): string | null {
  return /^(.+)[-_](?:service|svc|api|app|server)$/i.exec(name)?.[1] ?? null;
}

/** Longer than any name; what is further away is not looked at, so that long lines take linear time. */
const longestWord = 200;

/** The word of letters, digits, `_`, `.` and `-` that a range of a text is in. */
export function wordAround(text: string, start: number, end: number): string {
  const before = /(?<![\w.-])[\w.-]*$/.exec(text.slice(Math.max(0, start - longestWord), start))?.[0] ?? '';
  const after = /^[\w.-]*/.exec(text.slice(end, end + longestWord))?.[0] ?? '';
  return before + text.slice(start, end) + after;
}

function words(name: string): string[] {
  return name.split(/[-_.]+/).filter((word) => word !== '');
}

export function snake(name: string): string {
  return words(name).join('_');
}

export function camel(name: string): string {
  const [first = '', ...rest] = words(name);
  return first + rest.map(capital).join('');
}

export function pascal(name: string): string {
  return words(name).map(capital).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
