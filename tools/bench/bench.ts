// Runs one benchmark: `npm run bench -- detect [options]`. Each prints its figures as a table, with ratios
// against a floor measured in the same run; none of them passes or fails.
const [name = '', ...words] = process.argv.slice(2);
const benchmarks: Record<string, () => Promise<{ run: (words: string[]) => Promise<void> }>> = {
  bump: () => import('./bump.ts'),
  detect: () => import('./detect.ts'),
  dockerfiles: () => import('./dockerfiles.ts'),
  profile: () => import('./profile.ts'),
  verify: () => import('./verify.ts'),
  'yaml-suite': () => import('./yaml-suite.ts'),
};
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
if (load) {
  const { run } = await load();
  await run(words);
} else {
  console.error(`Usage: npm run bench -- ${Object.keys(benchmarks).join('|')}`);
  process.exitCode = 2;
}
