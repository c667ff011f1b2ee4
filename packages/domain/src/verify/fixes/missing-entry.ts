import { memoizeByText } from '../../memo.ts';
import { isServiceName, showPath } from '../../names.ts';
import type { Register } from '../../registers/register.ts';
import { normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import type { Edit } from '../../yaml/edit.ts';
import { type Belonging, setOf } from '../facts/registers/register-set.ts';
import type { Fix } from '../findings/finding.ts';
import type { RuleContext } from '../rule/context.ts';
import type { RuleFinding } from '../rule/rule.ts';
import { holdsUnchosen, withoutSecrets } from './clone/sibling-secrets.ts';

/** The services that a register has to name: all that are built, or those of its kinds. */
export function expectedIn({ scope }: Register, { listed }: RuleContext): string[] {
  return listed.flatMap(({ name, kind }) => (scope === 'all' || scope.includes(kind) ? [name] : []));
}

/**
 * A finding for each service that a register lacks, at the register, with the edit that adds it. Only a service of the
 * set that the register is about can be missing; where that is not proved, it is a notice that says why.
 * `consequence` says what the absence does to people.
 */
export function* missingEntries(
  register: Register,
  context: RuleContext,
  words: { list: string; consequence: string },
): Iterable<RuleFinding> {
  const present = new Set(register.entries);
  const missing = expectedIn(register, context).filter((name) => !present.has(name));
  if (missing.length === 0) return;
  for (const [name, belonging] of belongingOf(missing, register, context)) {
    if (belonging.state === 'outside') continue;
    const about = register.takenOut.has(name)
      ? `service ${name} is in ${words.list} of ${register.file}, and "exclude" takes every job of it out again`
      : `service ${name} is not in ${words.list} of ${register.file}`;
    const isLikely = belonging.state === 'likely';
    yield {
      location: { path: register.file, line: register.line, column: register.column },
      subject: name,
      ...(isLikely ? { severity: 'notice' as const, confidence: 'likely' as const } : {}),
      message: `${about}: ${words.consequence}${isLikely ? ` (${belonging.reason})` : ''}`,
      key: `${name} ${register.id}`,
      fix: insertion(register, name, words.list, { context, proved: !isLikely }),
    };
  }
}

const joins: Belonging = { state: 'proved' };

/** How each name that a register lacks belongs to the set that it is about. */
function belongingOf(
  missing: readonly string[],
  register: Register,
  context: RuleContext,
): readonly [string, Belonging][] {
  const belongs = setOf(register, context);
  const present = new Set(register.entries);
  const known = missing.flatMap((name): [string, Belonging][] => {
    const service = context.services.get(name);
    return service ? [[name, belongs(service)]] : [];
  });
  // A list that others are left out of is one of some: nobody knows whether another is to be in it.
  const isOfSome = known.some(([name, { state }]) => !context.added.has(name) && state === 'outside');
  const all = known.flatMap(([name, belonging]): [string, Belonging][] => {
    const like = context.added.get(name)?.like;
    if (like === undefined) return [[name, belonging]];
    if (isOfSome) return belonging.state === 'proved' ? [[name, belonging]] : [];
    // One that is being added is to be where the one is that it is like.
    return [[name, present.has(like) ? joins : belonging]];
  });
  const listed = register.entries.filter((name) => context.services.has(name)).length;
  const count = (state: Belonging['state']): number =>
    all.filter(([, belonging]) => belonging.state === state && belonging !== joins).length;
  const [proved, likely] = [count('proved'), count('likely')];
  // What lacks more than it has, and of which nothing proves what it is about, is a choice.
  const told =
    register.kind === 'configured' || proved + likely <= listed
      ? all
      : all.filter(([, { state }]) => state !== 'likely');
  if (register.kind === 'configured' || proved <= listed) return told;
  // What more are not in than are may be about something that they have not.
  const reason = `it lists ${listed} of the ${listed + proved} services that it could be about`;
  return told.map(([name, belonging]) => [
    name,
    belonging.state === 'proved' && belonging !== joins ? { state: 'likely', reason } : belonging,
  ]);
}

/**
 * The fix that adds a name to a register; null where it cannot be added. It is safe where the service is of the set that
 * the register is about, all entries are written alike, and every path that the new one names is there.
 */
export function insertion(
  register: Register,
  name: string,
  list: string,
  { context, proved }: { context: RuleContext; proved: boolean },
): Fix | null {
  if (!isServiceName(name)) return null;
  const like = context.added.get(name)?.like;
  const edits = register.insert(name, like).map(withoutSecretsBelow);
  const likeness = register.likeness();
  if (edits.length === 0 || (likeness === 'values' && !knowsNumbers(register, name, context))) return null;
  const isAlike = likeness === 'alike' || register.kind === 'paths-filter';
  // The files of one that is being added come with it.
  const absent = context.added.has(name) ? [] : edits.flatMap(({ newText }) => absentPaths(newText, context));
  const hasCase = isChosenByCase(register, context);
  const chooses = edits.some(({ newText }) => holdsUnchosen(newText));
  const safe = proved && isAlike && absent.length === 0 && !hasCase && !chooses;
  const look = !proved
    ? ', if it is to be there'
    : hasCase
      ? ', and give it an arm in the case of the loop'
      : absent.length > 0
        ? `, and make ${absent.map(showPath).join(', ')}`
        : chooses
          ? ', and choose its secrets'
          : ', and look at what differs from entry to entry';
  return { description: `add ${name} to ${list}${safe ? '' : look}`, safe, edits };
}

/**
 * Whether the numbers that each entry has of its own are known of a new one: filters have none of a service. What one has
 * in Compose that no other has is its sibling's, but for the ports of the host; elsewhere that of a new service takes the
 * place of its sibling's port.
 */
function knowsNumbers(register: Register, name: string, { added }: RuleContext): boolean {
  const { kind } = register;
  const { like, port } = added.get(name) ?? {};
  if (kind === 'paths-filter' || like === undefined) return kind === 'paths-filter';
  const numbers = register.entryText(like)?.match(/(?<![\w.-])\d{2,}(?![\w.-])/g) ?? [];
  return kind === 'compose' || (numbers.length > 0 && numbers.every((number) => Number(number) === port));
}

/** An entry without the secrets that it came with; its first line says whose it is. */
function withoutSecretsBelow(edit: Edit): Edit {
  const { newText, path } = edit;
  const end = newText.indexOf('\n', newText.search(/\S/)) + 1;
  return end === 0
    ? edit
    : { ...edit, newText: newText.slice(0, end) + withoutSecrets(path, newText.slice(end), null) };
}

/** Whether a loop of a list does for each name what a `case` says: a name without an arm gets what the one before it got. */
function isChosenByCase({ kind, key, file }: Register, context: RuleContext): boolean {
  if (!/^shell-/.test(kind)) return false;
  const { choosing, isLoopChosen } = casesOf(context, file);
  return isLoopChosen || choosing.has(key);
}

/** The variables that a `case` of a script asks, and whether a loop sets one of them; a script may have any number of lists. */
const casesOf = memoizeByText(({ text }: RuleContext, file) => {
  const script = text(file) ?? '';
  const choosing = new Set([...script.matchAll(/\bcase[ \t]+"?\$\{?(\w+)/g)].map(([, name = '']) => name));
  const loops = [...script.matchAll(/\bfor[ \t]+(\w+)[ \t]+in\b/g)].map(([, name = '']) => name);
  return { choosing, isLoopChosen: loops.some((name) => choosing.has(name)) };
});

/** The paths that a text names and that are not there, as far as they begin with a folder of the repository. */
function absentPaths(text: string, { paths }: RuleContext): string[] {
  const words = (text.match(/(?<![\w.@/-])[\w.@/-]+/g) ?? []).filter((word) => word.includes('/'));
  return words.flatMap((word) => {
    const path = normaliseRepositoryPath(word);
    if (path === null || paths.at(path.split('/')[0] ?? '') !== 'folder') return [];
    return paths.at(path) === null ? [path] : [];
  });
}

/** The variable or key that a register belongs to, for a message: `SERVICES`, `matrix.service`. */
export function listName({ id }: Pick<Register, 'id'>): string {
  return listPointer({ id }).replace(/ \d+$/, '').split(/[\s.]/).at(-1) ?? '';
}

/** Where a register is in the structure of its file, for a message: `istio.services`. */
export function listPointer({ id }: Pick<Register, 'id'>): string {
  return id.slice(id.indexOf('#') + 1);
}
