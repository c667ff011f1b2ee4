import { plainValue } from './plain-value.ts';
import { colonSign, giveUp, hashSign, isBlank, isFlow, isQuote, newlineSign, spaceSign, tabSign } from './reading.ts';
import { closingQuote, mayBeginPlain, unquoted } from './scalars.ts';

/** YAML allows 1,024 characters, which the `yaml` package counts from an empty value before the key. */
export const longestKey = 500;

/** The offset of the colon behind the key that begins at an offset; null where what begins there is no key. */
export function keyEnd(text: string, at: number): number | null {
  if (isFlow(text, at)) return null;
  const quoted = isQuote(text, at);
  const end = quoted ? closingQuote(text, at) + 1 : plainKeyEnd(text, at);
  if (text.charCodeAt(end) !== colonSign || !isBlank(text, end + 1)) return null;
  if (!quoted && (!mayBeginPlain(text, at) || text.charCodeAt(end - 1) === spaceSign)) giveUp();
  return end - at <= longestKey ? end : giveUp();
}

/** Where a plain key ends at the latest: at a colon with a blank behind it, at a comment, at the end of the line. */
function plainKeyEnd(text: string, at: number): number {
  for (let end = at; ; end += 1) {
    const code = text.charCodeAt(end);
    if (code === newlineSign || Number.isNaN(code)) return end;
    if (code === colonSign && isBlank(text, end + 1)) return end;
    if (code === hashSign && text.charCodeAt(end - 1) === spaceSign) return end;
    if (code === tabSign) giveUp();
  }
}

/** The value of the key between an offset and its colon. A merge key is none. */
export function keyValue(text: string, at: number, colon: number): unknown {
  if (isQuote(text, at)) return unquoted(text, at, colon - 1);
  const source = text.slice(at, colon);
  return source === '<<' ? giveUp() : plainValue(source);
}
