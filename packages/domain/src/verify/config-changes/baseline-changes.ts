import { groupBy } from '../../grouping.ts';
import { listFew, quoteName } from '../../names.ts';
import { count } from '../../printable.ts';
import type { Baseline } from '../findings/baseline.ts';
import type { ConfigChange } from './config-change.ts';

/** The findings that the baseline of a request accepts and that of the base does not, by rule; and another file of it. */
export function baselineChanges(before: Baseline, after: Baseline): ConfigChange[] {
  const known = new Set(before.entries?.map(({ fingerprint }) => fingerprint));
  const added = (after.entries ?? []).filter(({ fingerprint }) => !known.has(fingerprint));
  const location = { path: after.path, line: 1, column: 1 };
  const moved = before.entries !== null && after.entries !== null && before.path !== after.path;
  return [
    ...(moved ? [{ setting: 'baseline file', before: before.path, after: after.path, location }] : []),
    ...[...groupBy(added, ({ rule }) => rule)].map(([rule, entries]) => ({
      setting: `baseline of ${rule}`,
      before: before.entries === null ? 'no baseline' : 'not accepted',
      after: `${count(entries.length, 'finding')} more accepted: ${listFew(entries.map(({ subject }) => quoteName(subject)))}`,
      location,
    })),
  ];
}
