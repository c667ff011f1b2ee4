import type { Rule } from './rule.ts';
import { appNameDuplicate } from './rules/app-name-duplicate.ts';
import { appOfAppsSelfReference } from './rules/app-of-apps-self-reference.ts';
import { appSharedSourcePath } from './rules/app-shared-source-path.ts';
import { appSourcePathMissing } from './rules/app-source-path-missing.ts';
import { appValueFileMissing } from './rules/app-value-file-missing.ts';
import { chartAppMissing } from './rules/chart-app-missing.ts';
import { ciBuildCaseMissing } from './rules/ci-build-case-missing.ts';
import { ciDispatchOptionsMissing } from './rules/ci-dispatch-options-missing.ts';
import { ciLangListMissing } from './rules/ci-lang-list-missing.ts';
import { ciPathsFilterMissing } from './rules/ci-paths-filter-missing.ts';
import { ciServiceListMissing } from './rules/ci-service-list-missing.ts';
import { configUnknownService } from './rules/config-unknown-service.ts';
import { imageTagMutable } from './rules/image-tag-mutable.ts';
import { serviceChartMissing } from './rules/service-chart-missing.ts';
import { serviceEnvDrift } from './rules/service-env-drift.ts';
import { serviceLeftover } from './rules/service-leftover.ts';
import { serviceSourceMissing } from './rules/service-source-missing.ts';
import { waiverExpired } from './rules/waiver-expired.ts';
import { waiverUnused } from './rules/waiver-unused.ts';

/** Every rule, by id. A test compares this list with the folder `rules/`. */
export const rules: readonly Rule[] = [
  appNameDuplicate,
  appOfAppsSelfReference,
  appSharedSourcePath,
  appSourcePathMissing,
  appValueFileMissing,
  chartAppMissing,
  ciBuildCaseMissing,
  ciDispatchOptionsMissing,
  ciLangListMissing,
  ciPathsFilterMissing,
  ciServiceListMissing,
  configUnknownService,
  imageTagMutable,
  serviceChartMissing,
  serviceEnvDrift,
  serviceLeftover,
  serviceSourceMissing,
  waiverExpired,
  waiverUnused,
];
