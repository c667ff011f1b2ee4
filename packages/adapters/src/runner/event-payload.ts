import { readFileSync } from 'node:fs';

/** The payload of the run's event; null where there is none, or it cannot be read. */
export function eventPayload({ GITHUB_EVENT_PATH: path }: Readonly<Record<string, string | undefined>>): unknown {
  if (!path) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
