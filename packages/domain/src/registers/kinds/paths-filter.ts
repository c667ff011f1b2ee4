import { isMap, isScalar } from 'yaml';
import { contentEnd, insertBlock, removeBlock } from '../../list-editing/list-text.ts';
import type { Member } from '../../list-editing/member.ts';
import { offsetsIn, placeIn } from '../../location.ts';
import { lineStart, newlineOf } from '../../text-lines.ts';
import { UserError } from '../../user-error.ts';
import { placesOf, type ScalarPlace } from '../../yaml/workflow-scalars.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** The filters of a paths-filter step: keys with patterns, in the step itself or in a file it names. */
export const pathsFilter: RegisterKind = {
  id: 'paths-filter',
  find: (file, context) =>
    file.yaml ? filterTexts(file.yaml, context.text).flatMap((filters) => filtersIn(filters, context)) : [],
};

/** Why the filters of a workflow cannot be read. What an expression writes into them is not known. */
export function brokenFilters(workflow: YamlFile, textOf: (path: string) => string | undefined): UserError[] {
  return filterTexts(workflow, textOf).flatMap(({ path, text, start, content }) => {
    const { errors, template } = parseYamlFile(path, content);
    const [error] = errors;
    if (!error || template) return [];
    const place = error.location ? offsetsIn(content)(error.location) : 0;
    return [new UserError(error.message, { location: placeIn({ path, text }, start + place), cause: error })];
  });
}

function filterTexts(file: YamlFile, textOf: (path: string) => string | undefined): FiltersText[] {
  const { scalars } = placesOf(file);
  const steps = new Set(scalars.filter((place) => isPathsFilter(place, file.text)).map(({ path }) => stepOf(path)));
  return scalars.flatMap((place): FiltersText[] => {
    if (place.path.at(-1) !== 'filters' || place.path.at(-2) !== 'with') return [];
    if (!steps.has(stepOf(place.path.slice(0, -1)))) return [];
    const content = file.text.slice(place.start, place.end);
    if (place.block) {
      const embedded = { path: file.path, text: file.text, start: place.start, content, label: place.pointer };
      return [{ ...embedded, pointer: place.pointer, offset: place.offset }];
    }
    const path = content.replace(/^(['"])(.*)\1$/, '$2').replace(/^\.\//, '');
    const text = textOf(path);
    return text === undefined ? [] : [{ path, text, start: 0, content: text, label: '', pointer: '', offset: null }];
  });
}

function isPathsFilter({ path, start, end }: ScalarPlace, text: string): boolean {
  return path.at(-1) === 'uses' && /^['"]?[\w.-]+\/paths-filter@/.test(text.slice(start, end));
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
  label: string;
  pointer: string;
  /** Offset of the key that holds the filters; null for the first filter. */
  offset: number | null;
}

function filtersIn(
  { path, text, start, content, label, pointer, offset }: FiltersText,
  context: RegisterContext,
): (Register | null)[] {
  const embedded = parseYamlFile(path, content);
  const map = embedded.documents[0]?.contents;
  if (embedded.errors.length > 0 || !isMap(map) || map.flow) return [];
  const members: Member[] = [];
  for (const { key, value } of map.items) {
    if (!isScalar(key) || !key.range) continue;
    members.push({
      name: String(key.value),
      start: start + key.range[0],
      end: start + contentEnd(content, value ?? key),
    });
  }
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
      insert: (name, like, rename) => {
        const written = text.slice(like.start, like.end);
        const renamed = rename(written);
        const folder = context.byName.get(name)?.path ?? name;
        // An anchor may be defined once only, and a clone that does not name the service would watch its sibling.
        const rest = renamed.slice(name.length);
        const generic = /(^|\s)&\w/.test(written) || !(rest.includes(name) || rest.includes(folder));
        const clone = generic
          ? `${name}:${newlineOf(text)}${text.slice(lineStart(text, like.start), like.start)}  - '${folder}/**'`
          : renamed;
        return last ? insertBlock(path, text, { last, like, clone }) : null;
      },
      remove: (member) => removeBlock(path, text, member),
    },
    context,
  );
  return [register];
}
