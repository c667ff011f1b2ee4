import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { temporaryFolder } from '@rollcall/testkit/repository';

const secret = 'hunter2:with:colons';
const auth = (user: string, password: string) => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') });
const password = { kind: 'password', username: 'person', password: secret };

/** An environment with this Docker configuration and these helpers on PATH. */
function environment(config: unknown, helpers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const folder = temporaryFolder('docker');
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  for (const [name, script] of Object.entries(helpers)) {
    const file = join(folder, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { DOCKER_CONFIG: folder, PATH: `${folder}${delimiter}${process.env.PATH}` };
}

/** The credential for `owner/a` of a registry. */
async function find(env: Record<string, string>, registry = 'ghcr.io', repository = 'owner/a') {
  return (await dockerCredentials(env)(registry, repository)).credential;
}

describe('auths', () => {
  test.each<[string, string, object, object | null]>([
    ['the very name', 'ghcr.io', { 'ghcr.io': auth('person', secret) }, password],
    ['with a port', 'localhost:5000', { 'localhost:5000': auth('person', secret) }, password],
    ['another port is another registry', 'localhost:5000', { 'localhost:5001': auth('person', secret) }, null],
    ['an address', 'ghcr.io', { 'https://ghcr.io/v2/': auth('person', secret) }, password],
    ['an address in capitals', 'ghcr.io', { 'https://GHCR.IO': auth('person', secret) }, password],
    ['a part of the repository', 'ghcr.io', { 'ghcr.io/owner': auth('person', secret) }, password],
    ['another repository', 'ghcr.io', { 'ghcr.io/other': auth('person', secret) }, null],
    ['half a name of the repository', 'ghcr.io', { 'ghcr.io/own': auth('person', secret) }, null],
    [
      'the longest part before the host',
      'ghcr.io',
      { 'ghcr.io': auth('a', 'b'), 'ghcr.io/owner': auth('c', 'd'), 'ghcr.io/owner/a': auth('person', secret) },
      password,
    ],
    ['the host with the version of the API', 'ghcr.io', { 'ghcr.io/v2/': auth('person', secret) }, password],
    [
      'the very name before an address',
      'ghcr.io',
      { 'https://ghcr.io': auth('other', 'x'), 'ghcr.io': auth('person', secret) },
      password,
    ],
    [
      'the end of a name is no name',
      'ghcr.io',
      { 'evil-ghcr.io': auth('a', 'b'), 'ghcr.io.evil': auth('a', 'b') },
      null,
    ],
    ['Docker Hub', 'docker.io', { 'https://index.docker.io/v1/': auth('person', secret) }, password],
    ['Docker Hub by its short name', 'docker.io', { 'docker.io': auth('person', secret) }, password],
    [
      'an account registry',
      '1.dkr.ecr.eu-west-1.amazonaws.com',
      { '1.dkr.ecr.eu-west-1.amazonaws.com': auth('AWS', 't') },
      { kind: 'password', username: 'AWS', password: 't' },
    ],
    ['separate fields', 'ghcr.io', { 'ghcr.io': { username: 'person', password: secret } }, password],
    [
      'an identity token',
      'ghcr.io',
      { 'ghcr.io': { ...auth('person', ''), identitytoken: 'i' } },
      { kind: 'identity', token: 'i' },
    ],
    ['a registry token', 'ghcr.io', { 'ghcr.io': { registrytoken: 'r' } }, { kind: 'token', token: 'r' }],
    ['an entry that is empty', 'ghcr.io', { 'ghcr.io': {} }, null],
    ['an entry that is none', 'ghcr.io', { 'ghcr.io': 'x' }, null],
    ['a NUL after the password', 'ghcr.io', { 'ghcr.io': auth('person', `${secret}\0`) }, password],
    ['a name of the prototype', '__proto__', { 'ghcr.io': auth('person', secret) }, null],
    ['another name of the prototype', 'constructor', {}, null],
  ])('%s', async (_name, registry, auths, expected) => {
    expect(await find(environment({ auths }), registry)).toEqual(expected);
  });
});

test('without a file there are no credentials, and HOME is where it is looked for', async () => {
  const home = temporaryFolder('home');
  expect(await find({ HOME: home })).toBeNull();
  mkdirSync(join(home, '.docker'));
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ auths: { 'ghcr.io': auth('person', secret) } }));
  expect(await find({ HOME: home })).toEqual(password);
});

