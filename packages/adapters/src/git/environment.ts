import { devNull } from 'node:os';
import { childEnvironment } from '../child-environment.ts';
import type { Repository } from './repository.ts';

/** Configuration of git: `[key, value]`. */
export type GitConfig = readonly (readonly [key: string, value: string])[];

export interface GitCredential {
  /** `https://github.com/`: the token is sent to addresses below it and to no other. */
  url: string;
  token: string;
}

type Variables = Readonly<Record<string, string>>;

/** The environments that git is started with: what it sees is made here, and nowhere else. */
export interface CallEnvironments {
  /** Of a call that stays on this machine: no secret, and no way to a remote. */
  readonly local: Variables;
  /** Of a call that asks the network and has so many milliseconds. */
  network(milliseconds: number): Variables;
}

export interface CallSettings {
  repository: Repository;
  credential?: GitCredential | undefined;
  transport?: GitConfig | undefined;
  /** Whether the repository's own configuration may hold a header with a token, as that of a checkout step does. */
  mayHoldToken?: boolean;
}

/** What no repository, and no person's configuration, decides: every program that git would start by itself is off. */
const programsOff: GitConfig = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['core.pager', 'cat'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['push.gpgSign', 'false'],
  ['log.showSignature', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['safe.bareRepository', 'explicit'],
];

/** A clone may name a program that lists what a lender of objects has; ours borrow from the clone, and git lists it. */
const noAlternateRefs: GitConfig = [['core.alternateRefsCommand', 'true']];

const words: GitConfig = [
  ['core.quotePath', 'false'],
  ['advice.detachedHead', 'false'],
];

/** Ways to a remote that start no program of its choice: `ext::` and helpers by name are not among them. */
const protocols = 'file:git:http:https:ssh';

/** Of a transfer, bytes per second below which it counts as stopped, and for how many seconds. */
const lowSpeed = { bytes: 1, seconds: 60 } as const;

export function callEnvironments(env: NodeJS.ProcessEnv, settings: CallSettings): CallEnvironments {
  const { repository, credential, transport = [], mayHoldToken = false } = settings;
  const place = {
    GIT_DIR: repository.gitDirectory,
    ...(repository.workTree === null ? {} : { GIT_WORK_TREE: repository.workTree }),
  };
  const fixed = { ...place, GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: ':', GIT_PAGER: 'cat', LC_ALL: 'C' };
  const config = [...programsOff, ...(repository.workTree === null ? [] : noAlternateRefs), ...words];
  const ways = credential ? credentialConfig(credential) : [];
  // git repeats the header at wherever the first request was sent on to, another host included.
  const repeats = mayHoldToken || [...transport, ...ways].some(([key]) => /\.extraheader$/i.test(key));
  const onward: GitConfig = repeats ? [['http.followRedirects', 'false']] : [];
  return {
    local: {
      ...childEnvironment(env, ['system', 'git']),
      ...fixed,
      ...neverFetch,
      ...configVariables(config),
    },
    network: (milliseconds) => ({
      ...childEnvironment(env, ['system', 'git', 'network', 'transport', 'keyRing']),
      ...fixed,
      GIT_ALLOW_PROTOCOL: protocols,
      GIT_PROXY_COMMAND: '',
      GIT_HTTP_LOW_SPEED_LIMIT: String(lowSpeed.bytes),
      GIT_HTTP_LOW_SPEED_TIME: String(Math.max(1, Math.min(lowSpeed.seconds, Math.ceil(milliseconds / 1000)))),
      ...configVariables([...transport, ...config, ...ways, ...onward]),
    }),
  };
}

/**
 * A partial clone would fetch each missing object by a request of its own, and a missing commit with all of
 * its history. git before 2.45 does not know the first variable and is stopped by the second.
 */
const neverFetch: Variables = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

/** A call with a token of ours asks no credential helper, and no program that would ask a person. */
function credentialConfig({ url, token }: GitCredential): GitConfig {
  return [
    ['credential.helper', ''],
    // The empty value first: a header that checkout left in the clone's configuration would be sent twice.
    [`http.${url}.extraheader`, ''],
    [`http.${url}.extraheader`, `AUTHORIZATION: basic ${basicOf(token)}`],
  ];
}

/** Configuration of one call, by environment: seen by that process alone, written nowhere. */
function configVariables(entries: GitConfig): Variables {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(entries.length) };
  for (const [index, [key, value]] of entries.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

/** What git said without user names and passwords of addresses, and without the token. */
export function redact(text: string, credential: GitCredential | undefined): string {
  const withoutUserInfo = text.replace(/:\/\/[^\s/@]+@/g, '://');
  if (!credential?.token) return withoutUserInfo;
  return withoutUserInfo.replaceAll(credential.token, '***').replaceAll(basicOf(credential.token), '***');
}

function basicOf(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}
