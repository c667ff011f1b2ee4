/** The code between the braces of a Go template, as far as Helm charts use it. */

/** What an action computes. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** `.` with the fields behind it; `of` is what they are of: the dot, a variable (`$` is one) or an expression. */
  | { kind: 'field'; of: { variable: string } | { expression: Expression } | 'dot'; path: readonly string[] }
  | { kind: 'call'; name: string; arguments: readonly Expression[] }
  /** What cannot be read here. */
  | { kind: 'unread' };

/** What an action does. */
export type ActionCode =
  | { keyword: 'output'; value: Expression }
  | { keyword: 'assign'; variable: string; declares: boolean; value: Expression }
  | { keyword: 'if' | 'with' | 'range'; variables: readonly string[]; assigns: boolean; value: Expression }
  | { keyword: 'else'; inner: ActionCode | null }
  | { keyword: 'define'; name: string }
  | { keyword: 'block' | 'template'; name: string; value: Expression }
  | { keyword: 'break' | 'continue' | 'end' };

/** Reads the code of one action. Never throws: what cannot be read is `unread`. Linear. */
export function readAction(code: string): ActionCode {
  const [, word = '', rest = ''] = /^([a-z]+)(?![\w.])\s*((?!\s)[\s\S]*)$/.exec(code) ?? [];
  switch (word) {
    case 'end':
      return { keyword: word };
    case 'break':
    case 'continue':
      return rest === '' ? { keyword: word } : { keyword: 'output', value: unread };
    case 'else':
      return { keyword: 'else', inner: rest === '' ? null : readAction(rest) };
    case 'if':
    case 'with':
    case 'range': {
      const [, names = '', sign, value = rest] =
        /^((?:\$\w*\s*,\s*)?\$\w*)\s*(:?=)\s*((?!\s)[\s\S]*)$/.exec(rest) ?? [];
      const variables = names === '' ? [] : names.split(',').map((name) => name.trim());
      return { keyword: word, variables, assigns: sign === '=', value: readPipeline(value) };
    }
    case 'define':
    case 'block':
    case 'template': {
      const [, name = '', value = ''] = /^["`]([^"`]*)["`]\s*((?!\s)[\s\S]*)$/.exec(rest) ?? [];
      if (word === 'define') return { keyword: word, name };
      return { keyword: word, name, value: value === '' ? { kind: 'literal', value: null } : readPipeline(value) };
    }
    default: {
      const [, variable, sign, value] = /^(\$\w*)\s*(:?=)\s*((?!\s)[\s\S]*)$/.exec(code) ?? [];
      if (variable !== undefined && value !== undefined)
        return { keyword: 'assign', variable, declares: sign === ':=', value: readPipeline(value) };
      return { keyword: 'output', value: readPipeline(code) };
    }
  }
}

const unread: Expression = { kind: 'unread' };

/** Levels of parentheses that are followed. */
const deepest = 50;