test.each([
  ['no JSON', `{"auths": {"ghcr.io": {"auth": "${secret}`, 'is not a JSON object'],
  ['a list', '[]', 'is not a JSON object'],
  ['no base64', { auths: { 'ghcr.io': { auth: `${secret}!` } } }, 'auths["ghcr.io"].auth'],
  [
    'no colon',
    { auths: { 'ghcr.io': { auth: Buffer.from('hunter2').toString('base64') } } },
    'base64 of user:password',
  ],
])('a file with %s is a mistake that is told without what it holds', async (_name, config, message) => {
  const error: unknown = await find(environment(config)).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining(message) });
  expect(String(error) + JSON.stringify(error)).not.toContain('hunter2');
  expect((error as Error).cause).toBeUndefined();
});

describe('where it is looked for', () => {
  const config = (user: string) => JSON.stringify({ auths: { 'ghcr.io': auth(user, secret) } });
  const file = (folder: string, name: string, user: string): string => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), config(user));
    return join(folder, name);
  };
  const everywhere = () => {
    const home = temporaryFolder('home');
    const [docker, run] = [join(home, 'docker'), join(home, 'run')];
    file(docker, 'config.json', 'docker');
    file(join(run, 'containers'), 'auth.json', 'podman');
    file(join(home, '.config', 'containers'), 'auth.json', 'old podman');
    const named = file(join(home, 'named'), 'auth.json', 'named');
    return { HOME: home, DOCKER_CONFIG: docker, XDG_RUNTIME_DIR: run, REGISTRY_AUTH_FILE: named };
  };

  test('the first that has one wins, and the message says which it was', async () => {
    const env: Record<string, string> = { ...everywhere(), DOCKER_AUTH_CONFIG: config('variable') };
    const order = [
      ['variable', 'DOCKER_AUTH_CONFIG'],
      ['named', 'REGISTRY_AUTH_FILE'],
      ['docker', 'DOCKER_CONFIG'],
      ['podman', 'XDG_RUNTIME_DIR'],
    ] as const;
    for (const [username, variable] of order) {
      const { credential, from } = await dockerCredentials(env)('ghcr.io', 'owner/a');
      expect(credential).toMatchObject({ username });
      expect(from).toMatch(variable === 'DOCKER_AUTH_CONFIG' ? /of DOCKER_AUTH_CONFIG$/ : /^auths\["ghcr.io"\] of "\//);
      delete env[variable];
    }
    expect(await find(env)).toMatchObject({ username: 'old podman' });
  });

  test('one that has none is passed over, and all that were read are named', async () => {
    const env = everywhere();
    const { credential, from } = await dockerCredentials(env)('quay.io', 'owner/a');
    expect(credential).toBeNull();
    for (const path of [env.REGISTRY_AUTH_FILE, join(env.DOCKER_CONFIG, 'config.json')]) expect(from).toContain(path);
    const home = temporaryFolder('home');
    const { from: nowhere } = await dockerCredentials({ HOME: home })('quay.io', 'owner/a');
    expect(nowhere).toBe(`there is no ${JSON.stringify(join(home, '.docker', 'config.json'))}`);
  });

  test('a variable that holds no JSON is a mistake that is told without what it holds', async () => {
    const error: unknown = await find({ DOCKER_AUTH_CONFIG: `{"auths": "${secret}` }).catch((thrown) => thrown);
    expect(error).toMatchObject({ message: 'the Docker configuration DOCKER_AUTH_CONFIG is not a JSON object' });
  });
});

