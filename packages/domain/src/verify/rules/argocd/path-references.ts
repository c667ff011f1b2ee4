import { escapeForRegExp } from '../../../name-spellings.ts';
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
  const token = new RegExp(`(?<![\\w.@*?}/-])[\\w.@*?$%{}()/-]*${escapeForRegExp(name)}(?![\\w.-])`, 'g');
  for (const path of [...context.texts.keys()].sort()) {
    const text = context.text(path) ?? '';
    if (path === from || !text.includes(name)) continue;
    for (const { 0: written, index } of text.matchAll(token)) {
      const now = follow(written, { path, from, to }, context);
      if (now === 'another') continue;
      if (now === null) {
        if (documents(path)) continue;
        return null;
      }
      edits.push({ path, range: [index, index + written.length], newText: now });
    }
  }
  return edits;
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

/** Whether a path with variables in it may be the file's. */
function couldBe(pattern: string, file: string): boolean {
  const parts = pattern.split(/\$\{[^}]*\}|\$\([^)]*\)|\$\w+|%\w|\{\{[^}]*\}\}|[*?$%{}()]+/).map(escapeForRegExp);
  return new RegExp(`(?:^|/)${parts.join('.*')}$`).test(file) || new RegExp(`^${parts.join('.*')}$`).test(file);
}
