/** The last step of a path; paths that begin alike share their steps, so that none is copied on the way down. */
export interface Step {
  key: string | number;
  above: Step | null;
}

/** The path that ends with a step. */
export function pathTo(last: Step | null): (string | number)[] {
  const path: (string | number)[] = [];
  for (let step = last; step; step = step.above) path.push(step.key);
  return path.reverse();
}

/** A path as people write it: `jobs.build.steps[1].run`; '' is the document. */
export function pointerOf(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text;
}
