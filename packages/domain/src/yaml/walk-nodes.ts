import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { YamlDocument, YamlPath } from './yaml-document.ts';
import { pathTo, type Step } from './yaml-path.ts';

/** A node of a document, and what leads to it. */
interface PlacedNode {
  node: Node;
  /** Map keys and sequence indices. */
  readonly path: YamlPath;
  /** Offset of the innermost key around it; of the document's content where there is none. */
  keyOffset: number;
  /** The map of which it is a value. */
  parent: YAMLMap | null;
}

interface Pending {
  node: unknown;
  step: Step | null;
  keyOffset: number;
  parent: YAMLMap | null;
}

/**
 * The node at a path of a document and all below it in file order, parents first; aliases, values without a plain key,
 * and what stands at a key that is written again are left out. Once a node was given, nothing below it follows where `enters` is false of it. Linear.
 */
export function* walkNodes(
  document: YamlDocument,
  at: YamlPath = [],
  enters: (node: Node) => boolean = () => true,
): Iterable<PlacedNode> {
  const root = document.node(at);
  const repeats = document.file.repeating.length > 0;
  const top = at.reduce<Step | null>((above, key) => ({ key, above }), null);
  const pending: Pending[] = [{ node: root, step: top, keyOffset: root?.range?.[0] ?? 0, parent: null }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, step, keyOffset, parent } = next;
    if (isAlias(node) || !isNode(node)) continue;
    yield {
      node,
      keyOffset,
      parent,
      get path() {
        return pathTo(step);
      },
    };
    if (!enters(node)) continue;
    const children = childrenOf(node, step, keyOffset);
    for (const child of repeats && isMap(node) ? lastOfEach(children) : children.reverse()) pending.push(child);
  }
}

/** Of each key the last one, the last key first. */
function lastOfEach(children: readonly Pending[]): Pending[] {
  const seen = new Set<unknown>();
  return [...children].reverse().filter(({ step }) => {
    const isNew = !seen.has(step?.key);
    seen.add(step?.key);
    return isNew;
  });
}

function childrenOf(node: Node, above: Step | null, keyOffset: number): Pending[] {
  if (isSeq(node))
    return node.items.map((item, key) => ({ node: item, step: { key, above }, keyOffset, parent: null }));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }): Pending[] =>
    isScalar(key)
      ? [{ node: value, step: { key: String(key.value), above }, keyOffset: key.range?.[0] ?? 0, parent: node }]
      : [],
  );
}
