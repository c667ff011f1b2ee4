import { anything, isInOrder } from '../../../parts-in-order.ts';
import { textPattern } from '../../../text-pattern.ts';
import { documents } from '../../../tree/file-types.ts';
import { baseName, folderOf, joinPath, normaliseRepositoryPath, relativePath } from '../../../tree/repository-paths.ts';
import type { Edit } from '../../../yaml/edit.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * The edits that make all that names a file, in what was read, name the place it moves to. Null where something may
 * name it and cannot be followed: by its name alone, or with a variable in the path. Prose is not judged.
 */
export function renamedReferences(from: string, to: string, context: RuleContext): Edit[] | null {
  const edits: Edit[] = [];
  const name = baseName(from);
  for (const path of [...context.texts.keys()].sort()) {
    const text = context.text(path) ?? '';
    if (path === from || !text.includes(name)) continue;
    for (const [start, end] of namedIn(text, name)) {
      const written = text.slice(start, end);
      const now = follow(written, { path, from, to }, context);
      if (now === 'another') continue;
      if (now === null) {
        if (documents(path)) continue;
        return null;
      }
      edits.push({ path, range: [start, end], newText: now });
    }
  }
  return edits;
}

/** Where a text has a path that ends with a name: [start, end), from the first of its characters on. */
function namedIn(text: string, name: string): [number, number][] {
  const found: [number, number][] = [];
  for (const { index } of text.matchAll(textPattern('g')`${name}(?![\w.-])`)) {
    const last = found.at(-1);
    const floor = last?.[1] ?? 0;
    let start = index;
    while (start > floor && /[\w.@*?$%{}()/-]/.test(text.charAt(start - 1))) start -= 1;
    if (last && start === floor) last[1] = index + name.length;
    else found.push([start, index + name.length]);
  }
  return found;
}

/** What a written path becomes; null where nobody can tell whether it is the file's. */
function follow(
  written: string,
  { path, from, to }: { path: string; from: string; to: string },
  { paths }: RuleContext,
): string | 'another' | null {
  const [, root = '', plain = ''] = /^(\$\{path\.(?:module|root)\}\/|\.\/)?(.*)$/.exec(written) ?? [];
  if (/[*?$%{}()]/.test(plain)) return couldBe(plain, from) ? null : 'another';
  const here = folderOf(path);
  const besides = normaliseRepositoryPath(joinPath(here, plain));
  if (besides === from) return root + relativePath(here, to);
  if (root.startsWith('$')) return 'another';
  const fromTop = normaliseRepositoryPath(plain);
  if (fromTop === from) return root + to;
  if ([besides, fromTop].some((place) => place !== null && paths.at(place) === 'file')) return 'another';
  // From a folder that a script has changed into.
  const above = from.slice(0, from.length - plain.length);
  if (plain.includes('/') && from.endsWith(`/${plain}`) && to.startsWith(above)) return root + to.slice(above.length);
  return plain.includes('/') && !from.endsWith(`/${plain}`) ? 'another' : null;
}

/** A variable of a path, or the beginning of one that nothing closes. */
const variableInPath = /\$?\{[^}]*\}{0,2}|\$\([^)]*\)?|\$\w+|%\w|[*?$%}()]+/;

/** Whether a path with variables in it may be the file's. */
function couldBe(pattern: string, file: string): boolean {
  const [first = '', ...others] = pattern.split(variableInPath);
  return isInOrder(`/${file}`, ['', `/${first}`, ...others], anything);
}
