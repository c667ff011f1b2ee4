import { isAlias, isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';
import type { YamlFile } from './yaml-document.ts';

/** A scalar of a workflow or an action, with the place of its text in the file. */
export interface ScalarPlace {
  /** Map keys and sequence indices that lead to it. */
  path: readonly (string | number)[];
  /** `jobs.build.steps[1].run` */
  pointer: string;
  /** Offset of its key, or of itself in a sequence. */
  offset: number;
  /** [start, end) of its text: the lines of a block scalar, else the scalar with its quotes. */
  start: number;
  end: number;
  /** Written as a block (`|`, `>`). */
  block: boolean;
  /** The map that holds it: a step, for `run` and `uses`. */
  parent: YAMLMap | null;
}

/** A sequence of a workflow or an action. */
export interface SequencePlace {
  path: readonly (string | number)[];
  pointer: string;
  /** Offset of its key. */
  offset: number;
  node: Node & { items: unknown[]; flow?: boolean };
}

/** Every scalar and every sequence of a file, in file order. Aliases are left to the place they point at. */
export function placesOf(file: YamlFile): { scalars: ScalarPlace[]; sequences: SequencePlace[] } {
  const scalars: ScalarPlace[] = [];
  const sequences: SequencePlace[] = [];
  type Item = { node: unknown; path: (string | number)[]; offset: number; parent: YAMLMap | null };
  const pending: Item[] = file.documents.map(({ ast }) => ({ node: ast.contents, path: [], offset: 0, parent: null }));
  pending.reverse();
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { node, path, offset, parent } = item;
    const children: Item[] = [];
    if (isAlias(node)) continue;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        children.push({
          node: value,
          path: [...path, String(key.value)],
          offset: key.range?.[0] ?? 0,
          parent: node as YAMLMap,
        });
      }
    } else if (isSeq(node)) {
      sequences.push({ path, pointer: pointerOf(path), offset, node });
      for (const [index, value] of node.items.entries()) {
        const start = (value as Node | null)?.range?.[0] ?? offset;
        children.push({ node: value, path: [...path, index], offset: start, parent: null });
      }
    } else if (isScalar(node) && node.range) {
      const block = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
      const [from, end] = node.range;
      const header = block ? file.text.indexOf('\n', from) : -1;
      const start = block && header !== -1 && header < end ? header + 1 : from;
      scalars.push({ path, pointer: pointerOf(path), offset, start, end, block, parent });
    }
    for (const child of children.reverse()) pending.push(child);
  }
  return { scalars, sequences };
}

function pointerOf(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** Words of the job or step around a place that may tell a language: names, ids, the actions used (`setup-go`). */
export function jobLabel(file: YamlFile, path: readonly (string | number)[]): string {
  if (path[0] !== 'jobs' || typeof path[1] !== 'string') return '';
  const words = [path[1]];
  for (const document of file.documents) {
    const job = document.node(['jobs', path[1]]);
    if (!isMap(job)) continue;
    const name = job.get('name');
    if (typeof name === 'string') words.push(name);
    const steps = job.get('steps');
    if (!isSeq(steps)) continue;
    for (const step of steps.items) {
      const uses = isMap(step) ? step.get('uses') : undefined;
      if (typeof uses === 'string') words.push(/setup-\w+/.exec(uses)?.[0] ?? '');
    }
  }
  return words.join(' ');
}
