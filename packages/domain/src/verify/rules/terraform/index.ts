import type { RuleCategory } from '../../rule/rule.ts';
import { iamActionMissing } from './iam-action-missing.ts';
import { podIdentityMissing } from './pod-identity-missing.ts';
import { terraformChartUnpinned } from './terraform-chart-unpinned.ts';
import { terraformPlanCommitted } from './terraform-plan-committed.ts';

export const terraformRules: RuleCategory = {
  folder: 'terraform',
  title: 'Terraform',
  rules: [iamActionMissing, podIdentityMissing, terraformChartUnpinned, terraformPlanCommitted],
};
