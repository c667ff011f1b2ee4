import { parseDuration } from '@rollcall/domain/duration';
import { parseList } from '@rollcall/domain/list-input';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { type Deadline, deadlineIn, defaultTimeout } from './deadline.ts';

/** What a run may do on the network: how long, and with whom it speaks without TLS. */
export interface Network {
  readonly deadline: Deadline;
  /** Whether a server may be spoken to without TLS: this machine, and those that the user named. */
  mayBePlain(url: URL): boolean;
}

/** What the user says of the network; undefined for what is not said. */
export interface NetworkOptions {
  /** Minutes or a duration, for all that the run asks of the network. */
  timeout: string | undefined;
  /** `true` for every server, or servers as `host` or `host:port`. */
  allowInsecure: string | undefined;
}

/** The limits of a run that begins now. UserError for what is none; `sayOption` names an option in its message. */
export function openNetwork(
  { timeout, allowInsecure }: NetworkOptions,
  sayOption: (name: string) => string = (name) => `input ${name}`,
): Network {
  const milliseconds = timeout === undefined ? defaultTimeout : parseDuration(timeout, sayOption('timeout'));
  const plain = plainServers(allowInsecure ?? 'false', sayOption('allow-insecure'));
  return { deadline: deadlineIn(milliseconds), mayBePlain: (url) => isLoopback(url) || plain(url) };
}

function plainServers(text: string, what: string): (url: URL) => boolean {
  const word = text.trim();
  if (word === 'true' || word === 'false') return () => word === 'true';
  const servers = new Set(parseList(text, what).map((server) => server.toLowerCase()));
  for (const server of servers)
    if (!URL.canParse(`http://${server}`) || /[/@?#\s]/.test(server))
      throw new UserError(`${what} has ${quoteName(server)}, which is no server`, {
        help: 'Give host or host:port, such as registry.internal:5000, or true for every server.',
      });
  // A name without a port stands for every port of it.
  return ({ host, hostname }) => servers.has(host) || servers.has(hostname);
}

/** Whether an address is this machine, which nothing leaves. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** UserError for an address that a token would be sent to without TLS, unless that is allowed. */
export function refusePlain(address: string, network: Network): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' || network.mayBePlain(url)) return;
  throw new UserError(`the token would be sent to ${url.origin} without TLS, where others can read it`, {
    help: `Use https, or allow it with "allow-insecure: ${url.host}".`,
  });
}
