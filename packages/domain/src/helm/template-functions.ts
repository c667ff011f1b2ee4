import { dug, merged } from './template-merge.ts';
import { indented, jsonOf, kindOf, textFunction, trimmedOf, truncated, yamlOf } from './template-text.ts';
import {
  fieldOf,
  isAbsent,
  isEmptyKey,
  isTrue,
  itemsOf,
  piecesOf,
  plainOf,
  type Rendered,
  readsOf,
  type TextPiece,
} from './template-value.ts';

/** Runs a named template with a dot, so many templates deep. */
export type Include = (name: string, dot: Rendered, depth: number) => readonly TextPiece[];

/** Where a function is called. */
export interface CallPlace {
  include: Include;
  depth: number;
  /** Writes a key of the values over, for what is evaluated behind it. */
  write: (key: Extract<Rendered, { kind: 'values' }>, value: Rendered) => void;
}

type TemplateFunction = (values: readonly Rendered[], place: CallPlace) => Rendered | undefined;

const nothing: Rendered = { kind: 'plain', value: null };

/** Calls a function of Go templates, Sprig or Helm. What is not known here gives what is not known. */
export function callFunction(name: string, values: readonly Rendered[], place: CallPlace): Rendered {
  const own = functions.get(name)?.(values, place);
  return own ?? { kind: 'unknown', reads: values.flatMap(readsOf), absent: values.some(isAbsent) };
}

function text(pieces: readonly TextPiece[]): Rendered {
  return { kind: 'text', pieces };
}

function literal(written: string): TextPiece {
  return { text: written, key: null, field: null, known: true, reads: [] };
}

/**
 * The first that is true, or may be; the last one where none is. A text of the template that stands in for a key of the
 * values which is there and empty is that key's: what is written to the key takes its place.
 */
function firstTrue(values: readonly Rendered[]): Rendered | undefined {
  const chosen = values.find((value) => isTrue(value) !== false) ?? values.at(-1);
  if (!chosen || (chosen.kind !== 'text' && chosen.kind !== 'unknown' && typeof plainOf(chosen) !== 'string'))
    return chosen;
  const empty = values.slice(0, values.indexOf(chosen)).find(isEmptyKey);
  const pieces = empty ? piecesOf(chosen) : [];
  const [stand] = empty ? piecesOf(empty) : [];
  if (!stand || pieces.some(({ key }) => key !== null)) return chosen;
  const known = pieces.every((piece) => piece.known);
  return text([{ ...stand, text: known ? pieces.map((piece) => piece.text).join('') : '', known }]);
}

const same: TemplateFunction = (values) => {
  const last = values.at(-1);
  return last && text(piecesOf(last));
};

function printf(values: readonly Rendered[]): Rendered | undefined {
  const format = plainOf(values[0] ?? nothing);
  if (typeof format !== 'string') return undefined;
  let index = 1;
  const pieces = format.split(/(%[-+0-9.]*[a-z%])/).flatMap((part): readonly TextPiece[] => {
    if (!/^%[-+0-9.]*[a-z%]$/.test(part)) return part === '' ? [] : [literal(part)];
    if (part === '%%') return [literal('%')];
    const value = values[index];
    index += 1;
    if (!value) return [unknown([])];
    return /^%-?[svd]$/.test(part)
      ? piecesOf(value)
      : part === '%q'
        ? [literal('"'), ...piecesOf(value), literal('"')]
        : [unknown(readsOf(value))];
  });
  return text(pieces);
}

function unknown(reads: TextPiece['reads']): TextPiece {
  return { text: '', key: null, field: null, known: false, reads };
}

function withoutEnd(written: string, end: string): string {
  return end !== '' && written.endsWith(end) ? written.slice(0, -end.length) : written;
}

function withoutStart(written: string, start: string): string {
  return written.startsWith(start) ? written.slice(start.length) : written;
}

/** A question about a text, the last of its arguments. */
function tested(holds: (written: string, part: string) => boolean): TemplateFunction {
  return ([part, value]) => {
    const [asked, written] = [part && plainOf(part), value && plainOf(value)];
    if (typeof asked !== 'string' || typeof written !== 'string') return undefined;
    return { kind: 'plain', value: holds(written, asked) };
  };
}

function worded(word: string | undefined): Rendered | undefined {
  return word === undefined ? undefined : { kind: 'plain', value: word };
}

/** `kindIs`, and `typeIs` for the types that are called as their kind. */
const compareKinds: TemplateFunction = ([name, value]) => {
  const [asked, own] = [name && plainOf(name), value && kindOf(value)];
  if (typeof asked !== 'string' || own === undefined || !/^(?:string|bool|int|float64|map|slice)$/.test(asked))
    return undefined;
  return { kind: 'plain', value: asked === own };
};

function compare(holds: (a: unknown, b: unknown) => boolean): TemplateFunction {
  return ([first, ...others]) => {
    const a = first && plainOf(first);
    const rest = others.map(plainOf);
    if (a === undefined || rest.some((b) => b === undefined)) return undefined;
    return { kind: 'plain', value: rest.some((b) => holds(a, b)) };
  };
}

const include: TemplateFunction = ([name, dot = nothing], { include: run, depth }) => {
  const called = name && plainOf(name);
  return typeof called === 'string' ? text(run(called, dot, depth)) : undefined;
};

