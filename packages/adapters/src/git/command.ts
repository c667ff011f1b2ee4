import { spawn } from 'node:child_process';
import { ExternalError } from '@rollcall/domain/user-error';
import { endTree } from '../process-tree.ts';
import { atEnd } from '../run-end.ts';
import { type ObjectReader, objectReader } from './objects.ts';

/** Where and as whom git runs. Nothing here ends up on a command line that others can read. */
export interface GitSettings {
  /** Directory git runs in: a work tree or a bare repository. */
  directory: string;
  /** Credential for one server; handed to git by environment, never on its command line. */
  credential?: GitCredential | undefined;
  /** Configuration of this git alone, `[key, value]`; values may be secret, as an `http.extraheader` is. */
  config?: readonly (readonly [string, string])[] | undefined;
}

export interface GitCredential {
  /** `https://github.com/`: the token is sent to addresses below it and to no other. */
  url: string;
  token: string;
}

export interface GitResult {
  status: number;
  stdout: Buffer;
  stderr: string;
}

/** git, run without a shell, without prompts, and with the same words in every locale. */
export interface Git {
  readonly directory: string;
  /** Runs git and returns what it printed; a non-zero exit throws an ExternalError that quotes stderr. */
  run(args: readonly string[], input?: string | Uint8Array): Promise<Buffer>;
  /** The same, as text without the last newline. */
  text(args: readonly string[], input?: string | Uint8Array): Promise<string>;
  /** Runs git and leaves the judgement of its exit status to the caller; with `seconds`, it has no longer to answer. */
  attempt(args: readonly string[], input?: string | Uint8Array, seconds?: number): Promise<GitResult>;
  /** Objects by name (`<id>`, `HEAD^{commit}`), in the order asked; never fetched. A name holds no line end. */
  readonly objects: ObjectReader;
  /** git in another directory, with the same credential and with this configuration. */
  in(directory: string, config: readonly (readonly [string, string])[]): Git;
}

export function createGit({ directory, credential, config }: GitSettings): Git {
  const settings = gitConfig(config ?? [], credential);
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...settings };
  for (const name of repositoryVariables) delete env[name];

  function attempt(args: readonly string[], input?: string | Uint8Array, seconds?: number): Promise<GitResult> {
    return new Promise((resolve, reject) => {
      const child = spawn('git', args, { cwd: directory, env, stdio: ['pipe', 'pipe', 'pipe'] });
      const forget = atEnd(() => child.pid !== undefined && endTree(child.pid));
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      // git may exit before it has read all of its input; its exit status tells why.
      child.stdin.on('error', () => {});
      child.on('error', (cause) => {
        forget();
        reject(new ExternalError('git cannot be started', { help: 'Install git and put it on PATH.', cause }));
      });
      const giveUp = (): void => {
        // What it started may live on and hold the pipes: nobody waits for that.
        child.kill('SIGKILL');
        for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
        resolve({ status: 128, stdout: Buffer.alloc(0), stderr: `fatal: no answer within ${seconds} s` });
      };
      const timer = seconds === undefined ? undefined : setTimeout(giveUp, seconds * 1000);
      child.on('close', (code, signal) => {
        forget();
        clearTimeout(timer);
        const said = redact(Buffer.concat(stderr).toString('utf8'), credential);
        resolve({
          status: code ?? 128,
          stdout: Buffer.concat(stdout),
          stderr: signal ? `${said}killed by ${signal}` : said,
        });
      });
      child.stdin.end(input ?? '');
    });
  }

  async function run(args: readonly string[], input?: string | Uint8Array): Promise<Buffer> {
    const result = await attempt(args, input);
    if (result.status !== 0) throw gitFailure(args, result);
    return result.stdout;
  }

  return {
    directory,
    attempt,
    run,
    objects: objectReader(() =>
      spawn('git', ['cat-file', '--batch'], { cwd: directory, env: { ...env, ...neverFetch }, stdio: 'pipe' }),
    ),
    in: (other, otherConfig) => createGit({ directory: other, credential, config: otherConfig }),
    text: async (args, input) => (await run(args, input)).toString('utf8').replace(/\r?\n$/, ''),
  };
}

/** The error of a git call that failed: its first words and what git said. */
export function gitFailure(args: readonly string[], { status, stderr }: GitResult): ExternalError {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const redirected = /The requested URL returned error: 30[12378]/.test(stderr);
  const help = 'The server sends this address on to another one, where no token follows: use that address.';
  const message = `git ${command} failed (exit ${status}): ${stderr.trim() || 'it said nothing'}`;
  return new ExternalError(message, redirected ? { help } : {});
}

/** Variables that would point git at another repository than `directory`, as inside a git hook. */
const repositoryVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
  'GIT_COMMON_DIR',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_SHALLOW_FILE',
];

/**
 * A partial clone would fetch each missing object by a request of its own, and a missing commit with all of
 * its history. git before 2.45 does not know the first variable and is stopped by the second.
 */
const neverFetch = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

/** Configuration of one call, by environment: seen by that process alone, written nowhere. */
function gitConfig(
  config: readonly (readonly [string, string])[],
  credential: GitCredential | undefined,
): Record<string, string> {
  const entries: (readonly [string, string])[] = [
    ...config,
    // The checkout may belong to another user than the one in this container.
    ['safe.directory', '*'],
    ['core.quotePath', 'false'],
    ['advice.detachedHead', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
  ];
  if (credential) {
    const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64');
    // The empty value first: a header that checkout left in the clone's configuration would be sent twice.
    entries.push(
      [`http.${credential.url}.extraheader`, ''],
      [`http.${credential.url}.extraheader`, `AUTHORIZATION: basic ${basic}`],
    );
  }
  // git repeats the header at wherever the first request was sent on to, another host included.
  if (entries.some(([key]) => /\.extraheader$/i.test(key))) entries.push(['http.followRedirects', 'false']);
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(entries.length) };
  for (const [index, [key, value]] of entries.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

function redact(text: string, credential: GitCredential | undefined): string {
  const withoutUserInfo = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1');
  if (!credential?.token) return withoutUserInfo;
  const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64');
  return withoutUserInfo.replaceAll(credential.token, '***').replaceAll(basic, '***');
}
