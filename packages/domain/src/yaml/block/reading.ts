import type { Scalar } from 'yaml';

/** Signs of YAML, as `charCodeAt` gives them. */
export const tabSign = 0x09;
export const newlineSign = 0x0a;
export const spaceSign = 0x20;
export const doubleQuoteSign = 0x22;
export const hashSign = 0x23;
export const singleQuoteSign = 0x27;
export const commaSign = 0x2c;
export const dashSign = 0x2d;
export const colonSign = 0x3a;
export const greaterSign = 0x3e;
export const openBracketSign = 0x5b;
export const backslashSign = 0x5c;
export const closeBracketSign = 0x5d;
export const openBraceSign = 0x7b;
export const pipeSign = 0x7c;
export const closeBraceSign = 0x7d;

/** A reading of a text. One object for all of it: a reading of values keeps nothing else. */
export interface Reading {
  readonly text: string;
  readonly make: Maker;
  /** What comes next, and its column; the column is -1 where the document has ended. */
  at: number;
  column: number;
  /** The column of the comment that is indented most among those right above; -1 where there is none. */
  comments: number;
  /** The scalar that was read last: its offsets, its text without quotes, how it is written. */
  start: number;
  end: number;
  source: string;
  style: Scalar.Type;
  /** Behind the value that was read last, with the rest of its line. */
  nodeEnd: number;
  /** The offset of the line behind it. */
  nextLine: number;
}

/** Makes something of what is read: plain values, or nodes with their places. */
export interface Maker {
  /** Whether it makes places: of some comments only the `yaml` package says whether they belong to the value above. */
  readonly places: boolean;
  map(): unknown;
  list(): unknown;
  /** A scalar; its places are those of the reading. */
  scalar(value: unknown, reading: Reading): unknown;
  /** Adds an entry to a map: its key goes from an offset to that of its colon. */
  entry(map: unknown, key: number, colon: number, value: unknown): void;
  /** Adds an item to a list, in block style with the offset of its dash. */
  item(list: unknown, item: unknown, dash: number | null): void;
  /** Gives a map or a list in block style its place, now that all is in it. */
  closeBlock(collection: unknown, start: number, nodeEnd: number): void;
  closeFlow(collection: unknown, start: number, end: number, nodeEnd: number): void;
}

/** Thrown where a text is not of the kind that is read here. */
export const otherYaml = new Error('not block YAML of the usual kind');

export function giveUp(): never {
  throw otherYaml;
}

/**
 * Goes to the next line from an offset on that is neither blank nor a comment. The document ends at the end of the text
 * and at `---`.
 */
export function goToContent(reading: Reading, from: number): void {
  const { text } = reading;
  let start = from;
  let at = afterSpaces(text, start);
  reading.comments = -1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === hashSign) reading.comments = Math.max(reading.comments, at - start);
    else if (code !== newlineSign) break;
    start = endOfLine(text, at) + 1;
    at = afterSpaces(text, start);
  }
  if (text.charCodeAt(at) === tabSign) giveUp();
  reading.at = Math.min(at, text.length);
  reading.column = at >= text.length || isDocumentMark(text, start) ? -1 : at - start;
  if (reading.make.places && reading.comments > Math.max(reading.column, 0)) giveUp();
}

/** Whether a line begins with `---`. What else begins a document or ends one is not read. */
function isDocumentMark(text: string, line: number): boolean {
  const code = text.charCodeAt(line);
  if (code === 0x25 || (code === 0x2e && text.startsWith('...', line))) giveUp();
  return code === dashSign && text.startsWith('---', line) && isBlank(text, line + 3);
}

/** Goes behind the line of a value that is complete at the offset `end`: only a comment may follow it there. */
export function endLine(reading: Reading): void {
  const { text, end } = reading;
  const rest = afterSpaces(text, end);
  if (!isLineEnd(text, rest)) giveUp();
  reading.nextLine = endOfLine(text, rest) + 1;
  reading.nodeEnd = Math.min(reading.nextLine, text.length);
}

export function isDash(text: string, at: number): boolean {
  return text.charCodeAt(at) === dashSign && isBlank(text, at + 1);
}

/** Whether a flow collection begins at an offset. */
export function isFlow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === openBraceSign || code === openBracketSign;
}

export function isQuote(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === doubleQuoteSign || code === singleQuoteSign;
}

/** Whether a space, the end of a line or of the text is at an offset. */
export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === spaceSign || code === newlineSign || Number.isNaN(code);
}

/** Whether nothing but a comment is at an offset. */
export function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === newlineSign || Number.isNaN(code) || (code === hashSign && text.charCodeAt(at - 1) === spaceSign);
}

export function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === spaceSign) at += 1;
  return at;
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
