import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const usage = `usage: npm run mutation -- FILE… [--tests GLOB]
Changes each FILE of packages/domain/src in every way that Stryker knows, one at a time, runs the tests, and says which
changes no test noticed. --tests are the files below test/unit to run, such as "bump/*.test.ts"; without it those of
the folder of the FILE. It works on a clone of the last commit in a temporary folder, and takes minutes for a file.`;

// Not among the dependencies: it would bring 150 packages more to everybody who installs Rollcall's.
const stryker = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/jest-runner@9.6.1'];

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
    execFileSync('npx', [...pnpm, 'add', '--workspace-root', '--save-dev', '--save-exact', ...stryker], {
      stdio: 'inherit',
    });
    return Math.max(...files.map((file) => mutateFile(folder, file, tests ?? `${file.split('/')[0]}/**/*.test.ts`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mutateFile(folder: string, file: string, tests: string): number {
  const jest = `import base from './jest.config.js';\nexport default { ...base, testMatch: [${JSON.stringify(`<rootDir>/test/unit/${tests}`)}] };\n`;
  writeFileSync(join(folder, 'jest.mutation.config.js'), jest);
  const config = {
    mutate: [`packages/domain/src/${file}`],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    // Packages of the workspace are links: only in place do the tests import what is changed.
    inPlace: true,
    concurrency: 1,
    timeoutMS: 6000,
    reporters: ['json'],
    jsonReporter: { fileName: 'mutation.json' },
  };
  writeFileSync(join(folder, 'stryker.config.json'), JSON.stringify(config));
  // Fewer cases of each property: every change runs them again.
  const env = { ...process.env, ROLLCALL_PROOF_RUNS: '15' };
  const { status } = spawnSync('npx', ['stryker', 'run'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
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
