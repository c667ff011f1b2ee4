import { quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import { helmTemplates } from '../../../tree/file-types.ts';
import { field } from '../../../yaml/value.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { meshPieces, meshPiecesNeeds } from './data-plane-mode.ts';
import { mayBeMadeOf, type NamespacePods } from './namespace-pods.ts';
import { type MeshPolicy, meshPolicies, meshPoliciesNeeds, selectorOf, targetRefs, writtenText } from './policies.ts';
import { type MeshNamespaces, meshNamespaces, meshNamespacesNeeds, podsIn } from './workload-namespaces.ts';

export const authzSelectorNoMatch: Rule = {
  id: 'authz-selector-no-match',
  title: 'Every policy of the mesh holds for something',
  severity: 'error',
  incident: '003 1.4',
  help: 'Select by the labels of the pod template, not by those of the Deployment or the Service.',
  needs: [...meshPoliciesNeeds, ...meshNamespacesNeeds, ...meshPiecesNeeds],
  *check(context) {
    const policies = meshPolicies(context);
    if (policies.length === 0) return;
    const namespaces = meshNamespaces(context);
    const hasGateway = gatewaysOf(context);
    for (const policy of policies) {
      const about = { subject: policy.name, ...present({ environment: policy.environment }) };
      for (const finding of [...selected(policy, namespaces, context), ...targeted(policy, namespaces, hasGateway)])
        yield { ...finding, ...about };
    }
  },
};

type PolicyFinding = Pick<RuleFinding, 'location' | 'message'>;

function* selected(policy: MeshPolicy, namespaces: MeshNamespaces, context: RuleContext): Iterable<PolicyFinding> {
  // In the namespace of Istio itself it holds for all namespaces.
  if (policy.namespace === 'istio-system') return;
  const pods = podsIn(policy.namespace, namespaces);
  const missing =
    pods && selectorOf(policy, context).find(([key, value]) => !pods.some((group) => mayHave(group, key, value)));
  if (!missing) return;
  const [key, value] = missing;
  const where = policy.namespace === null ? 'here' : `of namespace ${quoteName(policy.namespace)}`;
  yield {
    location: policy.document.locate(['spec', 'selector', 'matchLabels', key]),
    message: `${policy.kind} ${quoteName(policy.name)} is for pods with the label ${key}: ${value}, and no pod ${where} has it: the policy holds for nothing`,
  };
}

function mayHave(pods: NamespacePods, key: string, value: string): boolean {
  // Labels of pods that Istio makes itself for Gateways.
  if (/^istio$|gateway-name$|^istio\.io\/|^service\.istio\.io\//.test(key)) return true;
  if (pods.labels.has(`${key}=${value}`)) return true;
  return (pods.open || pods.computed.has(key)) && mayBeMadeOf(value, pods);
}

function* targeted(
  policy: MeshPolicy,
  namespaces: MeshNamespaces,
  hasGateway: (name: string) => boolean,
): Iterable<PolicyFinding> {
  const { document, kind, name } = policy;
  for (const { value: ref, path } of targetRefs(policy)) {
    const [target, targetKind] = [writtenText(policy, field(ref, 'name')), field(ref, 'kind')];
    if (target === null) continue;
    const isThere =
      targetKind === 'Gateway'
        ? hasGateway(target)
        : targetKind !== 'Service' || hasService(target, policy.namespace, namespaces);
    if (isThere) continue;
    yield {
      location: document.locateValue([...path, 'name']),
      message: `${kind} ${quoteName(name)} is for ${targetKind} ${quoteName(target)}, which is nowhere: the policy holds for nothing`,
    };
  }
}

/** Whether a Gateway exists; true for every name where there are no Gateways, or some that are not read. */
function gatewaysOf(context: RuleContext): (name: string) => boolean {
  const names = new Set(objectsOfKind('Gateway', context).map(({ name }) => name));
  const commands = meshPieces(context).some(({ mark, file }) => mark === 'waypoint' && !/\.ya?ml$/.test(file));
  const templates = [...context.texts].flatMap(([path, text]) =>
    helmTemplates(path) && /^kind:\s*["']?Gateway\b/m.test(text) ? [text] : [],
  );
  const unread = names.size === 0 || commands || templates.some((text) => /^[ \t]+name:\s*["']?\{\{/m.test(text));
  return (name) => unread || names.has(name) || templates.some((text) => text.includes(name));
}

function hasService(name: string, namespace: string | null, namespaces: MeshNamespaces): boolean {
  const pods = podsIn(namespace, namespaces);
  if (pods === null) return true;
  return pods.some(
    (group) => group.services.has(name) || ((group.open || group.computedServices) && mayBeMadeOf(name, group)),
  );
}
