import type { Application } from '../../../argocd/application.ts';
import { addAll } from '../../../grouping.ts';
import { quoteName } from '../../../names.ts';
import { valueAt } from '../../../yaml/value.ts';
import { clusterOf } from '../../facts/argocd/destination-cluster.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { type OwnedObject, ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import { renderedDocuments } from '../../facts/kubernetes/rendered-documents.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type PolicyRule, policyRules, refusalOf } from './cluster-policies.ts';

export const clusterPolicyViolated: Rule = {
  id: 'cluster-policy-violated',
  title: 'What is deployed is permitted by the policies that are deployed beside it',
  severity: 'error',
  help: 'Write what the policy asks for, or permit it in the policy.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    const policies = rulesByCluster(context);
    if (policies.size === 0) return;
    for (const application of context.catalog.applications) {
      const cluster = clusterOf(application, context);
      const rules = cluster === null ? [] : (policies.get(cluster) ?? []);
      if (rules.length === 0) continue;
      for (const owned of ownedObjects(application, context)) {
        if (!isAsWritten(owned, application, context)) continue;
        for (const rule of rules) yield* refused(rule, owned, application);
      }
    }
  },
};

function* refused(rule: PolicyRule, owned: OwnedObject, application: Application): Iterable<RuleFinding> {
  const { object } = owned;
  const refusal = refusalOf(rule, owned);
  if (!refusal) return;
  const value = valueAt(object.value, refusal.at);
  const path = refusal.at.join('.');
  const found = value === undefined ? `${path} is not set` : `${path} is ${quoteName(String(value))}`;
  const message = `${object.kind} ${quoteName(object.name)} of Application ${quoteName(application.name)} is refused by ${rule.name}: ${found}, and ${quoteName(refusal.wanted)} is wanted, so that it cannot be synced`;
  yield { ...objectFinding(object, application.environment, refusal.at, message), key: `${rule.name} ${path}` };
}

/** Nobody has more rules; each is asked about each object. */
const mostRules = 100;

/** The rules of the policies that Applications deploy, by cluster. */
function rulesByCluster(context: RuleContext): Map<string, PolicyRule[]> {
  const byCluster = new Map<string, PolicyRule[]>();
  for (const application of context.catalog.applications) {
    const cluster = clusterOf(application, context);
    if (cluster === null) continue;
    const rules = byCluster.get(cluster) ?? [];
    for (const owned of ownedObjects(application, context)) {
      const own = policyRules(owned);
      if (own.length > 0 && isAsWritten(owned, application, context)) addAll(rules, own);
    }
    if (rules.length > 0) byCluster.set(cluster, rules.slice(0, mostRules));
  }
  return byCluster;
}

/** Whether an object is deployed as it stands in its file, or was rendered: a kustomization may change what it takes in. */
function isAsWritten({ source }: OwnedObject, application: Application, context: RuleContext): boolean {
  if (renderedDocuments(application, source, context)) return true;
  return ownedFiles(application, context).some((owned) => owned.source === source && owned.tool === 'directory');
}
