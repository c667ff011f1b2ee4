import { isMap, isScalar } from 'yaml';
import { contentEnd, insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { offsetsIn, placeIn } from '../../location.ts';
import { programStem, snake, spellingsOf } from '../../name-spellings.ts';
import { lineStart, newlineOf } from '../../text-lines.ts';
import { joinPath, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { UserError } from '../../user-error.ts';
import { field, plainValue, walkValue } from '../../yaml/value.ts';
import { placesOf, type ScalarPlace } from '../../yaml/workflow-scalars.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** The filters of a step of paths-filter or changed-files: keys with patterns, in the step or in a file it names. */
export const pathsFilter: RegisterKind = {
  id: 'paths-filter',
  find: (file, context) =>
    file.yaml ? filterTexts(file.yaml, context.text).flatMap((filters) => filtersIn(filters, context)) : [],
};

/** Why the filters of a workflow cannot be read. What an expression writes into them is not known. */
export function brokenFilters(workflow: YamlFile, textOf: (path: string) => string | undefined): UserError[] {
  return filterTexts(workflow, textOf).flatMap(({ path, text, start, content, fixed }) => {
    const { errors, template } = parseYamlFile(path, content);
    const [error] = errors;
    if (!error || template) return [];
    const place = error.location && !fixed ? offsetsIn(content)(error.location) : 0;
    return [new UserError(error.message, { location: placeIn({ path, text }, start + place), cause: error })];
  });
}

function filterTexts(file: YamlFile, textOf: (path: string) => string | undefined): FiltersText[] {
  const { scalars } = placesOf(file);
  const steps = new Map(
    scalars.flatMap((place) => {
      const key = filtersKey(place, file.text);
      return key === null ? [] : [[stepOf(place.path), key] as const];
    }),
  );
  return scalars.flatMap((place): FiltersText[] => {
    const key = steps.get(stepOf(place.path.slice(0, -1)));
    if (key === undefined || place.path.at(-1) !== key || place.path.at(-2) !== 'with') return [];
    const content = file.text.slice(place.start, place.end);
    const written = place.parent?.get(key);
    if (place.block || (typeof written === 'string' && /[\n:]/.test(written))) {
      const embedded = { path: file.path, text: file.text, start: place.start, label: place.pointer };
      // In quotes the text is not that of the file: it can be read, and nothing can be added to it.
      const read = place.block ? { content, fixed: false } : { content: String(written), fixed: true };
      return [{ ...embedded, ...read, pointer: place.pointer, offset: place.offset }];
    }
    // Only paths-filter takes the name of a file here.
    if (key !== 'filters') return [];
    // An input of the action, which changes to it before it reads the file (paths-filter 3.0.2, src/main.ts).
    const folder = place.parent?.get('working-directory');
    const named = content.replace(/^(['"])(.*)\1$/, '$2');
    const path = normaliseRepositoryPath(typeof folder === 'string' ? joinPath(folder, named) : named);
    const text = path === null ? undefined : textOf(path);
    if (path === null || text === undefined) return [];
    return [{ path, text, start: 0, content: text, fixed: false, label: '', pointer: '', offset: null }];
  });
}

/** The input that holds the filters of a step, by the action that it runs; null where it is no such action. */
function filtersKey({ path, start, end }: ScalarPlace, text: string): 'filters' | 'files_yaml' | null {
  const [, action] =
    (path.at(-1) === 'uses' && /^['"]?[\w.-]+\/(paths-filter|changed-files)@/.exec(text.slice(start, end))) || [];
  if (action === undefined) return null;
  return action === 'paths-filter' ? 'filters' : 'files_yaml';
}

/** The path of the step that holds a key of it. */
function stepOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path.slice(0, -1));
}

interface FiltersText {
  path: string;
  text: string;
  /** Offset of the content in the text. */
  start: number;
  content: string;
  /** Whether nothing can be written to it. */
  fixed: boolean;
  label: string;
  pointer: string;
  /** Offset of the key that holds the filters; null for the first filter. */
  offset: number | null;
}

function filtersIn(
  { path, text, start, content, fixed, label, pointer, offset }: FiltersText,
  context: RegisterContext,
): (Register | null)[] {
  const embedded = parseYamlFile(path, content);
  const [document] = embedded.documents;
  const map = document?.contents;
  if (embedded.errors.length > 0 || !document || !isMap(map)) return [];
  const isFixed = fixed || map.flow === true;
  const values = plainValue(document);
  const keys = map.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !key.range) return [];
    const place = { start: start + key.range[0], end: start + contentEnd(content, value ?? key) };
    const patterns = patternsIn(field(values, String(key.value)));
    return [{ key: String(key.value), patterns, ...(fixed ? { start, end: start } : place) }];
  });
  const names = namesOf(keys, context);
  const members = keys.map((one, index): Member & Filter => ({ ...one, name: names[index] ?? one.key }));
  const byName = new Map(members.toReversed().map((member) => [member.name, member]));
  const write = keyWriter(members, context);
  const last = members.at(-1);
  const register = registerOf(
    {
      kind: 'paths-filter',
      path,
      text,
      pointer,
      offset: offset ?? members[0]?.start ?? 0,
      members,
      label,
      patterns: (name) => byName.get(name)?.patterns ?? [],
      write,
      insert: (name, like, rename) => {
        if (isFixed || !last) return null;
        const key = write(name);
        const written = text.slice(like.start, like.end);
        const own = keys.find((one) => one.start === like.start)?.key ?? like.name;
        // An anchor may be defined once only, and a clone that does not name the service would watch its sibling.
        const rest = rename(written.slice(own.length));
        const folder = context.byName.get(name)?.path ?? name;
        const generic =
          /(^|\s)&\w/.test(written) || !written.startsWith(own) || !(rest.includes(name) || rest.includes(folder));
        const clone = generic
          ? `${key}:${newlineOf(text)}${text.slice(lineStart(text, like.start), like.start)}  - '${folder}/**'`
          : key + rest;
        return insertBlock(path, text, { last, like, clone });
      },
      remove: (member) => (isFixed ? null : removeBlock(path, text, member)),
    },
    context,
  );
  return [register];
}

/** A filter: its key, and the globs of the files that it is about. */
interface Filter {
  key: string;
  patterns: string[];
}

/** The globs of a filter, those of anchors and of kinds of change among them (paths-filter 3.0.2, src/filter.ts). */
function patternsIn(value: unknown): string[] {
  const patterns: string[] = [];
  for (const { value: one } of walkValue(value)) if (typeof one === 'string') patterns.push(one);
  return patterns;
}

/**
 * The services that filters are about, by their keys: the name itself, another spelling of it, or the one service whose
 * whole folder the globs are of. Any other key is its own name: it is about a part, or about what services share.
 */
function namesOf(filters: readonly Filter[], { byName }: RegisterContext): string[] {
  const spellings = new Map<string, string>();
  for (const name of byName.keys()) for (const one of spellingsOf(name)) if (!byName.has(one)) spellings.set(one, name);
  const byPath = new Map([...byName.values()].flatMap(({ name, path }) => (path ? [[path, name] as const] : [])));
  const taken = new Set(filters.flatMap(({ key }) => (byName.has(key) ? [key] : [])));
  const take = (name: string | undefined): string | undefined => {
    if (name === undefined || taken.has(name)) return undefined;
    taken.add(name);
    return name;
  };
  const spelled = filters.map(({ key }) => (byName.has(key) ? key : take(spellings.get(key))));
  return filters.map(({ key, patterns }, index) => {
    const watched = new Set(patterns.flatMap((pattern) => byPath.get(pattern.replace(/\/\*\*(?:\/\*)?$/, '')) ?? []));
    const [only, ...others] = watched;
    return spelled[index] ?? take(others.length === 0 ? only : undefined) ?? key;
  });
}

/**
 * How the filters spell names: as they are, unless more of those that differ in it are spelled in snake case, or say the
 * name without the word for a program (`cart` of `cart-service`).
 */
function keyWriter(filters: readonly (Member & Filter)[], { byName }: RegisterContext): (name: string) => string {
  const stemOf = (name: string): string => {
    const stem = programStem(name);
    return stem === null || byName.has(stem) ? name : stem;
  };
  const known = filters.filter(({ name }) => byName.has(name));
  const isUsual = (spell: (name: string) => string): boolean => {
    const differing = known.filter(({ name }) => spell(name) !== name);
    return differing.filter(({ key, name }) => key === spell(name)).length > differing.length / 2;
  };
  return [snake, stemOf].find(isUsual) ?? ((name) => name);
}
