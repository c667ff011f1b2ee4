/**
 * As much of Jest as the tests of the domain use, with all tests kept in one list, so that each can be run by itself and
 * as often as wanted without loading a module again.
 */
export interface KeptTest {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  run(): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of test.each are whatever the test takes.
type Body = (...row: any[]) => unknown;
type Block = (name: string, body: Body, timeout?: number) => void;
type Blocks = Block & { each(rows: readonly unknown[]): Block };

export const keptTests: KeptTest[] = [];
let fileName = '';
let path: string[] = [];
let before: (() => unknown)[] = [];

/** Says which file the tests that are declared from now on belong to. */
export function declareTestsOf(file: string): void {
  fileName = file;
  before = [];
}

function withEach(block: Block): Blocks {
  const each =
    (rows: readonly unknown[]): Block =>
    (name, body) => {
      for (const [index, row] of rows.entries())
        block(`${name} (${index})`, () => (Array.isArray(row) ? body(...row) : body(row)));
    };
  return Object.assign(block, { each });
}

export const describe: Blocks = withEach((name, body) => {
  const [outer, outside] = [path, before];
  path = [...outer, name];
  body();
  path = outer;
  before = outside;
});

export const test: Blocks = withEach((title, body) => {
  const name = [...path, title].join(' ');
  // What measures time is no witness: on a busy machine it fails whatever was changed.
  if (/ (in|in linear|no) time$/.test(name)) return;
  const first = before;
  const run = async (): Promise<void> => {
    for (const step of first) await step();
    await body();
  };
  keptTests.push({ id: `${keptTests.length} ${name}`, name, fileName, run });
});

/** Runs before each test instead: what it does may be what was changed. */
export function beforeAll(step: () => unknown): void {
  before = [...before, step];
}

export const it: Blocks = test;
