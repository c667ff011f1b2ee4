import { formatDuration } from '@rollcall/domain/duration';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Network } from '../network/network.ts';

/** The address with the protocol that its server speaks. */
export type ChooseScheme = (url: URL) => Promise<URL>;

/** What a server without TLS makes of a greeting that asks for it. */
const noTls = new Set(['EPROTO', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/**
 * TLS for every server; where one may be spoken to without, as on this machine, TLS is tried first and plain HTTP taken
 * only where the server has none, as Docker does. Nothing is sent to find out, and no certificate judged.
 */
export function schemeChooser(network: Network, timeout: number): ChooseScheme {
  const known = new Map<string, Promise<boolean>>();
  return async (url) => {
    if (url.protocol !== 'https:' || !network.mayBePlain(url)) return url;
    const isPlain = known.get(url.host) ?? refusesTls(url, Math.min(timeout, network.deadline.left()));
    known.set(url.host, isPlain);
    if (!(await isPlain)) return url;
    const plain = new URL(url);
    plain.protocol = 'http:';
    return plain;
  };
}

async function refusesTls({ host: server, hostname, port }: URL, timeout: number): Promise<boolean> {
  const { connect } = await import('node:tls');
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false });
    const answer = (isPlain: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isPlain);
    };
    const silent = (): void => {
      socket.destroy();
      reject(
        new ExternalError(
          `${server} cannot be reached: no answer to a TLS greeting within ${formatDuration(timeout)}`,
          {
            help: 'Check the name of the registry and the network of the runner, or run the job again.',
          },
        ),
      );
    };
    const timer = setTimeout(silent, timeout);
    socket.once('secureConnect', () => answer(false));
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      // Nobody at the port of TLS, and no port was named: there may be somebody at that of HTTP.
      answer(noTls.has(code) || (port === '' && code === 'ECONNREFUSED'));
    });
  });
}
