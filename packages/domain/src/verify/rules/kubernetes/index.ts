import type { RuleCategory } from '../../rule/rule.ts';
import { clusterPolicyViolated } from './cluster-policy-violated.ts';
import { duplicateDefinitionDiverged } from './duplicate-definition-diverged.ts';
import { duplicateResourceOwner } from './duplicate-resource-owner.ts';
import { externalDnsHostnameMissing } from './external-dns-hostname-missing.ts';
import { rolloutWiring } from './rollout-wiring.ts';

export const kubernetesRules: RuleCategory = {
  folder: 'kubernetes',
  title: 'Kubernetes objects',
  rules: [
    clusterPolicyViolated,
    duplicateDefinitionDiverged,
    duplicateResourceOwner,
    externalDnsHostnameMissing,
    rolloutWiring,
  ],
};
