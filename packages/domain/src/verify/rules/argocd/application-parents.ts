import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { deployedApplications } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Which Application deploys which, itself excepted. */
interface ApplicationTree {
  parentsOf(application: Application): readonly Application[];
  childrenOf(application: Application): readonly Application[];
}

export const applicationTree = memoize((context: RuleContext): ApplicationTree => {
  const { applications } = context.catalog;
  const parents = new Map<Application, Application[]>();
  const children = new Map<Application, Application[]>();
  for (const [index, deployed] of deployedApplications(context).entries()) {
    const parent = applications[index];
    const below = deployed.flatMap((child) => applications[child] ?? []).filter((child) => child !== parent);
    if (!parent || below.length === 0) continue;
    children.set(parent, below);
    for (const child of below) groupInto(parents, child, parent);
  }
  return {
    parentsOf: (application) => parents.get(application) ?? [],
    childrenOf: (application) => children.get(application) ?? [],
  };
});
