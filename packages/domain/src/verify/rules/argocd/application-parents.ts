import type { Application } from '../../../argocd/application.ts';
import { deployedApplications } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Which Application deploys which, itself excepted. */
export interface ApplicationTree {
  parentsOf(application: Application): readonly Application[];
  childrenOf(application: Application): readonly Application[];
}

const read = new WeakMap<RuleContext, ApplicationTree>();

export function applicationTree(context: RuleContext): ApplicationTree {
  const known = read.get(context);
  if (known) return known;
  const { applications } = context.catalog;
  const parents = new Map<Application, Application[]>();
  const children = new Map<Application, Application[]>();
  for (const [index, deployed] of deployedApplications(context).entries()) {
    const parent = applications[index];
    const below = deployed.flatMap((at) => applications[at] ?? []).filter((child) => child !== parent);
    if (!parent || below.length === 0) continue;
    children.set(parent, below);
    for (const child of below) parents.set(child, [...(parents.get(child) ?? []), parent]);
  }
  const tree: ApplicationTree = {
    parentsOf: (application) => parents.get(application) ?? [],
    childrenOf: (application) => children.get(application) ?? [],
  };
  read.set(context, tree);
  return tree;
}
