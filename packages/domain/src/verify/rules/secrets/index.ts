import type { RuleCategory } from '../../rule/rule.ts';
import { argocdSecretBootstrapCycle } from './argocd-secret-bootstrap-cycle.ts';
import { externalSecretMergeUnderPrune } from './external-secret-merge-under-prune.ts';
import { externalSecretStoreMissing } from './external-secret-store-missing.ts';
import { secretMadeTwice } from './secret-made-twice.ts';

export const secretsRules: RuleCategory = {
  folder: 'secrets',
  title: 'Secrets',
  rules: [argocdSecretBootstrapCycle, externalSecretMergeUnderPrune, externalSecretStoreMissing, secretMadeTwice],
};
