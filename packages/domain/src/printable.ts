/**
 * Text of a repository anyone may write to, for a person to read: one line, and nothing a terminal, a log or a page
 * acts on. Control characters, text that turns its direction, and bytes that were no UTF-8 become escapes.
 */
export function printable(text: string): string {
  // Nearly every text is plain, and iterating costs.
  if (/^[ -~]*$/.test(text)) return text;
  return Array.from(text, (character) =>
    isHidden(character.codePointAt(0) ?? 0) ? escapeOf(character) : character,
  ).join('');
}

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeOf(character: string): string {
  return named.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Code points nobody sees, and halves of a pair, which stand for bytes that were no UTF-8. */
const hidden: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
];

function isHidden(code: number): boolean {
  return hidden.some(([first, last]) => code >= first && code <= last);
}

/** The same for Markdown: no markup, no link, no mention, no end of a table's cell. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/#(?=\d)/g, '&#35;')
    .replace(/[\\`*_{}[\]()!|~$]/g, '\\$&')
    .replace(/:\/\//g, ':&#47;&#47;');
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
