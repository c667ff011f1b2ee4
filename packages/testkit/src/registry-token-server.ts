import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
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
  /** Requests, as `METHOD scope as WHO status`, in order. */
  readonly requests: string[];
  /** A token for a repository, whoever asks. */
  issue(repository: string, actions: readonly string[]): string;
  close(): Promise<void>;
}

const issues = { issuer: 'token-server', service: 'registry' };
/** What may be exchanged for tokens. */
export const registryIdentityToken = 'identity-token-of-person';

/**
 * Starts it. The person, by password or by identity token, may pull everything; anybody may pull what begins with
 * `public/`. As the token specification says, others get a token that allows nothing.
 */
export async function startTokenServer(
  folder: string,
  person: { username: string; password: string },
): Promise<TokenServer> {
  const { certificate, issue } = tokenIssuer(folder);
  const basic = `Basic ${Buffer.from(`${person.username}:${person.password}`).toString('base64')}`;
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const fields =
      request.method === 'POST'
        ? new URLSearchParams(body)
        : new URL(request.url ?? '/', 'http://localhost').searchParams;
    const identity = fields.get('refresh_token');
    const who = callerOf(request.headers.authorization, identity, basic);
    const scope = fields.get('scope') ?? '';
    const [, repository = ''] = /^repository:([^:]+):pull$/.exec(scope) ?? [];
    const status = who === 'nobody' ? 401 : 200;
    requests.push(`${request.method} ${scope} as ${who === 'person' ? person.username : who} ${status}`);
    const token = issue(repository, who === 'person' || repository.startsWith('public/') ? ['pull'] : []);
    const name = request.method === 'POST' ? 'access_token' : 'token';
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(status === 401 ? { errors: [{ code: 'UNAUTHORIZED' }] } : { [name]: token }));
  });
  const realm = `${await listen(server)}/token`;
  return { realm, certificate, issues, requests, issue, close: () => closeServer(server) };
}

/** Who asks: the person, nobody where a credential is wrong, or anyone without one. */
function callerOf(
  authorization: string | undefined,
  identity: string | null,
  basic: string,
): 'person' | 'nobody' | 'anyone' {
  if (authorization === basic || identity === registryIdentityToken) return 'person';
  return authorization !== undefined || identity !== null ? 'nobody' : 'anyone';
}

/** What signs tokens: a key of its own, whose certificate the registry trusts. */
function tokenIssuer(folder: string): Pick<TokenServer, 'certificate' | 'issue'> {
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
    issue: (repository, actions) => {
      const now = Math.floor(Date.now() / 1000);
      const parts = [
        { typ: 'JWT', alg: 'ES256', x5c: chain },
        {
          ...{ iss: issues.issuer, aud: issues.service, sub: 'person', jti: String(Math.random()) },
          ...{ iat: now, nbf: now - 60, exp: now + 300 },
          access: [{ type: 'repository', name: repository, actions }],
        },
      ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      const signature = sign('sha256', Buffer.from(parts.join('.')), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return [...parts, signature.toString('base64url')].join('.');
    },
  };
}
