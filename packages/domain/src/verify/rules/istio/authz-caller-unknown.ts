import { quoteName } from '../../../names.ts';
import { nearest } from '../../../nearest.ts';
import { present } from '../../../present.ts';
import type { Rule } from '../../rule/rule.ts';
import { mayBeMadeOf } from './namespace-pods.ts';
import { callersOf, meshPolicies, meshPoliciesNeeds, type PolicyCaller } from './policies.ts';
import { type MeshNamespaces, meshNamespaces, meshNamespacesNeeds, podsIn } from './workload-namespaces.ts';

export const authzCallerUnknown: Rule = {
  id: 'authz-caller-unknown',
  title: 'Every caller that a policy names is there',
  severity: 'warning',
  incident: '003 9.2',
  help: 'Name the service account that the pods of the caller run with, or remove the caller.',
  needs: [...meshPoliciesNeeds, ...meshNamespacesNeeds],
  *check(context) {
    const policies = meshPolicies(context).filter(({ kind }) => kind === 'AuthorizationPolicy');
    if (policies.length === 0) return;
    const namespaces = meshNamespaces(context);
    for (const policy of policies) {
      for (const caller of callersOf(policy, context)) {
        const why = whyUnknown(caller, namespaces);
        if (why === null) continue;
        yield {
          location: policy.document.locateValue(caller.path),
          subject: caller.account,
          ...present({ environment: policy.environment }),
          message: `AuthorizationPolicy ${quoteName(policy.name)} names service account ${quoteName(caller.account)} of namespace ${quoteName(caller.namespace)}: ${why}`,
        };
      }
    }
  },
};

function whyUnknown({ namespace, account }: PolicyCaller, namespaces: MeshNamespaces): string | null {
  const own = namespaces.get(namespace);
  if (!own) {
    // A namespace that nothing here makes belongs to somebody else, unless it is only mistyped.
    const alike = [...namespaces.keys()].flatMap((name) => (name !== null && isSlip(namespace, name) ? [name] : []));
    const meant = nearest(namespace, alike);
    if (meant === undefined) return null;
    return `this repository has no such namespace, but ${quoteName(meant)}; the calls of that service are refused`;
  }
  const pods = podsIn(namespace, namespaces);
  const isUsed = pods?.some(
    (group) => group.accounts.has(account) || ((group.open || group.computedAccounts) && mayBeMadeOf(account, group)),
  );
  return pods === null || isUsed ? null : 'no pod there runs with it: the caller is refused, or gone';
}

/** Whether one text is the other without a letter inside: `shop-prd`. `team-a` and `team-b`, `shop` and `shops` are two. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length > 3 && short.length === long.length - 1 && !long.startsWith(short) && !/\d/.test(long);
}
