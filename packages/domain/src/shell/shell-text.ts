import { lineEnd } from '../text-lines.ts';

/**
 * What each character of a shell text is. Enough of the shell's grammar to tell commands from comments,
 * strings and here-documents; indentation and `${{ … }}` of a workflow are allowed for.
 */
export const shellCode = 0;
export const shellComment = 1;
const shellString = 2;
export const shellHeredoc = 3;
const shellExpression = 4;

/** The class of every UTF-16 unit of the text; linear in its length. */
export function classifyShell(text: string): Uint8Array {
  const classes = new Uint8Array(text.length);
  const state: ShellState = { open: [], announced: [], bodies: [] };
  for (let at = 0; at < text.length; ) {
    const { end, what } = readPiece(text, at, state);
    classes.fill(what, at, end);
    at = end;
  }
  return classes;
}

interface ShellState {
  /** Open constructs: the `"` string, or a `$(…)` with the depth of its parentheses. */
  open: ('string' | { depth: number })[];
  /** The words that end the here-documents whose bodies begin behind this line. */
  announced: string[];
  /** The same of the bodies that begin here, the first one last. */
  bodies: string[];
}

interface ShellPiece {
  end: number;
  what: number;
}

/** The next piece, which is of one class; what it opens or closes is noted in the state. */
function readPiece(text: string, at: number, state: ShellState): ShellPiece {
  const word = state.bodies.pop();
  if (word !== undefined) return { end: heredocEnd(text, at, word), what: shellHeredoc };
  const inside = state.open.at(-1);
  const [character, next] = [text.charAt(at), text.charAt(at + 1)];
  if (text.startsWith('${{', at)) return { end: behind(text, '}}', at), what: shellExpression };
  if (character === '\\')
    return { end: Math.min(at + 2, text.length), what: inside === 'string' ? shellString : shellCode };
  if (character === '$' && next === '(') {
    state.open.push({ depth: 1 });
    return { end: at + 2, what: shellCode };
  }
  if (inside === 'string' || character === '"') {
    if (character === '"') closeOrOpen(state, inside);
    return { end: at + 1, what: shellString };
  }
  if (character === "'") return { end: behind(text, "'", at + 1), what: shellString };
  if (character === '#' && startsWord(text, at)) return { end: lineEnd(text, at), what: shellComment };
  if (character === '<' && next === '<') return readHeredocStart(text, at, state);
  if (character === '\n') [state.bodies, state.announced] = [state.announced.reverse(), []];
  else if (inside) countParentheses(state, inside, character);
  return { end: at + 1, what: shellCode };
}

function countParentheses({ open }: ShellState, inside: { depth: number }, character: string): void {
  if (character === '(') inside.depth += 1;
  if (character === ')') inside.depth -= 1;
  if (inside.depth === 0) open.pop();
}

function closeOrOpen({ open }: ShellState, inside: ShellState['open'][number] | undefined): void {
  if (inside === 'string') open.pop();
  else open.push('string');
}

/** `<<EOT`, `<<-'EOT'`; `<<<` and a shift of numbers announce nothing. */
function readHeredocStart(text: string, at: number, state: ShellState): ShellPiece {
  const [whole, , word] = /^<<-?[ \t]*\\?(['"]?)([A-Za-z_]\w*)\1/.exec(text.slice(at, at + 100)) ?? [];
  if (text.startsWith('<<<', at)) return { end: at + 3, what: shellCode };
  if (whole === undefined || word === undefined) return { end: at + 2, what: shellCode };
  state.announced.push(word);
  return { end: at + whole.length, what: shellCode };
}

/** Offset behind the next place of some words; the end of the text where there is none. */
function behind(text: string, words: string, from: number): number {
  const at = text.indexOf(words, from);
  return at === -1 ? text.length : at + words.length;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s;&|()]/.test(text.charAt(at - 1));
}

/** After the line that holds only the word. */
function heredocEnd(text: string, start: number, word: string): number {
  let at = start;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    if (text.slice(at, end).trim() === word) return end;
    at = end + 1;
  }
  return text.length;
}
