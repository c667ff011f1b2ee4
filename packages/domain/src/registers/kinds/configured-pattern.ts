import { removeFromBrackets } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { quoteName } from '../../names.ts';
import { UserError } from '../../user-error.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import { listedNames } from '../listed-names.ts';
import { type Register, type RegisterContext, registerOf } from '../register.ts';

interface Match {
  /** What the group matched. */
  written: string;
  writtenStart: number;
  writtenEnd: number;
  /** What the entry takes: its line when the line has no other, else the group. */
  start: number;
  end: number;
}

/** A list of all that the first group of a pattern matches, in any file. UserError for a pattern that cannot be one. */
export function configuredPattern(
  { pattern, index, scope }: { pattern: string; index: number; scope: Register['scope'] },
  { path, text }: RegisterFile,
  context: RegisterContext,
): Register[] {
  const matches = matchesOf(pattern, text);
  const [first, second] = matches;
  const listed = listedNames(
    matches.map(({ written }) => written),
    context,
    { affixes: true },
  );
  const members = matches.map((match, at) => ({ ...match, name: listed.names[at] ?? '' }));
  /** Whether each has a line of its own. */
  const line = !first || !second || text.slice(first.end, second.start).includes('\n');
  const separated = { path, text, members, comma: false };
  const register = registerOf(
    {
      kind: 'configured',
      path,
      text,
      pointer: `pattern ${index + 1}`,
      offset: first?.start ?? 0,
      members,
      label: '',
      scope,
      insert: (name, like, rename) => {
        const sibling = members.find((member) => member === like);
        const written = listed.write(name);
        if (!sibling || written === null) return null;
        const { start, end, writtenStart, writtenEnd } = sibling;
        const renamed = (part: string): string => listed.rename(rename(part), sibling.name, name);
        const clone = renamed(text.slice(start, writtenStart)) + written + renamed(text.slice(writtenEnd, end));
        const edit = line ? insertSeparated(separated, clone) : insertBeside(path, text, members, clone);
        // Only what the pattern finds again is listed.
        const after = edit && text.slice(0, edit.range[0]) + edit.newText + text.slice(edit.range[1]);
        return after !== null && matchesOf(pattern, after).length === matches.length + 1 ? edit : null;
      },
      remove: (member) => (line ? removeSeparated(separated, member) : removeFromBrackets(path, members, member)),
    },
    context,
  );
  return register ? [register] : [];
}

/** Behind the last of a line, with what stands between the two before it. */
function insertBeside(path: string, text: string, members: readonly Member[], written: string): Edit | null {
  const [previous, last] = members.slice(-2);
  if (!previous || !last) return null;
  return { path, range: [last.end, last.end], newText: text.slice(previous.end, last.start) + written };
}

function matchesOf(pattern: string, text: string): Match[] {
  const expression = compile(pattern);
  const found = [...text.matchAll(expression)].flatMap((match) => {
    const [, place] = match.indices ?? [];
    return place && place[1] > place[0] ? [{ writtenStart: place[0], writtenEnd: place[1] }] : [];
  });
  const counts = new Map<number, number>();
  const lines = found.map(({ writtenStart }) => text.lastIndexOf('\n', writtenStart - 1) + 1);
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return found.map(({ writtenStart, writtenEnd }, index) => {
    const line = lines[index] ?? 0;
    const written = text.slice(writtenStart, writtenEnd);
    if (counts.get(line) !== 1 || line === 0)
      return { written, writtenStart, writtenEnd, start: writtenStart, end: writtenEnd };
    const stop = /[^\r\n]*/.exec(text.slice(writtenEnd))?.[0].trimEnd().length ?? 0;
    const indent = /^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0;
    return { written, writtenStart, writtenEnd, start: line + indent, end: writtenEnd + stop };
  });
}

function compile(pattern: string): RegExp {
  let groups = 0;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'dgm');
    groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
  } catch (cause) {
    throw new UserError(`${quoteName(pattern)} is no regular expression`, {
      help: 'Correct the `pattern` of `registers`.',
      cause,
    });
  }
  if (groups !== 1)
    throw new UserError(`the pattern ${quoteName(pattern)} has ${groups} groups: which one is a name?`, {
      help: 'Put what names a service in one group, and other groups as `(?:…)`.',
    });
  return expression;
}
