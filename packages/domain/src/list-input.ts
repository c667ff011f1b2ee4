import { UserError } from './user-error.ts';

/**
 * A list as people give it: a JSON array of strings, or names separated by commas or line ends. Blank
 * items are dropped, order and duplicates are kept.
 */
export function parseList(text: string, what: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[')) {
    return trimmed
      .split(/[,\n]/)
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch (cause) {
    throw new UserError(`${what} starts with "[" but is not JSON`, {
      help: 'Give a JSON array of strings, or names separated by commas.',
      cause,
    });
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new UserError(`${what} is JSON but not an array of strings`, {
      help: 'Give a JSON array of strings, such as ["user-service"].',
    });
  }
  return value.map((item) => item.trim()).filter((item) => item !== '');
}
