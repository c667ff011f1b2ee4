import type { BumpResult } from './bump-images.ts';

/** The one JSON value of `bump --json`: the outputs of bump-image-tags by their names. */
export function bumpJson({
  changed,
  commit,
  verified,
  changes,
  files,
  attempts,
  skipped,
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
    rendering: rendering.applications,
  };
}
