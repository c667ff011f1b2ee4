import type { Application } from '../../../argocd/application.ts';
import { groupInto } from '../../../grouping.ts';
import type { Location } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { isClusterScoped, type KubernetesObject } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import {
  type AppProject,
  appProjects,
  deniedKind,
  hasGlobalProjects,
  permitsDestination,
  permitsSource,
  projectsOf,
} from './app-projects.ts';

export const appProjectDenied: Rule = {
  id: 'app-project-denied',
  title: 'Every project permits what its Applications deploy, from where and to where',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct the Application, or add what it needs to sourceRepos, destinations or the whitelists of its AppProject.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    for (const application of context.catalog.applications) {
      const { name, project, environment } = application;
      const projects = projectsOf(application, context);
      const [first] = projects;
      if (!first || project === null || appProjects(context).isChanged(project)) continue;
      const where = `AppProject ${quoteName(project)} (${showPath(first.object.file)})`;
      for (const { location, what, key } of denials(application, projects, context)) {
        yield {
          location,
          subject: name,
          ...present({ environment }),
          message: `${where} does not permit ${what}: Argo CD refuses to sync Application ${quoteName(name)}`,
          key,
        };
      }
    }
  },
};

interface Denial {
  location: Location;
  what: string;
  /** Tells it from the others of the Application. */
  key: string;
}

/** What is denied by every definition that may hold. */
function* denials(application: Application, projects: readonly AppProject[], context: RuleContext): Generator<Denial> {
  // What a global project adds is not known here; what a project denies itself stays denied.
  if (hasGlobalProjects(context)) {
    yield* deniedKinds(application, projects, context, /Blacklist/);
    return;
  }
  const { document, destination, sources } = application;
  if (!hasTemplate(Object.values(destination)) && projects.every((one) => !permitsDestination(one, destination))) {
    const server = destination.server ?? destination.name;
    if (server !== null) {
      const at = ['spec', 'destination', 'namespace'];
      const namespace =
        destination.namespace === null ? 'no namespace' : `namespace ${quoteName(destination.namespace)}`;
      yield {
        location: document.locate(at),
        what: `the destination, ${namespace} of ${quoteName(server)}`,
        key: 'destination',
      };
    }
  }
  const said = new Set<string>();
  for (const { repoURL, at } of sources) {
    if (repoURL === null || said.has(repoURL) || hasTemplate([repoURL])) continue;
    said.add(repoURL);
    if (projects.some((one) => permitsSource(one, repoURL))) continue;
    yield { location: document.locate([...at, 'repoURL']), what: `the source ${quoteName(repoURL)}`, key: repoURL };
  }
  yield* deniedKinds(application, projects, context);
  yield* deniedNamespaces(application, projects, context);
}

/**
 * One for each namespace that objects name themselves, at its first object: Argo CD asks the project for the namespace
 * of each, and not only for that of the destination (`WithPermissionValidator` of its controller, 3.x).
 */
function* deniedNamespaces(
  application: Application,
  projects: readonly AppProject[],
  context: RuleContext,
): Generator<Denial> {
  const { destination } = application;
  if (hasTemplate(Object.values(destination))) return;
  const byNamespace = new Map<string, KubernetesObject[]>();
  for (const { object, namespace } of ownedObjects(application, context))
    if (namespace !== '' && namespace !== destination.namespace && isClusterScoped(object) === false)
      groupInto(byNamespace, namespace, object);
  for (const [namespace, [object, ...others]] of byNamespace) {
    if (!object || projects.some((one) => permitsDestination(one, { ...destination, namespace }))) continue;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const isWritten = object.namespace === namespace;
    yield {
      location: object.document.locate([...object.at, 'metadata', isWritten ? 'namespace' : 'name']),
      what: `${showPath(object.kind)} ${quoteName(object.name)}${more} in namespace ${quoteName(namespace)}, which is none of its destinations`,
      key: `namespace ${namespace}`,
    };
  }
}

/** One for each kind, at its first object. */
function* deniedKinds(
  application: Application,
  projects: readonly AppProject[],
  context: RuleContext,
  because = /./,
): Generator<Denial> {
  const kinds = new Map<string, { reason: string; object: KubernetesObject }[]>();
  for (const { object } of ownedObjects(application, context)) {
    const kind = object.group === '' ? object.kind : `${object.kind} of ${object.group}`;
    const reasons = projects.map((one) => deniedKind(one, object));
    const [reason] = reasons;
    if (typeof reason !== 'string' || reasons.some((one) => one === null || !because.test(one))) continue;
    groupInto(kinds, kind, { reason, object });
  }
  for (const [kind, [first, ...others]] of kinds) {
    if (!first) continue;
    const { object, reason } = first;
    const shown = kind.split(' of ').map(showPath).join(' of ');
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield {
      location: object.document.locate([...object.at, 'kind']),
      what: `${shown} (${quoteName(object.name)}${more}), since ${reason}`,
      key: kind,
    };
  }
}

function hasTemplate(texts: readonly (string | null)[]): boolean {
  return texts.some((text) => text !== null && /\{\{|\$\{/.test(text));
}
