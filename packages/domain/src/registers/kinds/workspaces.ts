import { isScalar, isSeq } from 'yaml';
import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { baseName, folderOf, joinPath, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { coveredFolders, folderRegister, isFolderPattern, type ListedFolder } from '../folder-list.ts';
import type { RegisterKind } from '../register.ts';

/**
 * The folders of `pnpm-workspace.yaml` and of `workspaces` in `package.json`, where they are listed one by one. A
 * pattern lists every service it matches; a list of nothing but patterns needs no keeping.
 */
export const workspaces: RegisterKind = {
  id: 'workspaces',
  find: (file, context) => {
    const list = file.yaml ? yamlPackages(file) : jsonWorkspaces(file.text);
    if (!list) return [];
    const folders = list.entries.filter(({ folder }) => !isFolderPattern(folder));
    const covered = coveredFolders(list.entries, file.path, context);
    const kept = new Set(folders.map(({ folder }) => normaliseRepositoryPath(joinPath(folderOf(file.path), folder))));
    const services = [...context.byName.values()].filter(({ path }) => path !== null && kept.has(path));
    if (services.length === 0) return [];
    // A site without a build has no package to list: only services that are built with Node must be here.
    const node =
      services.some(({ kind }) => kind === 'node') &&
      services.every(({ kind }) => kind === 'node' || kind === 'static-site');
    const edited = { path: file.path, text: file.text };
    const register = folderRegister(
      {
        kind: 'workspaces',
        pointer: list.pointer,
        offset: list.offset,
        label: '',
        folders,
        scope: node ? ['node'] : undefined,
        covered,
        insert: (clone, members, like) => {
          const last = members.at(-1);
          if (!list.block) return insertSeparated({ ...edited, members: list.entries, comma: true }, clone);
          return last ? insertBlock(file.path, file.text, { last, like, clone }) : null;
        },
        remove: (member) => {
          if (list.block) return removeBlock(file.path, file.text, member);
          const entry = list.entries.find(({ start }) => start === member.start) ?? member;
          return removeSeparated({ ...edited, members: list.entries, comma: true }, entry);
        },
      },
      file,
      context,
    );
    return [register];
  },
};

interface FoldersText {
  pointer: string;
  offset: number;
  /** One line for each, with a dash. */
  block: boolean;
  entries: ListedFolder[];
}

function yamlPackages({ path, text, yaml }: SourceFile): FoldersText | null {
  const document = yaml?.documents[0];
  const node = document?.node(['packages']);
  if (!/^pnpm-workspace\.ya?ml$/.test(baseName(path)) || !isSeq(node)) return null;
  const block = !node.flow;
  const entries = node.items.flatMap((item): ListedFolder[] => {
    if (!isScalar(item) || !item.range || typeof item.value !== 'string') return [];
    const [start, end] = item.range;
    const written = text.slice(start, end);
    const at = written.indexOf(item.value);
    if (at === -1) return [];
    const dash = block ? text.lastIndexOf('-', start - 1) : start;
    return [{ folder: item.value, written: item.value, writtenStart: start + at, start: dash, end }];
  });
  const offset = text.search(/^["']?packages["']?\s*:/m);
  return { pointer: 'packages', offset: Math.max(offset, 0), block, entries };
}

/** The strings of `"workspaces": […]` or `"workspaces": {"packages": […]}` of the top level. */
function jsonWorkspaces(text: string): FoldersText | null {
  const tokens = [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|[[\]{}:,]/g)];
  const path: string[] = [];
  let key = '';
  for (const [index, { 0: token, 1: string, index: at }] of tokens.entries()) {
    if (string !== undefined && tokens[index + 1]?.[0] === ':') key = string;
    else if (token === '{') path.push(key);
    else if (token === '}') path.pop();
    else if (token === '[') {
      const pointer = path.length > 2 ? '' : [...path.slice(1), key].join('.');
      if (pointer === 'workspaces' || pointer === 'workspaces.packages') {
        const offset = text.lastIndexOf('"', text.lastIndexOf('"', at) - 1);
        const close = tokens.slice(index).findIndex((one) => one[0] === ']');
        const entries = tokens.slice(index + 1, index + Math.max(close, 1)).flatMap((one): ListedFolder[] => {
          const folder = one[1];
          if (folder === undefined || folder.includes('\\')) return [];
          return [
            { folder, written: folder, writtenStart: one.index + 1, start: one.index, end: one.index + one[0].length },
          ];
        });
        return { pointer, offset, block: false, entries };
      }
      path.push(key);
    } else if (token === ']') path.pop();
  }
  return null;
}
