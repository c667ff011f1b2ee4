/**
 * Text of a repository anyone may write to, for a person to read: one line, and nothing a terminal, a log or a page
 * acts on. Control characters, text that turns its direction, and bytes that were no UTF-8 become escapes.
 */
export function printable(text: string): string {
  return text.replace(hidden, escapeOf);
}

/** The same for a message of several lines, whoever said them. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Characters nobody sees, and halves of a pair, which stand for bytes that were no UTF-8. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2065]/gu;

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeOf(character: string): string {
  return named.get(character) ?? unitsOf(character);
}

/** As JSON and JavaScript write it: `\u` and four digits for each half. */
function unitsOf(character: string): string {
  const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return units.join('');
}

/** A value as JSON of one line that a terminal can be shown: what `printable` escapes is escaped, the value is the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(hidden, unitsOf);
}

/**
 * The same for Markdown: no markup, no link, no mention, no end of a table's cell. GitHub looks for mentions and
 * references after it has read the entities, so that a character without width stands in them.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/#(?=\d)/g, '&#35;&#8203;')
    .replace(/@/g, '&#64;&#8203;')
    .replace(/[\\`*_{}[\]()!|~$]/g, '\\$&')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/:(?=:|[\w+-]+:)/g, '&#58;')
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}&#46;`);
}

/**
 * A name as `<code>`, in a line or a table's cell: all but letters, digits, blanks, `/` and `-` are entities, so that
 * nothing of it is markup or starts a link, and GitHub looks for no mention or reference in code.
 */
export function markdownCode(text: string): string {
  const shown = printable(text).replace(/[^\p{L}\p{N} /-]/gu, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${shown}</code>`;
}

/** The same inside a quoted label of Mermaid: letters and plain punctuation stay, the rest becomes entities. */
export function mermaidText(text: string): string {
  return [...printable(text)]
    .map((character) => (/[A-Za-z0-9 ._/-]/.test(character) ? character : `#${character.codePointAt(0)};`))
    .join('');
}

/** `1 error`, `2 errors` */
export function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