function lookedUp(values: readonly Rendered[]): Rendered | undefined {
  const [start, ...keys] = values;
  const names = keys.map(plainOf);
  if (!start || names.some((name) => typeof name !== 'string' && typeof name !== 'number')) return undefined;
  return names.reduce<Rendered>((value, name) => fieldOf(value, name as string | number), start);
}

const dict: TemplateFunction = (values) => {
  const entries = new Map<string, Rendered>();
  for (let index = 0; index + 1 < values.length; index += 2) {
    const name = plainOf(values[index] ?? nothing);
    const value = values[index + 1];
    if (typeof name !== 'string' || !value) return undefined;
    entries.set(name, value);
  }
  return { kind: 'dict', entries };
};

const not: TemplateFunction = ([value]) => {
  const holds = value && isTrue(value);
  return holds === undefined ? undefined : { kind: 'plain', value: !holds };
};

const hasKey: TemplateFunction = ([of, name]) => {
  const key = name && plainOf(name);
  const items = of && itemsOf(of);
  if (!items || key === undefined) return undefined;
  return { kind: 'plain', value: items.some((item) => plainOf(item.key) === key) };
};

/** `tpl`: a text without braces is what it says. */
const tpl: TemplateFunction = ([value]) => {
  if (!value) return undefined;
  const pieces = piecesOf(value);
  return pieces.some((piece) => piece.text.includes('{{')) ? undefined : text(pieces);
};

const and: TemplateFunction = (values) => {
  for (const value of values) {
    const holds = isTrue(value);
    if (holds === undefined) return undefined;
    if (!holds) return value;
  }
  return values.at(-1);
};

/** `set map key value`: writes the map, and is it. */
const set: TemplateFunction = ([map, name, value], { write }) => {
  const key = name && plainOf(name);
  if (!map || !value || typeof key !== 'string') return undefined;
  if (map.kind === 'dict') return { kind: 'dict', entries: new Map([...map.entries, [key, value]]) };
  if (map.kind !== 'values') return undefined;
  write({ ...map, path: [...map.path, key] }, value);
  return map;
};

const indent: TemplateFunction = ([blanks = nothing, value = nothing]) =>
  text(indented(piecesOf(value), ' '.repeat(Math.min(mostBlanks, Number(plainOf(blanks)) || 0))));

/** Blanks that a line is indented by at most. */
const mostBlanks = 200;

const join: TemplateFunction = ([by, list]) => {
  const separator = by && plainOf(by);
  const items = list && itemsOf(list);
  if (!items || typeof separator !== 'string') return undefined;
  return text(items.flatMap(({ value }, index) => [...(index === 0 ? [] : [literal(separator)]), ...piecesOf(value)]));
};

const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['default', ([other, value]) => (value && other ? firstTrue([value, other]) : undefined)],
  ['coalesce', firstTrue],
  ['or', firstTrue],
  ['and', and],
  ['not', not],
  ['empty', not],
  ['required', ([, value]) => value],
  ['ternary', ([yes, no, test]) => (test && isTrue(test) !== undefined ? (isTrue(test) ? yes : no) : undefined)],
  ['eq', compare((a, b) => String(a) === String(b))],
  ['ne', compare((a, b) => String(a) !== String(b))],
  ['include', include],
  ['tpl', tpl],
  ['printf', printf],
  ['print', (values) => text(values.flatMap(piecesOf))],
  ['cat', (values) => text(values.flatMap((value, index) => [...(index ? [literal(' ')] : []), ...piecesOf(value)]))],
  ['quote', (values) => text([literal('"'), ...values.flatMap(piecesOf), literal('"')])],
  ['squote', (values) => text([literal("'"), ...values.flatMap(piecesOf), literal("'")])],
  ['toString', same],
  ['trim', textFunction((written) => written.trim())],
  ['trimSuffix', textFunction((written, [end = '']) => withoutEnd(written, end))],
  ['trimPrefix', textFunction((written, [start = '']) => withoutStart(written, start))],
  ['trimAll', textFunction((written, [letters = '']) => trimmedOf(written, letters))],
  ['trunc', textFunction((written, [length = '']) => truncated(written, Number(length)))],
  ['lower', textFunction((written) => written.toLowerCase())],
  ['upper', textFunction((written) => written.toUpperCase())],
  ['replace', textFunction((written, [from = '', to = '']) => written.replaceAll(from, () => to))],
  ['contains', tested((written, part) => written.includes(part))],
  ['hasPrefix', tested((written, part) => written.startsWith(part))],
  ['hasSuffix', tested((written, part) => written.endsWith(part))],
  ['toYaml', ([value]) => value && text(yamlOf(value))],
  ['toJson', ([value]) => value && text(jsonOf(value))],
  ['kindOf', ([value]) => worded(value && kindOf(value))],
  ['kindIs', compareKinds],
  ['typeIs', compareKinds],
  ['indent', indent],
  ['nindent', (values, place) => text([literal('\n'), ...piecesOf(indent(values, place) ?? nothing)])],
  ['deepCopy', ([value]) => value],
  ['index', lookedUp],
  ['get', lookedUp],
  ['dict', dict],
  ['list', (values) => ({ kind: 'list', items: values })],
  ['hasKey', hasKey],
  ['set', set],
  ['merge', (values) => merged(values, false)],
  ['mergeOverwrite', (values) => merged([...values].reverse(), true)],
  ['dig', dug],
  ['join', join],
]);
