import type { Application } from '../../../argocd/application.ts';
import { environmentNames, sameEnvironment } from '../../../argocd/environment-names.ts';
import { quoteName, showPath } from '../../../names.ts';
import { nearest } from '../../../nearest.ts';
import { field, listAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownedFiles, sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { projectsOf } from './app-projects.ts';
import { applicationTree } from './application-parents.ts';

export const appNamespaceMismatch: Rule = {
  id: 'app-namespace-mismatch',
  title: 'Every Application deploys to its own environment, and lies where Argo CD looks',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct destination.namespace, or metadata.namespace, to that of the other Applications of the environment.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    const users = namespaceUsers(context);
    const tree = applicationTree(context);
    for (const application of context.catalog.applications) {
      const other = otherEnvironment(application, users, context);
      if (other !== null) yield deploysElsewhere(application, other);
    }
    const reported = new Set<Application>();
    for (const parent of context.catalog.applications) {
      const children = tree.childrenOf(parent);
      const { destination } = parent;
      const local = destination.server === 'https://kubernetes.default.svc' || destination.name === 'in-cluster';
      if (!local || children.length === 0) continue;
      const plain = new Set(
        ownedFiles(parent, context).flatMap(({ tool, files }) => (tool === 'directory' ? files : [])),
      );
      for (const child of children) {
        const finding = plain.has(child.file) && !reported.has(child) ? outsideArgo(child, parent, context) : undefined;
        if (!finding) continue;
        reported.add(child);
        yield finding;
      }
    }
  },
};

/** The environments whose Applications deploy to each namespace. */
function namespaceUsers({ catalog }: RuleContext): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { environment, destination } of catalog.applications) {
    if (environment === null || destination.namespace === null) continue;
    const environments = users.get(destination.namespace) ?? new Set();
    users.set(destination.namespace, environments.add(environment));
  }
  return users;
}

/**
 * The other environment a destination's namespace belongs to: it ends with that one's name, and that one deploys there
 * or this one's Applications deploy to the same name with this environment in it.
 */
function otherEnvironment(
  { environment, destination: { namespace } }: Application,
  users: ReadonlyMap<string, ReadonlySet<string>>,
  { catalog, config }: RuleContext,
): string | null {
  if (environment === null || namespace === null) return null;
  // A folder that is taken for an environment (`disabled`, `operations`) says nothing about namespaces.
  const vocabulary = environmentNames(Object.keys(config.environments ?? {}));
  if (vocabulary.exact(environment) === undefined) return null;
  const word = vocabulary.exact(namespace) ?? vocabulary.suffix(namespace);
  const known = catalog.environments.map(({ name }) => name);
  const meant = word === undefined ? undefined : known.find((name) => sameEnvironment(name).includes(word));
  if (word === undefined || meant === undefined || sameEnvironment(environment).includes(word)) return null;
  const stem = namespace.slice(0, namespace.length - word.length);
  const own = sameEnvironment(environment).some((name) => users.get(`${stem}${name}`)?.has(environment));
  return users.get(namespace)?.has(meant) || own ? meant : null;
}

function deploysElsewhere(application: Application, other: string): RuleFinding {
  const { name, environment, destination } = application;
  return applicationFinding(
    application,
    ['spec', 'destination', 'namespace'],
    `Application ${quoteName(name)} of ${showPath(environment ?? '')} deploys to namespace ${quoteName(destination.namespace ?? '')}, which is of ${showPath(other)}: it runs beside that one's services, and is missing among its own`,
  );
}

/**
 * An Application outside the namespace of the one that deploys it, which is Argo CD's: it is not looked at, unless its
 * project permits it. For a plain directory that is deployed into the cluster Argo CD runs in.
 */
function outsideArgo(application: Application, parent: Application, context: RuleContext): RuleFinding | undefined {
  const { name, namespace } = application;
  const effective = namespace ?? parent.destination.namespace;
  if (parent.namespace === null || effective === null || effective === parent.namespace) return undefined;
  if (mayLieThere(application, effective, parent.namespace, context)) return undefined;
  const why = namespace === null ? `, that of the destination of ${quoteName(parent.name)}` : '';
  return applicationFinding(
    application,
    ['metadata', 'namespace'],
    `Application ${quoteName(name)} is created in namespace ${quoteName(effective)}${why}, and Argo CD is in ${quoteName(parent.namespace)}: it is never looked at`,
  );
}

/** Whether Argo CD may be told to look at Applications there: its project says so, or is not known. */
function mayLieThere(application: Application, effective: string, argo: string, context: RuleContext): boolean {
  const projects = projectsOf(application, context);
  if (projects.some(({ object }) => listAt(field(object.value, 'spec'), 'sourceNamespaces').length > 0)) return true;
  // What is written may be meant; what comes of the root's destination, or is a slip, is not.
  return projects.length === 0 && application.namespace !== null && nearest(effective, [argo]) === undefined;
}
