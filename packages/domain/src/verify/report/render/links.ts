import { markdownCode, markdownText } from '../../../printable.ts';
import { pathReference } from '../../../tree/path-reference.ts';
import { homePage, version } from '../../../version.ts';

/** Where the files of a report can be seen. */
export interface Links {
  /** Address that paths are appended to, such as `https://github.com/o/r/blob/<commit>`; null: places are no links. */
  files: string | null;
  /** The same of other repositories, by name. */
  elsewhere?: ReadonlyMap<string, string | null>;
}

export const noLinks: Links = { files: null };

/** The links for places in another repository; the same where none is named. */
export function inRepository<T extends Links>(repository: string | undefined, links: T): T {
  return repository === undefined ? links : { ...links, files: links.elsewhere?.get(repository) ?? null };
}

/** The address of a place; null without one to append it to, and for a path that leaves the repository. */
export function addressOf(path: string, line: number | undefined, { files }: Links): string | null {
  if (files === null || !/^https?:\/\//.test(files) || /(?:^|\/)\.\.?(?:\/|$)/.test(path)) return null;
  return `${files}/${pathReference(path)}${line === undefined ? '' : `#L${line}`}`;
}

/** Markdown of a place: a link where there is an address, else in bold. */
export function markdownPlace(path: string, line: number, links: Links): string {
  const address = addressOf(path, line, links);
  return address === null ? `**${markdownText(path)}:${line}**` : `[${markdownCode(`${path}:${line}`)}](${address})`;
}

/** The page of a rule. */
export function rulePage(rule: string): string {
  return `${homePage}/blob/v${version}/docs/rules/${pathReference(rule)}.md`;
}
