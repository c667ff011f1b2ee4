import { compareText } from '../location.ts';
import { present } from '../present.ts';
import { type ChecklistLine, checklistLines } from './render-change.ts';
import { isComplete, type RetirementStage, type ServiceChange } from './service-change.ts';

/** A change as JSON: what the actions put into their outputs, and the command line prints. */
export interface ChangeJson {
  service: string;
  /** Absent for the repository that is checked out. */
  repository?: string;
  action: 'add' | 'retire';
  stage: RetirementStage | null;
  /** Whether nothing is left that would fail. */
  complete: boolean;
  /** Sorted. */
  files: { path: string; change: 'created' | 'edited' | 'deleted' }[];
  checklist: ChecklistLine[];
  notes: readonly string[];
}

export function changeJson(change: ServiceChange): ChangeJson {
  const { service, repository, action, stage, files, created, notes } = change;
  const kindOf = (path: string, content: Uint8Array | null) =>
    content === null ? 'deleted' : created.has(path) ? 'created' : 'edited';
  return {
    service,
    ...present({ repository }),
    action,
    stage,
    complete: isComplete(change),
    files: [...files]
      .sort(([a], [b]) => compareText(a, b))
      .map(([path, content]) => ({ path, change: kindOf(path, content) })),
    checklist: checklistLines(change),
    notes,
  };
}
