import {
  afterSpaces,
  dashSign,
  endOfLine,
  giveUp,
  greaterSign,
  newlineSign,
  type Reading,
  tabSign,
} from './reading.ts';

/**
 * Reads a block scalar (`|`, `|-`, `>`, `>-`) whose first line says how far all are indented, which is further than a
 * column. Of `>`, all lines are indented alike.
 */
export function readBlockText(reading: Reading, at: number, column: number): string {
  const { text } = reading;
  const folded = text.charCodeAt(at) === greaterSign;
  const strip = text.charCodeAt(at + 1) === dashSign;
  const header = afterSpaces(text, at + (strip ? 2 : 1));
  if (text.charCodeAt(header) !== newlineSign) giveUp();
  const value = readLines(reading, header + 1, { column, folded }) + (strip ? '' : '\n');
  reading.start = at;
  reading.end = reading.nodeEnd;
  reading.source = value;
  reading.style = folded ? 'BLOCK_FOLDED' : 'BLOCK_LITERAL';
  return value;
}

/** The lines from an offset on that are indented further than a column, as one text without its last line end. */
function readLines(reading: Reading, from: number, { column, folded }: { column: number; folded: boolean }): string {
  const { text } = reading;
  const indent = afterSpaces(text, from) - from;
  if (indent <= column) giveUp();
  let value = '';
  let blanks = -1;
  let line = from;
  while (line < text.length) {
    const first = afterSpaces(text, line);
    const end = endOfLine(text, first);
    const width = first - line;
    if (first === end) {
      // A line of spaces alone that is the first, longer, or the last one of the text, has a meaning of its own.
      if (blanks === -1 || width > indent || end === text.length) giveUp();
      blanks += 1;
    } else {
      const tab = text.charCodeAt(first) === tabSign;
      if (width < indent && isBehind(tab || width > column)) break;
      if (folded && (width > indent || tab)) giveUp();
      value += lineBreak(blanks, folded) + text.slice(line + indent, end);
      blanks = 0;
      reading.nodeEnd = Math.min(end + 1, text.length);
    }
    line = end + 1;
  }
  reading.nextLine = line;
  return blanks === -1 ? giveUp() : value;
}

/** Whether a line that is indented less than a block scalar is behind it; one that is in between is no YAML. */
function isBehind(between: boolean): boolean {
  return between ? giveUp() : true;
}

/** What stands for the line break before a line that follows some blank ones; -1 for the first line. */
function lineBreak(blanks: number, folded: boolean): string {
  if (folded) return blanks === 0 ? ' ' : '\n'.repeat(Math.max(blanks, 0));
  return '\n'.repeat(blanks + 1);
}
