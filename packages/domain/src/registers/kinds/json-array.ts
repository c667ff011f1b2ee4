import { groupInto } from '../../grouping.ts';
import { insertInBrackets, removeFromBrackets } from '../../list-editing/list-text.ts';
import type { Member, Span } from '../../list-editing/member.ts';
import { classifyShell, shellComment } from '../../shell/shell-text.ts';
import { lineStart } from '../../text-lines.ts';
import { baseName } from '../../tree/repository-paths.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { placesOf } from '../../yaml/workflow-scalars.ts';
import { listedNames } from '../listed-names.ts';
import { pointerNumbering, type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/**
 * `SERVICES='["a","b"]'`, `echo 'services=["a"]'`, `env: SERVICES: '["a"]'`: an array of strings inside a text; or of
 * objects, with the name under one key of each: `matrix=[{"name":"a","port":80}]`.
 */
export const jsonArray: RegisterKind = {
  id: 'json-array',
  find: (file, context) => {
    if (!file.yaml) {
      // A file of JSON that holds nothing but the list is called after it.
      const stem = file.path.endsWith('.json') ? baseName(file.path).slice(0, -'.json'.length) : '';
      return arraysIn({ start: 0, end: file.text.length, pointer: '', key: stem, shell: stem === '' }, file, context);
    }
    return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end }) => {
      const key = String(path.at(-1) ?? '');
      // A condition names the services something special holds for: no list of services.
      if (key === 'if') return [];
      return arraysIn({ start, end, pointer, key, shell: key === 'run' }, file, context);
    });
  },
};

/** `def services = ['a', 'b']` of a Jenkinsfile, `for s in ["a", "b"]` of a Tiltfile, `SERVICES = ["a"]` of Python. */
export const codeList: RegisterKind = {
  id: 'code-list',
  find: (file, context) =>
    arraysIn({ start: 0, end: file.text.length, pointer: '', key: '', shell: false, isCode: true }, file, context),
};

interface Region {
  start: number;
  end: number;
  pointer: string;
  key: string;
  shell: boolean;
  /** Whether it is code of another language than a shell: its comments begin with `//` or `#`. */
  isCode?: boolean;
}

