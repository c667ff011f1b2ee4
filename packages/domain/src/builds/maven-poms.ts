import { groupBy } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { blankBetween, textBetween } from '../text-between.ts';
import { folderOf, normaliseRepositoryPath } from '../tree/repository-paths.ts';

/** A pom as far as plugins go: what stands in comments is none of it. */
export interface Pom {
  path: string;
  /** What it says itself, and what it manages for those that name it. */
  own: string;
  managed: string;
  properties: string;
}

/** Modules whose parents go on for ever are followed so far. */
const mostParents = 10;

/**
 * Finds a module's pom with those of its parents, nearest first, as far as they are here.
 *
 * @param textOf the text of a pom of this repository
 */
export function pomLineages(textOf: (path: string) => string | undefined): (path: string) => Pom[] {
  const known = new Map<string, { pom: Pom; parent: string | null }>();
  return (path) => {
    const found: Pom[] = [];
    for (let at: string | null = path; at !== null && found.length < mostParents; ) {
      const text: string | undefined = known.has(at) ? '' : textOf(at);
      if (text === undefined) break;
      const read: { pom: Pom; parent: string | null } = known.get(at) ?? readPom(at, text);
      known.set(at, read);
      found.push(read.pom);
      at = read.parent;
    }
    return found;
  };
}

function readPom(path: string, text: string): { pom: Pom; parent: string | null } {
  const whole = blankBetween(text, '<!--', '-->');
  const withoutPlugins = blankBetween(whole, '<pluginManagement>', '</pluginManagement>');
  const own = blankBetween(withoutPlugins, '<dependencyManagement>', '</dependencyManagement>');
  const managed = whole
    .split('<pluginManagement>')
    .slice(1)
    .map((part) => part.split('</pluginManagement>')[0] ?? '');
  const properties = textBetween(whole, '<properties>', '</properties>') ?? '';
  return { pom: { path, own, managed: managed.join('\n'), properties }, parent: parentOf(path, text) };
}

/** The pom that a pom says is its parent, by its path; null where it says that it is none of the files above. */
export function parentOf(path: string, text: string): string | null {
  const parent = textBetween(text, '<parent>', '</parent>');
  if (parent === null || /<relativePath>\s*<\/relativePath>|<relativePath\s*\/>/.test(parent)) return null;
  const written = textBetween(parent, '<relativePath>', '</relativePath>')?.trim() ?? '..';
  const folder = folderOf(path);
  const target = normaliseRepositoryPath(`${folder === '' ? '.' : folder}/./${written.replaceAll('\\', '/')}`);
  if (target === null) return null;
  return target.endsWith('.xml') ? target : target === '' ? 'pom.xml' : `${target}/pom.xml`;
}

// A parent is asked by each of its modules, and searched once.

/** The plugins that a pom gives to itself and its modules, by name. */
export const pluginsOf = memoize(({ own }: Pom) => pluginsIn(own));

/** The plugins that it manages for those that name them. */
export const managedPluginsOf = memoize(({ managed }: Pom) => pluginsIn(managed));

export const finalNameOf = memoize(({ own }: Pom) => textBetween(own, '<finalName>', '</finalName>'));

/** What its properties are set to; the first of a name counts. */
export const propertiesOf = memoize(({ properties }: Pom): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of properties.matchAll(/<([\w.-]+)>([^<]*)<\//g))
    if (!found.has(name)) found.set(name, value);
  return found;
});

function pluginsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const parts = text
    .split('<plugin>')
    .slice(1)
    .map((part) => part.split('</plugin>')[0] ?? '');
  return groupBy(parts, (part) => textBetween(part, '<artifactId>', '</artifactId>')?.trim() ?? '');
}
