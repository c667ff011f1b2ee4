import { BlockList, isIP } from 'node:net';
import { UserError } from '@rollcall/domain/user-error';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a server is asked without the proxy, as `NO_PROXY` says and curl and Go read it: a domain stands for itself
 * and all below it, with a dot before it or without; an address for itself; a range such as `10.0.0.0/8` for what is
 * in it; a port behind a name for that port alone; `*` for everything. This machine never needs one.
 */
export function bypassesProxy(url: URL, env: Environment): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)) return true;
  const port = url.port || (url.protocol === 'http:' ? '80' : '443');
  const entries = (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry !== '' && coversHost(entry, host, port));
}

function coversHost(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(entry, host);
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(host) !== 0 || isIP(name) !== 0) return isSameAddress(name, host);
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** `name:port`, `[address]:port`, or either without a port. */
function splitPort(entry: string): { name: string; onlyPort: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry);
  if (bracketed) return { name: bracketed[1] ?? '', onlyPort: bracketed[2] };
  const [, name, port] = /^([^:]*):(\d+)$/.exec(entry) ?? [];
  return name === undefined ? { name: entry, onlyPort: undefined } : { name, onlyPort: port };
}

function isSameAddress(a: string, b: string): boolean {
  return isIP(a) !== 0 && isInRange(`${a}/${isIP(a) === 4 ? 32 : 128}`, b);
}

function isInRange(range: string, host: string): boolean {
  const [, address = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(range) ?? [];
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), type);
  return list.check(host, type);
}

/** The address of the proxy that a server is asked through; null where it is asked without one. */
export function proxyOf(url: URL, env: Environment): string | null {
  return bypassesProxy(url, env) ? null : namedProxy(url, env);
}

/**
 * The proxy that the environment names for a protocol, whoever is asked without it. As for curl and Go a name without a
 * scheme speaks HTTP. What is no proxy of HTTP is a UserError: to go past it would be what nobody wants.
 */
export function namedProxy({ protocol }: URL, env: Environment): string | null {
  const names = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((one) => env[one]);
  if (name === undefined) return null;
  const text = env[name] ?? '';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (/^https?:/i.test(address) && URL.canParse(address)) return address;
  throw new UserError(`${name} names no proxy of HTTP`, {
    help: `Set it to an address such as http://proxy.example:3128, or name the servers that need no proxy in NO_PROXY.`,
  });
}
