import { removeFromBrackets } from '../list-editing/list-text.ts';
import type { Member } from '../list-editing/member.ts';
import { insertSeparated, removeSeparated } from '../list-editing/separated-list.ts';
import type { Word } from '../shell/shell-words.ts';
import type { Edit } from '../yaml/edit.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { listedNames } from './listed-names.ts';
import { type Register, type RegisterContext, registerOf } from './register.ts';

interface WordList {
  kind: 'shell-array' | 'shell-loop' | 'make-variable' | 'gathered-targets';
  words: readonly Word[];
  pointer: string;
  offset: number;
  label: string;
  /** In quotes as a whole: most of its words have to be services, or it may be a sentence. */
  quoted?: boolean;
  /** In braces, with nothing but a comma between two. */
  isBraced?: boolean;
}

/** A list of words of a shell or of make as a register. */
export function wordsRegister(list: WordList, { path, text }: SourceFile, context: RegisterContext): Register | null {
  const keys = list.words.map((word) => keyOf(word.text));
  const listed = listedNames(keys, context, { affixes: true });
  if (list.quoted && listed.count * 2 < keys.length) return null;
  const members = list.words.map(({ start, end }, index) => ({ name: listed.names[index] ?? '', start, end }));
  // Numbers may differ: whoever adds a name says whether the one of its sibling becomes its own.
  const shapes = new Set(
    list.words.map((word, index) => word.text.replaceAll(keys[index] ?? '', '\0').replace(/(?<![\w.])\d+$/, '0')),
  );
  const edits = editsOf(list, path, text, members);
  return registerOf(
    {
      ...list,
      path,
      text,
      members,
      write: (name) => listed.write(name),
      insert: (name, like) => {
        const key = keys[members.indexOf(like)];
        const written = listed.write(name);
        // Values that differ from name to name are a person's to choose.
        if (key === undefined || written === null || shapes.size > 1) return null;
        return edits.insert(text.slice(like.start, like.end).replaceAll(key, () => written));
      },
      remove: (member) => edits.remove(member),
    },
    context,
  );
}

/** What stands for a name in a word that also holds a value: `[a]=8080`, `a:8080`, `a=x`, `a|x`. */
function keyOf(word: string): string {
  return /^\[([^\]]+)\]=/.exec(word)?.[1] ?? /^([\w./-]+)[:=|,]./.exec(word)?.[1] ?? word;
}

function editsOf(
  { kind, quoted, isBraced }: WordList,
  path: string,
  text: string,
  members: readonly Member[],
): { insert(written: string): Edit | null; remove(member: Member): Edit | null } {
  if (isBraced)
    return {
      insert: (written) => {
        const end = members.at(-1)?.end;
        return end === undefined ? null : { path, range: [end, end], newText: `,${written}` };
      },
      // Braces around one word are no list: bash takes them as they are.
      remove: (member) => (members.length > 2 ? removeFromBrackets(path, members, member) : null),
    };
  /** What divides two members; null when it is more than blanks and continued lines. */
  const gap = (before: Member | undefined, after: Member | undefined): string | null => {
    const between = before && after ? text.slice(before.end, after.start) : null;
    return between !== null && /^[\s\\]*$/.test(between) ? between : null;
  };
  const first = gap(members[0], members[1]);
  if (kind === 'shell-array' && !first?.includes('\\')) {
    const comma = quoted === true && first === null && members.length > 1;
    const list = { path, text, members, comma };
    return { insert: (written) => insertSeparated(list, written), remove: (member) => removeSeparated(list, member) };
  }
  return {
    insert: (written) => {
      const last = members.at(-1);
      return last ? { path, range: [last.end, last.end], newText: (gap(members.at(-2), last) ?? ' ') + written } : null;
    },
    remove: (member) => {
      const index = members.indexOf(member);
      const [previous, next] = [members[index - 1], members[index + 1]];
      if (previous && gap(previous, member) !== null) return { path, range: [previous.end, member.end], newText: '' };
      return { path, range: [member.start, next && gap(member, next) !== null ? next.start : member.end], newText: '' };
    },
  };
}
