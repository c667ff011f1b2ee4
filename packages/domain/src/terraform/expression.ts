import { isRecord } from '../yaml/value.ts';
import { callStandard, isTruth, sameValue } from './functions.ts';
import { type HclToken, readHcl } from './hcl-tokens.ts';
import type { HclValue } from './value.ts';

/** What an expression may refer to. */
export interface HclScope {
  /** The value of a name; undefined where it is not known. */
  variable(name: string): HclValue | undefined;
  /** What a function of the file gives; undefined where there is none, or where it is not known. */
  call(name: string, args: readonly HclValue[]): HclValue | undefined;
  /** What stands in a text for a part of this name that is not known; undefined makes the whole text not known. */
  unknown(name: string): string | undefined;
}

/** An expression that was read. It gives undefined where its value is not known. */
export type HclExpression = (scope: HclScope) => HclValue | undefined;

/** Nested deeper than any real expression. */
const deepest = 60;

/** More items than any real list of a definition has: lists grow by `for` and `setproduct`. */
export const mostItems = 10_000;

const notKnown: HclExpression = () => undefined;

/** Reads an expression of HCL, as Terraform and Bake write them. What is not understood is not known. */
export function readExpression(code: string, depth = 0): HclExpression {
  const tokens = readHcl(code).filter(({ kind }) => kind !== 'newline');
  const reader: Reader = { tokens, at: 0, depth, failed: false };
  const expression = readConditional(reader);
  return reader.failed || reader.at < tokens.length ? notKnown : expression;
}

/** Reads what stands between quotes: text, escapes and `${…}`; `%{…}` is not understood. */
export function readTemplate(text: string, depth = 0): HclExpression {
  const parts: (string | HclExpression)[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const two = text.slice(at, at + 2);
    if (two === '%{' || depth > deepest) return notKnown;
    if (two === '${') {
      const end = templateEnd(text, at + 2);
      const code = text.slice(at + 2, end - 1).replace(/^~|~$/g, '');
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(readPart(code, depth));
      at = end;
    } else if (text.startsWith('$${', at) || text.startsWith('%%{', at)) {
      plain += text.slice(at + 1, at + 3);
      at += 3;
    } else {
      const { value, end } = readCharacter(text, at);
      plain += value;
      at = end;
    }
  }
  if (parts.length === 0) return () => plain;
  if (plain !== '') parts.push(plain);
  // A template that is one expression alone is of that expression's type.
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'function') return only;
  return (scope) => {
    const values = parts.map((part) => (typeof part === 'string' ? part : part(scope)));
    return values.some((value) => value === undefined || (typeof value === 'object' && value !== null))
      ? undefined
      : values.join('');
  };
}

function readPart(code: string, depth: number): HclExpression {
  const expression = readExpression(code, depth + 1);
  const name = code.trim();
  return (scope) => expression(scope) ?? scope.unknown(name);
}

/** Behind the brace that closes `${`. */
function templateEnd(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length + 1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function readCharacter(text: string, at: number): { value: string; end: number } {
  const character = text.charAt(at);
  if (character !== '\\') return { value: character, end: at + 1 };
  const unicode = /^\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8}))/.exec(text.slice(at, at + 10));
  if (unicode) {
    const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16);
    return { value: code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD', end: at + unicode[0].length };
  }
  return { value: escapes[text.charAt(at + 1)] ?? text.slice(at, at + 2), end: at + 2 };
}

interface Reader {
  tokens: readonly HclToken[];
  at: number;
  depth: number;
  failed: boolean;
}

function peek({ tokens, at }: Reader, sign: string): boolean {
  return [...sign].every((character, index) => {
    const token = tokens[at + index];
    const joined = index === 0 || tokens[at + index - 1]?.end === token?.start;
    return token?.kind === 'sign' && token.text === character && joined;
  });
}

function take(reader: Reader, sign: string): boolean {
  if (!peek(reader, sign)) return false;
  reader.at += sign.length;
  return true;
}

