import { plainValue } from './plain-value.ts';
import {
  backslashSign,
  dashSign,
  doubleQuoteSign,
  endOfLine,
  giveUp,
  isBlank,
  newlineSign,
  type Reading,
  singleQuoteSign,
  spaceSign,
} from './reading.ts';

/** Reads a scalar in quotes that begins at an offset, and ends on its line. */
export function readQuoted(reading: Reading, at: number): string {
  const { text } = reading;
  const close = closingQuote(text, at);
  const value = unquoted(text, at, close);
  reading.start = at;
  reading.end = close + 1;
  reading.source = value;
  reading.style = text.charCodeAt(at) === doubleQuoteSign ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
  return value;
}

/** Reads a plain scalar up to the end of its line, or to a comment on it. */
export function readPlain(reading: Reading, at: number): unknown {
  const { text } = reading;
  const line = text.slice(at, endOfLine(text, at));
  const comment = line.indexOf(' #');
  const source = withoutSpaces(comment === -1 ? line : line.slice(0, comment));
  if (!mayBeginPlain(text, at) || source.includes(': ') || source.endsWith(':') || source.includes('\t')) giveUp();
  return takePlain(reading, at, source);
}

/** Takes note of a plain scalar; its value. */
export function takePlain(reading: Reading, at: number, source: string): unknown {
  reading.start = at;
  reading.end = at + source.length;
  reading.source = source;
  reading.style = 'PLAIN';
  return plainValue(source);
}

/** What stands between the quotes at two offsets. */
export function unquoted(text: string, at: number, close: number): string {
  const inside = text.slice(at + 1, close);
  if (text.charCodeAt(at) === singleQuoteSign) return inside.includes("'") ? inside.replaceAll("''", "'") : inside;
  return inside.includes('\\')
    ? inside.replace(/\\(.)/gs, (_, letter: string) => escapes.get(letter) ?? giveUp())
    : inside;
}

/** The usual ones. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['n', '\n'],
  ['t', '\t'],
]);

/** The offset of the quote that closes the one at an offset, on the same line. */
export function closingQuote(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let end = at + 1; ; end += 1) {
    const code = text.charCodeAt(end);
    if (code === newlineSign || Number.isNaN(code)) giveUp();
    if (code === backslashSign && quote === doubleQuoteSign) end += 1;
    else if (code === quote) {
      if (quote === doubleQuoteSign || text.charCodeAt(end + 1) !== quote) return end;
      end += 1;
    }
  }
}

/** Whether a plain scalar may begin at an offset: not with an indicator of YAML. */
export function mayBeginPlain(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first === dashSign) return !isBlank(text, at + 1);
  return !'?:,[]{}#&*!|>\'"%@`\t\n'.includes(text.charAt(at)) && !Number.isNaN(first);
}

/** Without the spaces at its end; other blanks of Unicode are text. */
export function withoutSpaces(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === spaceSign) end -= 1;
  return text.slice(0, end);
}
