import { movedProjects, projectPath } from '../../builds/gradle-settings.ts';
import type { Member, Span } from '../../list-editing/member.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { folderRegister, type ListedFolder } from '../folder-list.ts';
import type { RegisterKind } from '../register.ts';

/** The projects that `settings.gradle(.kts)` includes: `include 'a', 'b'`, `include(":services:a")`. */
export const settingsGradle: RegisterKind = {
  id: 'settings-gradle',
  find: (file, context) => {
    const moved = movedProjects(file.text);
    // Who lies in a folder that is not read may be any of them.
    if (moved.isUnread) return [];
    const statements = includesOf(file.text, moved.folders);
    const folders = statements.flatMap((one) => one.folders);
    // Such a project has a second line, which Gradle refuses without the first.
    const isMoved = ({ start }: Member): boolean =>
      folders.some((one) => one.start === start && one.folder !== one.written.replaceAll(':', '/'));
    const list = { path: file.path, text: file.text };
    const groupOf = (member: Member): readonly Span[] =>
      statements.find(({ start, end }) => start <= member.start && member.start < end)?.folders ?? [];
    const register = folderRegister(
      {
        kind: 'settings-gradle',
        pointer: 'include',
        offset: statements[0]?.start ?? 0,
        label: 'gradle',
        folders,
        write: (folder) => folder.replaceAll('/', ':'),
        insert: (clone, members, like) => {
          const last = members.at(-1);
          if (!last || isMoved(like)) return null;
          const group = groupOf(last);
          return insertSeparated(
            { ...list, members: group.length > 1 ? group : members, comma: group.length > 1 },
            clone,
          );
        },
        remove: (member, members) => {
          if (isMoved(member)) return null;
          const group = groupOf(member);
          const own = group.find(({ start }) => start === member.start) ?? member;
          if (group.length > 1) return removeSeparated({ ...list, members: group, comma: true }, own);
          return removeSeparated({ ...list, members, comma: false }, member);
        },
      },
      file,
      context,
    );
    return [register];
  },
};

interface Include extends Span {
  /** One folder takes the whole statement, one of several its string. */
  folders: ListedFolder[];
}

function includesOf(text: string, moved: ReadonlyMap<string, string>): Include[] {
  const code = text.replace(/\/\*[\s\S]*?(?:\*\/|$)|(?<=^|\s)\/\/[^\n]*/g, (comment) =>
    comment.replace(/[^\r\n]/g, ' '),
  );
  const statement =
    /(?<=^|[\n;{\uFEFF])[ \t]*(include\s*(?:\(\s*)?((?:"[^"\n$]*"|'[^'\n]*')(?:\s*,\s*(?:"[^"\n$]*"|'[^'\n]*'))*)(?:[ \t]*,)?(?:\s*\))?)(?=[ \t]*(?:[\r\n;}]|$))/g;
  return [...code.matchAll(statement)].map(({ 0: all, 1: written = '', index }) => {
    const start = index + all.length - written.length;
    const end = start + written.length;
    const strings = [...written.matchAll(/"[^"]*"|'[^']*'/g)];
    const folders = strings.map(({ 0: quoted, index: at }) => {
      const project = quoted.slice(1, -1);
      const place = { start: start + at, end: start + at + quoted.length };
      const folder = moved.get(projectPath(project)) ?? project.replace(/^:/, '').replaceAll(':', '/');
      const bare = project.replace(/^:/, '');
      const writtenStart = place.start + 1 + project.length - bare.length;
      return { folder, written: bare, writtenStart, ...(strings.length > 1 ? place : { start, end }) };
    });
    return { start, end, folders };
  });
}
