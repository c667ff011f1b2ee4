import { bakeBuilds } from '../../builds/bake.ts';
import type { Build, BuildFiles } from '../../builds/build.ts';
import { composeBuilds } from '../../builds/compose.ts';
import { isBakeFile } from '../../builds/definition-files.ts';
import { isDevelopmentFile, isForDevelopment } from '../../builds/for-development.ts';
import { hasHole } from '../../builds/hole.ts';
import { groupBy } from '../../grouping.ts';
import { isServiceName } from '../../names.ts';
import { baseName, folderOf, foldersUp } from '../../tree/repository-paths.ts';
import type { MadeImage, MakerFiles } from './maker.ts';

/**
 * The images whose Dockerfile is a text in a definition of Compose or Bake. Such a service lies in the context, and is
 * called as the definition calls it; where the context is the root, in the one folder of that name. What is there for
 * those who develop makes none.
 *
 * @param texts the definitions of Compose and Bake, by their paths
 */
export function imagesOfTexts(texts: ReadonlyMap<string, string>, files: MakerFiles): MadeImage[] {
  const known = new Set(files.paths);
  const read: BuildFiles = {
    paths: [...texts.keys()],
    text: (path) => texts.get(path),
    exists: (path) => known.has(path),
  };
  const builds = [...composeBuilds(read).builds, ...bakeBuilds(read, []).builds].filter(isOfService);
  const folders = groupBy(new Set(files.paths.flatMap((path) => foldersUp(folderOf(path)))), baseName);
  return builds.flatMap(({ name, context, file }): MadeImage[] => {
    const [named, ...others] = folders.get(name ?? '') ?? [];
    const folder = context || (others.length === 0 ? named : undefined);
    if (folder === undefined || folder === '' || files.isTaken(folder)) return [];
    return [{ folder, by: isBakeFile(file) ? 'Bake' : 'Compose', name }];
  });
}

function isOfService(build: Build): boolean {
  const { inline, context, name, file } = build;
  if (inline === null || context === null || hasHole(context)) return false;
  return name !== null && isServiceName(name) && !isForDevelopment(build) && !isDevelopmentFile(file);
}