function takeWord(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'word' || token.text !== word) return false;
  reader.at += 1;
  return true;
}

function fail(reader: Reader): HclExpression {
  reader.failed = true;
  return notKnown;
}

function readConditional(reader: Reader): HclExpression {
  reader.depth += 1;
  if (reader.depth > deepest) return fail(reader);
  const condition = readBinary(reader, 0);
  let result = condition;
  if (take(reader, '?')) {
    const yes = readConditional(reader);
    if (!take(reader, ':')) return fail(reader);
    const no = readConditional(reader);
    result = (scope) => {
      const answer = isTruth(condition(scope));
      return answer === undefined ? undefined : answer ? yes(scope) : no(scope);
    };
  }
  reader.depth -= 1;
  return result;
}

type Operation = (left: HclValue, right: HclValue) => HclValue | undefined;

/** From the loosest to the tightest; the longer sign of two that begin alike first. */
const operators: readonly (readonly [sign: string, operation: Operation])[][] = [
  [['||', (left, right) => both(left, right, (a, b) => a || b)]],
  [['&&', (left, right) => both(left, right, (a, b) => a && b)]],
  [
    ['==', sameValue],
    ['!=', (left, right) => !sameValue(left, right)],
  ],
  [
    ['<=', (left, right) => numbers(left, right, (a, b) => a <= b)],
    ['>=', (left, right) => numbers(left, right, (a, b) => a >= b)],
    ['<', (left, right) => numbers(left, right, (a, b) => a < b)],
    ['>', (left, right) => numbers(left, right, (a, b) => a > b)],
  ],
  [
    ['+', (left, right) => numbers(left, right, (a, b) => a + b)],
    ['-', (left, right) => numbers(left, right, (a, b) => a - b)],
  ],
  [
    ['*', (left, right) => numbers(left, right, (a, b) => a * b)],
    ['/', (left, right) => numbers(left, right, (a, b) => a / b)],
    ['%', (left, right) => numbers(left, right, (a, b) => a % b)],
  ],
];

function both(left: HclValue, right: HclValue, join: (a: boolean, b: boolean) => boolean): boolean | undefined {
  const [a, b] = [isTruth(left), isTruth(right)];
  return a === undefined || b === undefined ? undefined : join(a, b);
}

function numbers<T>(left: HclValue, right: HclValue, join: (a: number, b: number) => T): T | undefined {
  const [a, b] = [Number(left), Number(right)];
  return typeof left === 'object' || typeof right === 'object' || Number.isNaN(a + b) ? undefined : join(a, b);
}

function readBinary(reader: Reader, level: number): HclExpression {
  const signs = operators[level];
  if (!signs) return readUnary(reader);
  let left = readBinary(reader, level + 1);
  for (;;) {
    // `=>` belongs to a `for` around this.
    const found = peek(reader, '=>') ? undefined : signs.find(([sign]) => take(reader, sign));
    if (!found) return left;
    const [, operation] = found;
    const [first, second] = [left, readBinary(reader, level + 1)];
    left = (scope) => {
      const [a, b] = [first(scope), second(scope)];
      return a === undefined || b === undefined ? undefined : operation(a, b);
    };
  }
}

function readUnary(reader: Reader): HclExpression {
  for (const sign of ['!', '-'] as const) {
    if (!take(reader, sign)) continue;
    const inner = readUnary(reader);
    return (scope) => {
      const value = inner(scope);
      const answer = sign === '!' ? isTruth(value) : undefined;
      if (sign === '!') return answer === undefined ? undefined : !answer;
      return typeof value === 'number' ? -value : undefined;
    };
  }
  return readAccess(reader, readPrimary(reader));
}

