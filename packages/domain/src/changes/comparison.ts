import type { Config } from '../catalog/config-schema.ts';
import type { Log } from '../ports.ts';
import { type History, isUnavailable, type Unavailable } from './history.ts';
import type { TaggedService } from './release-tag.ts';

/** A run of this workflow on this branch, for the same event, that succeeded. */
export interface SuccessfulRun {
  commit: string;
  /** How to name it to people: `run 1234 of 2026-11-02`. */
  name: string;
}

export interface ComparisonOptions {
  /** Revision to compare from instead of what the event says; `last-success` asks `lastSuccess`. */
  base?: string | undefined;
  /** Revision to examine instead of the event's. */
  head?: string | undefined;
  detect?: Config['detect'] | undefined;
  /** The services of the head, which a tag may name. */
  services?: readonly TaggedService[] | undefined;
  /** The last run before this one that succeeded; null where there is none. */
  lastSuccess?: (() => Promise<SuccessfulRun | null>) | undefined;
}

/** Which commits are compared. Ids are full, and the commits are here. */
export type Comparison =
  | {
      kind: 'range';
      base: string;
      head: string;
      /** Other commits compared from: a file counts when it differs from any of them. */
      also: readonly string[];
      because: string;
      only?: string;
    }
  | {
      kind: 'everything';
      head: string;
      because: string;
      /** The one service that a tag asks for: it counts whatever changed, and no other one does. */
      only?: string;
    }
  | { kind: 'none'; head: string; because: string };

/** What a comparison is chosen by, beside the event. */
export interface ComparisonQuestion {
  /** What `resolveHead` gave. */
  head: string;
  options: ComparisonOptions;
  history: History;
  log: Log;
}

/** A comparison with a base. */
export type Range = Comparison & { kind: 'range' };

/** The range from a commit that is here. */
export function range(base: string, because: string, { head }: ComparisonQuestion): Range {
  return { kind: 'range', base, head, also: [], because };
}

export function everything(because: string, { head }: ComparisonQuestion): Comparison & { kind: 'everything' } {
  return { kind: 'everything', head, because };
}

/**
 * Everything, with a warning that says why.
 *
 * @param what what cannot be known
 */
export function unknown(what: string, { because }: Unavailable, question: ComparisonQuestion): Comparison {
  question.log.warning(`Every service counts as affected: ${what}: ${because}.`);
  return everything(`${what}: ${because}`, question);
}

/** The range from a commit, or everything where it cannot be had. */
export function rangeOr(
  base: { id: string } | Unavailable,
  because: string,
  what: string,
  question: ComparisonQuestion,
): Comparison {
  return isUnavailable(base) ? unknown(what, base, question) : range(base.id, because, question);
}
