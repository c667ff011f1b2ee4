import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One command to time, as a whole process. */
export interface Subject {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Sets the scene before each run; not timed. */
  prepare?: () => void;
}

export interface Figures {
  name: string;
  /** Milliseconds of wall time, sorted. */
  times: number[];
  /** Peak memory of the largest process in MiB; null where the system cannot tell. */
  memory: number | null;
}

/**
 * Times subjects in turn (A B C A B C …), so that all of them see the same state of the machine. The first
 * round is not counted. A subject that fails ends the benchmark: a wrong answer is not fast.
 */
export function measure(subjects: readonly Subject[], rounds: number): Figures[] {
  const figures = subjects.map(({ name }): Figures => ({ name, times: [], memory: null }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      subject.prepare?.();
      const { milliseconds, memory } = runOnce(subject);
      const figure = figures[index];
      if (round === 0 || !figure) continue;
      figure.times.push(milliseconds);
      if (memory !== null) figure.memory = Math.max(figure.memory ?? 0, memory);
    }
  }
  for (const { times } of figures) times.sort((a, b) => a - b);
  return figures;
}

function runOnce({ name, command, args, cwd, env }: Subject): { milliseconds: number; memory: number | null } {
  const [program, words] = timeProgram ? [timeProgram, ['-f', '%M', command, ...args]] : [command, args];
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const milliseconds = performance.now() - start;
  if (error || status !== 0)
    throw new Error(`${name} failed (${status}): ${error?.message ?? stderr}${stdout.slice(0, 2000)}`);
  const kibibytes = timeProgram ? Number(stderr.trimEnd().split('\n').at(-1)) : Number.NaN;
  return { milliseconds, memory: Number.isFinite(kibibytes) ? kibibytes / 1024 : null };
}

/** GNU time tells the peak memory; without it only times are measured. */
const timeProgram =
  ['/usr/bin/time', '/bin/time'].find(
    (path) => spawnSync(path, ['-f', '%M', 'true'], { encoding: 'utf8' }).status === 0,
  ) ?? null;

/** A Markdown table: median, fastest, slowest, memory, and the ratio of medians to the first row. */
export function figuresTable(figures: readonly Figures[]): string {
  const floor = median(figures[0]?.times ?? []);
  const rows = figures.map(({ name, times, memory }) => {
    const cells = [median(times), times[0] ?? 0, times.at(-1) ?? 0].map((value) => `${value.toFixed(0)} ms`);
    return `| ${[name, ...cells, memory === null ? '–' : `${memory.toFixed(0)} MiB`, (median(times) / floor).toFixed(2)].join(' | ')} |`;
  });
  return [
    '| what | median | fastest | slowest | peak memory | × the first |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

export function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** A bundle as a commit has it, in a folder of its own below `folder`. */
export function bundleAt(commit: string, program: string, folder: string): string {
  const place = mkdtempSync(join(folder, 'baseline-'));
  const archive = join(place, 'bundle.tar');
  execFileSync('git', ['archive', '--format=tar', `--output=${archive}`, commit, '--', dirname(program)]);
  execFileSync('tar', ['-x', '-f', archive, '-C', place]);
  return join(place, program);
}
