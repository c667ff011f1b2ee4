import { programStem } from '../name-spellings.ts';
import { isYaml } from '../tree/file-types.ts';

/** Objects by which a host leads to a service. */
const routeKind =
  /^kind:[ \t]*(?:Ingress|IngressRoute|HTTPProxy|HTTPRoute|GRPCRoute|TLSRoute|Gateway|VirtualService|Certificate)\b/m;

/** Keys of values below which the same is said. */
const routeKey = /^(?:ingress|ingresses|routes?|httpRoutes?|gateway|virtualService|tls)$/i;

const hostKey = /^(?:hosts?|hostnames?|dnsNames|domains?|external-dns\.alpha\.kubernetes\.io\/hostname)$/;

/** A name of the DNS, and no name inside the cluster. */
const publicHost = /(?<![\w.*-])(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,10}[a-z]{2,40}(?![\w.-])/gi;

/**
 * A copied manifest in which the hosts of the sibling lead nowhere: with them, a new service would take the requests of
 * its sibling. Those that are called after the new service stay, and so do all where a path tells the two apart.
 */
export function withoutRoutes(path: string, text: string, name: string): string {
  if (!isYaml(path)) return text;
  const stem = (programStem(name) ?? name).toLowerCase();
  return text
    .split(/^(?=---[ \t\r]*$)/m)
    .map((document) => inDocument(document, { stem, unchosen: `${name}.change-me.invalid` }))
    .join('');
}

function inDocument(document: string, { stem, unchosen }: { stem: string; unchosen: string }): string {
  const lines = document.split('\n');
  const roles = rolesOf(lines, routeKind.test(document));
  const isOwn = (role: 'host' | 'path') =>
    lines.some((line, index) => roles[index] === role && line.toLowerCase().includes(stem));
  if (isOwn('path') || isOwn('host')) return document;
  return lines
    .map((line, index) =>
      roles[index] === 'host' ? line.replace(publicHost, (host) => (/\.svc\b/i.test(host) ? host : unchosen)) : line,
    )
    .join('\n');
}

type Role = 'host' | 'path' | null;

/** Which lines say a host that leads to the service, and which a path of it. */
function rolesOf(lines: readonly string[], isRoute: boolean): Role[] {
  /** The keys above a line, with their indents. */
  const above: { indent: number; key: string }[] = [];
  return lines.map((line) => {
    const [, spaces = '', dash = '', key = ''] = written.exec(line) ?? [];
    if (/^[ \t\r]*(?:#|$)/.test(line)) return null;
    // Items of a list may stand as far left as its key.
    const least = key === '' ? spaces.length + (dash === '' ? 0 : 1) : spaces.length + dash.length;
    while ((above.at(-1)?.indent ?? -1) >= least) above.pop();
    if (key !== '') above.push({ indent: spaces.length + dash.length, key });
    const keys = above.map((one) => one.key);
    return isRoute || keys.some((one) => routeKey.test(one)) ? roleOf(keys) : null;
  });
}

/** The indent of a line, the dash of an item, and a key. */
const written = /^([ \t]*)((?:- )?)(?:["']?([\w./-]{1,200})["']?:(?=[ \t\r]|$))?/;

function roleOf(keys: readonly string[]): Role {
  const own = keys.at(-1) ?? '';
  if (keys.includes('destination')) return null;
  if (hostKey.test(own)) return 'host';
  return /^(?:path|prefix|pathPrefix)$/.test(own) ? 'path' : null;
}
