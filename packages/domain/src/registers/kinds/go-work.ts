import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { folderRegister, type ListedFolder } from '../folder-list.ts';
import type { RegisterKind } from '../register.ts';

/** The modules of `go.work`, in `use (…)` or in lines of their own. */
export const goWork: RegisterKind = {
  id: 'go-work',
  find: (file, context) => {
    const folders = modulesOf(file.text);
    const list = { path: file.path, text: file.text, comma: false };
    const register = folderRegister(
      {
        kind: 'go-work',
        pointer: 'use',
        offset: folders[0]?.offset ?? 0,
        label: 'go',
        folders,
        insert: (clone, members) => insertSeparated({ ...list, members }, clone),
        remove: (member, members) => removeSeparated({ ...list, members }, member),
      },
      file,
      context,
    );
    return [register];
  },
};

/** The modules of a `go.work`, in file order; `offset` is that of the `use` they stand under. */
export function modulesOf(text: string): (ListedFolder & { offset: number })[] {
  const modules: (ListedFolder & { offset: number })[] = [];
  /** Offset of the `use` whose parenthesis is open. */
  let open: number | null = null;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const code = line.replace(/(^|\s)\/\/.*/, '');
    if (open !== null && /^\s*\)/.test(code)) {
      open = null;
      continue;
    }
    if (/^\s*use\s*\(/.test(code)) {
      open = index + code.indexOf('use');
      continue;
    }
    const [, lead = '', use, path] = /^(\s*)(use\s+)?("[^"]+"|`[^`]+`|[^\s"`()]+)\s*$/.exec(code) ?? [];
    if (path === undefined || (use === undefined) === (open === null)) continue;
    const start = index + lead.length;
    const at = start + (use?.length ?? 0);
    const quoted = /^["`]/.test(path);
    const written = quoted ? path.slice(1, -1) : path;
    const place = { start, end: at + path.length, offset: open ?? start };
    modules.push({ folder: written, written, writtenStart: quoted ? at + 1 : at, ...place });
  }
  return modules;
}