/** `.name`, `[key]`, `[*].name`, `.*.name` behind a value. */
function readAccess(reader: Reader, value: HclExpression): HclExpression {
  let result = value;
  for (;;) {
    if (take(reader, '[*]') || take(reader, '.*')) {
      const list = result;
      const each = readAccess(reader, (scope) => scope.variable(''));
      return (scope) => {
        const items = list(scope);
        const values = Array.isArray(items)
          ? items.map((item) => each(withVariables(scope, [['', item]])))
          : [undefined];
        return values.some((item) => item === undefined) ? undefined : (values as HclValue[]);
      };
    }
    if (take(reader, '[')) {
      const key = readConditional(reader);
      if (!take(reader, ']')) return fail(reader);
      result = at(result, key);
    } else if (peek(reader, '.') && !peek(reader, '..')) {
      reader.at += 1;
      const name = reader.tokens[reader.at];
      if (name?.kind !== 'word') return fail(reader);
      reader.at += 1;
      result = at(result, () => name.text);
    } else return result;
  }
}

function at(value: HclExpression, key: HclExpression): HclExpression {
  return (scope) => {
    const [inside, name] = [value(scope), key(scope)];
    if (Array.isArray(inside)) return inside[Number(name)];
    if (!isRecord(inside) || (typeof name !== 'string' && typeof name !== 'number')) return undefined;
    return Object.hasOwn(inside, name) ? (inside as Record<string, HclValue>)[name] : undefined;
  };
}

const words: ReadonlyMap<string, HclValue> = new Map<string, HclValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readPrimary(reader: Reader): HclExpression {
  const token = reader.tokens[reader.at];
  if (!token) return fail(reader);
  reader.at += 1;
  if (token.kind === 'string') return readTemplate(token.text, reader.depth);
  if (token.kind === 'word') {
    if (/^\d/.test(token.text)) return constant(Number(token.text));
    if (take(reader, '(')) return readCall(reader, token.text);
    const value = words.get(token.text);
    return value !== undefined ? constant(value) : (scope) => scope.variable(token.text);
  }
  if (token.text === '(') {
    const inner = readConditional(reader);
    return take(reader, ')') ? inner : fail(reader);
  }
  if (token.text === '[') return readList(reader);
  if (token.text === '{') return readObject(reader);
  return token.text.startsWith('<<') ? readHeredoc(token.text, reader.depth) : fail(reader);
}

function constant(value: HclValue): HclExpression {
  return () => value;
}

/** `<<-EOT` takes the blanks away that all its lines begin with. */
function readHeredoc(text: string, depth: number): HclExpression {
  const lines = text.split('\n').slice(1, -1);
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const shift = text.startsWith('<<-') && Number.isFinite(indent) ? indent : 0;
  return readTemplate(
    lines
      .map((line) => `${line.slice(shift)}\n`)
      .join('')
      .replaceAll('\\', '\\\\'),
    depth,
  );
}

function readCall(reader: Reader, name: string): HclExpression {
  const args: HclExpression[] = [];
  let spread = false;
  while (!take(reader, ')')) {
    args.push(readConditional(reader));
    if (take(reader, '...')) spread = true;
    if (reader.failed || (!take(reader, ',') && !peek(reader, ')'))) return fail(reader);
  }
  return (scope) => {
    const values = args.map((argument) => argument(scope));
    const last = values.at(-1);
    if (spread && Array.isArray(last)) values.splice(-1, 1, ...last);
    // The two that are there to be asked about what may not be known.
    if (name === 'try') return values.find((value) => value !== undefined);
    if (name === 'can') return values[0] !== undefined;
    if (values.some((value) => value === undefined)) return undefined;
    return callStandard(name, values as HclValue[]) ?? scope.call(name, values as HclValue[]);
  };
}

function readList(reader: Reader): HclExpression {
  if (takeWord(reader, 'for')) return readFor(reader, ']');
  const items: HclExpression[] = [];
  while (!take(reader, ']')) {
    items.push(readConditional(reader));
    if (reader.failed || (!take(reader, ',') && !peek(reader, ']'))) return fail(reader);
  }
  return (scope) => {
    const values = items.map((item) => item(scope));
    return values.some((value) => value === undefined) ? undefined : (values as HclValue[]);
  };
}

