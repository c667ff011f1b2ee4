import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every check of the project, then the tests. `--all` adds the proofs that take minutes: `test/proof` with what Helm and
 * kustomize render of 2,000 generated repositories, 10,000 generated edits instead of a few hundred, 200 kills instead
 * of a few, forty times the fuzzing;
 * anything else is handed to jest. The last line is the tally, which continuous integration reads.
 */
const all = process.argv.includes('--all');
const mayBeSkipped = !process.argv.includes('--none-skipped');
const jestArguments = process.argv.slice(2).filter((argument) => !['--all', '--none-skipped'].includes(argument));
const sources = ['--conditions=rollcall-source', '--import', 'tsx'];

const checks: { name: string; args: string[] }[] = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint and format', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  { name: 'generated files', args: [...sources, 'scripts/generate-docs.ts', '--check'] },
  { name: 'bundles', args: [...sources, 'scripts/check-dist.ts'] },
];

let passed = 0;
let failed = 0;
let skipped = 0;

// A run that names tests is someone at work on them: only those.
if (jestArguments.length === 0) {
  for (const { name, args } of checks) {
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
    if (status === 0) passed += 1;
    else failed += 1;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
// Everything the tests put into a temporary folder is below this one, and goes with it.
const proof = all ? { ROLLCALL_PROOF_RUNS: '10000', ROLLCALL_PROOF_KILLS: '200', ROLLCALL_FUZZ_RUNS: '400' } : {};
const env = { ...proof, ...process.env, TMPDIR: folder };
// What counts steps has a process of its own: among all that other tests leave it takes ten times as long.
const counting = ['test/structure/doubling', 'test/fuzz/'];
// Fifty writers wait in real time for their turn, and give up where other tests take the processors from them.
const alone = ['test/proof/writers'];
const left = ['/node_modules/', ...(all ? [] : ['/test/proof/'])];
const leave = (paths: readonly string[]) => paths.map((path) => `--testPathIgnorePatterns=${path}`);
// Before what is left out: jest takes a word behind that option for one more path to leave out.
if (jestArguments.length > 0) runJest([...jestArguments, ...leave(left)]);
else for (const words of [leave([...left, ...counting, ...alone]), counting, ...(all ? [alone] : [])]) runJest(words);
rmSync(folder, { recursive: true, force: true });

function runJest(words: readonly string[]): void {
  const report = join(folder, 'jest.json');
  rmSync(report, { force: true });
  spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${report}`,
      ...words,
    ],
    { stdio: ['inherit', 'ignore', 'inherit'], env },
  );
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    passed += result.numPassedTests;
    // A file that cannot run has no tests to count.
    failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    skipped += result.numPendingTests + result.numTodoTests;
  } catch {
    console.error('jest left no report');
    failed += 1;
  }
}

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || (skipped > 0 && !mayBeSkipped) ? 1 : 0;
