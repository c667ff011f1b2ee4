import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '@rollcall/domain/json';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { isRecord } from '@rollcall/domain/yaml/value';

type Environment = Readonly<Record<string, string | undefined>>;
export type Fields = Readonly<Record<string, unknown>>;

/** A place where a login left credentials. */
export interface CredentialFile {
  /** For messages: a variable, or a path in quotes. */
  name: string;
  /** What it holds; null where there is no such file. Nothing of it is in the UserError of one that is broken. */
  load(): Promise<Fields | null>;
}

/**
 * Where credentials are kept, the first that has one for a repository wins: the variable that docker/cli reads since
 * 28.3, the file that the tools of containers are pointed to, Docker's own, and those that `podman login` writes.
 */
export function credentialFiles(env: Environment): CredentialFile[] {
  const { DOCKER_AUTH_CONFIG: content, REGISTRY_AUTH_FILE: named } = env;
  const home = env.HOME || homedir();
  const paths = [
    ...(named ? [named] : []),
    join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers', 'auth.json'),
  ];
  const files = paths.map((path) => ({ name: quoteName(path), load: () => readFields(path) }));
  if (!content) return files;
  const name = 'DOCKER_AUTH_CONFIG';
  return [{ name, load: async () => fieldsOf(content, name) }, ...files];
}

async function readFields(path: string): Promise<Fields | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(`the Docker configuration ${quoteName(path)} cannot be read: ${code ?? 'error'}`);
  }
  return fieldsOf(text, quoteName(path));
}

function fieldsOf(text: string, name: string): Fields {
  // What the parser says quotes the file, and the file holds secrets.
  const value = parseJson(text);
  if (isRecord(value)) return value;
  throw new UserError(`the Docker configuration ${name} is not a JSON object`, {
    help: 'Log in again with docker login, or point DOCKER_CONFIG to another folder.',
  });
}
