import { groupInto } from '../../grouping.ts';
import { withoutEnd } from '../../names.ts';
import { folderOf, foldersUp } from '../../tree/repository-paths.ts';

/**
 * Finds the folders that the words of a command name: as they are, or, where the command runs elsewhere, by the end of
 * their path. A file names its folder, and `./cmd/...` each program below.
 *
 * @param programs those of the folders that hold a program
 */
export function folderFinder(
  folders: ReadonlySet<string>,
  programs: ReadonlySet<string> = folders,
): (command: string) => string[] {
  const byEnd = new Map<string, string[]>();
  for (const folder of folders) for (const end of endsOf(folder)) groupInto(byEnd, end, folder);
  const below = new Map<string, string[]>();
  for (const folder of programs) for (const around of foldersUp(folder)) groupInto(below, around, folder);
  const named = (word: string): string[] => {
    const [one] = [word, folderOf(word)].filter((folder) => folder !== '' && folders.has(folder));
    if (one !== undefined) return [one];
    const ends = word.includes('/') ? (byEnd.get(word) ?? []) : [];
    return ends.length === 1 ? ends : [];
  };
  return (command) =>
    command.split(/[\s"'=]+/).flatMap((written): string[] => {
      const word = withoutEnd(written.replace(/^\.\//, ''), '/');
      if (/(?:^|\/)\.\.\.$/.test(word)) return below.get(word.slice(0, -4)) ?? [];
      if (word === '.') return folders.has('') ? [''] : [];
      return /^[\w.@][\w.@-]*(?:\/[\w.@-]+)*$/.test(word) ? named(word) : [];
    });
}

/** How many folders the end of a path that a command names may have. */
const mostSegments = 12;

/** `c` and `b/c` of `a/b/c`. */
function endsOf(folder: string): string[] {
  const inside = folder.split('/').slice(1).slice(-mostSegments);
  return inside.map((_segment, index) => inside.slice(index).join('/'));
}
