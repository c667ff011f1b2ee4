/**
 * One spelling for the address of a repository, `host/owner/name` in lower case, whatever the protocol
 * (`https://`, `ssh://`, `git@host:`), user, default port, `.git` or last slash. A Helm repository may be
 * a host alone. Null for what is no remote address: a local path, a template, nothing.
 */
export function normaliseRepositoryUrl(url: string): string | null {
  const text = url.trim();
  if (/\s|\{\{|\$\{/.test(text)) return null;
  const parts =
    /^(?:git\+)?([a-z][a-z0-9]*):\/\/(?:[^/@]*@)?([^/:]+)(?::(\d+))?(?:\/(.*))?$/i.exec(text) ??
    /^()(?:[^/@:]+@)([^/:]+)()?:(?!\/\/)(.+)$/.exec(text);
  if (!parts) return null;
  const [, protocol = '', host = '', port = '', rest = ''] = parts;
  if (protocol.toLowerCase() === 'file') return null;
  const path = rest
    .replace(/[?#].*/, '')
    .replace(/^\/+|(?<!\/)\/+$/g, '')
    .replace(/\.git$/i, '');
  const server = host.toLowerCase().replace(/^ssh\.github\.com$/, 'github.com');
  const special = port !== '' && !usualPorts.has(port) && server !== 'github.com';
  return `${server}${special ? `:${port}` : ''}${path === '' ? '' : `/${path.toLowerCase()}`}`;
}

const usualPorts: ReadonlySet<string> = new Set(['22', '80', '443', '9418']);

/** Whether a text is `owner/name`, which is a repository of a server that is known from elsewhere; a path is none. */
export function isRepositoryName(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text) && !climbs(text);
}

/** Whether a part of a path leads to the folder itself or above it, as every server reads it. */
export function climbs(path: string): boolean {
  return /(?:^|\/)\.{1,2}(?:\/|$)/.test(path);
}

/** Whether a text that names a repository is the path of a folder: `../deploy`, `./deploy`, `/srv/deploy`, `~/deploy`. */
export function isFolderName(text: string): boolean {
  return /^(?:\.{0,2}\/|~|[A-Za-z]:[\\/])/.test(text) || /^\.{1,2}$/.test(text);
}

/** `owner/name` of an address; the address itself where it ends otherwise. */
export function repositoryName(url: string): string {
  return /(?<![^/:])([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? url;
}

/** Whether a text is an address with its server: `https://…`, `ssh://…`, `git@host:…`. */
export function isRepositoryAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^/@:\s]+@[^/:\s]+:/.test(text);
}

/** The page of a repository on its server, of an address in whatever spelling; null where it has none. */
export function pageOf(url: string | null): string | null {
  if (url !== null && /^https?:\/\/[^@\s<>()]+$/.test(url))
    return url.replace(/(?<!\/)\/+$/, '').replace(/\.git$/i, '');
  const name = url === null ? null : normaliseRepositoryUrl(url);
  return name === null || name.split('/').length < 3 ? null : `https://${name}`;
}
