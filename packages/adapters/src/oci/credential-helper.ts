import { parseJson } from '@rollcall/domain/json';
import { quoteName } from '@rollcall/domain/names';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import { type ProgramResult, runProgram } from '../program.ts';
import { programOnPath } from '../program-path.ts';

export interface HelperSettings {
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  timeout: number;
}

/** What a helper has: an identity token where it says no user name, '' for what it leaves out. */
export type HelperAnswer =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'identity'; token: string };

const longestOutput = 64 * 1024;

/**
 * `docker-credential-<name> get`: the registry's name goes in, without a line end as Docker sends it, and a credential
 * comes out. Null where the helper has none; one that fails is an ExternalError without what it said.
 */
export async function askHelper(name: string, key: string, settings: HelperSettings): Promise<HelperAnswer | null> {
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    throw new UserError(`the Docker configuration names the credential helper ${quoteName(name.slice(0, 200))}`, {
      help: 'A helper has letters, digits, ".", "_" and "-" in its name: it is run as docker-credential-<name>.',
    });
  const program = `docker-credential-${name}`;
  const { status, output } = await run(program, key, settings);
  if (status !== 0) {
    // The words every helper says for it.
    if (output.includes('credentials not found')) return null;
    throw new ExternalError(`${program} found no credential for ${key}: it ended with ${status ?? 'a signal'}`, {
      help: 'Run it by hand to see why, or log in with docker/login-action, which needs no helper.',
    });
  }
  const answer = parseJson(output);
  const [username, secret] = [field(answer, 'Username'), field(answer, 'Secret')];
  if (typeof username !== 'string' || typeof secret !== 'string')
    throw new ExternalError(`what ${program} answers for ${key} is no credential`);
  return username === '<token>'
    ? { kind: 'identity', token: secret }
    : { kind: 'password', username, password: secret };
}

async function run(program: string, input: string, { env, timeout }: HelperSettings): Promise<ProgramResult> {
  const signal = AbortSignal.timeout(timeout);
  try {
    const path = programOnPath(program, env);
    if (path === null) throw new Error('the PATH has none');
    return await runProgram(path, {
      args: ['get'],
      input,
      env,
      purposes: ['system', 'network', 'keyRing', 'cloud'],
      signal,
      longestOutput,
    });
  } catch (cause) {
    const why = signal.aborted ? `does not answer within ${timeout / 1000} s` : 'cannot be started';
    const help = 'Install it, or log in with docker/login-action, which needs none.';
    throw new ExternalError(`${program}, which the Docker configuration names, ${why}`, { help, cause });
  }
}
