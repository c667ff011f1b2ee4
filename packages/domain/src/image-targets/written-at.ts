import { placeIn } from '../location.ts';
import { showPath } from '../names.ts';
import { tryUser } from '../user-error.ts';
import type { TargetContext } from './target.ts';

/** The lines of the files that were read which hold the service's image, in places that no bump writes. */
export function writtenAt({ manifests, image, repository }: TargetContext): string[] {
  const name = repository ?? `/${image.service}`;
  const found: string[] = [];
  for (const path of manifests.below('')) {
    const text = tryUser<string>(
      () => manifests.text(path) ?? '',
      () => '',
    );
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
      // Another name may begin with it, and an address may end with it.
      if (
        /^(?:[:@]\S|["']?\s*(?:$|[\n,}#]))/.test(text.slice(at + name.length, at + name.length + 20)) &&
        isImageLine(text, at)
      )
        found.push(`${showPath(path)}:${placeIn({ path, text }, at).line}`);
  }
  return [...new Set(found)];
}

function isImageLine(text: string, at: number): boolean {
  const newline = text.indexOf('\n', at);
  const line = text.slice(text.lastIndexOf('\n', at) + 1, newline === -1 ? text.length : newline);
  return /image|repository|newName|name|value/i.test(line) && !/:\/\/|repoURL|path:/.test(line);
}
