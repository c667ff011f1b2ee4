/**
 * The pieces of a pattern, and whether a path is made of them: a set of states is stepped, so that time grows with the
 * path and never as a power of it.
 */
export type Token =
  | { kind: 'character'; character: string }
  /** `?`: any character but `/`. */
  | { kind: 'one' }
  | {
      kind: 'class';
      negated: boolean;
      ranges: readonly (readonly [string, string])[];
      /** It may match a `/`, as a class of a regular expression does. */
      slash?: true;
    }
  /** `*`: any number of characters but `/`. */
  | { kind: 'star' }
  /** `**` at the end: any number of characters. */
  | { kind: 'rest'; oneLine?: true }
  /** `**` elsewhere: nothing, or any number of characters that end in `/`. Always followed by its loop. */
  | { kind: 'folders' }
  | { kind: 'folders-loop'; oneLine?: true };

/** Steps through the path once; `within` accepts at every `/` as well. */
export function run(tokens: readonly Token[], path: string, within: boolean): boolean {
  const end = tokens.length;
  let now = new Uint8Array(end + 1);
  let next = new Uint8Array(end + 1);
  enter(tokens, now, 0);
  for (const character of path) {
    if (within && character === '/' && now[end] === 1) return true;
    next.fill(0);
    let alive = false;
    for (let state = 0; state < end; state += 1) {
      if (now[state] !== 1) continue;
      const target = step(tokens[state], character);
      if (target.stay) enter(tokens, next, state);
      if (target.advance) enter(tokens, next, state + 1);
      alive ||= target.stay || target.advance;
    }
    if (!alive) return false;
    [now, next] = [next, now];
  }
  return now[end] === 1;
}

/** Marks a state and those reached from it without reading a character. */
function enter(tokens: readonly Token[], states: Uint8Array, from: number): void {
  let state = from;
  // What is reached from a marked state is marked: each is passed once for a character, however many stars follow.
  while (states[state] !== 1) {
    states[state] = 1;
    const kind = tokens[state]?.kind;
    if (kind === 'star' || kind === 'rest') {
      state += 1;
    } else if (kind === 'folders') {
      states[state + 1] = 1;
      state += 2;
    } else {
      return;
    }
  }
}

const dead = { stay: false, advance: false };
const stays = { stay: true, advance: false };
const advances = { stay: false, advance: true };
const both = { stay: true, advance: true };

function step(token: Token | undefined, character: string): { stay: boolean; advance: boolean } {
  switch (token?.kind) {
    case 'character':
      return token.character === character ? advances : dead;
    case 'one':
      return character === '/' ? dead : advances;
    case 'class':
      if (character === '/' && !token.slash) return dead;
      return token.ranges.some(([low, high]) => low <= character && character <= high) !== token.negated
        ? advances
        : dead;
    case 'star':
      return character === '/' ? dead : stays;
    case 'rest':
      return token.oneLine && character === '\n' ? dead : stays;
    case 'folders-loop':
      if (token.oneLine && character === '\n') return dead;
      return character === '/' ? both : stays;
    default:
      return dead;
  }
}
