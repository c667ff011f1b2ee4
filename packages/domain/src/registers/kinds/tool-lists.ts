import { isMap, isSeq } from 'yaml';
import type { ServiceKind } from '../../catalog/catalog.ts';
import { insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { blankBetween } from '../../text-between.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { field } from '../../yaml/value.ts';
import { coveredFolders, folderRegister, isFolderPattern } from '../folder-list.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { toolFiles } from '../tool-files.ts';
import {
  type FoldersText,
  itemFolders,
  keyFolders,
  lineFolders,
  listsIn,
  propertyFolders,
  rulesOfFolders,
  tomlFolders,
  xmlFolders,
} from './folder-readers.ts';

/** A list of folders that a tool reads, with what the tool is called and the services it may be about. */
export interface ToolList extends FoldersText {
  tool: string;
  scope: Register['scope'];
  /** Whether its paths are of the root of the repository, wherever the file is. */
  fromRoot?: true;
  /** Whether an entry holds what nobody but a person knows, such as an identifier: none is added or taken out. */
  closed?: true;
  /** Whether what else an entry says is of its service: always, or where it names it. */
  says?: 'more' | 'maybe';
}

interface Tool {
  reads(path: string): boolean;
  listsOf(file: SourceFile): ToolList[];
}

/** The ecosystems of Dependabot, with the services whose manifests they are about. */
const ecosystems: Readonly<Record<string, readonly ServiceKind[] | 'all'>> = {
  docker: 'all',
  gomod: ['go'],
  npm: ['node', 'static-site'],
  bun: ['node', 'static-site'],
  pip: ['python'],
  uv: ['python'],
  maven: ['java'],
  gradle: ['java'],
  cargo: ['rust'],
  nuget: ['dotnet'],
};

/** What reads lists of folders; a new tool is one entry here. */
const tools: readonly Tool[] = [
  {
    reads: toolFiles.cargo,
    listsOf: ({ text }) =>
      tomlFolders(text, 'workspace', 'members').map((list) => ({ ...list, tool: 'Cargo', scope: ['rust'] })),
  },
  {
    reads: toolFiles.uv,
    listsOf: ({ text }) =>
      tomlFolders(text, 'tool.uv.workspace', 'members').map((list) => ({ ...list, tool: 'uv', scope: ['python'] })),
  },
  {
    reads: toolFiles.maven,
    listsOf: ({ text }) => {
      const always = blankBetween(blankBetween(text, '<!--', '-->'), '<profiles>', '</profiles>');
      const entries = xmlFolders(always, /<module>\s*([^<>\s]+)\s*<\/module>/g);
      const offset = Math.max(text.indexOf('<modules>'), 0);
      return [{ pointer: 'modules', offset, layout: 'lines', entries, tool: 'Maven', scope: ['java'] }];
    },
  },
  {
    reads: toolFiles.solution,
    listsOf: ({ text }) => {
      const project = /"([^"\r\n]+)[\\/][^"\\/\r\n]+\.(?:cs|fs|vb)proj"/g;
      const entries = xmlFolders(text, project).map((entry) => ({
        ...entry,
        folder: entry.folder.replaceAll('\\', '/'),
      }));
      const place = { pointer: 'projects', offset: entries[0]?.start ?? 0, layout: 'lines' } as const;
      return [{ ...place, entries, tool: 'the solution', scope: ['dotnet'], closed: true }];
    },
  },
  {
    reads: toolFiles.dependabot,
    listsOf: (file) => {
      const lists = listsIn(file);
      const [updates] = lists.filter(({ path }) => path.join('.') === 'updates');
      if (!updates) return [];
      const ecosystemAt = (index: unknown): unknown =>
        isSeq(updates.node) ? field(plainItem(updates.node.items[Number(index)]), 'package-ecosystem') : undefined;
      return Object.entries(ecosystems).flatMap(([ecosystem, kinds]): ToolList[] => {
        const isMeant = (value: unknown): boolean => field(value, 'package-ecosystem') === ecosystem;
        const single = itemFolders(updates, { key: 'directory', isMeant });
        const several = lists
          .filter(
            ({ path: [top, index, key] }) =>
              top === 'updates' && key === 'directories' && ecosystemAt(index) === ecosystem,
          )
          .map((list) => itemFolders(list, {}));
        const scope = kinds === 'all' ? kinds : [...kinds];
        return [single, ...several].flatMap((list): ToolList[] => {
          if (!list || list.entries.length === 0) return [];
          const pointer = `${list.pointer} of ${ecosystem}`;
          return [{ ...list, pointer, tool: 'Dependabot', scope, fromRoot: true, says: 'maybe' }];
        });
      });
    },
  },
  {
    reads: toolFiles.releasePlease,
    listsOf: (file) =>
      listsIn(file).flatMap((list): ToolList[] => {
        const isManifest = /manifest\.json$/.test(file.path);
        if (list.path.join('.') !== (isManifest ? '' : 'packages')) return [];
        const folders = keyFolders(list);
        return folders ? [{ ...folders, tool: 'release-please', scope: 'all', fromRoot: true, says: 'maybe' }] : [];
      }),
  },
  {
    reads: toolFiles.codeowners,
    listsOf: ({ text }) => {
      const entries = lineFolders(text);
      const offset = entries[0]?.start ?? 0;
      return [{ pointer: '', offset, layout: 'lines', entries, tool: 'CODEOWNERS', scope: 'all', fromRoot: true }];
    },
  },
  {
    reads: toolFiles.kustomize,
    listsOf: (file) => listedAt(file, 'resources', {}, 'Kustomize'),
  },
  {
    reads: toolFiles.backstage,
    listsOf: (file) => listedAt(file, 'spec.targets', { file: /\/catalog-info\.ya?ml$/ }, 'Backstage'),
  },
  {
    reads: toolFiles.skaffold,
    listsOf: (file) => {
      const artifacts = (how: Parameters<typeof itemFolders>[1]): ToolList[] =>
        listedAt(file, 'build.artifacts', how, 'Skaffold').map((list) => ({ ...list, says: 'more' }));
      const byContext = artifacts({ key: 'context' });
      // Where all are built from the root, their Dockerfiles say which folders they are of.
      return byContext.some(({ entries }) => entries.some(({ folder }) => folder !== '.'))
        ? byContext
        : artifacts({ key: 'dockerfile', within: 'docker', file: /\/[^/]*Dockerfile[^/]*$/ });
    },
  },
  {
    reads: toolFiles.sonar,
    listsOf: ({ text }) => {
      // Paths are of another folder then.
      if (/^[ \t]*sonar\.projectBaseDir\b/m.test(text)) return [];
      // A module with settings of its own wants more than its name, and may lie elsewhere.
      const own = new Set([...text.matchAll(/^[ \t]*([\w./-]+?)\.sonar\./gm)].map(([, name]) => name));
      const modules = propertyFolders(text, 'sonar.modules')
        .filter(({ entries }) => !entries.some(({ folder }) => own.has(folder)))
        .map((list): ToolList => ({ ...list, tool: 'Sonar', scope: 'all' }));
      const sources = propertyFolders(text, 'sonar.sources');
      return [...modules, ...sources.map((list): ToolList => ({ ...list, tool: 'Sonar', scope: 'all' }))];
    },
  },
  {
    reads: toolFiles.renovate,
    listsOf: ({ path, text }) => {
      const lists = listsIn({ path, text: withoutSlashComments(text), yaml: null });
      const rest = { tool: 'Renovate', scope: 'all', fromRoot: true } as const;
      return lists.flatMap((list): ToolList[] => {
        const at = list.path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
        if (at === 'packageRules') {
          const rules = rulesOfFolders(list, /^match(?:FileNames|Paths)$/, belowFolder);
          return rules ? [{ ...rules, ...rest, says: 'more' }] : [];
        }
        if (!/^(?:includePaths|packageRules\.\*\.match(?:FileNames|Paths))$/.test(at)) return [];
        const folders = itemFolders(list, { file: belowFolder });
        return folders ? [{ ...folders, ...rest }] : [];
      });
    },
  },
];

