import { randomNumbers } from '@rollcall/testkit/random-numbers';

/** A source of random numbers that gives the same ones for the same seed. */
export interface Random {
  /** 0 … below - 1 */
  below(below: number): number;
  of<T>(items: readonly T[]): T;
}

export function randomOf(seed: number): Random {
  const next = randomNumbers(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    of: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
  };
}

/** What a text is made of. */
export interface Grammar {
  /** Words and signs that mean something in the format. */
  pieces: readonly string[];
  /** Whole texts of the format. */
  pool: readonly string[];
}

/** Longer texts than this only cost time: what grows too fast with its size shows long before. */
const longest = 6000;

/** Some changes of a text that keep most of its structure: of lines, of their indentation, of single tokens. */
export function mutate(text: string, grammar: Grammar, random: Random): string {
  let changed = text;
  for (let changes = 1 + random.below(4); changes > 0; changes -= 1)
    changed = random.of(random.below(2) === 0 ? lineChanges : tokenChanges)(changed, grammar, random);
  return changed.slice(0, longest);
}

type Mutation = (text: string, grammar: Grammar, random: Random) => string;

/** Changes the lines of a text in place, at a line that is chosen. */
function onLines(change: (lines: string[], at: number, random: Random, grammar: Grammar) => void): Mutation {
  return (text, grammar, random) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random, grammar);
    return lines.join('\n');
  };
}

const lineChanges: readonly Mutation[] = [
  onLines((lines, at, random) => lines.splice(at, 1 + random.below(4))),
  onLines((lines, at, random) =>
    lines.splice(random.below(lines.length + 1), 0, ...lines.slice(at, at + 1 + random.below(6))),
  ),
  onLines((lines, at, random) => lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1 + random.below(3)))),
  onLines((lines, at, random) => {
    const indent = random.of(['  ', ' ', '\t', '    ']);
    for (let end = at + 1 + random.below(5); at < end && at < lines.length; at += 1) lines[at] = indent + lines[at];
  }),
  onLines((lines, at, random) => {
    for (let end = at + 1 + random.below(5); at < end && at < lines.length; at += 1)
      lines[at] = lines[at]?.replace(/^ {1,2}|^\t/, '') ?? '';
  }),
  onLines((lines, at, random, { pool }) => {
    const other = random.of(pool).split('\n');
    const start = random.below(other.length);
    lines.splice(at, random.below(3), ...other.slice(start, start + 1 + random.below(8)));
  }),
  onLines((lines, at) => lines.splice(at, 2, lines.slice(at, at + 2).join(' '))),
  onLines((lines, at, random) => lines.splice(at, 1, ...Array<string>(2 + random.below(100)).fill(lines[at] ?? ''))),
  (text) => text.replace(/\r?\n/g, '\r\n'),
  (text) => (text.startsWith('\ufeff') ? text.slice(1) : `\ufeff${text}`),
  (text, _grammar, random) => text.slice(0, random.below(text.length + 1)),
];

/** Words, blanks, and every other sign alone. */
const token = /[\p{L}\p{N}_.-]+|[ \t]+|[\s\S]/gu;

/** Changes the tokens of a text in place, at a token that is chosen. */
function onTokens(change: (tokens: string[], at: number, random: Random, grammar: Grammar) => void): Mutation {
  return (text, grammar, random) => {
    const tokens = text.match(token) ?? [''];
    change(tokens, random.below(tokens.length), random, grammar);
    return tokens.join('');
  };
}

/** Characters that one reader takes for something else than the next. */
const odd = ['\0', '\u0085', '\u00a0', '\u2028', '\u202e', '\ud800', '\u{1f600}', '\r', '\u000b', '가'];

const tokenChanges: readonly Mutation[] = [
  onTokens((tokens, at) => tokens.splice(at, 1)),
  onTokens((tokens, at, random, { pieces }) => tokens.splice(at, 1, random.of(pieces))),
  onTokens((tokens, at, random, { pieces }) => tokens.splice(at, 0, random.of(pieces))),
  onTokens((tokens, at, random) => tokens.splice(at, 1, random.of(tokens))),
  onTokens((tokens, at, random) => tokens.splice(at, 0, random.of(odd))),
  onTokens((tokens, at, random) => tokens.splice(at, 1, (tokens[at] ?? '').repeat(2 + random.below(60)))),
  onTokens((tokens, at, random) => {
    const quote = random.of(['"', "'", '`']);
    tokens.splice(at, 1, `${quote}${tokens[at]}${quote}`);
  }),
  onTokens((tokens, at, random, { pool }) => {
    const other = random.of(pool).match(token) ?? [''];
    const start = random.below(other.length);
    tokens.splice(at, 1, ...other.slice(start, start + 1 + random.below(12)));
  }),
];

/** A smaller text for which `fails` holds too: without lines, then without characters, in ever smaller stretches. */
export async function smallest(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let [best, tries] = [text, 0];
  for (const separator of ['\n', '']) {
    for (let stretch = Math.ceil(best.split(separator).length / 2); stretch >= 1; stretch = Math.floor(stretch / 2)) {
      for (let at = 0; at < best.split(separator).length && tries < 600; tries += 1) {
        const parts = best.split(separator);
        parts.splice(at, stretch);
        const candidate = parts.join(separator);
        if (await fails(candidate)) best = candidate;
        else at += stretch;
      }
    }
  }
  return best;
}
