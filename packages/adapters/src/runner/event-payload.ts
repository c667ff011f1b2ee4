import { readFileSync } from 'node:fs';
import { parseJson } from '@rollcall/domain/json';

/** The payload of the run's event; null where there is none, or it cannot be read. */
export function eventPayload({ GITHUB_EVENT_PATH: path }: Readonly<Record<string, string | undefined>>): unknown {
  if (!path) return null;
  try {
    return parseJson(readFileSync(path, 'utf8')) ?? null;
  } catch {
    return null;
  }
}
