import { spawn } from 'node:child_process';
import { childEnvironment, type Purpose } from './child-environment.ts';

/** What a program that ended said; status null where a signal ended it. */
export interface ProgramResult {
  status: number | null;
  output: string;
}

/** One run of a program that is not git. */
export interface ProgramRun {
  args: readonly string[];
  input: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Which variables of `env` it sees. */
  purposes: readonly Purpose[];
  /** Ends it: it is killed then. */
  signal: AbortSignal;
  /** Bytes of output after which it is not listened to. */
  longestOutput: number;
}

/**
 * Runs a program, without a shell and with nothing of the environment but what is listed for its purposes. The one
 * place where anything but git is started. Rejects with the system's error where it cannot be started or the signal
 * ended it; neither says what it was given.
 */
export function runProgram(program: string, run: ProgramRun): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, run.args, {
      env: childEnvironment(run.env, run.purposes),
      stdio: ['pipe', 'pipe', 'ignore'],
      signal: run.signal,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      // Whatever still writes to the pipe ends with it.
      if (length > run.longestOutput) child.stdout.destroy();
    });
    // It may end before it has read its input; its status tells why.
    child.stdin.on('error', () => {});
    child.on('error', (cause) => {
      // What it started may still hold the pipe.
      child.stdout.destroy();
      reject(cause);
    });
    child.on('close', (status) => resolve({ status, output: Buffer.concat(chunks).toString('utf8') }));
    child.stdin.end(run.input);
  });
}
