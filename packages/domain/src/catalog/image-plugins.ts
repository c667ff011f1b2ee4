import type { Tree, TreeEntry } from '../ports.ts';
import { blankBetween } from '../text-between.ts';
import { baseName, folderOf, foldersUp, isForeign } from '../tree/repository-paths.ts';
import type { Service } from './catalog.ts';
import type { ToldService } from './told-services.ts';

const isScript = /\/(?:pom\.xml|build\.gradle(?:\.kts)?)$/;

/** The scripts of modules with sources that lie in no service: their builds may make images without a Dockerfile. */
export function modulesApart(entries: readonly TreeEntry[], services: readonly Service[]): string[] {
  const found = entries.filter(({ path, mode }) => mode === 'file' && isScript.test(path) && !isForeign(path));
  if (found.length === 0) return [];
  const folders = new Set(services.map(({ path }) => path));
  const sources = new Set<string>();
  for (const { path } of entries) {
    const at = path.indexOf('/src/main/');
    if (at > 0) sources.add(path.slice(0, at));
  }
  return found
    .map(({ path }) => path)
    .filter((path) => sources.has(folderOf(path)) && !foldersUp(folderOf(path)).some((folder) => folders.has(folder)));
}

/**
 * The modules whose own script applies Jib (jib-maven-plugin and jib-gradle-plugin 3.4), which makes an image of a module
 * without a Dockerfile. What a parent manages, and what is skipped or not applied, makes none.
 */
export async function servicesOfPlugins(tree: Tree, paths: readonly string[]): Promise<ToldService[]> {
  const decoder = new TextDecoder();
  return [...(await tree.read(paths))].flatMap(([path, bytes]): ToldService[] => {
    const text = decoder.decode(bytes);
    const folder = folderOf(path);
    const applies = path.endsWith('.xml') ? mavenApplies(text) : gradleApplies(text);
    return applies ? [{ name: baseName(folder), path: folder, dockerfile: null, build: null, builtBy: 'Jib' }] : [];
  });
}

function mavenApplies(text: string): boolean {
  if (!text.includes('jib-maven-plugin') || /<packaging>\s*pom\s*</.test(text)) return false;
  const own = blankBetween(blankBetween(text, '<!--', '-->'), '<pluginManagement>', '</pluginManagement>');
  const [before, after] = own.split(/<artifactId>\s*jib-maven-plugin\s*</);
  return before !== undefined && after !== undefined && !/<skip>\s*true\s*</.test(after.split('</plugin>')[0] ?? '');
}

function gradleApplies(text: string): boolean {
  return text.split('\n').some((line) => {
    const code = line.replace(/^\s*(?:\/\/|\*).*/, '');
    const isNamed = /["']com\.google\.cloud\.tools\.jib["']|\balias\s*\(\s*libs\.plugins\.(?:\w+\.)*jib\s*\)/.test(
      code,
    );
    return isNamed && !/\bapply\s*(?:\(\s*)?false\b/.test(code);
  });
}
