import type { Edit } from '../yaml/edit.ts';

/** What makes one text of another, without what both begin and end with. */
export function replacement(path: string, before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { path, range: [start, before.length - end], newText: after.slice(start, after.length - end) };
}
