import { expect, test } from '@jest/globals';
import { ringsOf } from '@rollcall/domain/rings';
import fc from 'fast-check';

test('two nodes are of one ring where each leads to the other', () => {
  const graphs = fc
    .integer({ min: 1, max: 7 })
    .chain((n) => fc.array(fc.uniqueArray(fc.nat({ max: n - 1 })), { minLength: n, maxLength: n }));
  fc.assert(
    fc.property(graphs, (edges) => {
      const leads = edges.map((_own, from) => reached(from, edges));
      const rings = ringsOf(edges);
      for (const a of edges.keys())
        for (const b of edges.keys())
          expect(rings[a] === rings[b]).toBe(a === b || (leads[a]?.has(b) && leads[b]?.has(a)));
    }),
  );
});

function reached(from: number, edges: readonly number[][]): Set<number> {
  const seen = new Set(edges[from]);
  for (const node of seen) for (const to of edges[node] ?? []) seen.add(to);
  return seen;
}