function readObject(reader: Reader): HclExpression {
  if (takeWord(reader, 'for')) return readFor(reader, '}');
  const entries: { key: HclExpression; value: HclExpression }[] = [];
  while (!take(reader, '}')) {
    const name = reader.tokens[reader.at];
    const plain = name?.kind === 'word' && /^[=:]$/.test(reader.tokens[reader.at + 1]?.text ?? '');
    if (plain) reader.at += 1;
    const key = plain ? constant(name.text) : readConditional(reader);
    if (!take(reader, '=') && !take(reader, ':')) return fail(reader);
    entries.push({ key, value: readConditional(reader) });
    if (reader.failed) return notKnown;
    take(reader, ',');
  }
  return (scope) => {
    const object: Record<string, HclValue> = {};
    for (const { key, value } of entries) {
      const [name, inside] = [key(scope), value(scope)];
      if (name === undefined || name === null || typeof name === 'object' || inside === undefined) return undefined;
      put(object, String(name), inside);
    }
    return object;
  };
}

/** Sets a key of its own, whatever it is called. */
function put(object: Record<string, HclValue>, key: string, value: HclValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** `[for k, v in list : value if condition]`, `{for v in list : key => value...}`. */
function readFor(reader: Reader, close: ']' | '}'): HclExpression {
  const names: string[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'word') return fail(reader);
    names.push(token.text);
    reader.at += 1;
    if (!take(reader, ',')) break;
  }
  if (!takeWord(reader, 'in')) return fail(reader);
  const source = readConditional(reader);
  if (!take(reader, ':')) return fail(reader);
  const first = readConditional(reader);
  const second = take(reader, '=>') ? readConditional(reader) : null;
  const groups = take(reader, '...');
  const condition = takeWord(reader, 'if') ? readConditional(reader) : null;
  if (!take(reader, close) || (close === '}') !== (second !== null) || groups) return fail(reader);
  return forExpression({ names, source, first, second, condition });
}

interface ForExpression {
  /** One name for the value, two for key and value. */
  names: readonly string[];
  source: HclExpression;
  /** The value; of a map the key. */
  first: HclExpression;
  /** The value of a map; null where a list is made. */
  second: HclExpression | null;
  condition: HclExpression | null;
}

function forExpression(expression: ForExpression): HclExpression {
  const { names, source, second } = expression;
  return (scope) => {
    const items = entriesOf(source(scope));
    if (!items || items.length > mostItems) return undefined;
    const made: [HclValue, HclValue][] = [];
    for (const entry of items) {
      const given = entry.slice(-names.length).map((value, index) => [names[index] ?? '', value] as const);
      const pair = pairOf(expression, withVariables(scope, given));
      if (pair === undefined) return undefined;
      if (pair !== null) made.push(pair);
    }
    if (second === null) return made.map(([value]) => value);
    const object: Record<string, HclValue> = {};
    for (const [key, value] of made) put(object, String(key), value);
    return object;
  };
}

/** What one item makes; null where the condition leaves it out, undefined where that is not known. */
function pairOf({ first, second, condition }: ForExpression, scope: HclScope): [HclValue, HclValue] | null | undefined {
  const taken = condition === null ? true : isTruth(condition(scope));
  if (taken !== true) return taken === false ? null : undefined;
  const [key, value] = [first(scope), second === null ? null : second(scope)];
  return key === undefined || value === undefined ? undefined : [key, value];
}

function entriesOf(value: HclValue | undefined): [HclValue, HclValue][] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  // HCL goes through a map in the order of its keys.
  if (isRecord(value)) return Object.entries(value as Record<string, HclValue>).sort(([a], [b]) => (a < b ? -1 : 1));
  return undefined;
}

/** A scope with more names in it. */
export function withVariables(scope: HclScope, variables: readonly (readonly [string, HclValue])[]): HclScope {
  const own = new Map(variables);
  return { ...scope, variable: (name) => (own.has(name) ? own.get(name) : scope.variable(name)) };
}
