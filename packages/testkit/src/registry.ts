import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startFront } from './registry-front.ts';
import { registryPerson, startTokenServer, type TokenServer } from './registry-token-server.ts';
import { temporaryFolder } from './repository.ts';

/** `person:<bcrypt of the password>`: node has no bcrypt to make it with. */
const htpasswd = 'person:$2b$04$onuWmYFMUXUEA1Nku7c/de5Y5WCGnWxBovqpxKpptZzqzHudKLVbq\n';

/** The CNCF distribution registries of this machine, 2.8 of Debian and 3.1 of `go install`; none without openssl. */
export const registryPrograms: readonly string[] = ['docker-registry', 'registry'].filter(
  (program) =>
    /distribution/.test(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '') &&
    spawnSync('openssl', ['version']).status === 0,
);

/** The registry of go-containerregistry as well, where `crane` is on this machine: it asks nobody to log in. */
export const everyRegistryProgram: readonly string[] = [
  ...registryPrograms,
  ...(spawnSync('crane', ['registry', 'serve', '--help']).status === 0 ? ['crane'] : []),
];

/** The first of the distribution's; undefined where there is none. */
export const registryProgram: string | undefined = registryPrograms[0];

export interface Registry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Requests answered, as `METHOD path status`, in order. They are written down a moment after the answer. */
  readonly requests: string[];
  /** The token server of a registry with `auth: 'token'`. */
  readonly tokenServer: TokenServer | undefined;
  /** The certificate that it signed itself, with `tls`: nobody can push here who does not trust it. */
  readonly certificate: string | undefined;
  /** Pushes an image without layers and returns its digest. */
  push(repository: string, tag: string): Promise<string>;
  /** Pushes an index of two images, one of each platform, and returns its digest. */
  pushIndex(repository: string, tag: string): Promise<string>;
  close(): Promise<void>;
}

interface RegistryOptions {
  auth?: 'token' | 'basic';
  program?: string;
  takesSchema1?: boolean;
  tls?: boolean;
}

/** Starts a real registry on loopback, with an empty store. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const { program = registryProgram } = options;
  if (program === undefined) throw new Error('no registry is installed on this machine');
  const folder = temporaryFolder('registry');
  const tokenServer = options.auth === 'token' ? await startTokenServer(folder) : undefined;
  const certificate = options.tls ? ownCertificate(folder) : undefined;
  const words =
    program === 'crane'
      ? ['registry', 'serve', '--address', '127.0.0.1:0']
      : ['serve', writeConfig(folder, { ...options, certificate }, tokenServer)];
  const child = spawn(program, words, {
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGKILL');
  process.on('exit', stop);
  const requests: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, method, path, status] = /"([A-Z]+) (\S+) HTTP\/[\d.]+" (\d+)/.exec(line) ?? [];
    if (method) requests.push(`${method} ${path} ${status}`);
  });
  const own = `127.0.0.1:${await portOf(child)}`;
  // It writes down no status: what is before it does.
  const front = program === 'crane' ? await startFront(own, {}) : undefined;
  const host = front?.host ?? own;
  const authorization = (repository: string): string | undefined =>
    tokenServer
      ? `Bearer ${tokenServer.issue(repository, ['pull', 'push'])}`
      : options.auth === 'basic'
        ? `Basic ${Buffer.from(`${registryPerson.username}:${registryPerson.password}`).toString('base64')}`
        : undefined;
  const put: Put = (repository, write) =>
    send({ ...write, url: `http://${host}${write.path}`, authorization: authorization(repository) });
  return {
    host,
    requests: front?.requests ?? requests,
    tokenServer,
    certificate,
    push: async (repository, tag) => (await pushImage(put, repository, tag, 'amd64')).digest,
    pushIndex: async (repository, tag) => {
      const mediaType = 'application/vnd.oci.image.index.v1+json';
      const manifests = [];
      for (const architecture of ['amd64', 'arm64'])
        manifests.push({
          ...(await pushImage(put, repository, undefined, architecture)),
          platform: { architecture, os: 'linux' },
        });
      const index = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
      await put(repository, {
        method: 'PUT',
        path: `/v2/${repository}/manifests/${tag}`,
        type: mediaType,
        body: index,
      });
      return digestOf(index);
    },
    close: async () => {
      process.off('exit', stop);
      const ended = new Promise((resolve) => child.once('close', resolve));
      stop();
      await Promise.all([ended, tokenServer?.close(), front?.close()]);
    },
  };
}

/** The port the registry says that it listens on. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    if (!child.stderr) throw new Error('the registry has no output');
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const port = /(?:listening on 127\.0\.0\.1:|serving on port )(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`the registry did not start:\n${said.join('\n')}`)));
  });
}

/** Makes a certificate of this machine; its path. The key is beside it. */
function ownCertificate(folder: string): string {
  const certificate = join(folder, 'own-certificate.pem');
  const words = [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=registry', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', join(folder, 'own-key.pem'), '-out', certificate],
  ];
  execFileSync('openssl', words, { stdio: 'ignore' });
  return certificate;
}

