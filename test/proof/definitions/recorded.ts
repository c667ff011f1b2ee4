import { recordedLines } from '../dockerfiles/recorded.ts';

/** A repository, what its definitions' tools read for each Dockerfile, and what detect has too much. */
export interface RecordedDefinition {
  files: Record<string, string>;
  reads: Record<string, string[]>;
  noise: string[];
}

export function recordedDefinitions(kind: 'bake' | 'compose' | 'workflows'): RecordedDefinition[] {
  return recordedLines(kind).map((line): RecordedDefinition => JSON.parse(line));
}
