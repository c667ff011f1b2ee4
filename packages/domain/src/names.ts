/** Names that come from folders and files of a repository anyone may write to. */

/**
 * Whether a folder's name can be a service's name: letters, digits, `.`, `_`, `-`; not starting with `-` or
 * `.`; no `..`; at most 128 characters. So it is safe in an image name, a shell word and a URL.
 */
export function isServiceName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name) && !name.includes('..');
}

/** A text without those of some characters that it ends with. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A name for a message: in double quotes, on one line, with nothing a terminal or a log would act on. */
export function quoteName(name: string): string {
  return JSON.stringify(name).replace(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The first few of a list for a message, and how many more there are. */
export function listFew(items: readonly string[], separator = ', '): string {
  const few = items.slice(0, 5).join(separator);
  return items.length > 5 ? `${few} and ${items.length - 5} more` : few;
}

/** Names for a message, the first few of them. */
export function nameFew(names: readonly string[], quote: (name: string) => string): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).map(quote).join(', ')}${more}`;
}

const mostNamed = 20;

/** A path for a message: as it is when it is plain, else quoted. */
export function showPath(path: string): string {
  return /^[\w./@+~,=-]+$/.test(path) ? path : quoteName(path);
}
