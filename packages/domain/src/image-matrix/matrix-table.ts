import { printable } from '../printable.ts';
import { textTable } from '../text-table.ts';
import type { ImageMatrix } from './matrix.ts';

/** The matrix for a terminal: one aligned line per job. */
export function matrixTable({ matrix, batches, count }: ImageMatrix): string {
  if (count === 0) return 'nothing to build\n';
  const entries = [matrix, ...batches].flatMap(({ include }) => include);
  const rows = entries.map(({ service, image, tag, dockerfile, context }) =>
    [service, `${image}:${tag}`, dockerfile, context].map(printable),
  );
  const inBatches = batches.length > 0 ? ` in ${batches.length} batches` : '';
  return [
    ...textTable([['SERVICE', 'IMAGE', 'DOCKERFILE', 'CONTEXT'], ...rows]),
    `${count} ${count === 1 ? 'job' : 'jobs'}${inBatches}`,
    '',
  ].join('\n');
}
