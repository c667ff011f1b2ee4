import type { WrittenApplication } from '../argocd/application.ts';
import { readApplicationSets } from '../argocd/application-sets.ts';
import { filesOfGenerators } from '../argocd/git-generators.ts';
import { ownAddress } from '../argocd/own-sources.ts';
import type { Tree } from '../ports.ts';
import { decodeUtf8, parseYamlFile, type YamlDocument, type YamlFile } from '../yaml/yaml-document.ts';
import { longestYaml } from '../yaml/yaml-limits.ts';

interface ReadTree {
  tree: Tree;
  /** What was read of it. */
  contents: ReadonlyMap<string, Uint8Array>;
  /** Its regular files, sorted. */
  files: readonly string[];
  repositoryUrl: string | null;
}

/** What ApplicationSets generate, with what their git generators find in the tree; `written` are the other Applications. */
export async function generatedApplications(
  sets: readonly YamlDocument[],
  written: readonly WrittenApplication[],
  { tree, contents, files, repositoryUrl }: ReadTree,
): Promise<WrittenApplication[]> {
  const unread = readApplicationSets(sets);
  if (unread.every(({ generated }) => generated?.unread === null)) return unread;
  const missing = filesOfGenerators(sets, files).filter((path) => !contents.has(path));
  const more = missing.length === 0 ? new Map<string, Uint8Array>() : await tree.read(missing);
  const parsed = new Map<string, YamlFile | undefined>();
  const file = (path: string): YamlFile | undefined => {
    const bytes = contents.get(path) ?? more.get(path);
    if (!parsed.has(path))
      parsed.set(path, bytes && bytes.length <= longestYaml ? parseYamlFile(path, decodeUtf8(path, bytes)) : undefined);
    return parsed.get(path);
  };
  return readApplicationSets(sets, {
    paths: files,
    file,
    isOurs: ownAddress([...written, ...unread], repositoryUrl, files),
  });
}
