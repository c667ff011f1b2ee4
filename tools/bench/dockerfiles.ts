import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import { folderOf } from '@rollcall/domain/tree/repository-paths';
import { filesOfBuild } from '@rollcall/testkit/build-inputs';
import { type Answer, ask, findOracle } from '@rollcall/testkit/buildkit-oracle';

const records = resolve(import.meta.dirname, '../../test/fixtures/buildkit');

/**
 * What detect and BuildKit say of the Dockerfiles in clones of repositories: `npm run bench -- dockerfiles CLONE…`, or
 * `--pinned FOLDER` for the recorded repositories at their commits, which are fetched into the folder where they are not
 * there as `owner+name`. A Dockerfile is built in the nearest folder above it in which BuildKit can: what no folder has is
 * left out. One line for each that differs, with the repository, the commit and how many files; nothing of what is in
 * them. A file that is missed, or noise that is not recorded, fails.
 */
export async function run(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { pinned: { type: 'string' } },
  });
  const oracle = findOracle();
  if (typeof oracle === 'string') throw new Error(oracle);
  const clones = [...positionals.map((path) => ({ path, commit: 'HEAD' })), ...pinnedIn(values.pinned)];
  const recorded = new Set(readFileSync(join(records, 'real-noise.txt'), 'utf8').split('\n'));
  const total: Total = { dockerfiles: 0, compared: 0, missed: 0, noisy: 0, unrecorded: 0 };
  for (const clone of clones) {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'dockerfiles-'));
    try {
      const root = join(folder, 'tree');
      mkdirSync(root);
      const checkout = await checkOut(clone, root, join(folder, 'index'));
      const build: Builder = (builds) => {
        const questions = builds.map((one) => ({ build: { root, ...one } }));
        return ask(oracle, questions, folder);
      };
      await compare(nameOf(clone.path).replace('+', '/'), checkout, build, { recorded, total });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(JSON.stringify(total));
  if (total.missed > 0 || (values.pinned !== undefined && total.unrecorded > 0)) process.exitCode = 1;
}

interface Total {
  dockerfiles: number;
  compared: number;
  missed: number;
  noisy: number;
  unrecorded: number;
}

/** Asks BuildKit for the builds of some Dockerfiles at once. */
type Builder = (builds: { dockerfile: string; context: string }[]) => Answer[];

async function compare(
  name: string,
  { tree, commit, dockerfiles }: Awaited<ReturnType<typeof checkOut>>,
  build: Builder,
  { recorded, total }: { recorded: ReadonlySet<string>; total: Total },
): Promise<void> {
  total.dockerfiles += dockerfiles.length;
  for (const [dockerfile, { context, reads }] of firstThatBuild(dockerfiles, build)) {
    total.compared += 1;
    const ours = await filesOfBuild(tree, { dockerfile, context });
    const missed = reads.filter((path) => !ours.has(path)).length;
    const noise = [...ours].filter(([path]) => !reads.includes(path));
    if (missed > 0) total.missed += 1;
    if (noise.length > 0) total.noisy += 1;
    if (missed === 0 && noise.length === 0) continue;
    const why = [...new Set(noise.map(([, because]) => because))].slice(0, 2).join('; ');
    const counts = `${missed} missed, ${noise.length} noise of ${ours.size}`;
    const line = [name, dockerfile, commit.slice(0, 9), counts].join(' | ');
    if (!recorded.has(line)) total.unrecorded += 1;
    console.log(recorded.has(line) ? line : `${line} | ${why}`);
  }
}

/** A repository with the commit of it that is read. */
interface Clone {
  path: string;
  commit: string;
}

/** The recorded repositories, below a folder; those that are not there are fetched. */
function pinnedIn(folder: string | undefined): Clone[] {
  if (folder === undefined) return [];
  const lines = readFileSync(join(records, 'real-repositories.txt'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [name = '', commit = ''] = line.split(' ');
    const at = join(folder, name.replace('/', '+'));
    if (existsSync(join(at, 'repo'))) return { path: join(at, 'repo'), commit };
    if (!existsSync(at)) {
      execFileSync('git', ['init', '--quiet', '--bare', at]);
      execFileSync('git', ['-C', at, 'fetch', '--quiet', '--depth=1', `https://github.com/${name}`, commit]);
    }
    return { path: at, commit };
  });
}

/** `owner+name` of a folder of mirrors, or the name of a clone. */
function nameOf(clone: string): string {
  const path = resolve(clone);
  return basename(basename(path) === 'repo' ? dirname(path) : path);
}

/** Of each Dockerfile the nearest folder above it in which it builds, and what it reads there. */
function firstThatBuild(
  dockerfiles: readonly string[],
  build: Builder,
): Map<string, { context: string; reads: readonly string[] }> {
  const found = new Map<string, { context: string; reads: readonly string[] }>();
  let open = dockerfiles.map((dockerfile) => ({ dockerfile, context: folderOf(dockerfile) }));
  while (open.length > 0) {
    const answers = build(open);
    open = open.flatMap(({ dockerfile, context }, index) => {
      const { reads, error } = answers[index] ?? {};
      if (error === undefined && reads !== undefined) found.set(dockerfile, { context, reads });
      return found.has(dockerfile) || context === '' ? [] : [{ dockerfile, context: folderOf(context) }];
    });
  }
  return found;
}

const modes: Readonly<Record<string, FileMode>> = { '120000': 'symlink', '160000': 'submodule' };

async function checkOut(
  { path: clone, commit }: Clone,
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
  git('read-tree', commit);
  try {
    git('checkout-index', '--all', '--force', '--quiet');
  } catch {
    // A partial clone lacks large files: what is in them does not matter.
  }
  const entries = git('ls-tree', '-r', '-z', commit)
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
  return { tree, commit: git('rev-parse', commit).trim(), dockerfiles };
}
