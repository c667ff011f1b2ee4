import { isScalar, type Scalar } from 'yaml';
import { walkNodes } from './walk-nodes.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';

/** The scalar of a document that an offset of its text is in, with its path; undefined where it is in none. */
export function scalarAround(document: YamlDocument, offset: number): { node: Scalar; path: YamlPath } | undefined {
  for (const { node, path } of walkNodes(document, [], (one) => isAround(one.range, offset)))
    if (isScalar(node) && isAround(node.range, offset)) return { node, path };
  return undefined;
}

function isAround(range: readonly number[] | null | undefined, offset: number): boolean {
  const [start = 0, end = 0] = range ?? [];
  return start <= offset && offset < Math.max(end, start + 1);
}
