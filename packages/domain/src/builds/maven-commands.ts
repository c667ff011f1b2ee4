import type { Location } from '../location.ts';
import { blankBetween, textBetween } from '../text-between.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import type { Build } from './build.ts';
import { commandBuilds } from './commands.ts';
import { hole } from './hole.ts';
import { finalNameOf, managedPluginsOf, type Pom, pluginsOf, pomLineages, propertiesOf } from './maven-poms.ts';
import { repositoryRoot } from './shell-tokens.ts';

const plugin = 'exec-maven-plugin';

/** Properties that name one another are followed so far, and so many of them in one text. */
const deepest = 10;
const mostProperties = 1000;

/**
 * The images that modules of Maven build by a command that `exec-maven-plugin` runs (3.1), such as `docker build` with a
 * Dockerfile that all of them share; a parent often says it once, with the properties of each module.
 *
 * @param poms the texts of all poms that were read, by path
 */
export function mavenCommandBuilds(
  poms: ReadonlyMap<string, string>,
  locate: (path: string, offset: number) => Location,
): Build[] {
  if (![...poms.values()].some((text) => text.includes(plugin))) return [];
  const lineageOf = pomLineages((path) => poms.get(path));
  return [...poms.keys()].flatMap((path): Build[] => {
    const lineage = lineageOf(path);
    const [own] = lineage;
    if (!own || textBetween(own.own, '<packaging>', '</packaging>')?.trim() === 'pom') return [];
    const named = lineage.flatMap((pom, depth) =>
      (pluginsOf(pom).get(plugin) ?? []).filter((text) => depth === 0 || !/<inherited>\s*false\s*</.test(text)),
    );
    if (named.length === 0) return [];
    const said = [...named, ...lineage.flatMap((pom) => managedPluginsOf(pom).get(plugin) ?? [])];
    const offset = Math.max((poms.get(path) ?? '').indexOf(plugin), 0);
    const place = { file: path, name: baseName(folderOf(path)) || null, locate: () => locate(path, offset) };
    return said.flatMap((text) => executionsIn(text)).flatMap((text) => buildsOf(text, lineage, place));
  });
}

function executionsIn(text: string): string[] {
  const parts = text.split('<execution>').slice(1);
  return (parts.length === 0 ? [text] : parts).map((part) => part.split('</execution>')[0] ?? '');
}

function buildsOf(
  execution: string,
  lineage: readonly Pom[],
  { file, name, locate }: { file: string; name: string | null; locate: () => Location },
): Build[] {
  const read = (text: string): string => expand(text.trim(), lineage, deepest, { left: mostProperties });
  const executable = read(textBetween(execution, '<executable>', '</executable>') ?? '');
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(baseName(executable))) return [];
  const words = (textBetween(execution, '<arguments>', '</arguments>') ?? '')
    .split('<argument>')
    .slice(1)
    .map((part) => read(unescapeXml(part.split('</argument>')[0] ?? '')));
  const folder = folderOf(file);
  const written = textBetween(execution, '<workingDirectory>', '</workingDirectory>');
  const working = written === null ? rootOf(folder) : read(written);
  const script = ['cd', working, '&&', executable, ...words].map(quoted).join(' ');
  return commandBuilds(script, { folder, ownFolder: folder, file, name, locate }).builds;
}

function quoted(word: string): string {
  return word === '&&' || /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`;
}

function rootOf(folder: string): string {
  return folder === '' ? repositoryRoot : `${repositoryRoot}/${folder}`;
}

/** A text with the properties of a module; what is not known is a hole, and so is what takes in others without measure. */
function expand(text: string, lineage: readonly Pom[], depth: number, budget: { left: number }): string {
  return text.replace(/\$\{([\w.-]+)\}/g, (_whole, name: string) => {
    budget.left -= 1;
    const known = depth > 0 && budget.left >= 0 ? property(name, lineage) : undefined;
    return known === undefined || known.length > 1000 ? hole(name) : expand(known, lineage, depth - 1, budget);
  });
}

/** What Maven itself gives every module, else the nearest property of that name. */
function property(name: string, lineage: readonly Pom[]): string | undefined {
  const [own] = lineage;
  const folder = rootOf(folderOf(own?.path ?? ''));
  const short = name.replace(/^(?:project|pom)\./, '');
  if (short === 'basedir') return folder;
  if (short === 'build.directory') return `${folder}/target`;
  if (short === 'artifactId' && name !== short) return fieldOf(own, 'artifactId');
  if (short === 'version' && name !== short) return fieldOf(own, 'version') ?? parentField(own, 'version');
  if (short === 'build.finalName') {
    const [named] = lineage.flatMap((pom) => finalNameOf(pom) ?? []);
    return named?.trim() ?? '${project.artifactId}-${project.version}';
  }
  const [value] = lineage.flatMap((pom) => propertiesOf(pom).get(name) ?? []);
  return value?.trim();
}

/** What a module says of itself, outside of its parent and of all lists. */
function fieldOf(pom: Pom | undefined, name: string): string | undefined {
  if (!pom) return undefined;
  const [own = ''] = blankBetween(pom.own, '<parent>', '</parent>').split(
    /<(?:dependencies|build|profiles|properties|reporting)>/,
  );
  return textBetween(own, `<${name}>`, `</${name}>`)?.trim();
}

function parentField(pom: Pom | undefined, name: string): string | undefined {
  const parent = textBetween(pom?.own ?? '', '<parent>', '</parent>') ?? '';
  return textBetween(parent, `<${name}>`, `</${name}>`)?.trim();
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
