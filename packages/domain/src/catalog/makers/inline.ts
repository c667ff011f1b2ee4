import type { Build } from '../../builds/build.ts';
import { isBuildDefinition } from '../../builds/definition-files.ts';
import { readBuildDefinitions } from '../../builds/definitions.ts';
import { isDevelopmentFile, isForDevelopment } from '../../builds/for-development.ts';
import { hasHole } from '../../builds/hole.ts';
import { groupBy } from '../../grouping.ts';
import { isServiceName } from '../../names.ts';
import { indexFiles } from '../../tree/path-index.ts';
import { baseName, folderOf, foldersUp, isForeign } from '../../tree/repository-paths.ts';
import type { MadeImage, MakerFiles } from './maker.ts';

/**
 * The images whose Dockerfile is a text in a definition of Compose or Bake, with all files that definitions and workflows
 * name. Such a service lies in the context, and is called as the definition calls it; where the context is the root, in
 * the one folder of that name. What is there for those who develop makes none.
 */
export async function imagesOfTexts(files: MakerFiles): Promise<MadeImage[]> {
  const wanted = files.paths.filter((path) => isBuildDefinition(path, baseName(path)) && !isForeign(path));
  const definitions = await readBuildDefinitions(await files.read(wanted), indexFiles(files.paths), [], files.read);
  const builds = definitions.inline.filter(isOfService);
  if (builds.length === 0) return [];
  const folders = groupBy(new Set(files.paths.flatMap((path) => foldersUp(folderOf(path)))), baseName);
  return builds.flatMap(({ name, context, file }): MadeImage[] => {
    const [named, ...others] = folders.get(name ?? '') ?? [];
    const folder = context || (others.length === 0 ? named : undefined);
    if (folder === undefined || folder === '' || files.isTaken(folder)) return [];
    return [{ folder, by: /\.ya?ml$/.test(file) ? 'Compose' : 'Bake', name }];
  });
}

function isOfService({ context, name, file, ...build }: Build): boolean {
  if (context === null || hasHole(context)) return false;
  return name !== null && isServiceName(name) && !isForDevelopment({ ...build, name }) && !isDevelopmentFile(file);
}