/** What a pattern or a path has behind the folder that it is about. */
const belowFolder = /\/(?:\*\*(?:\/\*)?|\*|Dockerfile|[\w.-]*\.(?:json|xml|mod|txt|toml|gradle|kts|ya?ml|csproj))$/;

/** JSON with its comments as blanks: what is behind `//` outside of a text. */
function withoutSlashComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\r\n]*/g, (piece) =>
    piece.startsWith('/') ? ' '.repeat(piece.length) : piece,
  );
}

function plainItem(node: unknown): unknown {
  return isMap(node) ? node.toJSON() : undefined;
}

function listedAt(file: SourceFile, at: string, how: Parameters<typeof itemFolders>[1], tool: string): ToolList[] {
  return listsIn(file).flatMap((list): ToolList[] => {
    const folders = list.path.join('.') === at ? itemFolders(list, how) : null;
    return folders ? [{ ...folders, tool, scope: 'all' }] : [];
  });
}

/** The lists of folders of a file that a tool reads. */
export function toolLists(file: SourceFile): ToolList[] {
  return tools.flatMap(({ reads, listsOf }) => (reads(file.path) ? listsOf(file) : []));
}

/** The folders that build tools, updaters, releasers and catalogs are told: Cargo, Maven, Dependabot, CODEOWNERS. */
export const toolList: RegisterKind = {
  id: 'tool-list',
  find: (file, context) => toolLists(file).map((list) => registerOfTool(list, file, context)),
};

function registerOfTool(list: ToolList, file: SourceFile, context: RegisterContext): Register | null {
  const { pointer, offset, layout, entries, tool, scope, fromRoot, closed, says } = list;
  const edited = { path: file.path, text: file.text, comma: layout === 'commas' };
  const base = fromRoot ? { base: '' } : {};
  const folders = entries.filter(({ folder }) => !isFolderPattern(folder));
  const register = folderRegister(
    {
      kind: 'tool-list',
      pointer: pointer === '' ? tool : pointer,
      offset,
      label: '',
      key: tool,
      folders,
      scope,
      ...base,
      ...(says && { says }),
      covered: coveredFolders(entries, fromRoot ? '' : file.path, context),
      insert: (clone, members, like) => {
        const last = members.at(-1);
        if (closed || !last) return null;
        if (layout === 'block') return insertBlock(file.path, file.text, { last, like, clone });
        return insertSeparated({ ...edited, members: layout === 'commas' ? entries : members }, clone);
      },
      remove: (member) => {
        if (closed) return null;
        if (layout === 'block') return removeBlock(file.path, file.text, member);
        const entry = entries.find(({ start }) => start === member.start);
        return entry ? removeSeparated({ ...edited, members: entries }, entry) : null;
      },
    },
    file,
    context,
  );
  return register;
}
