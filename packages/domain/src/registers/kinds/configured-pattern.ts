import { groupBy } from '../../grouping.ts';
import { type LinearRegExp, linearRegExp } from '../../linear-regexp/linear-regexp.ts';
import { NotLinear } from '../../linear-regexp/parse.ts';
import { removeFromBrackets } from '../../list-editing/list-text.ts';
import type { Member, WrittenMember } from '../../list-editing/member.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { quoteName } from '../../names.ts';
import { lineEnd, lineStart } from '../../text-lines.ts';
import { UserError } from '../../user-error.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { namedEntries } from '../named-entries.ts';
import { type Register, type RegisterContext, registerOf } from '../register.ts';

/** A list of all that the first group of a pattern matches, in any file. UserError for a pattern that cannot be one. */
export function configuredPattern(
  { pattern, index, scope }: { pattern: string; index: number; scope: Register['scope'] },
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const entries = namedEntries(matchesOf(pattern, text), text, context);
  const { members } = entries;
  const [first, second] = members;
  /** Whether each has a line of its own. */
  const line = !first || !second || text.slice(first.end, second.start).includes('\n');
  const separated = { path, text, members, comma: false };
  return registerOf(
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
        const copy = entries.clone(name, like, { rename, quote: (written) => written });
        if (!copy) return null;
        const edit = line ? insertSeparated(separated, copy.clone) : insertBeside(path, text, members, copy.clone);
        // Only what the pattern finds again is listed.
        const after = edit && text.slice(0, edit.range[0]) + edit.newText + text.slice(edit.range[1]);
        return after !== null && matchesOf(pattern, after).length === members.length + 1 ? edit : null;
      },
      remove: (member) => (line ? removeSeparated(separated, member) : removeFromBrackets(path, members, member)),
    },
    context,
  );
}

/** Behind the last of a line, with what stands between the two before it. */
function insertBeside(path: string, text: string, members: readonly Member[], written: string): Edit | null {
  const [previous, last] = members.slice(-2);
  if (!previous || !last) return null;
  return { path, range: [last.end, last.end], newText: text.slice(previous.end, last.start) + written };
}

/** What a group matched takes its line when the line has no other, else itself. */
function matchesOf(pattern: string, text: string): WrittenMember[] {
  const expression = compile(pattern);
  const groups = boundedBy(pattern, () => expression.matchAll(text)).flatMap(([, place]) => {
    return place && place[1] > place[0]
      ? [{ line: lineStart(text, place[0]), textStart: place[0], textEnd: place[1] }]
      : [];
  });
  const byLine = groupBy(groups, ({ line }) => line);
  return groups.map(({ line, textStart, textEnd }) => {
    const match = { text: text.slice(textStart, textEnd), textStart, textEnd };
    if (byLine.get(line)?.length !== 1 || line === 0) return { ...match, start: textStart, end: textEnd };
    const behind = text.slice(textEnd, lineEnd(text, textEnd)).trimEnd().length;
    const indent = /^[ \t]*/.exec(text.slice(line, textStart))?.[0].length ?? 0;
    return { ...match, start: line + indent, end: textEnd + behind };
  });
}

function compile(pattern: string): LinearRegExp {
  const help = 'Correct the `pattern` of `registers`.';
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'm');
  } catch (cause) {
    throw new UserError(`${quoteName(pattern)} is no regular expression`, { help, cause });
  }
  const linear = boundedBy(pattern, () => linearRegExp(expression));
  if (linear.groups !== 1)
    throw new UserError(`the pattern ${quoteName(pattern)} has ${linear.groups} groups: which one is a name?`, {
      help: 'Put what names a service in one group, and other groups as `(?:…)`.',
    });
  return linear;
}

/** What is to be had of a pattern in time that grows with the text; a UserError says what does not grow so. */
function boundedBy<T>(pattern: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof NotLinear)) throw cause;
    throw new UserError(
      `the pattern ${quoteName(pattern)} cannot be searched in bounded time: it has ${cause.message}`,
      {
        help: 'Write the `pattern` of `registers` without it.',
        cause,
      },
    );
  }
}
