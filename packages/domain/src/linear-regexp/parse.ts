/** What a regular expression of JavaScript is made of, as far as it can be matched in time that grows with the text. */
export type Expression =
  | { kind: 'one'; takes: (unit: number) => boolean }
  | { kind: 'sequence'; parts: readonly Expression[] }
  | { kind: 'either'; options: readonly Expression[] }
  | { kind: 'repeat'; part: Expression; least: number; most: number; lazy: boolean; groups: readonly [number, number] }
  /** A group whose place is told; counted from 1. */
  | { kind: 'group'; part: Expression; index: number }
  | { kind: 'edge'; at: '^' | '$' | 'b' | 'B' }
  | { kind: 'look'; part: Expression; behind: boolean; negated: boolean };

/** What is not matched here: a back reference, a group inside a look around. */
export class NotLinear extends Error {}

interface Reader {
  source: string;
  flags: string;
  at: number;
  groups: number;
  /** In how many look arounds the reader is. */
  looking: number;
}

/** Reads the source of a valid expression without the flags `u` and `v`. NotLinear where it cannot be matched here. */
export function parseExpression({ source, flags }: RegExp): { expression: Expression; groups: number } {
  const reader: Reader = { source, flags, at: 0, groups: 0, looking: 0 };
  const expression = readEither(reader);
  return { expression, groups: reader.groups };
}

function readEither(reader: Reader): Expression {
  const options = [readSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    options.push(readSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only ? only : { kind: 'either', options };
}

function readSequence(reader: Reader): Expression {
  const parts: Expression[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const before = reader.groups;
    const part = readPart(reader);
    parts.push(readQuantifier(part, [before + 1, reader.groups + 1], reader));
  }
  return { kind: 'sequence', parts };
}

const groupStart = /\((?:\?(?:(?<look><?[=!])|(?<plain>:)|<(?<name>[^>]*)>|(?<other>)))?/y;
const escaped = /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|c[A-Za-z]|0(?![0-7])|[\s\S])/y;
const characterClass = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const quantifier = /(?:[*+?]|\{(?<least>\d+)(?:(?<comma>,)(?<most>\d*))?\})(?<lazy>\?)?/y;

function take(pattern: RegExp, reader: Reader): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (match) reader.at += match[0].length;
  return match;
}

function readPart(reader: Reader): Expression {
  const character = reader.source[reader.at] ?? '';
  if (character === '(') return readGroup(reader);
  if (character === '^' || character === '$') {
    reader.at += 1;
    return { kind: 'edge', at: character };
  }
  const [written = character] = take(escaped, reader) ?? take(characterClass, reader) ?? [];
  if (written === character) reader.at += 1;
  if (written === '\\b' || written === '\\B') return { kind: 'edge', at: written === '\\b' ? 'b' : 'B' };
  if (/^\\[1-9k]/.test(written)) throw new NotLinear('a back reference');
  if (written === '\\0' && /\d/.test(reader.source[reader.at] ?? ''))
    throw new NotLinear('a character by its octal number');
  return { kind: 'one', takes: takesOf(written, reader.flags) };
}

function readGroup(reader: Reader): Expression {
  const { look, plain, other } = take(groupStart, reader)?.groups ?? {};
  if (other !== undefined) throw new NotLinear('a group that sets flags');
  const captures = look === undefined && plain === undefined;
  if (captures && reader.looking > 0) throw new NotLinear('a group inside a look around: write it as (?:…)');
  if (captures) reader.groups += 1;
  const index = reader.groups;
  reader.looking += look === undefined ? 0 : 1;
  const part = readEither(reader);
  reader.looking -= look === undefined ? 0 : 1;
  reader.at += 1; // the closing bracket
  if (captures) return { kind: 'group', part, index };
  return look === undefined ? part : { kind: 'look', part, behind: look.startsWith('<'), negated: look.endsWith('!') };
}

function readQuantifier(part: Expression, groups: readonly [number, number], reader: Reader): Expression {
  const match = take(quantifier, reader);
  if (!match) return part;
  const { least: from, comma, most: to, lazy } = match.groups ?? {};
  const sign = match[0][0];
  const least = from === undefined ? (sign === '+' ? 1 : 0) : Number(from);
  const unbounded = from === undefined ? sign !== '?' : comma !== undefined && to === '';
  const most = unbounded ? Number.POSITIVE_INFINITY : from === undefined ? 1 : Number(comma === undefined ? from : to);
  // JavaScript then takes another round, and forgets what the empty one took: rounds would have to be counted.
  if (most > 1 && prefersNothing(part)) throw new NotLinear('a repetition of what would rather match nothing');
  return { kind: 'repeat', part, least, most, lazy: lazy !== undefined, groups };
}

/** Whether it can match nothing. */
export function mayBeEmpty(expression: Expression): boolean {
  switch (expression.kind) {
    case 'one':
      return false;
    case 'sequence':
      return expression.parts.every(mayBeEmpty);
    case 'either':
      return expression.options.some(mayBeEmpty);
    case 'repeat':
      return expression.least === 0 || mayBeEmpty(expression.part);
    case 'group':
      return mayBeEmpty(expression.part);
    default:
      return true;
  }
}

/** Whether it can match nothing, and in some place of it tries that first. */
function prefersNothing(expression: Expression): boolean {
  return mayBeEmpty(expression) && triesLessFirst(expression);
}

function triesLessFirst(expression: Expression): boolean {
  switch (expression.kind) {
    case 'sequence':
      return expression.parts.some(triesLessFirst);
    case 'either':
      return expression.options.slice(0, -1).some(mayBeEmpty) || expression.options.some(triesLessFirst);
    case 'repeat':
      return expression.lazy || triesLessFirst(expression.part);
    case 'group':
      return triesLessFirst(expression.part);
    default:
      return false;
  }
}

/** Whether a UTF-16 unit is one that a class, an escape or a character stands for: asked once for each. */
function takesOf(written: string, flags: string): (unit: number) => boolean {
  if (/^[\w/\- ]$/.test(written) && !flags.includes('i')) {
    const code = written.charCodeAt(0);
    return (unit) => unit === code;
  }
  const one = new RegExp(`^${written === '' ? '(?!)' : written}$`, flags.replace(/[^is]/g, ''));
  const known = new Map<number, boolean>();
  return (unit) => {
    let answer = known.get(unit);
    if (answer === undefined) {
      answer = one.test(String.fromCharCode(unit));
      known.set(unit, answer);
    }
    return answer;
  };
}
