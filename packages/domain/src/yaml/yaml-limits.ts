import { CST, Lexer } from 'yaml';

/** Longer YAML than this is not parsed: what the parser makes of it takes a hundred times its length of memory. */
export const longestYaml = 5 * 1024 * 1024;
/** Nor is YAML of more lines and commas, which are as many nodes: each takes one or two kilobytes. */
const mostItems = 200_000;

/** A line that opens hundreds of blocks, or is indented as far: the parser recurses, and a process out of stack dies. */
const nestedTooDeeply = /^[ \t?:-]{1000}/m;

/** Brackets within brackets that no person writes. */
const deepestFlow = 200;

/** The limit that a text passes, so that it is not parsed, and where it does; null where it passes none. Linear. */
export function limitPassed(text: string): { what: string; offset: number } | null {
  if (text.length > longestYaml) return { what: 'longer than 5 MiB', offset: 0 };
  const indented = nestedTooDeeply.exec(text);
  if (indented) return { what: 'nested too deeply', offset: indented.index };
  let open = 0;
  let deepest = 0;
  let items = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 0x0a || code === 0x2c) items += 1;
    else if (code === 0x5b || code === 0x7b) {
      open += 1;
      if (open > deepest) deepest = open;
    } else if ((code === 0x5d || code === 0x7d) && open > 0) open -= 1;
  }
  if (items > mostItems) return { what: `more than ${mostItems} lines and items`, offset: 0 };
  // Brackets in strings and comments do not count; only the lexer can tell them.
  const offset = deepest > deepestFlow ? deepFlow(text) : null;
  return offset === null ? null : { what: 'nested too deeply', offset };
}

/** The offset at which too many brackets are open; null where they never are. */
function deepFlow(text: string): number | null {
  // Tokens that stand for no text.
  const marks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
  let open = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') open += 1;
    else if ((token === ']' || token === '}') && open > 0) open -= 1;
    if (open > deepestFlow) return offset;
    if (!marks.has(token)) offset += token.length;
  }
  return null;
}
