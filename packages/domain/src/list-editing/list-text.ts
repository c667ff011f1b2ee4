import { isMap, isNode, isPair, isSeq } from 'yaml';
import { lineEnd, newlineOf } from '../text-lines.ts';
import type { Edit } from '../yaml/edit.ts';
import type { Span } from './member.ts';

/** Adding and removing one member of a list, in the two ways lists are written: in brackets, and a block per name. */

/** Adds a member behind the last of `["a", "b"]`, with the separator and the quotes of its neighbours. */
export function insertInBrackets(path: string, text: string, members: readonly Span[], written: string): Edit | null {
  const last = members.at(-1);
  const previous = members.at(-2);
  if (!last) return null;
  const between = previous ? text.slice(previous.end, last.start).replace(/#[^\r\n]*/g, '') : ', ';
  const separator = previous ? between.replace(/(?<![ \t])[ \t]+(?=\r?\n)/g, '') : between;
  return { path, range: [last.end, last.end], newText: separator + written };
}

/** Takes a member out with the separator before it, or behind it when it is the first. */
export function removeFromBrackets(path: string, members: readonly Span[], member: Span): Edit {
  const index = members.indexOf(member);
  const previous = members[index - 1];
  const next = members[index + 1];
  const start = previous ? previous.end : member.start;
  const end = previous || !next ? member.end : next.start;
  return { path, range: [start, end], newText: '' };
}

/**
 * Adds a block behind the last member: a clone of a sibling with the white space that leads to it. The end
 * of a line that only a comment follows is kept with the member it belongs to.
 */
export function insertBlock(
  path: string,
  text: string,
  { last, like, clone }: { last: Span; like: Span; clone: string },
): Edit | null {
  const lead = text.slice(leadStart(text, like.start), like.start);
  const atStart = leadStart(text, like.start) === 0;
  const at = blockEnd(text, last.end);
  if (!lead.includes('\n') && !atStart && at !== last.end) return null;
  return { path, range: [at, at], newText: (atStart ? newlineOf(text) : '') + lead + clone };
}

/** Takes a block out with the white space that leads to it. */
export function removeBlock(path: string, text: string, member: Span): Edit {
  const start = leadStart(text, member.start);
  const end = blockEnd(text, member.end);
  if (start > 0) return { path, range: [start, end], newText: '' };
  const next = /^\r?\n/.exec(text.slice(end, end + 2));
  return { path, range: [0, end + (next?.[0].length ?? 0)], newText: '' };
}

/** Where the white space before an offset starts; blanks at the end of a line stay with it. */
function leadStart(text: string, offset: number): number {
  const start = text.slice(0, offset).trimEnd().length;
  return start + (/^[ \t]+(?=\r?\n)/.exec(text.slice(start, offset))?.[0].length ?? 0);
}

/** The end of the line when only a comment follows, else the offset itself. */
function blockEnd(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return /^[ \t]*(#.*)?$/.test(text.slice(offset, end)) ? end : offset;
}

/** Where the content of a node of YAML ends, without the comments and blank lines that follow it. */
export function contentEnd(text: string, node: unknown): number {
  let last = node;
  while ((isMap(last) || isSeq(last)) && !last.flow) {
    const item: unknown = last.items.at(-1);
    if (item === undefined) break;
    last = isPair(item) ? (item.value ?? item.key) : item;
  }
  return text.slice(0, isNode(last) ? (last.range?.[1] ?? 0) : 0).trimEnd().length;
}

/** A name quoted as its neighbour is; in quotes where a plain one would be read as something else than text. */
export function quoteAs(neighbour: string, name: string): string {
  const quote = /^['"]/.exec(neighbour)?.[0];
  if (quote) return quote + name + quote;
  const special = /^(?:true|false|yes|no|on|off|y|n|null|[\d.+_-].*)$/i.test(name);
  return special ? `"${name}"` : name;
}
