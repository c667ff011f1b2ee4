import { compareText } from '../location.ts';
import { showPath } from '../names.ts';
import { printable } from '../printable.ts';
import type { Detected } from './detect-changes.ts';

/**
 * One line for each changed path and service, for a terminal:
 * `packages/x/a.go → COPY packages/x (services/b/docker/Dockerfile:17) → board-service`.
 * Names cannot start a line, colour it or hide in it: what is not plain is quoted.
 */
export function explain({ reasons }: Pick<Detected, 'reasons'>): string {
  const lines: string[] = [];
  for (const service of [...reasons.keys()].sort(compareText)) {
    for (const { path, because, location } of reasons.get(service) ?? []) {
      const place = location ? ` (${showPath(location.path)}:${location.line})` : '';
      lines.push(`${showPath(path)} → ${printable(because)}${place} → ${showPath(service)}\n`);
    }
  }
  return lines.join('');
}
