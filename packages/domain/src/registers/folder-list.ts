import type { Member } from '../list-editing/member.ts';
import { globMatcher } from '../tree/glob-matcher.ts';
import { folderOf, joinPath } from '../tree/repository-paths.ts';
import type { Edit } from '../yaml/edit.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { folderLike, folderName, servicesBeside } from './folder-names.ts';
import { type Register, type RegisterContext, type RegisterKindId, registerOf } from './register.ts';

/** A folder in a list of folders, with the place of all it takes, and of its path in that. */
export interface ListedFolder {
  /** As a path with '/', relative to the file. */
  folder: string;
  /** The path as it is written, and where. */
  written: string;
  writtenStart: number;
  start: number;
  end: number;
}

interface FolderList {
  kind: RegisterKindId;
  pointer: string;
  offset: number;
  label: string;
  folders: readonly ListedFolder[];
  /** What it is called, where the pointer does not say it. */
  key?: string;
  /** The folder that its paths are of; that of the file where this is not given. */
  base?: string;
  scope?: Register['scope'] | undefined;
  /** Names that a pattern of folders lists, with the place of the pattern. */
  covered?: readonly Member[];
  /** Puts an entry, cloned from a sibling's, behind the last. */
  insert(clone: string, members: readonly Member[], like: Member): Edit | null;
  remove(member: Member, members: readonly Member[]): Edit | null;
  /**
   * Whether what else an entry says is of its service, and renamed: always (`more`, so that one in which nothing is of it
   * has no clone), or where it names it (`maybe`).
   */
  says?: 'more' | 'maybe';
  /** A path as the list writes it: Gradle has `:` for `/`. */
  write?(folder: string): string;
}

/** A list of folders as a register of the services whose folders they are. */
export function folderRegister(
  list: FolderList,
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const base = list.base ?? folderOf(path);
  const members = list.folders.flatMap((listed) => {
    const name = folderName(listed.folder, base, context);
    return name === null ? [] : [{ ...listed, name }];
  });
  // Who lists a folder lists all that is built there.
  const beside = members.flatMap(({ name, start, end }): Member[] =>
    servicesBeside(name, context).map((other) => ({ name: other, start, end })),
  );
  return registerOf(
    {
      ...list,
      path,
      text,
      members: [...members, ...beside, ...(list.covered ?? [])].sort((a, b) => a.start - b.start),
      insert: (name, like, rename) => {
        // Not from a pattern: what it covers is listed already.
        const sibling =
          members.find((member) => member === like) ?? members.findLast((member) => context.byName.has(member.name));
        if (!sibling) return null;
        const { start, end, writtenStart, written } = sibling;
        const folder = folderLike(sibling.folder, base, { sibling: sibling.name, name }, context);
        if (folder === null) return null;
        const [head, tail] = [text.slice(start, writtenStart), text.slice(writtenStart + written.length, end)];
        if (list.says === 'more' && (sibling.name !== like.name || rename(head + tail) === head + tail)) return null;
        const own = list.says === undefined ? (same: string) => same : rename;
        const clone = own(head) + (list.write?.(folder) ?? folder) + own(tail);
        return list.insert(clone, members, sibling);
      },
      remove: (member) => {
        const own = members.find((other) => other === member);
        return own ? list.remove(own, members) : null;
      },
    },
    context,
  );
}

/** Whether an entry stands for the folders that it matches, or takes some out. */
export function isFolderPattern(folder: string): boolean {
  return /[*?[\]{}!]/.test(folder);
}

/** More patterns than these nobody writes in one list; what others would list, it lacks. */
const mostPatterns = 100;

/** The services that the patterns of a list of folders stand for, each at the place of its pattern. */
export function coveredFolders(entries: readonly ListedFolder[], path: string, { byName }: RegisterContext): Member[] {
  const patterns = entries.filter(({ folder }) => isFolderPattern(folder) && !folder.startsWith('!'));
  return patterns.slice(0, mostPatterns).flatMap(({ folder, start, end }) => {
    const pattern = joinPath(folderOf(path), folder.replace(/^\.\//, '').replace(/\/$/, ''));
    const matches = globMatcher(pattern, { dot: true });
    return [...byName.values()].flatMap((service) =>
      service.path !== null && matches(service.path) ? [{ name: service.name, start, end }] : [],
    );
  });
}
