import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '@rollcall/domain/json';
import { compareText } from '@rollcall/domain/location';
import { quoteName } from '@rollcall/domain/names';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { field, isRecord } from '@rollcall/domain/yaml/value';
import { isDockerHub } from './address.ts';

/** How to log in to a registry. */
export type RegistryCredential =
  | { kind: 'password'; username: string; password: string }
  /** To be exchanged for tokens. */
  | { kind: 'identity'; token: string }
  /** To be sent as it is. */
  | { kind: 'token'; token: string };

/** The credential for a registry, or null when there is none. */
export type CredentialSource = (registry: string) => Promise<RegistryCredential | null>;

/** The name under which Docker keeps the credential of Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';

/**
 * Credentials from the Docker configuration (`$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`), where
 * the login step left them: `credHelpers`, else `credsStore`, else `auths`, as Docker chooses. Read when first
 * asked; without a file there are none. A file that cannot be read is a UserError, a helper that fails an
 * ExternalError; neither says anything of what it holds. A helper may take `helperTimeout` milliseconds: it may have
 * to ask a key ring or a cloud.
 */
export function dockerCredentials(
  env: Readonly<Record<string, string | undefined>>,
  helperTimeout = 20_000,
): CredentialSource {
  const path = join(env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker'), 'config.json');
  let config: Promise<Fields> | undefined;
  return async (registry) => {
    config ??= readConfig(path);
    const fields = await config;
    const key = isDockerHub(registry) ? hubKey : registry;
    const helpers = recordAt(fields, 'credHelpers');
    const helperKey = matchingKey(helpers, key);
    const helper = helperKey === undefined ? field(fields, 'credsStore') : field(helpers, helperKey);
    if (typeof helper === 'string' && helper !== '') return askHelper(helper, key, { env, timeout: helperTimeout });
    const auths = recordAt(fields, 'auths');
    const authKey = matchingKey(auths, key);
    return authKey === undefined ? null : credentialOf(recordAt(auths, authKey), authKey, path);
  };
}

type Fields = Readonly<Record<string, unknown>>;

async function readConfig(path: string): Promise<Fields> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new UserError(`the Docker configuration ${quoteName(path)} cannot be read: ${code ?? 'error'}`);
  }
  // What the parser says quotes the file, and the file holds secrets.
  const value = parseJson(text);
  if (isRecord(value)) return value;
  throw new UserError(`the Docker configuration ${quoteName(path)} is not a JSON object`, {
    help: 'Log in again with docker login, or point DOCKER_CONFIG to another folder.',
  });
}

/** The entry for a registry: by its exact name, else by the host of an address, as `https://ghcr.io/v2/`. */
function matchingKey(entries: Fields, key: string): string | undefined {
  if (Object.hasOwn(entries, key)) return key;
  const matches = (host: string): boolean => (key === hubKey ? isDockerHub(host) : host === key);
  return Object.keys(entries)
    .sort(compareText)
    .find((entry) => matches((entry.replace(/^https?:\/\//, '').split('/')[0] ?? '').toLowerCase()));
}

function credentialOf(entry: Fields, key: string, path: string): RegistryCredential | null {
  const text = (name: string): string => {
    const value = field(entry, name);
    return typeof value === 'string' ? value : '';
  };
  if (text('registrytoken')) return { kind: 'token', token: text('registrytoken') };
  if (text('identitytoken')) return { kind: 'identity', token: text('identitytoken') };
  const auth = text('auth');
  if (auth === '') return passwordOf(text('username'), text('password'));
  const decoded = Buffer.from(auth, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(auth))
    throw new UserError(`auths[${quoteName(key)}].auth in ${quoteName(path)} is not base64 of user:password`, {
      help: 'Log in again with docker login.',
    });
  return passwordOf(decoded.slice(0, colon), decoded.slice(colon + 1).replace(/\0+$/, ''));
}

function passwordOf(username: string, password: string): RegistryCredential | null {
  return username === '' || password === '' ? null : { kind: 'password', username, password };
}

const longestOutput = 64 * 1024;

interface HelperSettings {
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  timeout: number;
}

/** `docker-credential-<name> get`: the registry's name goes in, a credential comes out. */
async function askHelper(name: string, key: string, settings: HelperSettings): Promise<RegistryCredential | null> {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new UserError(`the Docker configuration names the credential helper ${quoteName(name.slice(0, 200))}`, {
      help: 'A helper has lower-case letters, digits and "-" in its name: it is run as docker-credential-<name>.',
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
  return username === '<token>' ? { kind: 'identity', token: secret } : passwordOf(username, secret);
}

function run(
  program: string,
  input: string,
  { env, timeout }: HelperSettings,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeout);
    const child = spawn(program, ['get'], { env, stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      // Whatever still writes to the pipe ends with it.
      if (length > longestOutput) child.stdout.destroy();
    });
    // It may end before it has read its input; its status tells why.
    child.stdin.on('error', () => {});
    child.on('error', (cause) => {
      // What it started may still hold the pipe.
      child.stdout.destroy();
      const why = signal.aborted ? `does not answer within ${timeout / 1000} s` : 'cannot be started';
      const help = 'Install it, or log in with docker/login-action, which needs none.';
      reject(new ExternalError(`${program}, which the Docker configuration names, ${why}`, { help, cause }));
    });
    child.on('close', (status) => resolve({ status, output: Buffer.concat(chunks).toString('utf8') }));
    child.stdin.end(`${input}\n`);
  });
}

function recordAt(fields: Fields, name: string): Fields {
  const value = field(fields, name);
  return isRecord(value) ? value : {};
}
