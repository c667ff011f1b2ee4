import type { RuleCategory } from '../../rule/rule.ts';
import { chartAppMissing } from './chart-app-missing.ts';
import { danglingPathReference } from './dangling-path-reference.ts';
import { databaseNotProvisioned } from './database-not-provisioned.ts';
import { serviceChartMissing } from './service-chart-missing.ts';
import { serviceEnvDrift } from './service-env-drift.ts';
import { serviceLeftover } from './service-leftover.ts';
import { serviceSourceMissing } from './service-source-missing.ts';
import { serviceTemplateDrift } from './service-template-drift.ts';

export const servicesRules: RuleCategory = {
  folder: 'services',
  title: 'Services',
  rules: [
    chartAppMissing,
    danglingPathReference,
    databaseNotProvisioned,
    serviceChartMissing,
    serviceEnvDrift,
    serviceLeftover,
    serviceSourceMissing,
    serviceTemplateDrift,
  ],
};
