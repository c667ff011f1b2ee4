import { type Deadline, deadlineIn, defaultTimeout, timeIsOver } from '../network/deadline.ts';
import { callOf } from './commands.ts';
import { type CallSettings, callEnvironments, type GitConfig, redact } from './environment.ts';
import { gitFailure } from './failure.ts';
import { type ObjectReader, objectReader } from './objects.ts';
import { type GitResult, runGit, startFailure, startGit } from './process.ts';
import type { Repository } from './repository.ts';
import { refuseOldGit } from './version.ts';

/** Where and as whom git runs. Nothing here ends up on a command line that others can read. */
export interface GitSettings extends CallSettings {
  /** When calls to the network end; default five minutes from now. */
  deadline?: Deadline | undefined;
  /** Who is waited for, in messages; default `origin`. */
  address?: string | undefined;
}

/** git, run without a shell, without prompts, and with the same words in every locale. */
export interface Git {
  readonly repository: Repository;
  readonly directory: string;
  /** Whether a token of ours goes to the remote, and not what the person's git knows. */
  readonly hasToken: boolean;
  /** Runs git and returns what it printed; a non-zero exit throws an ExternalError that quotes stderr. */
  run(args: readonly string[], input?: string | Uint8Array): Promise<Buffer>;
  /** The same, as text without the last newline. */
  text(args: readonly string[], input?: string | Uint8Array): Promise<string>;
  /** The same for a question to which git ends with 1 where there is no answer: null then. */
  ask(args: readonly string[]): Promise<string | null>;
  /**
   * Runs git and leaves the judgement of its exit status to the caller. A network that gives no answer until the
   * deadline is an ExternalError; with `seconds`, no answer in that time or until then is a result as well.
   */
  attempt(args: readonly string[], input?: string | Uint8Array, seconds?: number): Promise<GitResult>;
  /** Objects by name (`<id>`, `HEAD^{commit}`), in the order asked; never fetched. A name holds no line end. */
  readonly objects: ObjectReader;
  /** git in another repository, with the same credential and deadline, and with this way to its remote. */
  in(repository: Repository, transport: GitConfig): Git;
}

export function createGit(settings: GitSettings): Git {
  const { repository, credential, deadline = deadlineIn(defaultTimeout), address = 'origin' } = settings;
  const { directory } = repository;
  const environments = callEnvironments(process.env, settings);
  const checkVersion = (): Promise<void> => refuseOldGit(environments.local);

  async function attempt(words: readonly string[], input?: string | Uint8Array, seconds?: number): Promise<GitResult> {
    const { name, reach, args } = callOf(words);
    const asks = reach === 'network' || (reach === 'objects' && repository.isPartial());
    const left = deadline.left();
    const env = asks ? environments.network(left) : environments.local;
    const limit = asks ? Math.min(left, (seconds ?? Number.POSITIVE_INFINITY) * 1000) : undefined;
    const [result] = await Promise.all([runGit(args, { directory, env }, input, limit), checkVersion()]);
    if (result !== null) return { ...result, stderr: redact(result.stderr, credential) };
    if (seconds === undefined) throw timeIsOver(`git ${name} got no answer from ${address}`, deadline);
    const said = seconds * 1000 < left ? `${seconds} s` : deadline.limit;
    return { status: 128, stdout: Buffer.alloc(0), stderr: `fatal: no answer within ${said}` };
  }

  async function run(args: readonly string[], input?: string | Uint8Array): Promise<Buffer> {
    const result = await attempt(args, input);
    if (result.status !== 0) throw gitFailure(args, result);
    return result.stdout;
  }

  return {
    repository,
    directory,
    hasToken: Boolean(credential?.token),
    attempt,
    run,
    text: async (args, input) => withoutLastNewline(await run(args, input)),
    ask: async (args) => {
      const result = await attempt(args);
      if (result.status === 0) return withoutLastNewline(result.stdout);
      if (result.status === 1) return null;
      throw gitFailure(args, result);
    },
    objects: objectReader({
      start: () => startGit(['cat-file', '--batch'], { directory, env: environments.local }),
      check: checkVersion,
      startFailure: (cause) => startFailure(directory, cause),
    }),
    in: (other, transport) => createGit({ ...settings, repository: other, transport, deadline }),
  };
}

function withoutLastNewline(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}
