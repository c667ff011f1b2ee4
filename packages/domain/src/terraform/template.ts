/** A piece of a template: text, or the code of `${…}`. */
export type TemplatePart = { text: string } | { code: string };

/** The pieces of what stands between quotes, escapes resolved; null with a `%{…}` in it, which is not understood. */
export function splitTemplate(text: string): TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('%{', at)) return null;
    if (text.startsWith('${', at)) {
      const end = templateEnd(text, at + 2);
      if (plain !== '') parts.push({ text: plain });
      plain = '';
      parts.push({ code: text.slice(at + 2, end - 1).replace(/^~|~$/g, '') });
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
  return plain === '' ? parts : [...parts, { text: plain }];
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
