import { isMap, isScalar, isSeq, type Range, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { memoize } from '../memo.ts';
import { walkNodes } from './walk-nodes.ts';
import type { YamlFile, YamlPath } from './yaml-document.ts';
import { pointerOf } from './yaml-path.ts';

/** A scalar of a workflow or an action, with the place of its text in the file. */
export interface ScalarPlace {
  /** Map keys and sequence indices that lead to it. */
  path: YamlPath;
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
  path: YamlPath;
  pointer: string;
  /** Offset of its key. */
  offset: number;
  node: YAMLSeq;
}

/** Every scalar and every sequence of a file, in file order. Aliases are left to the place they point at. */
export const placesOf = memoize(
  (file: YamlFile): { scalars: readonly ScalarPlace[]; sequences: readonly SequencePlace[] } => {
    const scalars: ScalarPlace[] = [];
    const sequences: SequencePlace[] = [];
    for (const { node, path, keyOffset, parent } of file.documents.flatMap((document) => [...walkNodes(document)])) {
      const offset = typeof path.at(-1) === 'number' ? (node.range?.[0] ?? keyOffset) : keyOffset;
      const place = { path, pointer: pointerOf(path), offset };
      if (isSeq(node)) sequences.push({ ...place, node });
      else if (isScalar(node) && node.range)
        scalars.push({ ...place, ...textRange(file.text, node, node.range), parent });
    }
    return { scalars, sequences };
  },
);

/** Where the text of a scalar is: a block begins behind the line of its `|`. */
function textRange(text: string, { type }: Scalar, [from, end]: Range): { start: number; end: number; block: boolean } {
  const block = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
  const header = block ? text.indexOf('\n', from) : -1;
  return { start: header !== -1 && header < end ? header + 1 : from, end, block };
}

/** Words of the job or step around a place that may tell a language: names, ids, the actions used (`setup-go`). */
export function jobLabel(file: YamlFile, path: YamlPath): string {
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
