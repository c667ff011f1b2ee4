import { spawn } from 'node:child_process';
import { childEnvironment, type Purpose } from './child-environment.ts';
import { atEnd } from './run-end.ts';

/** What a program that ended said; status null where a signal ended it. */
export interface ProgramResult {
  status: number | null;
  output: string;
  /** The beginning of what it said on its other output; '' where nobody listens. */
  errors: string;
  /** Whether it said more than anybody listens to: it was killed then. */
  tooLong: boolean;
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
  /** Bytes of output after which it is killed. */
  longestOutput: number;
  /** Bytes of its other output that are kept; none unless told. */
  keptErrors?: number;
  /** Where it runs; where this process does unless told. */
  directory?: string;
  /** Variables that are made for it, beside those that it sees of `env`. */
  variables?: Readonly<Record<string, string>>;
}

/**
 * Runs a program, without a shell and with nothing of the environment but what is listed for its purposes. The one
 * place where anything but git is started. Rejects with the system's error where it cannot be started or the signal
 * ended it; neither says what it was given.
 */
export function runProgram(program: string, run: ProgramRun): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const { keptErrors = 0, directory, variables } = run;
    const child = spawn(program, run.args, {
      env: { ...childEnvironment(run.env, run.purposes), ...variables },
      cwd: directory,
      stdio: ['pipe', 'pipe', keptErrors > 0 ? 'pipe' : 'ignore'],
      signal: run.signal,
      killSignal: 'SIGKILL',
    });
    const forget = atEnd(() => child.kill('SIGKILL'));
    const [output, errors] = [listener(run.longestOutput), listener(keptErrors)];
    child.stdout?.on('data', (chunk: Buffer) => {
      output.add(chunk);
      if (!output.isTooLong()) return;
      child.kill('SIGKILL');
      // Whatever still writes to the pipe ends with it.
      child.stdout?.destroy();
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.add(chunk));
    // It may end before it has read its input; its status tells why.
    child.stdin?.on('error', () => {});
    child.on('error', (cause) => {
      forget();
      // What it started may still hold the pipe.
      for (const pipe of [child.stdout, child.stderr]) pipe?.destroy();
      reject(cause);
    });
    child.on('close', (status) => {
      forget();
      resolve({ status, output: output.text(), errors: errors.text(), tooLong: output.isTooLong() });
    });
    child.stdin?.end(run.input);
  });
}

/** Keeps the beginning of an output. */
function listener(longest: number): { add(chunk: Buffer): void; isTooLong(): boolean; text(): string } {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    add: (chunk) => {
      if (length <= longest) chunks.push(chunk);
      length += chunk.length;
    },
    isTooLong: () => length > longest,
    text: () => Buffer.concat(chunks).subarray(0, longest).toString('utf8'),
  };
}
