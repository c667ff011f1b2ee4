import { textPattern } from './text-pattern.ts';

/**
 * How one service is spelled in different places: `cart-service` in YAML, `cart_service` in Terraform,
 * `CART_SERVICE_URL` in an environment, `cartService` in values.
 */

/** Spellings of a name, the name itself first; without duplicates. */
export function spellingsOf(name: string): string[] {
  return [...new Set([name, ...spelled(name), divided(name), ...spelled(divided(name))])];
}

function spelled(name: string): string[] {
  return [snake(name), snake(name).toUpperCase(), camel(name), pascal(name)];
}

/** Every spelling of one name with the same spelling of another; of two alike the first counts. */
export function spellingPairs(from: string, to: string): [string, string][] {
  const pairsOf = (old: string, now: string): [string, string][] => {
    const spellings = spelled(now);
    return [[old, now], ...spelled(old).map((one, index): [string, string] => [one, spellings[index] ?? now])];
  };
  return [...pairsOf(from, to), ...pairsOf(divided(from), divided(to)), [joined(from), joined(to)]];
}

/** Text in which every spelling of one name became the same spelling of another. */
export function replaceName(text: string, from: string, to: string): string {
  return replaceTokens(text, spellingPairs(from, to));
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

/** A name with the word that says what kind of program it is set off: `cart-service` of `cartservice`. */
export function divided(name: string): string {
  return name.replace(/^([a-z]{3,60})(service|server|svc|gateway|worker|api|app)$/, '$1-$2');
}

/** A name as packages of Java spell it: `cartservice` of `cart-service`. */
export function joined(name: string): string {
  return words(name).join('').toLowerCase();
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
