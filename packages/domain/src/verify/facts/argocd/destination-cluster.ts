import type { Application } from '../../../argocd/application.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * What tells the cluster of an Application from others: its environment, since every cluster calls itself
 * https://kubernetes.default.svc, and its address where an environment has several. Null where it is not known.
 */
export function clusterOf({ environment, destination }: Application, { catalog }: RuleContext): string | null {
  const address =
    destination.name === 'in-cluster' ? 'https://kubernetes.default.svc' : (destination.server ?? destination.name);
  // Where nothing tells environments there is one; where something does, an Application of none may be in any.
  const unknown = environment === null && catalog.environments.length > 0;
  if (unknown && (address === null || address === 'https://kubernetes.default.svc')) return null;
  return JSON.stringify([environment, address]);
}
