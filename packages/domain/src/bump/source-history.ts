import type { Unavailable } from '../changes/history.ts';

/** What one commit is to another. `older`: it is an ancestor of it. */
export type SourceOrder = 'older' | 'newer' | 'same' | 'diverged';

/** The history of the source repository, as far as older and newer go. */
export interface SourceHistory {
  /** What commit `a` is to commit `b`; an id may be cut to seven digits or more. */
  compare(a: string, b: string): Promise<SourceOrder | Unavailable>;
}

/** Where there is no repository to look into. */
export function unknownSources(because: string): SourceHistory {
  return { compare: async () => ({ because }) };
}
