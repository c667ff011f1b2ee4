import { compareText } from '../../location.ts';
import type { Rule, RuleCategory } from '../rule/rule.ts';
import { argocdRules } from './argocd/index.ts';
import { githubWorkflowsRules } from './github-workflows/index.ts';
import { helmRules } from './helm/index.ts';
import { imagesRules } from './images/index.ts';
import { istioRules } from './istio/index.ts';
import { kubernetesRules } from './kubernetes/index.ts';
import { nodeRules } from './node/index.ts';
import { opentelemetryRules } from './opentelemetry/index.ts';
import { registersRules } from './registers/index.ts';
import { rollcallRules } from './rollcall/index.ts';
import { secretsRules } from './secrets/index.ts';
import { servicesRules } from './services/index.ts';
import { terraformRules } from './terraform/index.ts';
import { versionsRules } from './versions/index.ts';

/** The folders of rules, in the order of their documentation. */
export const ruleCategories: readonly RuleCategory[] = [
  servicesRules,
  registersRules,
  argocdRules,
  secretsRules,
  helmRules,
  imagesRules,
  versionsRules,
  githubWorkflowsRules,
  kubernetesRules,
  istioRules,
  opentelemetryRules,
  nodeRules,
  terraformRules,
  rollcallRules,
];

/** Every rule, by id. */
export const rules: readonly Rule[] = ruleCategories
  .flatMap((category) => category.rules)
  .sort((a, b) => compareText(a.id, b.id));
