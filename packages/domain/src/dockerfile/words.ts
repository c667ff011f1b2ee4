/** The variables in scope: a value, or undefined when it is set from outside or not at all. */
export type Variables = ReadonlyMap<string, string>;

/** Longer words and values are not followed: `ENV A=$A$A` thirty times over must not fill the memory. */
const maxLength = 4096;

/**
 * Resolves quotes, escapes and variables in one word, as the builder does before it uses a path.
 * Undefined when a variable without a value, or a form of expansion that is not plain, is in it.
 */
export function expandWord(word: string, variables: Variables, escaper: string): string | undefined {
  if (word.length > maxLength) return undefined;
  let result = '';
  let quote = '';
  for (let at = 0; at < word.length; at += 1) {
    const character = word[at] ?? '';
    if (quote === "'" && character !== "'") {
      result += character;
    } else if (character === escaper && at + 1 < word.length) {
      at += 1;
      const escaped = word[at] ?? '';
      result += quote === '"' && !['"', '$', escaper].includes(escaped) ? character + escaped : escaped;
    } else if (quote !== '' && character === quote) {
      quote = '';
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === '$') {
      const variable = readVariable(word, at, variables, escaper);
      if (variable === undefined) return undefined;
      result += variable.value;
      at = variable.end;
    } else {
      result += character;
    }
    if (result.length > maxLength) return undefined;
  }
  return result;
}

/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, `${NAME+word}`. `end` is its last character. */
function readVariable(
  word: string,
  start: number,
  variables: Variables,
  escaper: string,
): { value: string; end: number } | undefined {
  const plain = /[A-Za-z_][A-Za-z0-9_]*/y;
  const braced = word[start + 1] === '{';
  plain.lastIndex = start + (braced ? 2 : 1);
  const name = plain.exec(word)?.[0];
  if (name === undefined) return undefined;
  const value = variables.get(name);
  const end = start + name.length + (braced ? 2 : 1);
  if (!braced) return value === undefined ? undefined : { value, end: end - 1 };
  const close = closingBrace(word, end);
  if (close < 0) return undefined;
  const operation = /^(:?)([-+])/.exec(word.slice(end, close));
  if (end === close) return value === undefined ? undefined : { value, end: close };
  if (!operation) return undefined;
  const present = value !== undefined && (operation[1] === '' || value !== '');
  if (operation[2] === '-' && present) return { value, end: close };
  // A value given from outside could still decide this one, but then so could any default: see ARG.
  const alternative = operation[2] === '-' || present ? word.slice(end + operation[0].length, close) : '';
  const expanded = expandWord(alternative, variables, escaper);
  return expanded === undefined ? undefined : { value: expanded, end: close };
}

function closingBrace(word: string, from: number): number {
  let depth = 1;
  for (let at = from; at < word.length; at += 1) {
    if (word[at] === '{') depth += 1;
    if (word[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Splits `A=1 B="two words" C` at spaces outside quotes; the quotes stay. */
export function splitQuoted(text: string, escaper: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === escaper && quote !== "'" && at + 1 < text.length) {
      at += 1;
      word += character + text[at];
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
      word += character;
    }
  }
  if (word !== '') words.push(word);
  return words;
}
