import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { node24 } from '@rollcall/node24';

/** What V8 writes of a run: the tree of calls, and which of them was found running at each look, with the time since the last. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

/** Milliseconds of one function: with all that it called, and alone. */
interface Cost {
  total: number;
  self: number;
}

/**
 * Where a command of the bundle spends its time, as a table of functions: `npm run bench -- profile -- verify --root DIR`.
 * Times are medians of runs under the profiler, which slows them down: compare them with each other.
 */
export async function run(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' }, rows: { type: 'string', default: '40' } },
  });
  if (positionals.length === 0) throw new Error('usage: npm run bench -- profile [--rounds N] [--rows N] -- COMMAND …');
  const rounds = Array.from({ length: Number(values.rounds) }, () => costsOf(profileOf(positionals)));
  const names = new Set(rounds.flatMap((costs) => [...costs.keys()]));
  const rows = [...names]
    .map((name) => ({
      name,
      total: middle(rounds.map((costs) => costs.get(name)?.total ?? 0)),
      self: middle(rounds.map((costs) => costs.get(name)?.self ?? 0)),
    }))
    .sort((a, b) => b.total - a.total)
    .slice(0, Number(values.rows));
  console.log('| function | with what it calls | alone |\n|---|---|---|');
  for (const { name, total, self } of rows) console.log(`| ${name} | ${total.toFixed(1)} ms | ${self.toFixed(1)} ms |`);
}

/** One run of the bundle; its exit code is its own affair. */
function profileOf(words: readonly string[]): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
  try {
    const flags = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder];
    spawnSync(node24().path, [...flags, resolve('packages/cli/dist/rollcall.js'), ...words], { stdio: 'ignore' });
    const [file] = readdirSync(folder);
    if (file === undefined) throw new Error('the run left no profile');
    return JSON.parse(readFileSync(join(folder, file), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each function of the bundle costs, by its name; a function that calls itself counts once. */
function costsOf({ nodes, samples, timeDeltas }: Profile): Map<string, Cost> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const costs = new Map<string, Cost>();
  for (const [index, sample] of samples.entries()) {
    const time = (timeDeltas[index] ?? 0) / 1000;
    const seen = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = callers.get(id)) {
      const { functionName: name, url } = byId.get(id)?.callFrame ?? { functionName: '', url: '' };
      // What has no address is the machine's own: the collector, a regular expression.
      if (name === '' || name === '(root)' || url.startsWith('node:') || seen.has(name)) continue;
      const cost = costs.get(name) ?? { total: 0, self: 0 };
      costs.set(name, cost);
      cost.total += time;
      if (id === sample) cost.self += time;
      seen.add(name);
    }
  }
  return costs;
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
