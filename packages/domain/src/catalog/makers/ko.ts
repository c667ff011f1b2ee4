import { baseName, folderOf, foldersUp, isForeign, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { tryUser } from '../../user-error.ts';
import { listAt, textAt } from '../../yaml/value.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import { folderFinder } from './command-folders.ts';
import type { MadeImage, MakerFiles } from './maker.ts';

const command = /\bko\s+(?:build|publish|resolve|apply|create|run)\b([^\n|;&]*)/g;

/**
 * The images that ko makes of Go programs: those of `.ko.yaml` and of GoReleaser's `kos`, those that a command names, and
 * the references `ko://` of manifests (ko 0.18). Each is made from the whole module that its program lies in.
 */
export async function imagesOfKo(files: MakerFiles): Promise<MadeImage[]> {
  const modules = files.paths.filter((path) => baseName(path) === 'go.mod' && !isForeign(path));
  if (modules.length === 0) return [];
  const settings = files.paths.filter(
    (path) => /^\.?(?:ko|goreleaser)\.ya?ml$/.test(baseName(path)) && !isForeign(path),
  );
  const folders = new Set(
    files.paths
      .filter((path) => path.endsWith('.go') && !isForeign(path) && !files.isTaken(folderOf(path)))
      .map(folderOf),
  );
  if (folders.size === 0) return [];
  const programs = new Set(files.paths.filter((path) => baseName(path) === 'main.go').map(folderOf));
  const named = folderFinder(folders, new Set([...folders].filter((folder) => programs.has(folder))));
  const called = [...(await files.commands()).matchAll(command)].map(([, words = '']) => words);
  if (called.length + settings.length === 0) return [];
  const manifests = files.paths.filter((path) => /\.ya?ml$/.test(path) && !isForeign(path));
  const texts = await files.read([...modules, ...settings, ...manifests]);
  const moduleNames = new Map(modules.map((path) => [folderOf(path), moduleName(texts.get(path) ?? '')]));
  const byImport = new Map(
    [...folders].flatMap((folder): [string, string][] => {
      const module = moduleOf(folder, moduleNames);
      if (module === null) return [];
      const inside = folder === module ? '' : `/${module === '' ? folder : folder.slice(module.length + 1)}`;
      return [[`${moduleNames.get(module)}${inside}`, folder]];
    }),
  );
  const imported = [...manifests, ...settings].flatMap((path) =>
    [...(texts.get(path) ?? '').matchAll(/\bko:\/\/([\w./~-]+)/g)].flatMap(([, name = '']) => byImport.get(name) ?? []),
  );
  const found = new Set([
    ...settings.flatMap((path) => configured(path, texts.get(path) ?? '', folders)),
    ...called.flatMap((words) => [...named(words), ...words.split(/\s+/).flatMap((word) => byImport.get(word) ?? [])]),
    ...imported,
  ]);
  return [...found].flatMap((folder): MadeImage[] => {
    const module = moduleOf(folder, moduleNames);
    const name = folder === '' ? baseName((moduleNames.get('') ?? '').replace(/\/v\d+$/, '')) : null;
    return module === null || name === '' ? [] : [{ folder, by: 'ko', name, from: module }];
  });
}

/** The builds of `.ko.yaml`; of GoReleaser those that its `kos` name. */
function configured(path: string, text: string, folders: ReadonlySet<string>): string[] {
  const { documents } = parseYamlFile(path, text);
  const value = tryUser(
    () => documents[0]?.value(),
    () => undefined,
  );
  const builds = listAt(value, 'builds');
  const kos = listAt(value, 'kos');
  const isReleaser = baseName(path).includes('goreleaser');
  const named = new Set(kos.map((one) => textAt(one, 'build')));
  const counts = builds.filter((build) => !isReleaser || named.has(textAt(build, 'id')));
  return [...counts, ...kos].flatMap((build) => {
    const main = textAt(build, 'main');
    if (main === undefined && !builds.includes(build)) return [];
    const target = `${folderOf(path) || '.'}/./${textAt(build, 'dir') ?? '.'}/./${main ?? '.'}`;
    const folder = normaliseRepositoryPath(target);
    if (folder === null) return [];
    return [folder, folderOf(folder)].filter(
      (one, index) => folders.has(one) && (index === 0 || folder.endsWith('.go')),
    );
  });
}

function moduleName(text: string): string {
  return /^module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '';
}

/** The folder of the module that a folder lies in. */
function moduleOf(folder: string, modules: ReadonlyMap<string, string>): string | null {
  return foldersUp(folder).find((one) => modules.has(one)) ?? null;
}
