import type { TreeEntry } from '../ports.ts';
import { isForeign } from './repository-paths.ts';

/** The files GitHub runs, by name; sorted as the listing is. */
export interface WorkflowFiles {
  workflows: string[];
  /** Definitions of actions (`action.yml`); whether one is composite is in its content. */
  actions: string[];
}

/** Selects workflows (only those GitHub sees: directly in `.github/workflows`) and the repository's own actions. */
export function selectWorkflows(entries: readonly TreeEntry[]): WorkflowFiles {
  const files: WorkflowFiles = { workflows: [], actions: [] };
  for (const { path, mode } of entries) {
    if (mode !== 'file' && mode !== 'executable') continue;
    if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) files.workflows.push(path);
    else if (/(^|\/)action\.ya?ml$/.test(path) && !isForeign(path)) files.actions.push(path);
  }
  return files;
}
