import { compareText } from '../location.ts';
import { isInside } from '../tree/repository-paths.ts';
import { decodeUtf8, parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import type { Manifests } from './target.ts';

/** Paths that can be asked for by folder. */
export interface Listing {
  has(path: string): boolean;
  /** The paths below a folder, sorted. */
  below(folder: string): readonly string[];
}

export function listingOf(paths: readonly string[]): Listing {
  const sorted = [...paths].sort(compareText);
  const all = new Set(sorted);
  const known = new Map<string, readonly string[]>([['', sorted]]);
  return {
    has: (path) => all.has(path),
    below: (folder) => {
      let found = known.get(folder);
      if (!found) {
        const start = firstNotBefore(sorted, `${folder}/`);
        let end = start;
        while (end < sorted.length && isInside(sorted[end] ?? '', folder)) end += 1;
        found = sorted.slice(start, end);
        known.set(folder, found);
      }
      return found;
    },
  };
}

/** Files that were read, parsed once each. */
export function manifestsOf(contents: ReadonlyMap<string, Uint8Array>): Manifests {
  const { has, below } = listingOf([...contents.keys()]);
  const parsed = new Map<string, YamlFile>();
  return {
    has,
    below,
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

function firstNotBefore(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(sorted[middle] ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
