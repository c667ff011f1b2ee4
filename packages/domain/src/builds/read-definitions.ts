import type { Tree } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';
import { baseName, isForeign } from '../tree/repository-paths.ts';
import { isBuildDefinition } from './definition-files.ts';
import { type BuildDefinitions, readBuildDefinitions } from './definitions.ts';

/**
 * Reads all that a tree says of how its images are built, where nothing of it was read before.
 *
 * @param wanted Dockerfiles; scripts are read where a definition names not all of them
 */
export async function readDefinitions(tree: Tree, wanted: readonly string[]): Promise<BuildDefinitions> {
  const entries = await tree.list();
  const decoder = new TextDecoder();
  const read = async (paths: readonly string[]): Promise<ReadonlyMap<string, string>> =>
    new Map(
      paths.length === 0 ? [] : [...(await tree.read(paths))].map(([path, bytes]) => [path, decoder.decode(bytes)]),
    );
  const paths = entries.flatMap(({ path, mode }) => {
    if (mode !== 'file' && mode !== 'executable') return [];
    const name = baseName(path);
    return (name === 'package.json' || isBuildDefinition(path, name)) && !isForeign(path) ? [path] : [];
  });
  return readBuildDefinitions(await read(paths), indexPaths(entries), wanted, read);
}
