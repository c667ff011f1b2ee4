import { isRecord } from '../yaml/value.ts';
import { forExpression, putOwn } from './for-expression.ts';
import { callStandard, isTruth, isWithinBounds, longestText, sizeOf, sizeOfText } from './functions.ts';
import { type HclToken, readHcl } from './hcl-tokens.ts';
import { hclOperators } from './operators.ts';
import { type HclExpression, spend, within, withVariables } from './scope.ts';
import { splitTemplate } from './template.ts';
import type { HclValue } from './value.ts';

/** Nested deeper than any real expression. */
const deepest = 60;

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
  const parts = depth > deepest ? null : splitTemplate(text);
  if (parts === null) return notKnown;
  if (parts.length === 0) return () => '';
  const read = parts.map((part) => ('code' in part ? readPart(part.code, depth) : part.text));
  // A template that is one expression alone is of that expression's type.
  const [only] = read;
  if (read.length === 1 && typeof only === 'function') return only;
  return (scope) => {
    const values = read.map((part) => (typeof part === 'string' ? part : part(scope)));
    const known = values.every((value) => value !== undefined && (typeof value !== 'object' || value === null));
    const made = known ? values.join('') : '';
    return known && made.length <= longestText && spend(scope, sizeOfText(made)) ? made : undefined;
  };
}

function readPart(code: string, depth: number): HclExpression {
  const expression = readExpression(code, depth + 1);
  const name = code.trim();
  return (scope) => expression(scope) ?? scope.unknown(name);
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
    result = within((scope) => {
      const answer = isTruth(condition(scope));
      return answer === undefined ? undefined : answer ? yes(scope) : no(scope);
    });
  }
  reader.depth -= 1;
  return result;
}

function readBinary(reader: Reader, level: number): HclExpression {
  const signs = hclOperators[level];
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
    reader.depth += 1;
    if (reader.depth > deepest) return fail(reader);
    const inner = readUnary(reader);
    reader.depth -= 1;
    return within((scope) => {
      const value = inner(scope);
      const answer = sign === '!' ? isTruth(value) : undefined;
      if (sign === '!') return answer === undefined ? undefined : !answer;
      return typeof value === 'number' ? -value : undefined;
    });
  }
  return within(readAccess(reader, readPrimary(reader)));
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
  const value = readValue(reader);
  return (scope) => (spend(scope, 1) ? value(scope) : undefined);
}

function readValue(reader: Reader): HclExpression {
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
  const indent = lines
    .filter((line) => line.trim() !== '')
    .reduce((least, line) => Math.min(least, line.search(/\S/)), Number.POSITIVE_INFINITY);
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
    if (!values.every((value) => value !== undefined && spend(scope, sizeOf(value)))) return undefined;
    const made = scope.call(name, values as HclValue[]) ?? callStandard(name, values as HclValue[]);
    return made !== undefined && isWithinBounds(made) ? made : undefined;
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
      const name = key(scope);
      if (name === undefined || name === null || typeof name === 'object') return undefined;
      const known = value(scope);
      const inside = known === undefined ? scope.unknown(String(name)) : known;
      if (inside === undefined) return undefined;
      putOwn(object, String(name), inside);
    }
    return object;
  };
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
