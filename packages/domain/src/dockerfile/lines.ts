import { quotedPieces } from './words.ts';

/** One instruction of a Dockerfile, its continuation lines joined and its heredoc bodies taken off. */
export interface Instruction {
  /** In capitals: `COPY`. */
  keyword: string;
  /** What follows the keyword. */
  text: string;
  /** 1-based line of its keyword. */
  line: number;
}

interface DockerfileLines {
  instructions: Instruction[];
  /** The character that escapes and continues lines: `\` unless a `# escape=` directive says otherwise. */
  escaper: string;
  /** The `# syntax=` directive. */
  syntax: string | null;
}

const directive = /^#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*(\S.*)$/;

/** Splits a Dockerfile into instructions. Time in proportion to its length, whatever it holds. */
export function readDockerfileLines(text: string): DockerfileLines {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const directives = readDirectives(lines);
  const escaper = directives.get('escape') === '`' ? '`' : '\\';
  const instructions: Instruction[] = [];
  const heredocEnds = heredocEndFinder(lines);
  let at = 0;
  while (at < lines.length) {
    const start = at;
    const logical = joinLines(lines, start, escaper);
    at = logical.next;
    const trimmed = logical.text.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const end = trimmed.search(/\s/);
    const keyword = (end < 0 ? trimmed : trimmed.slice(0, end)).toUpperCase();
    const rest = end < 0 ? '' : trimmed.slice(end).trim();
    instructions.push({ keyword, text: rest, line: start + 1 });
    for (const heredoc of heredocsOf(keyword, rest, escaper)) at = heredocEnds(heredoc, at) ?? at;
  }
  return { instructions, escaper, syntax: directives.get('syntax') ?? null };
}

/** Directives are the comments at the very top, before anything else. */
function readDirectives(lines: readonly string[]): Map<string, string> {
  const directives = new Map<string, string>();
  for (const line of lines) {
    const match = directive.exec(line.trim());
    if (!match) break;
    const name = (match[1] ?? '').toLowerCase();
    if (!directives.has(name)) directives.set(name, (match[2] ?? '').trim());
  }
  return directives;
}

/** Joins the lines of one instruction; comments and empty lines between them do not end it. */
function joinLines(lines: readonly string[], start: number, escaper: string): { text: string; next: number } {
  const parts: string[] = [];
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const trimmed = line.trim();
    if (at === start && trimmed.startsWith('#')) return { text: '', next: at + 1 };
    if (at > start && (trimmed === '' || trimmed.startsWith('#'))) continue;
    const body = line.trimEnd();
    if (!body.endsWith(escaper) || body.at(-2) === escaper) {
      parts.push(line);
      at += 1;
      break;
    }
    parts.push(body.slice(0, -1));
  }
  return { text: parts.join(''), next: at };
}

interface Heredoc {
  delimiter: string;
  /** `<<-`: tabs before the delimiter are dropped. */
  chomp: boolean;
}

export const heredocWord = /^\d*<<(-?)(["']?)([^\s<"']+)\2$/;
const heredocStart = /\d*<<(-?)(["']?)([^\s<"']+)\2(?=\s|$)/y;

function heredocsOf(keyword: string, text: string, escaper: string): Heredoc[] {
  const compound = keyword === 'ONBUILD' ? text : `${keyword} ${text}`;
  if (!text.includes('<<') || !/^(?:COPY|ADD|RUN)\s+(?!\[)/i.test(compound)) return [];
  const heredocs: Heredoc[] = [];
  let end = 0;
  for (const { text: piece, start, quote } of quotedPieces(text, escaper)) {
    if (start < end || quote !== '' || !/^[\d<]/.test(piece) || !/^\s?$/.test(text.charAt(start - 1))) continue;
    heredocStart.lastIndex = start;
    const match = heredocStart.exec(text);
    if (!match) continue;
    heredocs.push({ delimiter: match[3] ?? '', chomp: match[1] === '-' });
    end = heredocStart.lastIndex;
  }
  return heredocs;
}

/**
 * Finds the line after a heredoc's end. What has no end is none (a shift in shell arithmetic looks the same);
 * the last place of each line is kept, so that many of those do not scan the file again and again.
 */
function heredocEndFinder(lines: readonly string[]): (heredoc: Heredoc, from: number) => number | undefined {
  let last: Map<string, number> | undefined;
  return ({ delimiter, chomp }, from) => {
    last ??= new Map(
      lines.flatMap((line, index) => [[line, index] as const, [line.replace(/^\t+/, ''), index] as const]),
    );
    if ((last.get(delimiter) ?? -1) < from) return undefined;
    for (let at = from; at < lines.length; at += 1) {
      const line = lines[at] ?? '';
      if ((chomp ? line.replace(/^\t+/, '') : line) === delimiter) return at + 1;
    }
    return undefined;
  };
}
