import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { quoteName, showPath } from '../../../names.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { clusterOf } from '../../facts/argocd/destination-cluster.ts';
import { type OwnedObject, ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import type { RuleContext } from '../../rule/context.ts';

/** One definition of an object in one cluster, and the Application that deploys it. */
export interface Definition extends OwnedObject {
  application: Application;
}

/**
 * The objects of a cluster that plain manifests define more than once, with all their definitions in the order of
 * their Applications. Applications are none: their names are another rule's.
 */
export const repeatedDefinitions = memoize((context: RuleContext): readonly (readonly Definition[])[] => {
  const definitions = new Map<string, Definition[]>();
  /** Of each object the Applications that define it, by their names. */
  const named = new Map<string, Map<string, Application>>();
  for (const application of context.catalog.applications) {
    const cluster = clusterOf(application, context);
    if (cluster === null) continue;
    // Where no environment is known, two folders may be for two clusters.
    const folder = application.environment === null ? folderOf(application.file) : null;
    for (const owned of ownedObjects(application, context)) {
      const { group, kind, name } = owned.object;
      if (group === 'argoproj.io' && kind === 'Application') continue;
      const key = JSON.stringify([cluster, folder, group, kind, owned.namespace, name]);
      // Two Applications of one name cannot be in one Argo CD: they are for two clusters.
      const owners = named.get(key) ?? new Map<string, Application>();
      named.set(key, owners);
      const other = owners.get(application.name) ?? application;
      if (other !== application) continue;
      owners.set(application.name, application);
      groupInto(definitions, key, { ...owned, application });
    }
  }
  return [...definitions.values()].filter((all) => all.length > 1);
});

/** `ConfigMap "a" in namespace "b"`, for a message. */
export function describeObject({ object, namespace }: OwnedObject): string {
  const where = namespace === '' ? '' : ` in namespace ${quoteName(namespace)}`;
  return `${showPath(object.kind)} ${quoteName(object.name)}${where}`;
}
