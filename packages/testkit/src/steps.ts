import { Session } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

// A function that rests for some collections of garbage loses its code, and with it what was counted of it.
setFlagsFromString('--no-flush-bytecode');

/**
 * The steps that some work takes in the modules of the product and of its YAML parser: the blocks that V8 counts as it
 * runs them, and what built-in functions go through at one call (a search of a text, a copy of a list). The same at
 * each run, whatever else the machine does. A regular expression counts for what stands before its match, or for the rest
 * of the text: that none reads a text more than once is proved for each of them alone.
 */
export async function countSteps(work: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  const post = (method: string, parameters?: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result)));
    });
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const native = countNative();
  try {
    await work();
    native.stop();
    const { result } = (await post('Profiler.takePreciseCoverage')) as { result: Coverage[] };
    return native.steps() + result.filter(({ url }) => isCounted(url)).reduce((sum, one) => sum + blocksOf(one), 0);
  } finally {
    native.stop();
    await post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}

interface Coverage {
  url: string;
  functions: { ranges: { count: number }[] }[];
}

function isCounted(url: string): boolean {
  return /\/packages\/(?:domain|adapters|shell|cli)\/src\/|\/node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?(?:yaml|picomatch)\//.test(
    url,
  );
}

function blocksOf({ functions }: Coverage): number {
  return functions.reduce((sum, { ranges }) => sum + ranges.reduce((blocks, { count }) => blocks + count, 0), 0);
}

type Method = (this: unknown, ...values: never[]) => unknown;

/** Counts what built-in functions go through, until it is stopped. */
function countNative(): { steps: () => number; stop: () => void } {
  let steps = 0;
  const undo: (() => void)[] = [];
  const patch = (owner: object, name: string, cost: (self: never, result: never, values: never[]) => number): void => {
    const before = Reflect.get(owner, name) as Method;
    const counting: Method = function (...values) {
      const result = Reflect.apply(before, this, values);
      steps += cost(this as never, result as never, values);
      return result;
    };
    Object.defineProperty(owner, name, { value: counting, configurable: true, writable: true });
    undo.push(() => Object.defineProperty(owner, name, { value: before, configurable: true, writable: true }));
  };
  const searched = (self: string | unknown[], at: number, from: unknown): number =>
    Math.max(
      1,
      at === -1 ? self.length - (typeof from === 'number' ? from : 0) : at - (typeof from === 'number' ? from : 0),
    );
  for (const owner of [String.prototype, Array.prototype]) {
    patch(owner, 'indexOf', (self: string, at: number, [, from]) => searched(self, at, from));
    patch(owner, 'includes', (self: string) => self.length / 8);
  }
  patch(String.prototype, 'lastIndexOf', (self: string, at: number, [, from]) =>
    Math.max(1, (typeof from === 'number' ? Math.min(from, self.length) : self.length) - Math.max(at, 0)),
  );
  for (const name of ['split', 'replace', 'replaceAll', 'match', 'trim', 'toLowerCase'])
    patch(String.prototype, name, (self: string) => self.length / 8);
  for (const name of ['splice', 'shift', 'unshift', 'reverse', 'sort', 'concat', 'join', 'toReversed'])
    patch(Array.prototype, name, (self: unknown[]) => self.length / 8);
  patch(Array.prototype, 'slice', (_, result: unknown[]) => result.length / 8);
  const { exec } = RegExp.prototype;
  const countingExec: typeof exec = function (this: RegExp, text) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const match = exec.call(this, text);
    const stops = this.sticky || (this.source.startsWith('^') && !this.multiline);
    const read = match ? match.index + match[0].length - from : stops ? 0 : String(text).length - from;
    steps += Math.max(1, read / 8);
    return match;
  };
  RegExp.prototype.exec = countingExec;
  undo.push(() => {
    RegExp.prototype.exec = exec;
  });
  const iterator = Object.getPrototypeOf([][Symbol.iterator]()) as object;
  patch(iterator, 'next', () => 1);
  return {
    steps: () => steps,
    stop: () => {
      for (const one of undo.splice(0).reverse()) one();
    },
  };
}