describe('helpers', () => {
  const answer = (user: string) =>
    `read name; printf '{"ServerURL":"%s","Username":"${user}","Secret":"%s"}' "$name" "$1 $name"`;
  const found = (secretOf: string) => ({ kind: 'password', username: 'person', password: `get ${secretOf}` });

  test.each<[string, string, object, object | null]>([
    ['of one registry', 'ghcr.io', { credHelpers: { 'ghcr.io': 'test' } }, found('ghcr.io')],
    ['of all registries', 'ghcr.io', { credsStore: 'test', auths: { 'ghcr.io': {} } }, found('ghcr.io')],
    ['of Docker Hub', 'docker.io', { credsStore: 'test' }, found('https://index.docker.io/v1/')],
    [
      'its own before that of all',
      'ghcr.io',
      { credHelpers: { 'ghcr.io': 'test' }, credsStore: 'none' },
      found('ghcr.io'),
    ],
    [
      'of another registry',
      'ghcr.io',
      { credHelpers: { 'quay.io': 'test' }, auths: { 'ghcr.io': auth('person', secret) } },
      password,
    ],
    ['with an identity token', 'ghcr.io', { credsStore: 'identity' }, { kind: 'identity', token: 'get ghcr.io' }],
    ['with dots, underscores and capitals in its name', 'ghcr.io', { credsStore: 'My_Cloud.v2' }, found('ghcr.io')],
    ['that compares the very bytes of the name', 'ghcr.io', { credsStore: 'bytes' }, password],
    ['that is not given the inputs of the action', 'ghcr.io', { credsStore: 'inputs' }, password],
    ['that has none', 'ghcr.io', { credsStore: 'none' }, null],
    ['that says no password', 'ghcr.io', { credsStore: 'empty' }, null],
  ])('%s', async (_name, registry, config, expected) => {
    const helpers = {
      test: answer('person'),
      identity: answer('<token>'),
      none: 'echo credentials not found in native keychain; exit 1',
      'My_Cloud.v2': answer('person'),
      bytes: `test "$(wc -c)" = 7 && echo '${JSON.stringify({ Username: 'person', Secret: secret })}'`,
      inputs: `test -z "$INPUT_TOKEN" && echo '${JSON.stringify({ Username: 'person', Secret: secret })}'`,
      empty: `echo '{"Username":"","Secret":""}'`,
    };
    const env = { ...environment(config, helpers), INPUT_TOKEN: 'ghs_secret' };
    expect(await find(env, registry)).toEqual(expected);
  });

  test.each([
    [
      'is not there',
      'absent',
      'ExternalError',
      'docker-credential-absent, which the Docker configuration names, cannot be started',
    ],
    ['fails', 'fails', 'ExternalError', 'docker-credential-fails found no credential for ghcr.io: it ended with 3'],
    ['answers no JSON', 'chats', 'ExternalError', 'what docker-credential-chats answers for ghcr.io is no credential'],
    ['answers without end', 'endless', 'ExternalError', 'docker-credential-endless found no credential'],
    ['is slow', 'slow', 'ExternalError', 'does not answer within 1 s'],
    ['is a path', '../../bin/sh', 'UserError', 'names the credential helper "../../bin/sh"'],
    ['is a command', 'x; touch y', 'UserError', 'names the credential helper "x; touch y"'],
  ])('one that %s is an error without what it said', async (_name, helper, name, message) => {
    const helpers = {
      fails: 'echo hunter2; echo hunter2 >&2; exit 3',
      chats: 'echo hunter2',
      endless: 'yes hunter2',
      slow: 'echo hunter2; sleep 4 & wait',
    };
    const credentials = dockerCredentials(environment({ credHelpers: { 'ghcr.io': helper } }, helpers), () => 1000);
    const error: unknown = await credentials('ghcr.io', 'owner/a').catch((thrown) => thrown);
    expect(error).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(String(error) + JSON.stringify(error)).not.toContain('hunter2');
  });
});
