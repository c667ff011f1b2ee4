import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const usage = `usage: npm run mutation -- FILE… [--tests PATTERN]
Changes each FILE of packages/domain/src in every way that Stryker knows, one at a time, runs the tests, and says which
changes no test noticed. The tests are the files below test/unit whose path matches the regular expression, such as
"^bump/plan"; without it those of the folder of the FILE. It works on a clone of the last commit in a temporary folder,
and takes seconds for a file, or minutes where its tests do.`;

// Not among the dependencies: it would bring 150 packages more to everybody who installs Rollcall's.
const stryker = '@stryker-mutator/core@9.6.1';

interface Mutant {
  status: string;
  mutatorName: string;
  replacement?: string;
  location: { start: { line: number; column: number } };
}

/** 0 when all were told, 1 when Stryker failed, 2 for a mistake in the arguments. */
function main(args: string[]): number {
  const at = args.indexOf('--tests');
  const tests = at === -1 ? undefined : args[at + 1];
  const files = at === -1 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  if (files.length === 0 || files.some((file) => !existsSync(join('packages/domain/src', file)))) {
    console.error(usage);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-mutation-'));
  try {
    execFileSync('git', ['clone', '--quiet', '--local', '.', folder]);
    const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
    const pnpm = ['--yes', packageManager, '--dir', folder, '--reporter=silent'];
    execFileSync('npx', [...pnpm, 'install', '--frozen-lockfile', '--prefer-offline'], { stdio: 'inherit' });
    const { devDependencies } = JSON.parse(readFileSync('test/package.json', 'utf8'));
    const added = [stryker, `expect@${devDependencies['@jest/globals']}`];
    execFileSync('npx', [...pnpm, 'add', '--workspace-root', '--save-dev', '--save-exact', ...added], {
      stdio: 'inherit',
    });
    takeJestAway(folder);
    return Math.max(...files.map((file) => mutateFile(folder, file, tests ?? `^${file.split('/')[0]}/`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the tests what keeps them in one list instead, and the same cases of each property for every change. */
function takeJestAway(folder: string): void {
  const place = join(folder, 'test/node_modules/@jest/globals');
  rmSync(place);
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module', exports: './index.js' }));
  const index = `import fc from 'fast-check';
fc.configureGlobal({ seed: 1 });
export { expect } from 'expect';
export * from ${JSON.stringify(join(folder, 'scripts/mutation-tests.ts'))};
`;
  writeFileSync(join(place, 'index.js'), index);
}

function mutateFile(folder: string, file: string, pattern: string): number {
  const config = {
    mutate: [`packages/domain/src/${file}`],
    testRunner: 'kept',
    plugins: [join(folder, 'scripts/mutation-runner.ts')],
    testRunnerNodeArgs: ['--conditions=rollcall-source', '--import=tsx'],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    disableTypeChecks: false,
    // Packages of the workspace are links: only in place do the tests import what is changed.
    inPlace: true,
    concurrency: 1,
    timeoutMS: 6000,
    reporters: ['json'],
    jsonReporter: { fileName: 'mutation.json' },
  };
  writeFileSync(join(folder, 'stryker.config.json'), JSON.stringify(config));
  const all = readdirSync(join(folder, 'test/unit'), { recursive: true, encoding: 'utf8' });
  const tests = all.filter((path) => path.endsWith('.test.ts') && new RegExp(pattern).test(path)).sort();
  const env = {
    ...process.env,
    // Fewer cases of each property: every change runs them again.
    ROLLCALL_PROOF_RUNS: '30',
    ROLLCALL_MUTATION_TESTS: JSON.stringify(tests.map((path) => join(folder, 'test/unit', path))),
  };
  const command = ['--import=tsx', 'node_modules/@stryker-mutator/core/bin/stryker.js', 'run'];
  const { status } = spawnSync(process.execPath, command, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) return 1;
  const report: { files: Record<string, { mutants: Mutant[] }> } = JSON.parse(
    readFileSync(join(folder, 'mutation.json'), 'utf8'),
  );
  const mutants = Object.values(report.files).flatMap((one) => one.mutants);
  const of = (...states: string[]): Mutant[] => mutants.filter((mutant) => states.includes(mutant.status));
  const [noticed, missed] = [of('Killed', 'Timeout'), of('Survived', 'NoCoverage')];
  console.log(`${file}: ${noticed.length} of ${noticed.length + missed.length} changes noticed`);
  for (const { mutatorName, replacement = '', location } of missed)
    console.log(`  ${location.start.line}:${location.start.column} ${mutatorName}: ${replacement.slice(0, 80)}`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
