import { type Document, isMap, isNode, isPair, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';

/** The offset of the first key that its map has already; null where no key is repeated. Linear, and without recursion: documents may be deep. */
export function repeatedKey({ contents }: Document): number | null {
  let first: number | null = null;
  const pending: unknown[] = [contents];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isMap(node)) {
      const repeated = repeatedKeyIn(node);
      if (repeated !== null && repeated < (first ?? Number.POSITIVE_INFINITY)) first = repeated;
    }
    for (const inner of nodesIn(node)) pending.push(inner);
  }
  return first;
}

function repeatedKeyIn({ items }: YAMLMap): number | null {
  const keys = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (keys.has(key.value)) return key.range?.[0] ?? 0;
    keys.add(key.value);
  }
  return null;
}

/** The nodes directly in a map or a sequence, keys that are no scalars among them. */
function nodesIn(node: unknown): Node[] {
  if (isSeq(node)) return node.items.flatMap((item) => (isPair(item) ? item.value : item)).filter(isNode);
  return isMap(node) ? node.items.flatMap(({ key, value }) => [isScalar(key) ? null : key, value]).filter(isNode) : [];
}
