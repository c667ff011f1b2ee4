import type { PathIndex } from '../tree/path-index.ts';
import { readAll, withCommands } from './all-builds.ts';
import type { Build } from './build.ts';
import { filesOf, mayHoldCommands } from './definition-files.ts';
import { type BuildDefinitions, indexBuilds } from './definitions.ts';

/** What files that were read already say about builds, scripts among them; what else they name is not looked for. */
export function buildDefinitionsIn(
  texts: ReadonlyMap<string, string>,
  tree: PathIndex,
): BuildDefinitions & { builds: readonly Build[] } {
  const files = filesOf(texts, tree, new Set());
  const commands = new Map([...texts].filter(([path]) => mayHoldCommands(path)));
  const found = withCommands(readAll(files), commands, files);
  return { ...indexBuilds(found), builds: found.builds };
}
