import { lineEnd, lineStart, newlineOf } from '../text-lines.ts';
import type { Edit } from '../yaml/edit.ts';
import { removeFromBrackets } from './list-text.ts';
import type { Span } from './member.ts';

/** A list whose members stand on lines of their own or beside each other, with commas or blanks between. */
interface SeparatedList {
  path: string;
  text: string;
  members: readonly Span[];
  comma: boolean;
}

/** Adds a member behind the last one; a comment behind that one stays with it. Null for an empty list. */
export function insertSeparated({ path, text, members, comma }: SeparatedList, written: string): Edit | null {
  const last = members.at(-1);
  if (!last) return null;
  const tail = ownLine(text, last);
  if (!tail) {
    const previous = members.at(-2);
    const separator = separatorOf(previous ? text.slice(previous.end, last.start) : '', comma);
    return { path, range: [last.end, last.end], newText: separator + written };
  }
  const newText = tail.lead + written;
  if (!comma) return { path, range: [tail.end, tail.end], newText };
  if (tail.comma) return { path, range: [tail.end, tail.end], newText: `${newText},` };
  return { path, range: [last.end, tail.end], newText: `,${text.slice(last.end, tail.end)}${newText}` };
}

/** Takes a member out: its line with the comment behind it, or itself with the separator. */
export function removeSeparated({ path, text, members, comma }: SeparatedList, member: Span): Edit {
  const tail = ownLine(text, member);
  if (!tail) return removeFromBrackets(path, members, member);
  const { start, end } = tail;
  if (start === contentStart(text, member.start)) {
    // The first line of the file: there is a line break behind it only.
    const newline = /^\r?\n/.exec(text.slice(end, end + 2))?.[0] ?? '';
    return { path, range: [start, end + newline.length], newText: '' };
  }
  // Without a comma behind the last one, the one before it becomes the last.
  const previous = members.at(-1) === member ? members.at(-2) : undefined;
  if (!comma || tail.comma || !previous) return { path, range: [start, end], newText: '' };
  return { path, range: [previous.end, end], newText: text.slice(previous.end, start).replace(',', '') };
}

/** From the line break before it; the first line of a file has none. */
interface OwnLine extends Span {
  comma: boolean;
  /** The line break and the indentation of such a line. */
  lead: string;
}

/** The line of a member when nothing but the member, a comma and a comment is on it; else null. */
function ownLine(text: string, { start, end }: Span): OwnLine | null {
  const line = contentStart(text, start);
  const indent = text.slice(line, start);
  if (indent.trim() !== '') return null;
  const stop = lineEnd(text, end);
  const tail = /^[ \t]*(?:(,)[ \t]*)?(?:(?:#|\/\/).*)?$/.exec(text.slice(end, stop));
  if (!tail) return null;
  const first = text.lastIndexOf('\n', start - 1) === -1;
  const from = first ? line : lineBreak(text, start);
  const lead = first ? newlineOf(text) + indent : text.slice(from, start);
  return { start: from, end: stop, comma: tail[1] === ',', lead };
}

/** Where the line of an offset starts, behind the mark that a file may start with. */
function contentStart(text: string, offset: number): number {
  const line = lineStart(text, offset);
  return line === 0 && text.startsWith('\uFEFF') ? 1 : line;
}

/** The offset of the line break before an offset. */
function lineBreak(text: string, offset: number): number {
  const newline = text.lastIndexOf('\n', offset - 1);
  return text.charAt(newline - 1) === '\r' ? newline - 1 : newline;
}

/** What goes between two members that share a line, or that a line break without a line of their own divides. */
function separatorOf(between: string, comma: boolean): string {
  const fallback = comma ? ', ' : ' ';
  if (between === '') return fallback;
  const bare = between.replace(/(?:#|\/\/)[^\r\n]*/g, '').replace(/(?<![ \t])[ \t]+(?=\r?\n)/g, '');
  return /^\s*(?:,\s*)?$/.test(bare) && bare.includes(',') === comma ? bare : fallback;
}
