import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { FileMode } from '@rollcall/domain/ports';
import { filesOfBuild } from '@rollcall/testkit/build-inputs';
import { type Answer, ask } from '@rollcall/testkit/buildkit-oracle';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { temporaryFolder } from '@rollcall/testkit/repository';
import type { BuildCase } from './builds.ts';

/** What BuildKit reads of each case. */
export function askBuilds(oracle: { program: string }, cases: readonly BuildCase[]): Answer[] {
  // Many small files: in memory where there is such a place.
  const memory = '/dev/shm';
  const folder = existsSync(memory) ? mkdtempSync(join(memory, 'rollcall-builds-')) : temporaryFolder('builds');
  const questions = cases.map(({ files, links, build }, index) => {
    const root = join(folder, String(index));
    for (const [path, text] of Object.entries(files)) write(join(root, path), (at) => writeFileSync(at, text));
    for (const [path, target] of Object.entries(links)) write(join(root, path), (at) => symlinkSync(target, at));
    return { build: { root, ...build } };
  });
  try {
    return ask(oracle, questions, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(path: string, create: (path: string) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  create(path);
}

/** Where detect and BuildKit differ about a build. */
export interface Difference {
  /** Read, and a change of it is lost. */
  missed: string[];
  /** Not read, and a change of it rebuilds, with what makes it count. */
  noise: Map<string, string>;
}

export async function differenceOf({ files, links, build }: BuildCase, reads: readonly string[]): Promise<Difference> {
  const modes = Object.fromEntries(Object.keys(links).map((path): [string, FileMode] => [path, 'symlink']));
  const tree = memoryTree({ ...files, ...links, ...definitionOf(build) }, modes);
  const ours = await filesOfBuild(tree, build);
  for (const path of Object.keys(definitionOf(build))) ours.delete(path);
  const noise = new Map([...ours].filter(([path]) => !reads.includes(path)));
  return { missed: reads.filter((path) => !ours.has(path)), noise };
}

/** The Bake file that gives a build its named contexts. */
function definitionOf({ dockerfile, context, contexts, args }: BuildCase['build']): Record<string, string> {
  if (contexts === undefined) return {};
  const folders = Object.entries(contexts).map(([name, folder]) => [name, folder || '.']);
  const target = {
    context: context || '.',
    dockerfile: posix.relative(`/${context}`, `/${dockerfile}`),
    contexts: Object.fromEntries(folders),
    ...(args === undefined ? {} : { args }),
  };
  return { 'docker-bake.json': JSON.stringify({ target: { built: target } }) };
}
