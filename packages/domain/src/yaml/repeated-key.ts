import { type Document, isCollection, isMap, isPair, isScalar, isSeq, type YAMLMap } from 'yaml';

/** The offset of the first key that its map has already; null where no key is repeated. Linear, and without recursion: documents may be deep. */
export function repeatedKey({ contents }: Document): number | null {
  let first: number | null = null;
  const pending: unknown[] = [contents];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isMap(node)) {
      const repeated = repeatedKeyIn(node);
      if (repeated !== null && repeated < (first ?? Number.POSITIVE_INFINITY)) first = repeated;
    }
    addCollections(node, pending);
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

/** Adds what lies directly in a map or a sequence and is no scalar, keys among it. Every node of every file is asked. */
function addCollections(node: unknown, pending: unknown[]): void {
  if (isSeq(node))
    for (const item of node.items) {
      const inner = isPair(item) ? item.value : item;
      if (isCollection(inner)) pending.push(inner);
    }
  if (isMap(node))
    for (const { key, value } of node.items) {
      if (isCollection(key)) pending.push(key);
      if (isCollection(value)) pending.push(value);
    }
}
