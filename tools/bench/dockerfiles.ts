import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import { filesOfBuild } from '@rollcall/testkit/build-inputs';
import { type Answer, ask, findOracle } from '@rollcall/testkit/buildkit-oracle';

/**
 * What detect and BuildKit say of the Dockerfiles in clones of repositories: `npm run bench -- dockerfiles CLONE…`. A
 * Dockerfile is built in the nearest folder above it in which BuildKit can: what no folder has is left out. One line for
 * each that differs, with the repository, the commit and how many files; nothing of what is in them.
 */
export async function run(clones: string[]): Promise<void> {
  const oracle = findOracle();
  if (typeof oracle === 'string') throw new Error(oracle);
  const total = { dockerfiles: 0, compared: 0, missed: 0, noisy: 0 };
  for (const clone of clones) {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'dockerfiles-'));
    try {
      const root = join(folder, 'tree');
      mkdirSync(root);
      const { tree, commit, dockerfiles } = await checkOut(clone, root, join(folder, 'index'));
      total.dockerfiles += dockerfiles.length;
      for (const dockerfile of dockerfiles) {
        const found = firstThatBuilds(dockerfile, (context) => {
          const [answer] = ask(oracle, [{ build: { root, dockerfile, context } }], folder);
          return answer ?? {};
        });
        if (found === null) continue;
        total.compared += 1;
        const ours = await filesOfBuild(tree, { dockerfile, context: found.context });
        const missed = found.reads.filter((path) => !ours.has(path)).length;
        const noise = [...ours].filter(([path]) => !found.reads.includes(path));
        if (missed > 0) total.missed += 1;
        if (noise.length > 0) total.noisy += 1;
        if (missed === 0 && noise.length === 0) continue;
        const why = [...new Set(noise.map(([, because]) => because))].slice(0, 2).join('; ');
        const counts = `${missed} missed, ${noise.length} noise of ${ours.size}`;
        console.log([nameOf(clone), dockerfile, commit.slice(0, 9), counts, why].join(' | '));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(JSON.stringify(total));
}

/** `owner+name` of a folder of mirrors, or the name of a clone. */
function nameOf(clone: string): string {
  const path = resolve(clone);
  return basename(basename(path) === 'repo' ? dirname(path) : path);
}

function firstThatBuilds(
  dockerfile: string,
  build: (context: string) => Answer,
): { context: string; reads: readonly string[] } | null {
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    const context = folder === '.' ? '' : folder;
    const { reads, error } = build(context);
    if (error === undefined && reads !== undefined) return { context, reads };
    if (context === '') return null;
  }
}

const modes: Readonly<Record<string, FileMode>> = { '120000': 'symlink', '160000': 'submodule' };

async function checkOut(
  clone: string,
  root: string,
  index: string,
): Promise<{ tree: Tree; commit: string; dockerfiles: string[] }> {
  const gitFolder = existsSync(join(clone, '.git')) ? join(clone, '.git') : clone;
  const git = (...words: string[]): string =>
    execFileSync('git', [`--git-dir=${gitFolder}`, `--work-tree=${root}`, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_INDEX_FILE: index },
      maxBuffer: 2 ** 28,
    });
  git('read-tree', 'HEAD');
  try {
    git('checkout-index', '--all', '--force', '--quiet');
  } catch {
    // A partial clone lacks large files: what is in them does not matter.
  }
  const entries = git('ls-tree', '-r', '-z', 'HEAD')
    .split('\0')
    .slice(0, -1)
    .map((line): TreeEntry => ({ path: line.slice(line.indexOf('\t') + 1), mode: modes[line.slice(0, 6)] ?? 'file' }));
  const regular = new Set(entries.flatMap(({ path, mode }) => (mode === 'file' ? [path] : [])));
  for (const path of regular) {
    const at = join(root, path);
    if (existsSync(at)) continue;
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, '');
  }
  const tree: Tree = {
    name: 'clone',
    list: async () => entries,
    read: async (paths) =>
      new Map(paths.filter((path) => regular.has(path)).map((path) => [path, readFileSync(join(root, path))])),
  };
  const named = /(?:^|\/)(?:[^/]*\.)?Dockerfile(?:\.[^/]*)?$/;
  const dockerfiles = [...regular].filter((path) => named.test(path) && !path.endsWith('.dockerignore'));
  return { tree, commit: git('rev-parse', 'HEAD').trim(), dockerfiles };
}
