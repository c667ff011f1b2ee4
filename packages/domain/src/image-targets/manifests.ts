import type { ValuesTree } from '../argocd/chart-values.ts';
import { isWritten, mayBeOurs } from '../argocd/source-place.ts';
import { indexFiles, indexPaths } from '../tree/path-index.ts';
import type { Links } from '../tree/repository-paths.ts';
import { decodeUtf8, parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import type { Manifests } from './target.ts';

/** Files that were read, parsed once each. */
export function manifestsOf(contents: ReadonlyMap<string, Uint8Array>): Manifests {
  const { files } = indexFiles([...contents.keys()]);
  const parsed = new Map<string, YamlFile>();
  return {
    has: (path) => contents.has(path),
    below: (folder) => files(folder, true),
    text: (path) => {
      const bytes = contents.get(path);
      return bytes && decodeUtf8(path, bytes);
    },
    parse: (path) => {
      const bytes = contents.get(path);
      if (!bytes) return undefined;
      const file = parsed.get(path) ?? parseYamlFile(path, decodeUtf8(path, bytes));
      parsed.set(path, file);
      const [error] = file.errors;
      if (error) throw error;
      return file;
    },
  };
}

/** The values of charts as those files have them, on the branch that is written. */
export function valuesTree({ below, parse }: Manifests, links: Links, deployBranch: string | null): ValuesTree {
  const files = below('').map((path) => ({ path, mode: 'file' as const }));
  return {
    paths: indexPaths([...files, ...Array.from(links, ([path, mode]) => ({ path, mode }))]),
    isOurs: mayBeOurs,
    isRead: (revision) => isWritten(revision, deployBranch),
    yaml: parse,
    // The text of a file parameter is not written, so nobody asks what it is.
    text: () => undefined,
  };
}
