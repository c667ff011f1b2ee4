import type { History, Unavailable } from '../changes/history.ts';
import { listFew } from '../names.ts';

/** What one commit is to another. `older`: it is an ancestor of it. */
export type SourceOrder = 'older' | 'newer' | 'same' | 'diverged';

/** The history of the source repository, as far as older and newer go. */
export interface SourceHistory {
  /**
   * What commit `a` is to commit `b`; an id may be cut to seven digits or more. `repository` is the one that both are
   * recorded to be of, `owner/name`; undefined where that is not known.
   */
  compare(a: string, b: string, repository?: string): Promise<SourceOrder | Unavailable>;
}

/** A commit of the sources, and what it changed. */
export interface SourceCommit {
  id: string;
  author: string;
  /** The first line of its message. */
  subject: string;
  /** What follows it. */
  body: string;
  /** The message of the merge that brought it; null where none did. */
  merge: string | null;
  paths: string[];
}

/** The commits of the source repository. Merges are left out: what they bring is listed by itself. */
export interface SourceLog {
  /** The whole id of the commit that begins with these digits; undefined where there is none, or several. */
  find(digits: string): Promise<string | undefined>;
  /** Those that lead to `until` and not to `since`, newest first. */
  between(since: string, until: string): Promise<SourceCommit[] | Unavailable>;
}

/** A repository that images are built from, beside that of the run. */
export interface SourceRepository {
  /** `owner/name`, as trailers record it. */
  name: string;
  history: SourceHistory;
}

/** The commits of a source repository with their files: what tells of each service what it is made of. */
export interface SourceCode {
  /** `owner/name`, as trailers record it; null where that is not known. */
  name: string | null;
  /** Where links lead: `https://github.com/owner/name`; null for nowhere. */
  page: string | null;
  /** Path of the configuration; undefined where it lies at its own place. */
  config?: string | undefined;
  /** Whether the manifests lie beside the sources. */
  holdsManifests: boolean;
  /** ExternalError or UserError where it cannot be read. */
  open(): Promise<{ history: History; log: SourceLog }>;
}

/**
 * The histories of several source repositories as one: commits are compared in the repository that both are recorded to
 * be of, else in the first that has both.
 */
export function severalSources(own: SourceHistory, others: readonly SourceRepository[]): SourceHistory {
  if (others.length === 0) return own;
  return {
    compare: async (a, b, repository) => {
      const named = others.find(({ name }) => name.toLowerCase() === repository?.toLowerCase());
      const histories = named ? [named.history] : [own, ...others.map(({ history }) => history)];
      const reasons: Unavailable[] = [];
      for (const history of histories) {
        const order = await history.compare(a, b, repository);
        if (typeof order !== 'object') return order;
        reasons.push(order);
      }
      return { because: listFew([...new Set(reasons.map(({ because }) => because))], '; ') };
    },
  };
}

/** Where there is no repository to look into. */
export function unknownSources(because: string): SourceHistory {
  return { compare: async () => ({ because }) };
}
