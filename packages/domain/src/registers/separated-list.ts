import type { Edit } from '../manifest/edit.ts';
import type { Member } from './register.ts';
import { lineEnd } from './shell-text.ts';

/** A list whose members stand on lines of their own or beside each other, with commas or blanks between. */
export interface SeparatedList {
  path: string;
  text: string;
  members: readonly Member[];
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
  const lead = text.slice(lineBreak(text, last.start), last.start);
  const newText = lead + written;
  if (!comma) return { path, range: [tail.end, tail.end], newText };
  if (tail.comma) return { path, range: [tail.end, tail.end], newText: `${newText},` };
  return { path, range: [last.end, tail.end], newText: `,${text.slice(last.end, tail.end)}${newText}` };
}

/** Takes a member out: its line with the comment behind it, or itself with the separator. */
export function removeSeparated({ path, text, members, comma }: SeparatedList, member: Member): Edit {
  const index = members.indexOf(member);
  const previous = members[index - 1];
  const next = members[index + 1];
  const tail = ownLine(text, member);
  if (tail) {
    const start = lineBreak(text, member.start);
    // Without a comma behind the last one, the one before it becomes the last.
    if (!comma || tail.comma || next || !previous) return { path, range: [start, tail.end], newText: '' };
    return { path, range: [previous.end, tail.end], newText: text.slice(previous.end, start).replace(',', '') };
  }
  if (previous) return { path, range: [previous.end, member.end], newText: '' };
  return { path, range: [member.start, next ? next.start : member.end], newText: '' };
}

/** Where a member's line ends when nothing but the member, a comma and a comment is on it; else null. */
function ownLine(text: string, { start, end }: Member): { end: number; comma: boolean } | null {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  if (line === 0 || text.slice(line, start).trim() !== '') return null;
  const stop = lineEnd(text, end);
  const tail = /^[ \t]*(,?)[ \t]*(?:(?:#|\/\/).*)?$/.exec(text.slice(end, stop));
  return tail && { end: stop, comma: tail[1] === ',' };
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
  const bare = between.replace(/(?:#|\/\/)[^\r\n]*/g, '').replace(/[ \t]+(?=\r?\n)/g, '');
  return /^\s*,?\s*$/.test(bare) && bare.includes(',') === comma ? bare : fallback;
}
