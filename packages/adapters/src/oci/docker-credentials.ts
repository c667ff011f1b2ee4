import { compareText } from '@rollcall/domain/location';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { field, isRecord } from '@rollcall/domain/yaml/value';
import { isDockerHub } from './address.ts';
import { credentialFiles, type Fields } from './credential-files.ts';
import { askHelper, type HelperSettings } from './credential-helper.ts';

/** How to log in to a registry. */
export type RegistryCredential =
  | { kind: 'password'; username: string; password: string }
  /** To be exchanged for tokens. */
  | { kind: 'identity'; token: string }
  /** To be sent as it is. */
  | { kind: 'token'; token: string };

export interface FoundCredential {
  /** Null when there is none. */
  credential: RegistryCredential | null;
  /** Where it was found, or where none was: for messages, such as `auths["ghcr.io"] of "/home/me/.docker/config.json"`. */
  from: string;
}

/** The credential for a repository of a registry. */
export type CredentialSource = (registry: string, repository: string) => Promise<FoundCredential>;

/** The name under which Docker keeps the credential of Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';

/**
 * Credentials where login steps leave them, chosen as docker/cli and the tools of containers do: an entry whose key is
 * a longer part of the repository's name wins over that of the registry; for the registry it is `credHelpers`, else
 * `credsStore`, else `auths`. Files are read when first asked. One that cannot be read is a UserError, a helper that
 * fails an ExternalError; neither says anything of what it holds. A helper may take `helperTimeout` milliseconds: it
 * may have to ask a key ring or a cloud.
 */
export function dockerCredentials(
  env: Readonly<Record<string, string | undefined>>,
  helperTimeout: () => number = () => 20_000,
): CredentialSource {
  const files = credentialFiles(env).map(({ name, load }) => {
    let fields: Promise<Fields | null> | undefined;
    return {
      name,
      load: () => {
        fields ??= load();
        return fields;
      },
    };
  });
  return async (registry, repository) => {
    const read: string[] = [];
    for (const { name, load } of files) {
      const fields = await load();
      if (fields === null) continue;
      read.push(name);
      const found = await credentialIn(fields, { registry, repository, file: name }, { env, timeout: helperTimeout() });
      if (found) return found;
    }
    const [first] = files;
    const from = read.length > 0 ? `none in ${read.join(', ')}` : `there is no ${first?.name ?? 'configuration'}`;
    return { credential: null, from };
  };
}

interface Wanted {
  registry: string;
  repository: string;
  /** For messages. */
  file: string;
}

async function credentialIn(
  fields: Fields,
  wanted: Wanted,
  settings: HelperSettings,
): Promise<FoundCredential | undefined> {
  const auths = recordAt(fields, 'auths');
  const [host = '', ...longer] = namesOf(wanted);
  for (const name of longer.reverse()) {
    const found = entryOf(auths, name, wanted);
    if (found) return found;
  }
  const helpers = recordAt(fields, 'credHelpers');
  const helperKey = matchingKey(helpers, host);
  const helper = helperKey === undefined ? field(fields, 'credsStore') : field(helpers, helperKey);
  if (typeof helper !== 'string' || helper === '') return entryOf(auths, host, wanted);
  const answer = await askHelper(helper, isDockerHub(host) ? hubKey : host, settings);
  const credential = answer?.kind === 'password' ? passwordOf(answer.username, answer.password) : answer;
  return credential ? { credential, from: `docker-credential-${helper}, which ${wanted.file} names` } : undefined;
}

/** What a key may be: the registry, then with each part of the repository's name more. */
function namesOf({ registry, repository }: Wanted): string[] {
  const parts = repository.split('/');
  return [registry, ...parts.map((_, index) => [registry, ...parts.slice(0, index + 1)].join('/'))];
}

function entryOf(auths: Fields, name: string, { file }: Wanted): FoundCredential | undefined {
  const key = matchingKey(auths, name);
  const credential = key === undefined ? null : credentialOf(recordAt(auths, key), key, file);
  return credential ? { credential, from: `auths[${quoteName(key ?? '')}] of ${file}` } : undefined;
}

/** The entry for a name: by the very name, else by an address of it, as `https://ghcr.io/v2/`. */
function matchingKey(entries: Fields, name: string): string | undefined {
  const key = isDockerHub(name) ? hubKey : name;
  if (Object.hasOwn(entries, key)) return key;
  return Object.keys(entries)
    .sort(compareText)
    .find((entry) => nameOf(entry) === name);
}

/** What a key names. Of an address Docker takes the host alone; without a scheme a path is a part of a repository. */
function nameOf(key: string): string {
  const isAddress = /^https?:\/\//i.test(key);
  const [host = '', ...path] = key.replace(/^https?:\/\//i, '').split('/');
  const registry = isDockerHub(host.toLowerCase()) ? 'docker.io' : host.toLowerCase();
  const parts = path.filter((part) => part !== '');
  const isApi = parts.length === 1 && /^v[12]$/.test(parts[0] ?? '');
  return isAddress || isApi ? registry : [registry, ...parts].join('/');
}

function credentialOf(entry: Fields, key: string, file: string): RegistryCredential | null {
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
    throw new UserError(`auths[${quoteName(key)}].auth in ${file} is not base64 of user:password`, {
      help: 'Log in again with docker login.',
    });
  return passwordOf(decoded.slice(0, colon), decoded.slice(colon + 1).replace(/(?<!\0)\0+$/, ''));
}

function passwordOf(username: string, password: string): RegistryCredential | null {
  return username === '' || password === '' ? null : { kind: 'password', username, password };
}

function recordAt(fields: Fields, name: string): Fields {
  const value = field(fields, name);
  return isRecord(value) ? value : {};
}
