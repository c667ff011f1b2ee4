import { longestKey } from './keys.ts';
import {
  afterSpaces,
  closeBraceSign,
  closeBracketSign,
  colonSign,
  commaSign,
  endLine,
  giveUp,
  isFlow,
  isQuote,
  newlineSign,
  openBraceSign,
  type Reading,
  spaceSign,
} from './reading.ts';
import { closingQuote, mayBeginPlain, readQuoted, takePlain, withoutSpaces } from './scalars.ts';

/**
 * Reads a flow collection (`{…}`, `[…]`) that begins at an offset, and the rest of its line. Its further lines are
 * indented further than a column; each scalar in it stays on its line.
 */
export function readFlow(reading: Reading, at: number, column: number): unknown {
  const collection = readItems(reading, at, column);
  const { end } = reading;
  endLine(reading);
  reading.make.closeFlow(collection, at, end, reading.nodeEnd);
  return collection;
}

/** A collection up to its closing bracket, behind which `end` of the reading is then. */
function readItems(reading: Reading, at: number, column: number): unknown {
  const { text, make } = reading;
  const isMap = text.charCodeAt(at) === openBraceSign;
  const close = isMap ? closeBraceSign : closeBracketSign;
  const collection = isMap ? make.map() : make.list();
  let next = afterBlanks(text, at + 1, column);
  while (text.charCodeAt(next) !== close) {
    if (isMap) {
      const colon = flowKeyEnd(text, next);
      const value = readItem(reading, afterSpaces(text, colon + 1), { column, isMap });
      make.entry(collection, next, colon, value);
    } else {
      make.item(collection, readItem(reading, next, { column, isMap }), null);
    }
    next = afterBlanks(text, reading.end, column);
    if (text.charCodeAt(next) === commaSign) next = afterBlanks(text, next + 1, column);
    else if (text.charCodeAt(next) !== close) giveUp();
  }
  reading.end = next + 1;
  return collection;
}

/** The offset of the colon behind a key, which a space follows. */
function flowKeyEnd(text: string, at: number): number {
  const end = isQuote(text, at) ? closingQuote(text, at) + 1 : plainEnd(text, at, /[^:,[\]{}#\n\t]+/y);
  if (text.charCodeAt(end) !== colonSign || text.charCodeAt(end + 1) !== spaceSign) giveUp();
  if (text.charCodeAt(end - 1) === spaceSign || end - at > longestKey) giveUp();
  return end;
}

/** A value in a map, or an item of a list. */
function readItem(reading: Reading, at: number, { column, isMap }: { column: number; isMap: boolean }): unknown {
  const { text, make } = reading;
  if (isFlow(text, at)) {
    const collection = readItems(reading, at, column);
    make.closeFlow(collection, at, reading.end, nodeEnd(text, reading.end, isMap));
    return collection;
  }
  const value = isQuote(text, at) ? readQuoted(reading, at) : readPlainItem(reading, at);
  reading.nodeEnd = nodeEnd(text, reading.end, isMap);
  return make.scalar(value, reading);
}

function readPlainItem(reading: Reading, at: number): unknown {
  const { text } = reading;
  const end = plainEnd(text, at, /[^,[\]{}#\n\t:]*(?::[^ ,[\]{}#\n\t:][^,[\]{}#\n\t:]*)*/y);
  return takePlain(reading, at, withoutSpaces(text.slice(at, end)));
}

function plainEnd(text: string, at: number, pattern: RegExp): number {
  if (!mayBeginPlain(text, at) || /^-[,[\]{}]/.test(text.slice(at, at + 2))) giveUp();
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? giveUp());
}

/** Where an item ends with the blanks behind it: in a map those of its line, in a list all of them. */
function nodeEnd(text: string, end: number, isMap: boolean): number {
  let at = afterSpaces(text, end);
  if (isMap) return text.charCodeAt(at) === newlineSign ? at + 1 : at;
  while (text.charCodeAt(at) === newlineSign) at = afterSpaces(text, at + 1);
  return at;
}

/** Behind spaces and line ends. */
function afterBlanks(text: string, from: number, column: number): number {
  let at = afterSpaces(text, from);
  while (text.charCodeAt(at) === newlineSign) {
    const start = at + 1;
    at = afterSpaces(text, start);
    if (at - start <= column && text.charCodeAt(at) !== newlineSign) giveUp();
  }
  return at;
}
