import { readBlockText } from './block-text.ts';
import { readFlow } from './flow.ts';
import { keyEnd, longestKey } from './keys.ts';
import {
  afterSpaces,
  endLine,
  endOfLine,
  giveUp,
  goToContent,
  greaterSign,
  hashSign,
  isDash,
  isFlow,
  isLineEnd,
  isQuote,
  pipeSign,
  type Reading,
} from './reading.ts';
import { readPlain, readQuoted } from './scalars.ts';

/** Reads the map or the list that begins at the place of the reading, and goes behind it. */
export function readBlock(reading: Reading): unknown {
  return isDash(reading.text, reading.at) ? readList(reading) : readMap(reading);
}

function readMap(reading: Reading): unknown {
  const { text, make, at: start, column } = reading;
  const map = make.map();
  do {
    const key = reading.at;
    const colon = keyEnd(text, key) ?? giveUp();
    const value = readValue(reading, afterSpaces(text, colon + 1), column);
    make.entry(map, key, colon, value);
  } while (goesOn(reading, column) && (!isDash(text, reading.at) || giveUp()));
  make.closeBlock(map, start, reading.nodeEnd);
  return map;
}

function readList(reading: Reading): unknown {
  const { text, make, at: start, column } = reading;
  const list = make.list();
  do {
    const dash = reading.at;
    make.item(list, readItem(reading, dash, column), dash);
  } while (goesOn(reading, column) && isDash(text, reading.at));
  // The key behind a list may be in its column, where a comment above it is one of the list.
  if (make.places && reading.column === column && reading.comments === column) giveUp();
  make.closeBlock(list, start, reading.nodeEnd);
  return list;
}

/** Whether the next line may belong to a collection in a column. */
function goesOn(reading: Reading, column: number): boolean {
  return reading.column > column ? giveUp() : reading.column === column;
}

/** The value of an entry of a map in a column; it begins at an offset, or below. */
function readValue(reading: Reading, at: number, column: number): unknown {
  const { text, make } = reading;
  if (!isLineEnd(text, at)) return readOnLine(reading, at, column);
  const commented = text.charCodeAt(at) === hashSign;
  goToContent(reading, endOfLine(text, at) + 1);
  if (reading.column > column)
    return isFlow(text, reading.at) ? readOnLine(reading, reading.at, column) : readBlock(reading);
  if (reading.column === column && isDash(text, reading.at)) return readList(reading);
  if ((make.places && (commented || reading.comments !== -1)) || reading.at - at > longestKey) giveUp();
  reading.start = at;
  reading.end = at;
  reading.nodeEnd = at;
  reading.source = '';
  reading.style = 'PLAIN';
  return make.scalar(null, reading);
}

/** The item behind a dash of a list in a column. */
function readItem(reading: Reading, dash: number, column: number): unknown {
  const { text } = reading;
  const at = afterSpaces(text, dash + 1);
  if (isLineEnd(text, at)) {
    goToContent(reading, endOfLine(text, at) + 1);
    return reading.column > column ? readBlock(reading) : giveUp();
  }
  if (!isDash(text, at) && keyEnd(text, at) === null) return readOnLine(reading, at, column);
  reading.at = at;
  reading.column = column + at - dash;
  return readBlock(reading);
}

/** A value that begins at an offset, and ends with its line or is a block scalar. It belongs to a column. */
function readOnLine(reading: Reading, at: number, column: number): unknown {
  const { text, make } = reading;
  const first = text.charCodeAt(at);
  let made: unknown;
  if (isFlow(text, at)) made = readFlow(reading, at, column);
  else if (first === pipeSign || first === greaterSign) made = make.scalar(readBlockText(reading, at, column), reading);
  else {
    const value = isQuote(text, at) ? readQuoted(reading, at) : readPlain(reading, at);
    endLine(reading);
    made = make.scalar(value, reading);
  }
  goToContent(reading, reading.nextLine);
  return reading.column > column ? giveUp() : made;
}