/** The configuration of a registry with an empty store; its path. */
function writeConfig(
  folder: string,
  { auth, takesSchema1, certificate }: RegistryOptions & { certificate: string | undefined },
  tokenServer: Pick<TokenServer, 'realm' | 'issues' | 'certificate'> | undefined,
): string {
  writeFileSync(join(folder, 'htpasswd'), htpasswd);
  mkdirSync(join(folder, 'store'));
  const login = tokenServer
    ? { token: { realm: tokenServer.realm, ...tokenServer.issues, rootcertbundle: tokenServer.certificate } }
    : { htpasswd: { realm: 'registry', path: join(folder, 'htpasswd') } };
  const config = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'store') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0', ...(certificate && { tls: { certificate, key: join(folder, 'own-key.pem') } }) },
    // Layers that are kept elsewhere, as those of Windows are.
    validation: { manifests: { urls: { allow: ['^https://'] } } },
    ...(takesSchema1 ? { compatibility: { schema1: { enabled: true } } } : {}),
    ...(auth === undefined ? {} : { auth: login }),
  };
  const path = join(folder, 'config.yml');
  writeFileSync(path, JSON.stringify(config)); // JSON is YAML
  return path;
}

interface Write {
  method: string;
  path: string;
  /** Of the content. */
  type: string;
  body: string;
}

/** One write for a repository; the Location the registry answers with. */
type Put = (repository: string, write: Write) => Promise<string>;

/** Pushes an image without layers; under its digest where no reference is given. */
async function pushImage(put: Put, repository: string, reference: string | undefined, architecture: string) {
  const config = JSON.stringify({
    architecture,
    os: 'linux',
    config: { Labels: { reference: reference ?? '' } },
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const path = `/v2/${repository}/blobs/uploads/`;
  const upload = await put(repository, { method: 'POST', path, type: 'application/json', body: '' });
  const { pathname, search } = new URL(upload, 'http://localhost');
  const place = `${pathname}${search}${search ? '&' : '?'}digest=${digestOf(config)}`;
  await put(repository, { method: 'PUT', path: place, type: 'application/octet-stream', body: config });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
    layers: [],
  });
  const digest = digestOf(body);
  const manifest = `/v2/${repository}/manifests/${reference ?? digest}`;
  await put(repository, { method: 'PUT', path: manifest, type: mediaType, body });
  return { mediaType, digest, size: body.length };
}

async function send({
  url,
  method,
  type,
  body,
  authorization,
}: Omit<Write, 'path'> & { url: string; authorization: string | undefined }): Promise<string> {
  const headers = { 'Content-Type': type, ...(authorization ? { Authorization: authorization } : {}) };
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return response.headers.get('location') ?? '';
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
