import { parentOf, pomLineages } from '../../builds/maven-poms.ts';
import { baseName, folderOf, foldersUp, isForeign } from '../../tree/repository-paths.ts';
import { conventionId, gradleMakers } from './gradle.ts';
import type { ImageMaker, MadeImage, MakerFiles } from './maker.ts';
import { mavenMaker } from './maven.ts';

const scripts = new Set(['pom.xml', 'build.gradle', 'build.gradle.kts']);

/** Poms that are not the module's own are read in so many rounds: a parent, the parent of that. */
const mostRounds = 10;

/** The images that builds of Maven and Gradle make of modules with sources that lie in no service. */
export async function imagesOfModules(files: MakerFiles): Promise<MadeImage[]> {
  const found = files.paths.filter((path) => scripts.has(baseName(path)) && folderOf(path) !== '' && !isForeign(path));
  if (found.length === 0) return [];
  const { sources, programs } = sourcesOf(files.paths);
  const modules = found.filter((path) => sources.has(folderOf(path)) && !files.isTaken(folderOf(path)));
  if (modules.length === 0) return [];
  const texts = new Map(await files.read([...modules, ...gradleBeside(modules, files.paths)]));
  await readParents(texts, files);
  const conventions = new Map(
    [...texts].flatMap(([path, text]): [string, string][] => {
      const id = conventionId(path);
      return id === null ? [] : [[id, text]];
    }),
  );
  const gradleMaker = gradleMakers(conventions);
  const lineage = pomLineages((path) => texts.get(path));
  const areNamed = search(await files.commands());
  const made = new Map<string, ImageMaker>();
  for (const path of modules) {
    const folder = folderOf(path);
    const text = texts.get(path) ?? '';
    const isProgram = programs.has(folder) || /\bmainClass|mainModule|application\s*\{/.test(text);
    const by = path.endsWith('.xml')
      ? mavenMaker(lineage(path), { areNamed, isProgram })
      : gradleMaker({ script: text, around: above(folder, texts), areNamed, isProgram });
    if (by !== null && !made.has(folder)) made.set(folder, by);
  }
  return [...made].map(([folder, by]) => ({ folder, by, name: null }));
}

/** Tells whether a text has what a pattern finds, looking once for each pattern, however many modules ask. */
function search(text: string): (pattern: RegExp) => boolean {
  const known = new Map<RegExp, boolean>();
  return (pattern) => {
    const found = known.get(pattern) ?? pattern.test(text);
    known.set(pattern, found);
    return found;
  };
}

/** The folders of modules with sources, and of those the ones that hold the settings of a program. */
function sourcesOf(paths: readonly string[]): { sources: Set<string>; programs: Set<string> } {
  const sources = new Set<string>();
  const programs = new Set<string>();
  for (const path of paths) {
    const at = path.indexOf('/src/main/');
    if (at <= 0) continue;
    sources.add(path.slice(0, at));
    if (/^resources\/(?:application|bootstrap)[^/]*\.(?:ya?ml|properties|conf)$/.test(path.slice(at + 10)))
      programs.add(path.slice(0, at));
  }
  return { sources, programs };
}

/** The scripts of Gradle around modules, and the script plugins of the repository. */
function gradleBeside(modules: readonly string[], paths: readonly string[]): string[] {
  if (!modules.some((path) => !path.endsWith('.xml'))) return [];
  const around = new Set(modules.flatMap((path) => foldersUp(folderOf(path)).slice(1)));
  return paths.filter(
    (path) =>
      (/^build\.gradle(?:\.kts)?$/.test(baseName(path)) && around.has(folderOf(path))) || conventionId(path) !== null,
  );
}

/** The scripts of the folders around one, nearest first. */
function above(folder: string, texts: ReadonlyMap<string, string>): string[] {
  return foldersUp(folder)
    .slice(1)
    .flatMap((one) =>
      ['build.gradle', 'build.gradle.kts'].flatMap((name) => texts.get(one === '' ? name : `${one}/${name}`) ?? []),
    );
}

async function readParents(texts: Map<string, string>, files: MakerFiles): Promise<void> {
  const known = new Set(files.paths);
  let fresh = [...texts];
  for (let round = 0; round < mostRounds && fresh.length > 0; round += 1) {
    const parents = new Set(
      fresh.flatMap(([path, text]) => (path.endsWith('.xml') ? (parentOf(path, text) ?? []) : [])),
    );
    const missing = [...parents].filter((path) => known.has(path) && !texts.has(path));
    fresh = missing.length === 0 ? [] : [...(await files.read(missing))];
    for (const [path, text] of fresh) texts.set(path, text);
  }
}
