import { compareText, type Location } from '../location.ts';
import { showPath } from '../names.ts';
import { printable } from '../printable.ts';

/** Why services are affected, by service. */
export interface Explained {
  reasons: ReadonlyMap<string, readonly { path: string; because: string; location: Location | null }[]>;
}

/**
 * One line for each changed path and service, for a terminal:
 * `packages/x/a.go → COPY packages/x (services/b/docker/Dockerfile:17) → board-service`.
 * Names cannot start a line, colour it or hide in it: what is not plain is quoted.
 */
export function explain({ reasons }: Explained): string {
  const lines: string[] = [];
  for (const service of [...reasons.keys()].sort(compareText)) {
    for (const { path, because, location } of reasons.get(service) ?? []) {
      const place = location ? ` (${showPath(location.path)}:${location.line})` : '';
      lines.push(`${showPath(path)} → ${printable(because)}${place} → ${showPath(service)}\n`);
    }
  }
  return lines.join('');
}
