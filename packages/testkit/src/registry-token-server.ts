import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign as signBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { closeServer, listen } from './loopback.ts';

/** A token server such as the big registries have, on loopback. */
export interface TokenServer {
  readonly realm: string;
  /** Certificate of the key that signs, for the registry to trust. */
  readonly certificate: string;
  /** What the registry expects of tokens. */
  readonly issues: { issuer: string; service: string };
  /** Requests, as `METHOD scope as WHO status`, several scopes with a space between, in order. */
  readonly requests: string[];
  /** A token for a repository, whoever asks. */
  issue(repository: string, actions: readonly string[]): string;
  close(): Promise<void>;
}

const issues = { issuer: 'token-server', service: 'registry' };
interface RegistryLogin {
  username: string;
  password: string;
}

/** The two that the registries of the test kit know. */
export const registryPerson: RegistryLogin = { username: 'person', password: 'correct horse' };
export const registryReader: RegistryLogin = { username: 'reader', password: 'battery staple' };
/** What may be exchanged for tokens of the person. */
export const registryIdentityToken = 'identity-token-of-person';

/**
 * Starts it. The person, by password or by identity token, may pull all but what begins with `apart/`, and push to all
 * but what begins with `closed/`; the reader may pull everything, and anybody what begins with `public/`. As the token
 * specification says, a token allows what is asked for and may be, and that may be nothing.
 */
export async function startTokenServer(folder: string): Promise<TokenServer> {
  const { certificate, sign } = tokenSigner(folder);
  const issue: TokenServer['issue'] = (name, actions) => sign([{ type: 'repository', name, actions }]);
  const known = new Map([
    [basicOf(registryPerson), 'person'],
    [basicOf(registryReader), 'reader'],
    [registryIdentityToken, 'person'],
  ]);
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const fields =
      request.method === 'POST'
        ? new URLSearchParams(body)
        : new URL(request.url ?? '/', 'http://localhost').searchParams;
    const credential = request.headers.authorization ?? fields.get('refresh_token');
    const who = credential === null ? 'anyone' : (known.get(credential) ?? 'nobody');
    const scopes = fields.getAll('scope').flatMap((scope) => scope.split(' '));
    const status = who === 'nobody' ? 401 : 200;
    requests.push(`${request.method} ${scopes.join(' ')} as ${who} ${status}`);
    const token = sign(scopes.flatMap((scope) => allowed(scope, who)));
    const name = request.method === 'POST' ? 'access_token' : 'token';
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(status === 401 ? { errors: [{ code: 'UNAUTHORIZED' }] } : { [name]: token }));
  });
  const realm = `${await listen(server)}/token`;
  return { realm, certificate, issues, requests, issue, close: () => closeServer(server) };
}

/** What a token may be used for. */
interface Access {
  type: 'repository';
  name: string;
  actions: readonly string[];
}

/** What of a scope somebody may have. */
function allowed(scope: string, who: string): Access[] {
  const [, name = '', actions = ''] = /^repository:([^:]+):([a-z,]+)$/.exec(scope) ?? [];
  const isPerson = who === 'person';
  const pulls = name.startsWith('public/') || who === 'reader' || (isPerson && !name.startsWith('apart/'));
  const pushes = isPerson && !name.startsWith('closed/');
  const may = [...(pulls ? ['pull'] : []), ...(pushes ? ['push'] : [])];
  return [{ type: 'repository', name, actions: actions.split(',').filter((action) => may.includes(action)) }];
}

function basicOf({ username, password }: RegistryLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** What signs tokens: a key of its own, whose certificate the registry trusts. */
function tokenSigner(folder: string): { certificate: string; sign: (access: readonly Access[]) => string } {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=token-server', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const privateKey = createPrivateKey(readFileSync(key));
  const chain = [new X509Certificate(readFileSync(certificate)).raw.toString('base64')];
  return {
    certificate,
    sign: (access) => {
      const now = Math.floor(Date.now() / 1000);
      const parts = [
        { typ: 'JWT', alg: 'ES256', x5c: chain },
        {
          ...{ iss: issues.issuer, aud: issues.service, sub: 'person', jti: String(Math.random()) },
          ...{ iat: now, nbf: now - 60, exp: now + 300 },
          access,
        },
      ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      const signature = signBytes('sha256', Buffer.from(parts.join('.')), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      return [...parts, signature.toString('base64url')].join('.');
    },
  };
}
