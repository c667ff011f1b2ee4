import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { readTextArchive } from '@rollcall/testkit/text-archive';
import { mutate, randomOf, smallest } from './mutate.ts';

/** A reader that is fed with what no person writes. */
export interface Fuzzed {
  /** Also the name of its file in `corpus/`. */
  reader: string;
  /** Texts that it reads well. */
  seeds: readonly string[];
  /** Words and signs that mean something to it. */
  pieces: readonly string[];
  /**
   * Reads a text, writes where that is its work, and compares what came out with what another reader makes of it. A
   * UserError is an answer; anything else that is thrown is a failure.
   */
  check(text: string): void | Promise<void>;
  /** Generated texts for each of those that the tier asks for; a reader that is quick gets more. */
  share?: number;
  /** Where a text of few characters is held against many names. */
  stepsPerCharacter?: number;
}

/**
 * Steps (executed blocks of code) that a text may cost for each of its characters, and those that any text may. What
 * does more for a text of a few thousand characters does not grow in proportion to it.
 */
const usualSteps = 3000;
const stepsForAny = 2_000_000;

const runs = Number(process.env.ROLLCALL_FUZZ_RUNS ?? 10);
// The same texts every time, so that a change is judged by itself; `npm run fuzz` chooses others.
const seed = Number(process.env.ROLLCALL_FUZZ_SEED ?? 1);
/** Where to keep texts that reach code that none reached before: by hand. */
const saves = process.env.ROLLCALL_FUZZ_SAVE === 'true';

/**
 * Tests a reader with every text of its corpus, then with generated ones. They are mutations of the seeds, of the
 * corpus and of those generated texts that reached code that no text had reached.
 */
export function fuzz({ reader, seeds, pieces, check, share = 1, stepsPerCharacter = usualSteps }: Fuzzed): void {
  const corpusFile = join(import.meta.dirname, 'corpus', `${reader}.txt`);
  const corpus = existsSync(corpusFile) ? [...readTextArchive(readFileSync(corpusFile, 'utf8'))] : [];
  const subject: Subject = { check, stepsPerCharacter };
  const saved = corpus.map(([name, bytes]): [string, string] => [name, bytes.toString('utf8')]);
  describe(`${reader}, fuzzed`, () => {
    if (saved.length === 0) throw new Error(`${corpusFile} has no text`);
    test.each(saved)('%s', async (_name, text) => {
      const failure = await failureOf(text, subject, () => {});
      if (failure) throw failure;
    });

    const count = Math.ceil(runs * share);
    test(`${count} generated texts`, async () => {
      const found = await generate({ count, pieces, subject, pool: [...seeds, ...saved.map(([, text]) => text)] });
      if (saves) for (const text of found) if (text.length < 600) save(corpusFile, text);
    }, 3_600_000);
  });
}

interface Generation {
  count: number;
  pieces: readonly string[];
  pool: string[];
  subject: Subject;
}

type Subject = Required<Pick<Fuzzed, 'check' | 'stepsPerCharacter'>>;

/** Checks generated texts; gives those that reached code which none before them had. Throws at the first that fails. */
async function generate({ count, pieces, pool, subject }: Generation): Promise<string[]> {
  const random = randomOf(seed);
  const reached = new Set<string>();
  const reaches = (text: string) => (blocks: readonly string[]) => {
    const size = reached.size;
    for (const block of blocks) reached.add(block);
    if (reached.size > size) pool.push(text);
  };
  const known = pool.length;
  for (const text of pool.slice())
    await failureOf(text, subject, (blocks) => {
      for (const block of blocks) reached.add(block);
    });
  for (let run = 0; run < count; run += 1) {
    const text = mutate(random.of(pool), { pieces, pool }, random);
    const failure = await failureOf(text, subject, reaches(text));
    if (failure) throw await told(text, failure, subject);
  }
  return pool.slice(known);
}

type Blocks = (blocks: readonly string[]) => unknown;

/** What is wrong with how a text was read; null when all is well. */
async function failureOf(text: string, { check, stepsPerCharacter }: Subject, reaches: Blocks): Promise<Error | null> {
  const counter = countSteps();
  let failure: Error | null = null;
  try {
    await check(text);
  } catch (error) {
    if (!(error instanceof UserError)) failure = error instanceof Error ? error : new Error(String(error));
  }
  const { steps, blocks } = counter();
  reaches(blocks);
  const limit = stepsForAny + text.length * stepsPerCharacter;
  return failure ?? (steps > limit ? new Error(`${steps} steps for ${text.length} characters`) : null);
}

/** The failure with the smallest text for which it happens, as an entry of the corpus. */
async function told(text: string, failure: Error, subject: Subject): Promise<Error> {
  const kind = (error: Error): string => error.message.replace(/\d+|"[^"]*"|'[^']*'/g, '#').slice(0, 60);
  const least = await smallest(text, async (candidate) => {
    const other = await failureOf(candidate, subject, () => {});
    return other !== null && kind(other) === kind(failure);
  });
  return new Error(`${failure.message}\n\nfor the text\n\n${entry('name', least)}`, { cause: failure });
}

/** A text as an entry of a text archive that no editor changes. */
function entry(name: string, text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === '\\') return '\\\\';
    if (character === '\r') return '\\r';
    return /[\n\x20-\x7e]/.test(character) ? character : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  const written = bytes.join('').replace(/^-- /gm, '\\x2D- ');
  return `-- ${name} (escaped, no newline at end) --\n${written}\n`;
}

function save(file: string, text: string): void {
  const names = existsSync(file) ? (readFileSync(file, 'utf8').match(/^-- /gm)?.length ?? 0) : 0;
  appendFileSync(file, entry(`reaches more ${names + 1}`, text));
}

let session: Session | undefined;

/** Counts, from now to the call of the result, how often each block of code is executed: V8's own precise coverage. */
function countSteps(): () => { steps: number; blocks: string[] } {
  if (!session) {
    session = new Session();
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }
  const counting = session;
  takeCoverage(counting);
  return () => {
    let steps = 0;
    const blocks: string[] = [];
    for (const { url, functions } of takeCoverage(counting)) {
      const ours = url.includes('/packages/');
      if (!ours && !url.includes('/node_modules/yaml/')) continue;
      for (const { ranges } of functions)
        for (const { count, startOffset, endOffset } of ranges) {
          steps += count;
          if (ours && count > 0) blocks.push(`${url}:${startOffset}:${endOffset}`);
        }
    }
    return { steps, blocks };
  };
}

interface Covered {
  url: string;
  functions: { ranges: { count: number; startOffset: number; endOffset: number }[] }[];
}

function takeCoverage(counting: Session): Covered[] {
  let taken: Covered[] = [];
  counting.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    taken = result;
  });
  return taken;
}
