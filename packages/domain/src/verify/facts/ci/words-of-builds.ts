import { mayHoldCommands } from '../../../builds/definition-files.ts';
import { memoize } from '../../../memo.ts';
import { isComposeFile } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * The words of workflows, actions, scripts and pipelines: what one of them names may be built, pushed or copied in a way that is
 * not read here.
 */
export const wordsOfBuilds = memoize((context: RuleContext): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const [path, text] of context.texts) {
    if (!(path.startsWith('.github/') || mayHoldCommands(path)) || isComposeFile(path)) continue;
    for (const [word] of text.matchAll(/[\w.-]+/g)) words.add(word);
  }
  return words;
});
