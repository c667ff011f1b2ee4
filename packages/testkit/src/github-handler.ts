import type { GitHubState } from './github-state.ts';

export type Json = Record<string, unknown>;
export interface Call {
  state: GitHubState;
  /** Path parameters, decoded, in order. */
  path: readonly string[];
  query: URLSearchParams;
  body: Json;
  example: (status: number) => unknown;
}
export type Handler = (call: Call) => { status: number; body: unknown; total?: number };

/** Where the routes of one repository begin. */
export const repo = '/repos/{owner}/{repo}';

/** One page of a list, and how many there are in all. */
export function page<T>(
  all: readonly T[],
  query: URLSearchParams,
  show: (one: T) => unknown,
): { body: unknown[]; total: number } {
  const { size, number } = paging(query);
  return { body: all.slice((number - 1) * size, number * size).map(show), total: all.length };
}

export function paging(query: URLSearchParams): { size: number; number: number } {
  return { size: Math.min(100, Number(query.get('per_page') ?? 30)), number: Number(query.get('page') ?? 1) };
}
