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
  shipped,
}: BumpResult): Record<string, unknown> {
  return {
    changed,
    commit: commit ?? '',
    verified,
    changes: changes.map(({ service, file, path, old, new: now }) => ({ service, file, path, old, new: now })),
    files,
    attempts,
    skipped: skipped.map(({ service, why, ready }) =>
      ready === undefined ? { service, why } : { service, why, ready: timeText(ready) },
    ),
    holds: holds.map(({ service, tag, until, reason }) => ({
      service,
      tag,
      until: until === null ? null : timeText(until),
      reason,
    })),
    rendering: rendering.applications,
    shipped: shipped.map(({ service, old, new: now, changes, why }) => ({
      ...{ service, old, new: now, from: changes?.from ?? null, to: changes?.to ?? null },
      ...{ added: changes?.added ?? [], removed: changes?.removed ?? [], manifests: changes?.manifests ?? [] },
      ...{ others: changes?.others ?? 0, why },
    })),
  };
}
