import { folderOf, joinPath } from '../../tree/repository-paths.ts';
import {
  type Ecosystem,
  folderReference,
  type LocalPackage,
  type Manifests,
  nearest,
  resolveFrom,
  workspaceFiles,
} from './manifests.ts';

interface GoFile {
  module: string | null;
  /** Required modules. */
  requires: Set<string>;
  /** `use` of go.work. */
  uses: { path: string; line: number }[];
  /** `replace`s by a folder. */
  replaces: { module: string; path: string; line: number }[];
}

/** A folder that go.work uses. */
interface GoMember {
  folder: string;
  /** As go.work writes it. */
  path: string;
  line: number;
}

interface GoWorkspace {
  folder: string;
  file: string;
  folders: ReadonlySet<string>;
  /** Members by the name of their module. */
  modules: ReadonlyMap<string, GoMember>;
  /** Members that are no services. */
  libraries: readonly GoMember[];
  /** Whether modules here require each other by name; then who requires none uses none. */
  requiring: boolean;
}

/**
 * `replace` of go.mod, `use` of go.work. A module of a workspace may import another without requiring it. So where
 * modules of the workspace do require each other, requirements are believed; where none does, every module of it that
 * is no service counts for all.
 */
export const go: Ecosystem = {
  kinds: ['go'],
  isManifest: (name) => name === 'go.mod' || name === 'go.work',
  lockfiles: ['go.mod', 'go.sum'],
  packagesOf: (path, manifests) => {
    const file = manifests.parse(path, parseGoFile);
    if (!file) return [];
    const replaced = file.replaces.flatMap(({ module, path: target, line }) =>
      folderReference(path, target, `replace ${module} => ${target}`, line),
    );
    return path.endsWith('go.mod') ? [...replaced, ...workspacePackages(path, file, manifests)] : replaced;
  },
  workspaceAbove: (folder, manifests) => {
    const workspace = workspaceOf(folder, manifests);
    return workspace && workspace.folder !== folder && workspace.folders.has(folder) ? workspace.folder : null;
  },
};

function workspacePackages(path: string, file: GoFile, manifests: Manifests): LocalPackage[] {
  const folder = folderOf(path);
  const workspace = workspaceOf(folder, manifests);
  if (!workspace?.folders.has(folder)) return [];
  const used = workspace.requiring
    ? [...file.requires].flatMap((module) => workspace.modules.get(module) ?? [])
    : workspace.libraries.filter((member) => member.folder !== folder);
  return [
    ...used.map(
      (member): LocalPackage => ({
        kind: 'folder',
        path: member.folder,
        because: `use ${member.path}`,
        location: { path: workspace.file, line: member.line, column: 1 },
      }),
    ),
    ...workspaceFiles(workspace.folder, ['go.work', 'go.work.sum'], manifests),
    ...(manifests.parse(workspace.file, parseGoFile)?.replaces ?? []).flatMap(({ module, path: target, line }) =>
      folderReference(workspace.file, target, `replace ${module} => ${target}`, line),
    ),
  ];
}

function workspaceOf(folder: string, manifests: Manifests): GoWorkspace | undefined {
  const path = nearest(folder, ['go.work'], manifests);
  if (path === undefined) return undefined;
  return manifests.once(`go.work ${path}`, () => {
    const parsed = manifests.parse(path, parseGoFile);
    const members = (parsed?.uses ?? []).flatMap(({ path: target, line }) => {
      const member = resolveFrom(folderOf(path), target);
      if (member === null) return [];
      const go = manifests.parse(joinPath(member, 'go.mod'), parseGoFile);
      return [{ folder: member, path: target, line, module: go?.module ?? null, requires: go?.requires ?? [] }];
    });
    const modules = new Map(members.flatMap((member) => (member.module === null ? [] : [[member.module, member]])));
    return {
      folder: folderOf(path),
      file: path,
      folders: new Set(members.map((member) => member.folder)),
      modules,
      libraries: members.filter((member) => !manifests.isService(member.folder)),
      requiring: members.some((member) => [...member.requires].some((name) => modules.has(name))),
    };
  });
}

/** Both files have one syntax: a directive on a line, or a block of them in parentheses. */
function parseGoFile(text: string): GoFile {
  const file: GoFile = { module: null, requires: new Set(), uses: [], replaces: [] };
  let block: string | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const words = raw
      .replace(/(^|\s)\/\/.*/, '')
      .trim()
      .split(/\s+/)
      .map(unquote);
    if (words[0] === '') continue;
    if (words[0] === ')') {
      block = null;
      continue;
    }
    if (block === null && words[1] === '(' && words.length === 2) {
      block = words[0] ?? null;
      continue;
    }
    const [directive, ...rest] = block === null ? words : [block, ...words];
    readDirective(file, directive ?? '', rest, index + 1);
  }
  return file;
}

function readDirective(file: GoFile, directive: string, words: readonly string[], line: number): void {
  const [first] = words;
  if (first === undefined) return;
  if (directive === 'module') file.module = first;
  if (directive === 'require') file.requires.add(first);
  if (directive === 'use') file.uses.push({ path: first, line });
  if (directive === 'replace') {
    const path = words[words.indexOf('=>') + 1];
    if (words.includes('=>') && path !== undefined && /^\.\.?(?:\/|$)/.test(path)) {
      file.replaces.push({ module: first, path, line });
    }
  }
}

function unquote(word: string): string {
  return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word;
}
