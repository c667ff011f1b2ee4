import { declareTestsOf, type KeptTest, keptTests } from './mutation-tests.ts';

/**
 * The plugin by which Stryker runs our tests: they are loaded once, and run again for each change in the same process.
 * Jest loads everything anew each time, which takes a hundred times as long as the tests themselves.
 * https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/
 */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'kept', factory: keptRunner }];

/** Where Stryker's instrumented code looks up which change is active, and counts. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: unknown;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

interface MutantRun {
  testFilter?: string[];
  hitLimit?: number;
  activeMutant: { id: string };
}

interface TestResult {
  id: string;
  name: string;
  fileName: string;
  timeSpentMs: number;
  status: 0 | 1;
  failureMessage?: string;
}

const instrumented: Instrumented = {};
Object.assign(globalThis, { __stryker__: instrumented });

let changes = 0;

/** A module remembers what it read of an object; what it read while another change was active must not be found. */
class ForgetfulWeakMap<K extends WeakKey, V> {
  #known = new KeptWeakMap<K, V>();
  #at = changes;
  constructor(entries: Iterable<readonly [K, V]> = []) {
    for (const [key, value] of entries) this.#known.set(key, value);
  }
  #current(): WeakMap<K, V> {
    if (this.#at !== changes) this.#known = new KeptWeakMap<K, V>();
    this.#at = changes;
    return this.#known;
  }
  get(key: K): V | undefined {
    return this.#current().get(key);
  }
  has(key: K): boolean {
    return this.#current().has(key);
  }
  set(key: K, value: V): this {
    this.#current().set(key, value);
    return this;
  }
  delete(key: K): boolean {
    return this.#current().delete(key);
  }
}
const KeptWeakMap = WeakMap;

class ForgetfulWeakRef<T extends WeakKey> {
  readonly #target: WeakRef<T>;
  readonly #at = changes;
  constructor(target: T) {
    this.#target = new KeptWeakRef(target);
  }
  deref(): T | undefined {
    return this.#at === changes ? this.#target.deref() : undefined;
  }
}
const KeptWeakRef = WeakRef;

function keptRunner(): object {
  return { capabilities: () => ({ reloadEnvironment: false }), init, dryRun, mutantRun };
}

async function init(): Promise<void> {
  Object.assign(globalThis, { WeakMap: ForgetfulWeakMap, WeakRef: ForgetfulWeakRef });
  for (const file of JSON.parse(process.env.ROLLCALL_MUTATION_TESTS ?? '[]')) {
    declareTestsOf(file);
    await import(file);
  }
}

async function dryRun(): Promise<object> {
  const tests: TestResult[] = [];
  for (const test of keptTests) tests.push(await runTest(test));
  const { mutantCoverage } = instrumented;
  return { status: 'complete', tests, mutantCoverage };
}

async function mutantRun({ testFilter, hitLimit, activeMutant }: MutantRun): Promise<object> {
  const chosen = testFilter && new Set(testFilter);
  changes += 1;
  Object.assign(instrumented, { activeMutant: activeMutant.id, hitCount: hitLimit && 0, hitLimit });
  let nrOfTests = 0;
  let failed: TestResult | undefined;
  for (const test of keptTests) {
    if (failed || (chosen && !chosen.has(test.id))) continue;
    const result = await runTest(test);
    nrOfTests += 1;
    if (result.status === 1) failed = result;
  }
  const { hitCount } = instrumented;
  instrumented.activeMutant = undefined;
  changes += 1;
  if (hitLimit && (hitCount ?? 0) > hitLimit) return { status: 'timeout', reason: `reached ${hitCount} times` };
  if (!failed) return { status: 'survived', nrOfTests };
  return { status: 'killed', killedBy: [failed.id], failureMessage: failed.failureMessage, nrOfTests };
}

async function runTest({ id, name, fileName, run }: KeptTest): Promise<TestResult> {
  instrumented.currentTestId = id;
  const start = performance.now();
  const failureMessage = await Promise.resolve()
    .then(run)
    .then(
      () => undefined,
      (error: unknown) => String(error),
    );
  instrumented.currentTestId = undefined;
  const result = { id, name, fileName, timeSpentMs: performance.now() - start };
  return failureMessage === undefined ? { ...result, status: 0 } : { ...result, status: 1, failureMessage };
}
