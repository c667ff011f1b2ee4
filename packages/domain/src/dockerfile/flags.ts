/** The flags before everything else of an instruction, in their order, and what follows them. */
interface Flags {
  flags: [name: string, value: string][];
  rest: string;
}

/**
 * Takes `--chown=x --exclude="*.md"` off an instruction. Quotes join, and are gone; so is the escaper before a character
 * (BuildKit 0.34.2, frontend/dockerfile/parser/split_command.go). `--` alone ends the flags.
 */
export function takeFlags(text: string, escaper: string): Flags {
  const flags: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    while (/\s/.test(text.charAt(at))) at += 1;
    if (!text.startsWith('--', at)) break;
    const { word, end } = wordAt(text, at, escaper);
    at = end;
    if (word === '--') break;
    const equals = word.indexOf('=');
    flags.push(equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)]);
  }
  return { flags, rest: text.slice(at).trim() };
}

function wordAt(text: string, start: number, escaper: string): { word: string; end: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '' && /\s/.test(character)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === escaper) {
      at += 1;
      word += text.charAt(at);
    } else word += character;
  }
  return { word, end: at };
}

/** `type=bind,source=a` of a mount, by lower-case name. */
export function mountOptions(value: string): Map<string, string> {
  return new Map(
    value.split(',').map((option) => {
      const [name = '', ...setting] = option.split('=');
      return [name.trim().toLowerCase(), setting.join('=')];
    }),
  );
}
