/**
 * The patterns of Argo CD. Matching costs at most text × pattern, whatever the pattern is. A malformed pattern matches
 * nothing: Argo CD mentions it in its log only.
 */

/**
 * Whether a text matches a pattern of `directory.include` and `exclude`, or of the sources and destinations of a
 * project, as github.com/gobwas/glob 1.0.0 (Argo CD 3.6) matches it: `*` takes any characters but the separator, `**`
 * any, `?` one that is no separator; `[abc]`, `[a-c]`, `[!abc]`; `{a,b}`, also nested; `\` before a character that
 * stands for itself. Without a separator `*` crosses `/`. An older Argo CD finds no match for a few alternatives that
 * may be empty, such as `{x/,}a.yaml` with a star in them.
 */
export function matchesArgoGlob(pattern: string, text: string, separator = ''): boolean {
  return argoGlob(pattern, separator)(text);
}

/** The same for many texts. */
export function argoGlob(pattern: string, separator = ''): (text: string) => boolean {
  return matcherOf(globTokens(pattern, separator));
}

/**
 * Whether a text matches a pattern of the resource lists of a project, as Go's path/filepath.Match: `*` and `?` take no
 * `/`, `[^abc]` is a negation, and braces stand for themselves.
 */
export function matchesResourcePattern(pattern: string, text: string): boolean {
  return matcherOf(resourceTokens(pattern))(text);
}

type Takes = (character: string) => boolean;

/** A character that a class of characters takes, any number of them, or a part of `{a,b}`. */
type Token = { kind: 'one' | 'many'; takes: Takes } | { kind: 'open' | 'comma' | 'close' };

const globSyntax =
  /(?<any>\*\*)|(?<star>\*)|(?<mark>\?)|\[(?:(?<not>!)|(?!!))(?:(?<low>.)-(?<high>.)|(?!.-)(?<members>(?:\\.|[^\]\\])+))\]|\\(?<escaped>.)|(?<bracket>[{},])|(?<plain>[^\\*?[])/gsuy;

/** Null where the pattern is malformed. */
function globTokens(pattern: string, separator: string): Token[] | null {
  const tokens: Token[] = [];
  let depth = 0;
  for (const part of partsOf(globSyntax, pattern)) {
    const token = part && (brace(part, depth) ?? wildcard(part, separator) ?? characterClass(part) ?? literal(part));
    if (token === null || token === 'malformed') return null;
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    tokens.push(token);
  }
  return depth === 0 ? tokens : null;
}

/** Outside of braces a comma and a closing brace stand for themselves. */
function brace({ bracket }: Part, depth: number): Token | undefined {
  if (bracket === '{') return { kind: 'open' };
  if (bracket === undefined || depth === 0) return undefined;
  return { kind: bracket === '}' ? 'close' : 'comma' };
}

type Part = Partial<Record<string, string>>;

function wildcard({ any, star, mark }: Part, separator: string): Token | undefined {
  if (any !== undefined) return { kind: 'many', takes: () => true };
  if (star === undefined && mark === undefined) return undefined;
  return { kind: star === undefined ? 'one' : 'many', takes: (character) => character !== separator };
}

function characterClass({ not, low, high, members }: Part): Token | 'malformed' | undefined {
  if (members !== undefined) {
    const set = new Set(members.replace(/\\(.)/gsu, '$1'));
    return { kind: 'one', takes: (character) => set.has(character) !== (not !== undefined) };
  }
  if (low === undefined || high === undefined) return undefined;
  if (!isBetween(low, high, high)) return 'malformed';
  return { kind: 'one', takes: (character) => isBetween(low, character, high) !== (not !== undefined) };
}

function literal({ escaped, bracket, plain }: Part): Token {
  const itself = escaped ?? bracket ?? plain;
  return { kind: 'one', takes: (character) => character === itself };
}

const resourceSyntax =
  /(?<star>\*)|(?<mark>\?)|\[(?:(?<not>\^)|(?!\^))(?<ranges>(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+)\]|\\(?<escaped>.)|(?<plain>[^\\*?[])/gsuy;

/** Null where the pattern is malformed. */
function resourceTokens(pattern: string): Token[] | null {
  const tokens: Token[] = [];
  for (const part of partsOf(resourceSyntax, pattern)) {
    if (part === null) return null;
    tokens.push(wildcard(part, '/') ?? characterRanges(part) ?? literal(part));
  }
  return tokens;
}

function characterRanges({ not, ranges: written }: Part): Token | undefined {
  if (written === undefined) return undefined;
  const ranges = [...written.matchAll(/\\?(.)(?:-\\?(.))?/gsu)].map(([, low = '', high = low]) => [low, high] as const);
  const isMember: Takes = (character) => ranges.some(([low, high]) => isBetween(low, character, high));
  return { kind: 'one', takes: (character) => isMember(character) !== (not !== undefined) };
}

/** The parts of a pattern by a syntax, each right behind the one before; null, as the last, where none fits. */
function* partsOf(syntax: RegExp, pattern: string): Iterable<Part | null> {
  let end = 0;
  for (const { 0: whole, groups } of pattern.matchAll(syntax)) {
    end += whole.length;
    yield groups ?? null;
  }
  if (end < pattern.length) yield null;
}

function isBetween(low: string, character: string, high: string): boolean {
  const [from = 0, code = 0, to = 0] = [low, character, high].map((one) => one.codePointAt(0));
  return from <= code && code <= to;
}

/** The ways on from a state; a way without `takes` costs no character. */
type State = { takes: Takes | null; to: number }[];

function matcherOf(tokens: readonly Token[] | null): (text: string) => boolean {
  if (tokens === null) return () => false;
  const { states, end } = statesOf(tokens);
  return (text) => {
    let reached = withFreeWays(new Set([0]), states);
    for (const character of text) {
      if (reached.size === 0) return false;
      const next = new Set<number>();
      for (const state of reached)
        for (const { takes, to } of states[state] ?? []) if (takes?.(character)) next.add(to);
      reached = withFreeWays(next, states);
    }
    return reached.has(end);
  };
}

/** An automaton whose state 0 is the beginning of a text. */
function statesOf(tokens: readonly Token[]): { states: State[]; end: number } {
  const states: State[] = [[]];
  const addState = (): number => states.push([]) - 1;
  const join = (from: number, to: number, takes: Takes | null): void => {
    states[from]?.push({ takes, to });
  };
  const groups: { start: number; end: number }[] = [];
  let current = 0;
  for (const token of tokens) {
    const from = current;
    if (token.kind === 'many') join(current, current, token.takes);
    else if (token.kind === 'one') {
      current = addState();
      join(from, current, token.takes);
    } else {
      if (token.kind === 'open') groups.push({ start: current, end: addState() });
      const { start, end } = groups.at(-1) ?? { start: 0, end: 0 };
      if (token.kind !== 'open') join(current, end, null);
      current = token.kind === 'close' ? end : addState();
      if (token.kind === 'close') groups.pop();
      else join(start, current, null);
    }
  }
  return { states, end: current };
}

function withFreeWays(reached: Set<number>, states: readonly State[]): Set<number> {
  for (const state of reached) for (const { takes, to } of states[state] ?? []) if (takes === null) reached.add(to);
  return reached;
}
