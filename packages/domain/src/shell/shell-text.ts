import { lineEnd } from '../text-lines.ts';

/**
 * What each character of a shell text is. Enough of the shell's grammar to tell commands from comments,
 * strings and here-documents; indentation and `${{ … }}` of a workflow are allowed for.
 */
export const shellCode = 0;
export const shellComment = 1;
export const shellString = 2;
export const shellHeredoc = 3;
export const shellExpression = 4;

/** The class of every UTF-16 unit of the text; linear in its length. */
export function classifyShell(text: string): Uint8Array {
  const classes = new Uint8Array(text.length);
  /** Open constructs: the `"` string, or a `$(…)` with the depth of its parentheses. */
  const open: ('string' | { depth: number })[] = [];
  const heredocs: string[] = [];
  let at = 0;
  const mark = (end: number, what: number): void => {
    classes.fill(what, at, end);
    at = end;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    const inside = open.at(-1);
    if (character === '$' && text.startsWith('${{', at)) {
      const close = text.indexOf('}}', at);
      mark(close === -1 ? text.length : close + 2, shellExpression);
    } else if (character === '\\') {
      mark(Math.min(at + 2, text.length), inside === 'string' ? shellString : shellCode);
    } else if (character === '$' && text.charAt(at + 1) === '(') {
      open.push({ depth: 1 });
      mark(at + 2, shellCode);
    } else if (inside === 'string') {
      if (character === '"') open.pop();
      mark(at + 1, shellString);
    } else if (character === '"') {
      open.push('string');
      mark(at + 1, shellString);
    } else if (character === "'") {
      const close = text.indexOf("'", at + 1);
      mark(close === -1 ? text.length : close + 1, shellString);
    } else if (character === '#' && startsWord(text, at)) {
      mark(lineEnd(text, at), shellComment);
    } else if (character === '<' && text.startsWith('<<', at)) {
      const word = /^<<-?[ \t]*\\?(['"]?)([A-Za-z_]\w*)\1/.exec(text.slice(at, at + 100));
      if (text.startsWith('<<<', at)) mark(at + 3, shellCode);
      else if (word?.[2] === undefined) mark(at + 2, shellCode);
      else {
        heredocs.push(word[2]);
        mark(at + word[0].length, shellCode);
      }
    } else if (character === '\n' && heredocs.length > 0) {
      mark(at + 1, shellCode);
      for (const word of heredocs) mark(heredocEnd(text, at, word), shellHeredoc);
      heredocs.length = 0;
    } else {
      if (inside && character === '(') inside.depth += 1;
      if (inside && character === ')') {
        inside.depth -= 1;
        if (inside.depth === 0) open.pop();
      }
      mark(at + 1, shellCode);
    }
  }
  return classes;
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
