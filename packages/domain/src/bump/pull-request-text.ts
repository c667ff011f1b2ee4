import { compareText } from '../location.ts';
import { markdownCode } from '../printable.ts';
import type { BumpResult } from './bump-images.ts';
import { type BumpOrigin, commitMessage } from './commit-message.ts';
import type { ImageRequest } from './parse-images.ts';

export interface PullRequestText {
  title: string;
  /** Markdown. */
  body: string;
}

const longestNames = 60;
/** GitHub takes 65,536 characters. */
export const longestBody = 60_000;
/** GitHub takes 256 characters. */
export const longestTitle = 250;

/**
 * `rollcall/<environment>/<services>`: the same for the same services in any order. Services are joined by `+`,
 * which is in no service's name; many of them become their number and a hash.
 */
export function requestBranchName(environment: string, services: readonly string[]): string {
  const names = [...new Set(services)].sort(compareText);
  const joined = names.join('+');
  const plain = joined.length <= longestNames && isPlain(joined);
  const last = plain ? joined : `${names.length}-services-${hashOf(names.join('\n'))}`;
  const middle = isPlain(environment) ? environment : `environment-${hashOf(environment)}`;
  return `rollcall/${middle}/${last}`;
}

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

/** The request's words: the subject of the commit, and a table of what changes against the deploy branch. */
export function pullRequestText(
  { changes, skipped }: BumpResult,
  context: { environment: string; base: string; images: readonly ImageRequest[]; origin: BumpOrigin },
): PullRequestText {
  const { environment, base, images, origin } = context;
  const [subject = ''] = commitMessage(environment, changes, images, origin).split('\n');
  const rows = changes.map(
    ({ service, old, new: now, file, line }) =>
      `| ${[service, old || '(none)', now, `${file}:${line}`].map(markdownCode).join(' | ')} |\n`,
  );
  const items = skipped.map(({ service, why }) => `- ${markdownCode(service)}: ${markdownCode(why)}\n`);
  const end = [
    ...(origin.run ? [`Run: ${address(origin.run)}\n`] : []),
    ...(origin.source && !origin.sources ? [`Source: ${markdownCode(origin.source)}\n`] : []),
  ];
  const head = `New images for ${markdownCode(environment)} on ${markdownCode(base)}.\n\n| service | old | new | file |\n| --- | --- | --- | --- |\n`;
  const room = longestBody - head.length - end.join('').length;
  const table = fitting(rows, room);
  const list = items.length === 0 ? '' : `\nSkipped:\n\n${fitting(items, room - table.length)}`;
  return {
    title: [...subject].slice(0, longestTitle).join(''),
    body: `${head}${table}${list}${end.length > 0 ? `\n${end.join('\n')}` : ''}`,
  };
}

/** As many whole lines as fit, and how many do not. */
export function fitting(lines: readonly string[], room: number): string {
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
