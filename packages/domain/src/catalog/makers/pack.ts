import { baseName, folderOf, foldersUp } from '../../tree/repository-paths.ts';
import { folderFinder } from './command-folders.ts';
import type { MadeImage, MakerFiles } from './maker.ts';

const command = /\bpack\s+build\b([^\n|;&]*)/g;

/**
 * The images that `pack build` makes of folders that it names (pack 0.38: `--path`). It is looked for where there is no
 * service with a Dockerfile, or a file that only buildpacks read.
 */
export async function imagesOfPack(files: MakerFiles): Promise<MadeImage[]> {
  const isLikely = files.paths.some((path) => /^(?:project\.toml|Procfile)$/.test(baseName(path)));
  if (files.hasServices && !isLikely) return [];
  const called = [...(await files.commands()).matchAll(command)].flatMap(([, words = '']) => {
    const path = /\s(?:--path|-p)[\s=]+["']?([^\s"']+)/.exec(words)?.[1];
    return path === undefined ? [] : [path];
  });
  if (called.length === 0) return [];
  const folders = new Set(files.paths.flatMap((path) => foldersUp(folderOf(path))));
  const found = new Set(
    called.flatMap(folderFinder(folders)).filter((folder) => folder !== '' && !files.isTaken(folder)),
  );
  return [...found].map((folder) => ({ folder, by: 'buildpacks', name: null }));
}
