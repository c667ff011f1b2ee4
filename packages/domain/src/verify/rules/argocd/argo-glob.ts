/**
 * Whether a text matches a pattern as Argo CD matches those of a project: `*` any characters but the separator, `**`
 * any, `?` one, `[abc]`, `{a,b}`. Without a separator `*` is any. Linear in text × pattern, whatever the pattern.
 */
export function matchesArgoGlob(pattern: string, text: string, separator = ''): boolean {
  if (pattern === '*') return true;
  const alternatives = expandBraces(pattern);
  // A pattern of so many alternatives cannot be tried; what is not known is not said to be denied.
  return alternatives === null || alternatives.some((one) => matches(tokensOf(one, separator), text));
}

/** One step of a pattern: characters it takes, once or any number of times. */
interface Token {
  takes(character: string): boolean;
  repeats: boolean;
}

function tokensOf(pattern: string, separator: string): Token[] {
  const notSeparator = (character: string): boolean => character !== separator;
  const tokens: Token[] = [];
  for (const [part = ''] of pattern.matchAll(/\*\*+|\*|\?|\[!?[^\]]+\]|\\?[\s\S]/g)) {
    if (part.startsWith('**')) tokens.push({ takes: () => true, repeats: true });
    else if (part === '*') tokens.push({ takes: notSeparator, repeats: true });
    else if (part === '?') tokens.push({ takes: notSeparator, repeats: false });
    else if (part.startsWith('[') && part.length > 2) tokens.push({ takes: characterClass(part), repeats: false });
    else tokens.push({ takes: (character) => character === part.at(-1), repeats: false });
  }
  return tokens;
}

function characterClass(part: string): (character: string) => boolean {
  const negated = part[1] === '!';
  const members = part.slice(negated ? 2 : 1, -1);
  const [, low, high] = /^(.)-(.)$/.exec(members) ?? [];
  return (character) => {
    const inside =
      low !== undefined && high !== undefined ? low <= character && character <= high : members.includes(character);
    return inside !== negated;
  };
}

function matches(tokens: readonly Token[], text: string): boolean {
  /** Indices of the tokens that may come next. */
  let states = withoutRepeats(new Set([0]), tokens);
  for (let index = 0; index < text.length && states.size > 0; index += 1) {
    const character = text[index] ?? '';
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token?.takes(character)) next.add(token.repeats ? state : state + 1);
    }
    states = withoutRepeats(next, tokens);
  }
  return states.has(tokens.length);
}

/** A repeated token may take nothing: the one behind it may come as well. */
function withoutRepeats(states: Set<number>, tokens: readonly Token[]): Set<number> {
  for (const state of states) if (tokens[state]?.repeats) states.add(state + 1);
  return states;
}

function expandBraces(pattern: string): string[] | null {
  let expanded = [''];
  for (const [part = ''] of pattern.matchAll(/\{[^{}]*\}|[^{}]+|[{}]/g)) {
    const choices = part.length > 1 && part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
    expanded = expanded.flatMap((start) => choices.map((choice) => start + choice));
    if (expanded.length > 64) return null;
  }
  return expanded;
}
