import type { Member, WrittenMember } from '../list-editing/member.ts';
import { listedNames } from './listed-names.ts';
import type { RegisterContext } from './register.ts';

/** The entries of a list, each with the name that its text stands for. */
export interface NamedEntries<T extends WrittenMember = WrittenMember> {
  members: (T & Member)[];
  /** How many services are named. */
  count: number;
  /** A name as the list writes it; null where it cannot. */
  write(name: string): string | null;
  /**
   * The entry of a listed name with another name in its place, everywhere in it; null where the list cannot write that
   * name. `quote` writes it as the text of the sibling is written.
   */
  clone(
    name: string,
    like: Member,
    words: { rename(part: string): string; quote(name: string, sibling: string): string },
  ): { sibling: T & Member; clone: string } | null;
}

/** `affixes`: whether entries may share something before or behind the name. */
export function namedEntries<T extends WrittenMember>(
  entries: readonly T[],
  text: string,
  context: RegisterContext,
  { affixes }: { affixes: boolean } = { affixes: true },
): NamedEntries<T> {
  const listed = listedNames(
    entries.map((entry) => entry.text),
    context,
    { affixes },
  );
  const members = entries.map((entry, index) => ({ ...entry, name: listed.names[index] ?? '' }));
  return {
    members,
    count: listed.count,
    write: (name) => listed.write(name),
    clone: (name, like, { rename, quote }) => {
      const sibling = members.find((member) => member === like);
      const written = listed.write(name);
      if (!sibling || written === null) return null;
      const { start, end, textStart, textEnd } = sibling;
      const renamed = (part: string): string => listed.rename(rename(part), sibling.name, name);
      const own = quote(written, text.slice(textStart, textEnd));
      return { sibling, clone: renamed(text.slice(start, textStart)) + own + renamed(text.slice(textEnd, end)) };
    },
  };
}
