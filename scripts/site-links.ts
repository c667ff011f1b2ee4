import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the pages of a built site lead to that is not there: a page, a file, an anchor of a page. Sorted. */
export function brokenLinks(folder: string, base: string): string[] {
  const html = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
  const texts = new Map(html.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  const anchors = new Map([...texts].map(([path, text]) => [path, anchorsOf(text)]));
  const broken = new Set<string>();
  for (const [path, text] of texts)
    for (const [, address = ''] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const [target = '', anchor = ''] = address.replaceAll('&#38;', '&').replaceAll('&amp;', '&').split('#');
      if (/^(?:[a-z]+:|\/\/)/.test(target)) continue;
      const file = target === '' ? path : fileOf(folder, base, target);
      if (file === null) broken.add(`${path} leads to ${address}, which is not there`);
      else if (anchor !== '' && anchors.has(file) && !anchors.get(file)?.has(decodeURIComponent(anchor)))
        broken.add(`${path} leads to ${address}, where nothing is called so`);
    }
  return [...broken].sort();
}

/** The file of the site that an address is answered with; null where there is none. */
function fileOf(folder: string, base: string, address: string): string | null {
  if (address !== base && !address.startsWith(`${base}/`)) return null;
  const path = decodeURIComponent(address.slice(base.length).replace(/\?.*/, '')).replace(/^\//, '');
  if (path === '' || path.endsWith('/'))
    return existsSync(join(folder, path, 'index.html')) ? `${path}index.html` : null;
  return existsSync(join(folder, path)) && statSync(join(folder, path)).isFile() ? path : null;
}

function anchorsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, name = '']) => name));
}
