import type { RuleCategory } from '../../rule/rule.ts';
import { buildListMissing } from './build-list-missing.ts';
import { ciBuildCaseMissing } from './ci-build-case-missing.ts';
import { ciDispatchOptionsMissing } from './ci-dispatch-options-missing.ts';
import { ciLangListMissing } from './ci-lang-list-missing.ts';
import { ciPathsFilterMissing } from './ci-paths-filter-missing.ts';
import { ciServiceListMissing } from './ci-service-list-missing.ts';
import { ciUpdaterManifestMissing } from './ci-updater-manifest-missing.ts';
import { externalRegisterMissing } from './external-register-missing.ts';
import { goWorkMissing } from './go-work-missing.ts';
import { meshServiceListMissing } from './mesh-service-list-missing.ts';
import { scrapeTargetMissing } from './scrape-target-missing.ts';
import { serviceNeverBuilt } from './service-never-built.ts';
import { serviceWorkflowMissing } from './service-workflow-missing.ts';
import { toolListMissing } from './tool-list-missing.ts';

export const registersRules: RuleCategory = {
  folder: 'registers',
  title: 'Registers',
  rules: [
    buildListMissing,
    ciBuildCaseMissing,
    ciDispatchOptionsMissing,
    ciLangListMissing,
    ciPathsFilterMissing,
    ciServiceListMissing,
    ciUpdaterManifestMissing,
    externalRegisterMissing,
    goWorkMissing,
    meshServiceListMissing,
    scrapeTargetMissing,
    serviceNeverBuilt,
    serviceWorkflowMissing,
    toolListMissing,
  ],
};
