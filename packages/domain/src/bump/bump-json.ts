import type { BumpResult } from './bump-images.ts';
import { timeText } from './holds.ts';

/** The one JSON value of `bump --json`: the outputs of bump-image-tags by their names. */
export function bumpJson({
  changed,
  commit,
  verified,
  changes,
  files,
  attempts,
  skipped,
  holds,
  rendering,
}: BumpResult): Record<string, unknown> {
  return {
    changed,
    commit: commit ?? '',
    verified,
    changes: changes.map(({ service, file, path, old, new: now }) => ({ service, file, path, old, new: now })),
    files,
    attempts,
    skipped,
    holds: holds.map(({ service, tag, until, reason }) => ({
      service,
      tag,
      until: until === null ? null : timeText(until),
      reason,
    })),
    rendering: rendering.applications,
  };
}
