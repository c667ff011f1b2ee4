import type { RuleCategory } from '../../rule/rule.ts';
import { actionRefMutable } from './action-ref-mutable.ts';
import { buildContextMismatch } from './build-context-mismatch.ts';
import { buildTriggerIncomplete } from './build-trigger-incomplete.ts';
import { ciDockerfileMissing } from './ci-dockerfile-missing.ts';
import { dockerfileWorkspaceIncomplete } from './dockerfile-workspace-incomplete.ts';
import { requiredCheckPathFiltered } from './required-check-path-filtered.ts';

export const githubWorkflowsRules: RuleCategory = {
  folder: 'github-workflows',
  title: 'GitHub workflows',
  rules: [
    actionRefMutable,
    buildContextMismatch,
    buildTriggerIncomplete,
    ciDockerfileMissing,
    dockerfileWorkspaceIncomplete,
    requiredCheckPathFiltered,
  ],
};
