/**
 * For each node of a graph the number of its ring: nodes that lead to one another have the same, and one that nothing
 * leads back to has one of its own. In a step for each edge, and without a call in a call.
 */
export function ringsOf(edges: readonly (readonly number[])[]): number[] {
  const back: number[][] = edges.map(() => []);
  for (const [from, own] of edges.entries()) for (const to of own) back[to]?.push(from);
  // What leads to others is finished after them: backwards from the last, only its own ring is reached.
  const last = walked([...edges.keys()], edges)
    .flat()
    .reverse();
  const rings: number[] = [];
  for (const [ring, nodes] of walked(last, back).entries()) for (const node of nodes) rings[node] = ring;
  return rings;
}

/** The nodes that each of some reaches, without those that one before it does, in the order in which they are finished. */
function walked(starts: readonly number[], edges: readonly (readonly number[])[]): number[][] {
  const seen = new Set<number>();
  return starts.map((start) => {
    const finished: number[] = [];
    const way = seen.has(start) ? [] : [{ node: start, next: 0 }];
    seen.add(start);
    for (let at = way.at(-1); at; at = way.at(-1)) {
      const to = edges[at.node]?.[at.next];
      at.next += 1;
      if (to === undefined) finished.push(way.pop()?.node ?? start);
      else if (!seen.has(to)) {
        seen.add(to);
        way.push({ node: to, next: 0 });
      }
    }
    return finished;
  });
}
