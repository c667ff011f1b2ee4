import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { ExternalError } from '@rollcall/domain/user-error';
import { endTree } from '../process-tree.ts';
import { programOnPath } from '../program-path.ts';
import { atEnd } from '../run-end.ts';

export interface GitResult {
  status: number;
  stdout: Buffer;
  stderr: string;
}

/** One start of git: where, and with which variables alone. */
export interface GitStart {
  directory: string;
  env: Readonly<Record<string, string>>;
}

/** Bytes that are kept of what git complains of, at its beginning and at its end: a server says as much as it likes. */
const keptComplaint = 64 * 1024;

/** How long git has to end in order when it is told to, before it is killed: milliseconds. */
const timeToEnd = 2_000;

/**
 * Starts git, without a shell: the one place where that is done. ExternalError where it cannot be. By its path, for the system may look for a name in the
 * working directory first.
 */
export function startGit(args: readonly string[], { directory, env }: GitStart): ChildProcessWithoutNullStreams {
  const program = programOnPath('git', env);
  if (program === null) throw startFailure(directory, new Error('the PATH has none'));
  try {
    return spawn(program, args, { cwd: directory, env, stdio: 'pipe' });
  } catch (error) {
    // Node tells of some faults of the system, such as a folder that is none, at once.
    throw startFailure(directory, error instanceof Error ? error : new Error(String(error)));
  }
}

/** Runs git to its end; null where that does not come in `limit` milliseconds. ExternalError where it does not start. */
export function runGit(
  args: readonly string[],
  where: GitStart,
  input: string | Uint8Array = '',
  limit = Number.POSITIVE_INFINITY,
): Promise<GitResult | null> {
  if (limit <= 0) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const child = startGit(args, where);
    const forget = atEnd(() => child.pid !== undefined && endTree(child.pid));
    const stdout: Buffer[] = [];
    const complaint = { beginning: Buffer.alloc(0), end: Buffer.alloc(0) };
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      const room = keptComplaint - complaint.beginning.length;
      complaint.beginning = Buffer.concat([complaint.beginning, chunk.subarray(0, room)]);
      complaint.end = Buffer.concat([complaint.end, chunk.subarray(room)]).subarray(-keptComplaint);
    });
    // git may exit before it has read all of its input; its exit status tells why.
    child.stdin.on('error', () => {});
    child.on('error', (cause) => {
      forget();
      reject(startFailure(where.directory, cause));
    });
    const timer = Number.isFinite(limit) ? setTimeout(() => resolve(endLateGit(child)), limit) : undefined;
    child.on('close', (code, signal) => {
      forget();
      clearTimeout(timer);
      const said = `${complaint.beginning.toString('utf8')}${complaint.end.toString('utf8')}`;
      const ended = signal ? `${said}killed by ${signal}` : said;
      resolve({ status: code ?? 128, stdout: Buffer.concat(stdout), stderr: ended });
    });
    child.stdin.end(input);
  });
}

/** Told to end, git removes its locks. What holds the pipes keeps nobody waiting. */
function endLateGit(child: ChildProcessWithoutNullStreams): null {
  const timer = setTimeout(() => child.kill('SIGKILL'), timeToEnd);
  child.on('exit', () => clearTimeout(timer));
  if (child.pid !== undefined) endTree(child.pid);
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
  return null;
}

/** Node says the same for a program and for a folder that is not there. */
export function startFailure(directory: string, cause: Error): ExternalError {
  const help = `Install git and put it on PATH, and see that ${directory} is there.`;
  return new ExternalError(`git cannot be started: ${cause.message}`, { help, cause });
}
