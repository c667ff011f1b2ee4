import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { type OwnedObject, ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const appNamespaceFixed: Rule = {
  id: 'app-namespace-fixed',
  title: 'What environments deploy from one folder goes to the namespace of each',
  severity: 'warning',
  help: 'Remove the namespace from the manifests, or give each environment an overlay that sets its own.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    for (const sharing of sharedFolders(context)) {
      const [first] = sharing;
      if (!first) continue;
      const { owned } = first;
      const names = sharing.map(({ application }) => quoteName(application.name));
      const environments = sharing.flatMap(({ application }) => application.environment ?? []);
      for (const { application, source } of sharing) {
        if (application.destination.namespace === owned.namespace) continue;
        const { document, name, environment } = application;
        yield {
          location: document.locate(['spec', 'destination', 'namespace']),
          subject: name,
          ...(environment !== null && { environment }),
          ...(isAddress(application) ? { severity: 'error' as const } : { confidence: 'likely' as const }),
          cause: `${source.path} ${owned.namespace}`,
          message: `Applications ${listFew(names)} deploy ${showPath(source.path || '.')}, which puts ${showPath(owned.object.kind)} ${quoteName(owned.object.name)} into namespace ${quoteName(owned.namespace)} whatever their destination says${isAddress(application) ? '' : `, and if ${listFew(environments)} share a cluster`}: each writes over what the others deployed`,
        };
      }
    }
  },
};

interface Sharing {
  application: Application;
  source: OwnedObject['source'];
  /** The first of its objects whose namespace the folder says. */
  owned: OwnedObject;
}

/** Applications of several environments that deploy one folder to one address, and mean a namespace of their own each. */
function sharedFolders(context: RuleContext): Sharing[][] {
  const byFolder = new Map<string, Sharing[]>();
  for (const application of context.catalog.applications) {
    const { environment, destination } = application;
    if (environment === null || destination.namespace === null) continue;
    const owned = fixedObject(ownedObjects(application, context), destination.namespace);
    if (!owned) continue;
    const { source } = owned;
    const key = JSON.stringify([source.path, destination.server, destination.name, owned.namespace]);
    groupInto(byFolder, key, { application, source, owned });
  }
  return [...byFolder.values()].filter((sharing) => {
    const all = sharing.map(({ application }) => application);
    const count = (of: (one: Application) => string | null): number => new Set(all.map(of)).size;
    return (
      count(({ environment }) => environment) > 1 && count(({ destination }) => destination.namespace) === all.length
    );
  });
}

/** The first object whose namespace is not that of the destination; one that may come by it where there is none. */
function fixedObject(objects: readonly OwnedObject[], destination: string): OwnedObject | undefined {
  const inside = objects.filter(({ namespace }) => namespace !== '');
  return inside.find(({ namespace }) => namespace !== destination) ?? inside[0];
}

/** Whether it is told which cluster is meant: every cluster calls itself by the other name. */
function isAddress({ destination: { server, name } }: Application): boolean {
  return server !== null ? server !== 'https://kubernetes.default.svc' : name !== null && name !== 'in-cluster';
}
