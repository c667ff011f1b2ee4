import { applyEdits, type Edit } from '../yaml/edit.ts';
import { type HelmTemplate, readTemplate } from './helm-template.ts';

/** A file of templates in which each that is called after one service has one of another behind it. */
export function withClonedDefines(path: string, text: string, rename: (text: string) => string): string {
  const template = readTemplate(path, text);
  const defined = new Set(definedIn(template));
  const edits = template.blocks.flatMap(({ keyword, name, start, end }): Edit[] => {
    if (keyword !== 'define' || name === null || rename(name) === name || defined.has(rename(name))) return [];
    return [{ path, range: [end, end], newText: `\n\n${rename(text.slice(start, end))}` }];
  });
  return edits.length === 0 ? text : applyEdits(text, edits);
}

/** Takes out the named template at an offset, with the blank lines in front of it; null where there is none, or it stays. */
export function defineRemoval(
  path: string,
  text: string,
  offset: number,
  isGone: (name: string) => boolean,
): Edit | null {
  const block = readTemplate(path, text).blocks.find(
    ({ keyword, start, end }) => keyword === 'define' && start <= offset && offset < end,
  );
  if (!block || block.name === null || !isGone(block.name)) return null;
  const before = text.slice(0, block.start).trimEnd().length;
  const behind = before === 0 ? block.end + (/^\s*/.exec(text.slice(block.end))?.[0].length ?? 0) : block.end;
  return { path, range: [before, behind], newText: '' };
}

/** What templates of one text include and none of all defines, of the names that renaming made; the first of them. */
export function undefinedInclude(
  before: string,
  rename: (text: string) => string,
  all: readonly HelmTemplate[],
): string | null {
  const made = includedNames(before).flatMap((name) => (rename(name) === name ? [] : [rename(name)]));
  if (made.length === 0) return null;
  const defined = new Set(all.flatMap(definedIn));
  return made.find((name) => !defined.has(name)) ?? null;
}

function definedIn({ blocks }: HelmTemplate): string[] {
  return blocks.flatMap(({ keyword, name }) => (keyword === 'define' || keyword === 'block' ? (name ?? []) : []));
}

/** The names of the named templates a text includes, literal ones. */
export function includedNames(text: string): string[] {
  return [...text.matchAll(/\b(?:include|template)\s+["`]([^"`]+)["`]/g)].map(([, name = '']) => name);
}
