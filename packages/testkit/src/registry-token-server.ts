import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

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

  function issue(repository: string, actions: readonly string[]): string {
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
  }

  const basic = `Basic ${Buffer.from(`${person.username}:${person.password}`).toString('base64')}`;
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const fields =
      request.method === 'POST'
        ? new URLSearchParams(body)
        : new URL(request.url ?? '/', 'http://localhost').searchParams;
    const { authorization } = request.headers;
    const identity = fields.get('refresh_token');
    const known = authorization === basic || identity === registryIdentityToken;
    const wrong = (authorization !== undefined || identity !== null) && !known;
    const scope = fields.get('scope') ?? '';
    const [, repository = ''] = /^repository:([^:]+):pull$/.exec(scope) ?? [];
    const status = wrong ? 401 : 200;
    requests.push(`${request.method} ${scope} as ${known ? person.username : wrong ? 'nobody' : 'anyone'} ${status}`);
    const token = issue(repository, known || repository.startsWith('public/') ? ['pull'] : []);
    const name = request.method === 'POST' ? 'access_token' : 'token';
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(wrong ? { errors: [{ code: 'UNAUTHORIZED' }] } : { [name]: token }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    realm: `http://127.0.0.1:${port}/token`,
    certificate,
    issues,
    requests,
    issue,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
