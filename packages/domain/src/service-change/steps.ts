import type { Environment } from '../catalog/catalog.ts';
import { compareText } from '../location.ts';
import { shellWord } from '../shell/copied-word.ts';
import { terraformFiles } from '../tree/file-types.ts';
import { folderOf } from '../tree/repository-paths.ts';
import type { Step } from './service-change.ts';

/** Terraform that is changed does nothing before somebody applies it. */
export function terraformSteps(files: ReadonlyMap<string, unknown>): Step[] {
  const changed = [...files.keys()].filter(terraformFiles).sort(compareText);
  return [...new Set(changed.map(folderOf))].map((folder) => ({
    what: `apply Terraform in ${folder || '.'}`,
    places: changed.flatMap((path) => (folderOf(path) === folder ? [{ path, line: 1, column: 1 }] : [])),
    command: `terraform -chdir=${shellWord(folder || '.')} apply`,
  }));
}

/** The branch that bumps alone write for an environment: what is merged elsewhere does not reach it. Null without one. */
export function branchOfBumps({ deployBranch }: Environment): string | null {
  return deployBranch === null || /^(?:main|master|HEAD)$/.test(deployBranch) ? null : deployBranch;
}

/** What only Helm can lock again: it asks repositories of charts for versions. Argo CD renders nothing before it is done. */
export function lockSteps(stale: readonly string[]): Step[] {
  if (stale.length === 0) return [];
  return [
    {
      what: 'lock what these charts take in again, before this is merged: Helm refuses a lock of other dependencies',
      places: stale.map((path) => ({ path, line: 1, column: 1 })),
      command: stale.map((path) => `helm dependency update ${shellWord(folderOf(path) || '.')}`).join('\n'),
      isLacking: true,
    },
  ];
}
