import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import { groupBy } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { walkNodes } from './walk-nodes.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';

/** A key that is written more than once in one map. */
export interface RepeatedKey {
  path: YamlPath;
  /** What is written first, and does not count. */
  lost: readonly Pair[];
  /** The last one, which counts. */
  last: Pair;
  /** The offset of the last key. */
  offset: number;
}

/** The keys of a document that are written twice, as `lastKeyCounts` reads it, without those inside of what is lost. */
export const repeatedKeys = memoize((document: YamlDocument): readonly RepeatedKey[] => {
  if (document.file.repeating.length === 0) return [];
  return [...walkNodes(document)].flatMap(({ node, path }) => (isMap(node) ? repeatedIn(node, path) : []));
});

function repeatedIn(map: YAMLMap, path: YamlPath): RepeatedKey[] {
  const byName = groupBy(map.items, ({ key }) => (isScalar(key) ? String(key.value) : null));
  return [...byName].flatMap(([name, pairs]) => {
    const last = pairs.at(-1);
    if (name === null || pairs.length < 2 || !last) return [];
    const offset = isScalar(last.key) ? (last.key.range?.[0] ?? 0) : 0;
    return [{ path: [...path, name], lost: pairs.slice(0, -1), last, offset }];
  });
}
