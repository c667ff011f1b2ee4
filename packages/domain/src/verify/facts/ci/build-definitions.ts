import type { Build } from '../../../builds/build.ts';
import { isBuildDefinition, mayHoldCommands } from '../../../builds/definition-files.ts';
import type { BuildDefinitions } from '../../../builds/definitions.ts';
import { buildDefinitionsIn } from '../../../builds/definitions-in.ts';
import { memoize } from '../../../memo.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { baseName, isForeign } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

const definitionFiles: PathSelector = (path) =>
  (isBuildDefinition(path, baseName(path)) || /(?:^|\/)package\.json$/.test(path)) && !isForeign(path);

/** What a rule needs to have read that asks how images are built. */
export const buildDefinitionsNeeds = [definitionFiles, mayHoldCommands] as const;

/** What the repository says about how its images are built: workflows, actions, Bake, Compose, Skaffold, scripts. */
export const buildDefinitions = memoize((context: RuleContext): BuildDefinitions & { builds: readonly Build[] } => {
  const texts = new Map<string, string>();
  for (const [path, text] of context.texts) if (definitionFiles(path) || mayHoldCommands(path)) texts.set(path, text);
  return buildDefinitionsIn(texts, context.paths);
});
