import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder. */
export interface Repository {
  readonly directory: string;
  /** Runs git here and returns its output without the last newline. */
  git(...args: string[]): string;
  /** Writes files (null deletes), stages everything and commits; returns the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>, message?: string): string;
}

/** What keeps a test's git apart from the person's: no global or system configuration, a fixed identity and clock. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A Person',
  GIT_AUTHOR_EMAIL: 'person@example.com',
  GIT_AUTHOR_DATE: '2026-01-05T12:00:00Z',
  GIT_COMMITTER_NAME: 'A Person',
  GIT_COMMITTER_EMAIL: 'person@example.com',
  GIT_COMMITTER_DATE: '2026-01-05T12:00:00Z',
};

/** A new empty folder below the system's temporary one, which `npm test` makes for its run and removes. */
export function temporaryFolder(name = 'rollcall'): string {
  return mkdtempSync(join(tmpdir(), `${name}-`));
}

/** `git init` on branch main. */
export function initRepository(options: { bare?: boolean } = {}): Repository {
  const directory = temporaryFolder(options.bare ? 'origin' : 'repository');
  const repository = openRepository(directory);
  repository.git('init', '--quiet', '--initial-branch=main', ...(options.bare ? ['--bare'] : []));
  if (options.bare) {
    // As GitHub's servers answer: partial clones, and any object that is asked for by name.
    repository.git('config', 'uploadpack.allowFilter', 'true');
    repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  }
  return repository;
}

/** `git clone`; `depth` makes it shallow, as actions/checkout does. Uses file:// so that depth and filters hold. */
export function cloneRepository(origin: Repository, options: { depth?: number; branch?: string } = {}): Repository {
  const directory = temporaryFolder('clone');
  const depth = options.depth ? [`--depth=${options.depth}`] : [];
  const branch = options.branch ? [`--branch=${options.branch}`] : [];
  execFileSync('git', ['clone', '--quiet', ...depth, ...branch, `file://${origin.directory}`, directory], {
    env: gitEnvironment,
  });
  return openRepository(directory);
}

export function openRepository(directory: string): Repository {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: directory,
      env: gitEnvironment,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).replace(/\n$/, '');
  return {
    directory,
    git,
    commit: (files, message = 'change') => {
      for (const [path, content] of Object.entries(files)) {
        const target = join(directory, path);
        if (content === null) {
          rmSync(target, { recursive: true });
        } else {
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, content);
        }
      }
      git('add', '--all', '--force');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