function arraysIn(region: Region, file: SourceFile, context: RegisterContext): (Register | null)[] {
  const text = file.text.slice(region.start, region.end);
  if (!text.includes('[')) return [];
  const classes = region.shell ? classifyShell(text) : null;
  const registers: (Register | null)[] = [];
  const numbered = pointerNumbering();
  const opening = /\[\s*(?=\\?["']|\{)/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (classes?.[match.index] === shellComment) continue;
    if (region.isCode && isInComment(text, match.index)) continue;
    const start = match.index + match[0].length;
    const array = text.startsWith('{', start) ? readObjects(text, start, context) : readArray(text, start);
    if (!array) continue;
    opening.lastIndex = array.end;
    const variable = variableBefore(text, match.index);
    if (variable === null) continue;
    const name = variable.name || region.key;
    if (region.isCode && name === '') continue;
    const place = { ...calledAfter(name, region, numbered), offset: region.start + variable.at };
    registers.push(arrayRegister(array, region, place, file, context));
  }
  return registers;
}

/** Where an array is in the structure of its file, and what it is called; alone in its file it is called after that. */
function calledAfter(name: string, { pointer: region, key }: Region, numbered: (pointer: string) => string) {
  const pointer = [region, name === key ? '' : name].filter((part) => part !== '').join(' ');
  return { pointer: numbered(pointer), label: name, ...(pointer === '' ? { key: name } : {}) };
}

function arrayRegister(
  { members: strings, quote }: JsonArray,
  { start: shift, isCode }: Region,
  place: { pointer: string; offset: number; label: string; key?: string },
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const members = strings.map(({ name, start, end }) => ({ name, start: start + shift, end: end + shift }));
  return registerOf(
    {
      kind: isCode ? 'code-list' : 'json-array',
      path,
      text,
      ...place,
      members,
      insert: (name, like, rename) =>
        insertInBrackets(
          path,
          text,
          members,
          quote === null
            ? withNextId(
                rename(text.slice(like.start, like.end)),
                members.map(({ start, end }) => text.slice(start, end)),
              )
            : quote + name + quote,
        ),
      remove: (member) => removeFromBrackets(path, members, member),
    },
    context,
  );
}

/** A clone of an object whose `id` is a number that no other object has: it gets the next one. */
function withNextId(clone: string, objects: readonly string[]): string {
  const ids = objects.flatMap((object) => idOf.exec(object)?.[2] ?? []).map(Number);
  const isOwn = ids.length === objects.length && new Set(ids).size === ids.length;
  const next = ids.reduce((most, id) => Math.max(most, id), 0) + 1;
  return isOwn ? clone.replace(idOf, (_id, before: string) => before + next) : clone;
}

const idOf = /(\\?"id\\?"\s{0,20}:\s{0,20})(\d{1,15})(?![\d.])/;

function isInComment(text: string, index: number): boolean {
  return /^[ \t]*(?:\/\/|#|\*)|[ \t]\/\/[ \t]/.test(text.slice(lineStart(text, index), index));
}

interface JsonArray {
  members: Member[];
  end: number;
  /** What stands around each name; null where the members are objects. */
  quote: string | null;
}

/** Objects with commas between, up to `]`, each with its name under the key that names most services. */
function readObjects(text: string, start: number, context: RegisterContext): JsonArray | null {
  const spans: Span[] = [];
  for (let at = start; ; ) {
    const end = text.startsWith('{', at) ? objectEnd(text, at) : null;
    if (end === null) return null;
    spans.push({ start: at, end });
    at = skipSpace(text, end);
    if (text.startsWith(']', at)) {
      const members = namedBy(spans, text, context);
      return members && { members, end: at + 1, quote: null };
    }
    if (!text.startsWith(',', at)) return null;
    at = skipSpace(text, at + 1);
  }
}

/** Where an object ends, with those that are in it; null for one that does not. */
function objectEnd(text: string, start: number): number | null {
  const piece = /[{}]|[^{}"\\\n]+|\n|\\?"(?:[^"\\\n]*)\\?"/y;
  let depth = 0;
  for (piece.lastIndex = start; ; ) {
    const [found] = piece.exec(text) ?? [];
    if (found === undefined || piece.lastIndex - start > longestObject) return null;
    if (found === '{') depth += 1;
    if (found === '}') depth -= 1;
    if (depth === 0) return piece.lastIndex;
  }
}

const longestObject = 2_000;

function namedBy(spans: readonly Span[], text: string, context: RegisterContext): Member[] | null {
  const columns = new Map<string, string[]>();
  for (const { start, end } of spans)
    for (const [, key = '', value = ''] of text
      .slice(start, end)
      .matchAll(/"([\w.-]+)\\?"\s*:\s*\\?"([^"\\\n]{1,200})/g))
      groupInto(columns, key, value);
  let best: { names: string[]; count: number } | null = null;
  for (const values of columns.values()) {
    if (values.length !== spans.length) continue;
    const { names, count } = listedNames(values, context, { affixes: true });
    if (count > (best?.count ?? 0)) best = { names: names.map((name, at) => name || (values[at] ?? '')), count };
  }
  return best && spans.map((span, at) => ({ ...span, name: best.names[at] ?? '' }));
}

/** Strings with commas between, up to `]`; quotes are `"`, `'` or, inside a string, `\"`. */
function readArray(text: string, start: number): JsonArray | null {
  const members: Member[] = [];
  const quote = /\\?["']/y;
  quote.lastIndex = start;
  const first = quote.exec(text)?.[0];
  if (first === undefined) return null;
  let at = start;
  for (;;) {
    if (text.startsWith(']', at) && members.length > 0) return { members, end: at + 1, quote: first };
    if (!text.startsWith(first, at)) return null;
    const from = at + first.length;
    const to = text.indexOf(first, from);
    if (to === -1 || to - from > 200 || /[\n\\"']/.test(text.slice(from, to))) return null;
    members.push({ name: text.slice(from, to), start: at, end: to + first.length });
    at = skipSpace(text, to + first.length);
    if (text.startsWith(',', at)) at = skipSpace(text, at + 1);
    else if (!text.startsWith(']', at)) return null;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

/**
 * The variable an array is given to, and where it stands; no name when there is none. Null for an array that is
 * an argument of `contains`, which is a condition.
 */
function variableBefore(text: string, bracket: number): { name: string; at: number } | null {
  const from = Math.max(lineStart(text, bracket), bracket - 200);
  const before = text.slice(from, bracket).replace(/(?<![\s"'\\(`])[\s"'\\(`]+$/, '');
  const call = /(?:fromJSON|fromJson)$/.exec(before);
  const outer = call ? before.slice(0, call.index).replace(/(?<![\s"'\\(`])[\s"'\\(`]+$/, '') : before;
  if (/\bcontains$/.test(outer)) return null;
  const variable = /(?<![\w.-])[\d.-]*([A-Za-z_][\w.-]*)\s{0,100}(?:[:=]|\b(?:in|of))$/.exec(
    outer.replace(/\$\{\{$/, '').trimEnd(),
  );
  return variable?.[1] === undefined ? { name: '', at: bracket } : { name: variable[1], at: from + variable.index };
}