const token = /\s*(?:("(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*')|([|()])|(\.(?![\w])|[$.\w+-][^\s|()"`]*))/y;

type Token = { kind: 'text' | 'mark' | 'word'; text: string; end: number; start: number };

function tokensOf(code: string): Token[] | null {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let found = token.exec(code); found; found = token.exec(code)) {
    const [whole, text, mark, word] = found;
    const kind = text !== undefined ? 'text' : mark !== undefined ? 'mark' : 'word';
    const written = text ?? mark ?? word ?? '';
    end = token.lastIndex;
    tokens.push({ kind, text: written, start: end - written.length, end });
    if (whole === '') return null;
  }
  return code.slice(end).trim() === '' ? tokens : null;
}

/** A text of a list, as it is written: offsets in the code of the action, with its quotes. */
export interface LiteralText {
  text: string;
  start: number;
  end: number;
}

/** What an action does with a list that is written in it, where that holds texts and nothing else. */
export interface LiteralList {
  /** What it goes over with `range`, or the variable that is set to it. */
  use: { range: readonly string[] } | { variable: string };
  members: readonly LiteralText[];
}

/** Reads `range $x := list "a" "b"` and `$names := list "a" "b"`. Null for every other action. */
export function readLiteralList(code: string): LiteralList | null {
  const action = readAction(code);
  if (action.keyword !== 'range' && action.keyword !== 'assign') return null;
  const { value } = action;
  const isList = value.kind === 'call' && (value.name === 'list' || value.name === 'tuple');
  if (!isList || !value.arguments.every((one) => one.kind === 'literal' && typeof one.value === 'string')) return null;
  return {
    use: 'variable' in action ? { variable: action.variable } : { range: action.variables },
    members: literalTexts(code),
  };
}

/** The texts that the code of an action says in quotes, in its order. */
export function literalTexts(code: string): LiteralText[] {
  return [...code.matchAll(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g)].map(({ 0: written, index }) => ({
    text: textOf(written),
    start: index,
    end: index + written.length,
  }));
}

function readPipeline(code: string): Expression {
  const tokens = tokensOf(code);
  if (!tokens) return unread;
  const reader: Reader = { tokens, at: 0 };
  const value = pipeline(reader, 0);
  return reader.at === tokens.length ? value : unread;
}

interface Reader {
  tokens: readonly Token[];
  at: number;
}

/** Commands joined by `|`: what one makes is the last argument of the next. */
function pipeline(reader: Reader, depth: number): Expression {
  let value = command(reader, depth);
  while (isMark(reader, '|')) {
    reader.at += 1;
    const next = command(reader, depth);
    value =
      next.kind === 'call'
        ? { ...next, arguments: [...next.arguments, value] }
        : { kind: 'call', name: '', arguments: [next, value] };
  }
  return value;
}

function isMark({ tokens, at }: Reader, text: string): boolean {
  return tokens[at]?.kind === 'mark' && tokens[at]?.text === text;
}

function command(reader: Reader, depth: number): Expression {
  const operands: Expression[] = [];
  let name: string | null = null;
  for (let next = reader.tokens[reader.at]; next; next = reader.tokens[reader.at]) {
    if (next.kind === 'mark' && next.text !== '(') break;
    if (operands.length === 0 && name === null && next.kind === 'word' && /^[A-Za-z_]\w*$/.test(next.text)) {
      const constant = constants.get(next.text);
      reader.at += 1;
      if (constant === undefined) name = next.text;
      else operands.push({ kind: 'literal', value: constant });
    } else operands.push(operand(reader, next, depth));
  }
  if (name !== null) return { kind: 'call', name, arguments: operands };
  return operands.length === 1 ? (operands[0] ?? unread) : unread;
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['nil', null],
] as const);

function operand(reader: Reader, { kind, text }: Token, depth: number): Expression {
  reader.at += 1;
  if (kind === 'text') return { kind: 'literal', value: textOf(text) };
  if (kind === 'mark') {
    if (depth >= deepest) return unread;
    const inner = pipeline(reader, depth + 1);
    if (!isMark(reader, ')')) return unread;
    const close = reader.tokens[reader.at];
    reader.at += 1;
    const behind = reader.tokens[reader.at];
    // `(…).field` without a blank between.
    if (behind?.kind !== 'word' || behind.start !== close?.end || !behind.text.startsWith('.')) return inner;
    reader.at += 1;
    return { kind: 'field', of: { expression: inner }, path: fieldsOf(behind.text) };
  }
  if (text === '.') return { kind: 'field', of: 'dot', path: [] };
  if (text.startsWith('.')) return { kind: 'field', of: 'dot', path: fieldsOf(text) };
  if (text.startsWith('$')) {
    const [variable = '', ...path] = text.split('.');
    return { kind: 'field', of: { variable }, path };
  }
  if (/^[-+]?\d/.test(text)) return { kind: 'literal', value: Number(text) };
  const constant = constants.get(text);
  if (constant !== undefined) return { kind: 'literal', value: constant };
  return /^[A-Za-z_]\w*$/.test(text) ? { kind: 'call', name: text, arguments: [] } : unread;
}

function fieldsOf(text: string): string[] {
  return text.slice(1).split('.');
}

function textOf(written: string): string {
  if (written.startsWith('`')) return written.slice(1, -1);
  return written
    .slice(1, -1)
    .replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter));
}
