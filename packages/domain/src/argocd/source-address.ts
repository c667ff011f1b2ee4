import { addAll } from '../grouping.ts';

/** An address of a repository as Argo CD compares it with the `sourceRepos` of a project. */

const sshAddress = /^(?:ssh:\/\/)?[^/:]*?@[^@]+$/;

/**
 * `NormalizeGitURL` (Argo CD 3.6, util/git): in small letters, without `.git`; ssh and https are not the same there. What
 * is no address for Go's net/url (1.26) is the empty text. Go writes the path anew, so that in a pattern with braces
 * they, and its stars, are letters: `{a,b}/*` is `%7Ba,b%7D/%2A`.
 */
export function argoAddress(url: string): string {
  const text = url.trim().toLowerCase();
  const isShort = sshAddress.test(text) && !text.startsWith('ssh://');
  const address = (isShort ? text.replace(':', '/') : text).replace(/\.git$/, '');
  return rewritten(address)?.replace(/^ssh:\/\//, '') ?? '';
}

/** What Go makes of an address when it reads and writes it; null where it is none. */
function rewritten(address: string): string | null {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:)?(.*)$/s.exec(address) ?? [];
  const [before = ''] = rest.split(/[?#]/, 1);
  const behind = rest.slice(before.length);
  const slash = before.startsWith('//') ? before.indexOf('/', 2) : 0;
  const host = slash < 0 ? before : before.slice(0, slash);
  const path = before.slice(host.length);
  if (host !== '' && !isHost(host.slice(2))) return null;
  if (scheme === '' && host === '' && /^[^/]*:/.test(path)) return null;
  // Without slashes behind it, what follows a scheme is not read.
  const written = scheme !== '' && host === '' && !path.startsWith('/') ? path : escapedPath(path);
  return written === null ? null : `${scheme}${host}${written}${behind}`;
}

/** Whether Go takes it for user, name and port. */
function isHost(authority: string): boolean {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (/[\s{}|^`\\]/.test(host) || /%(?![0-9a-f]{2})/.test(host)) return false;
  if (host.startsWith('[')) return /^\[[0-9a-f:.%]+\](?::\d*)?$/.test(host);
  const port = host.lastIndexOf(':');
  return port < 0 || /^:\d*$/.test(host.slice(port));
}

/** A path as it is where Go would have written it so, else written anew. */
function escapedPath(path: string): string | null {
  if (/%(?![0-9a-f]{2})/.test(path)) return null;
  if (/^[\w.~!$&'()*+,;=:@[\]%/-]*$/.test(path)) return path;
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const [part] of path.matchAll(/%..|[^%]+/gs))
    addAll(bytes, part.startsWith('%') ? [Number.parseInt(part.slice(1), 16)] : encoder.encode(part));
  return bytes.map(escapedByte).join('');
}

function escapedByte(byte: number): string {
  const letter = String.fromCharCode(byte);
  return /[\w.~$&+,/:;=@-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
