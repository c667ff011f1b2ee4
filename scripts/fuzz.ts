import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const usage = `usage: npm run fuzz -- [READER…] [--runs N] [--seed N] [--save]
Feeds readers (the names of the tests in test/fuzz) with texts that no person writes. --save keeps those that reach
code which none reached before in test/fuzz/corpus, where every run of the tests reads them.`;

/** 0 when every reader held. */
function main(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '3000' },
      seed: { type: 'string' },
      save: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
  if (!/^[1-9]\d*$/.test(values.runs) || !/^\d+$/.test(seed)) {
    console.error(usage);
    return 2;
  }
  console.log(`seed ${seed}, ${values.runs} texts for a reader of usual pace`);
  const paths = positionals.length === 0 ? ['test/fuzz/'] : positionals.map((reader) => `test/fuzz/${reader}`);
  const settings = {
    ROLLCALL_FUZZ_RUNS: values.runs,
    ROLLCALL_FUZZ_SEED: seed,
    ROLLCALL_FUZZ_SAVE: String(values.save),
  };
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const { status } = spawnSync(process.execPath, [...jest, ...paths], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  return status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
