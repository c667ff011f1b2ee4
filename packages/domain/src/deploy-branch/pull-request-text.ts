import { markdownCode } from '../printable.ts';

export interface PullRequestText {
  title: string;
  /** Markdown. */
  body: string;
}

/** GitHub takes 65,536 characters. */
export const longestBody = 60_000;

/** GitHub takes 256 characters. */
export const longestTitle = 250;

/** Whether git takes it as a part of a branch's name, and no shell or address needs to quote it. */
export function isPlain(part: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(part) && !part.includes('..') && !/(\.|\.lock)$/i.test(part);
}

/** FNV-1a over UTF-16 code units, 64 bits: names, no secrets. */
export function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** As many whole lines as fit, and how many do not. */
export function takeWithin(lines: readonly string[], room: number): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    if (text.length + line.length > room - 40) return `${text}\n… and ${lines.length - index} more.\n`;
    text += line;
  }
  return text;
}

/** An address that leads somewhere, where it is one. */
export function address(text: string): string {
  return /^https?:\/\/[\w.:/-]+$/.test(text) ? text : markdownCode(text);
}

/** What the job summary says of a request. */
export function pullRequestNote({ number, url }: { number: number; url: string }): string {
  return `Pull request [#${number}](${url}). One that GITHUB_TOKEN opened waits for approval before its workflows run.\n`;
}
