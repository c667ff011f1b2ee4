import { BlockList, isIP } from 'node:net';

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

/** The variables that name proxies, without those that say when there is none: that is decided here. */
export function proxyVariables(env: Environment): Record<string, string> {
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
