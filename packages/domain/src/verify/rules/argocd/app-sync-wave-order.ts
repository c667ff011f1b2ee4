import type { Application } from '../../../argocd/application.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { textAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { annotationsOf, waveAnnotation, waveOf } from './application-annotations.ts';
import { applicationTree } from './application-parents.ts';

export const appSyncWaveOrder: Rule = {
  id: 'app-sync-wave-order',
  title: 'What an Application needs is synced in an earlier wave',
  severity: 'warning',
  incident: '004 4.3',
  help: 'Give the Application that provides it a lower argocd.argoproj.io/sync-wave; a wave is a whole number in quotes.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    const tree = applicationTree(context);
    for (const application of context.catalog.applications) {
      if (waveOf(application) === null) yield unreadableWave(application);
    }
    for (const parent of context.catalog.applications)
      for (const wait of waitsAmong(tree.childrenOf(parent), context)) yield lateProvider(wait);
  },
};

/** A thing that Applications of one parent need before the Application that provides it is synced. */
interface Wait {
  provider: Application;
  what: string;
  users: Application[];
}

function waitsAmong(children: readonly Application[], context: RuleContext): Iterable<Wait> {
  const providers = earliestProviders(children, context);
  const waits = new Map<string, Wait>();
  for (const child of providers.size === 0 ? [] : children) {
    for (const [thing, what] of uses(child, context)) {
      const provider = providers.get(thing);
      if (!provider || !isLate(provider, child)) continue;
      const wait = waits.get(thing) ?? { provider, what, users: [] };
      wait.users.push(child);
      waits.set(thing, wait);
    }
  }
  return waits.values();
}

/** The Application that provides each thing; of several the earliest is enough. */
function earliestProviders(children: readonly Application[], context: RuleContext): Map<string, Application> {
  const providers = new Map<string, Application>();
  for (const child of children) {
    for (const thing of provides(child, context)) {
      const other = providers.get(thing);
      if (!other || (waveOf(child) ?? 0) < (waveOf(other) ?? 0)) providers.set(thing, child);
    }
  }
  return providers;
}

function unreadableWave(application: Application): RuleFinding {
  const { name } = application;
  const written = annotationsOf(application).get(waveAnnotation);
  const effect =
    typeof written === 'string'
      ? 'Argo CD takes it as wave 0'
      : 'an annotation is a text, so Kubernetes refuses the Application';
  return applicationFinding(
    application,
    ['metadata', 'annotations', waveAnnotation],
    `sync wave ${quoteName(String(written))} of Application ${quoteName(name)} is no whole number in quotes: ${effect}`,
  );
}

function isLate(provider: Application, user: Application): boolean {
  const [earlier, later] = [waveOf(user), waveOf(provider)];
  return earlier !== null && later !== null && earlier < later && provider !== user;
}

function lateProvider({ provider, what, users }: Wait): RuleFinding {
  const { name } = provider;
  const before = listFew(users.map((user) => `${quoteName(user.name)} (wave ${waveOf(user)})`));
  return applicationFinding(
    provider,
    ['metadata', 'annotations', waveAnnotation],
    `Application ${quoteName(name)} is synced in wave ${waveOf(provider)}, after ${before}, which needs ${what} of it: on a new cluster that sync fails`,
  );
}

/** Groups of the types it brings, and projects: `type cert-manager.io`, `project shop`. */
function provides(application: Application, context: RuleContext): string[] {
  const groups = application.sources.flatMap(({ chart }) => (chart === null ? [] : (groupsOfChart.get(chart) ?? [])));
  const things = groups.map((group) => `type ${group}`);
  for (const { object } of ownedObjects(application, context)) {
    const group = textAt(object.value, 'spec', 'group');
    if (object.kind === 'CustomResourceDefinition' && group !== undefined) things.push(`type ${group}`);
    if (object.kind === 'AppProject' && object.group === 'argoproj.io') things.push(`project ${object.name}`);
  }
  return things;
}

/** What it uses of those, each with the words for it. */
function uses(application: Application, context: RuleContext): Map<string, string> {
  const things = new Map<string, string>();
  const { project } = application;
  if (project !== null) things.set(`project ${project}`, `AppProject ${quoteName(project)}`);
  for (const { object } of ownedObjects(application, context)) {
    const options = textAt(object.value, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');
    // It is said to wait for its type.
    if (options?.includes('SkipDryRunOnMissingResource')) continue;
    things.set(`type ${object.group}`, `the types of ${showPath(object.group)}`);
  }
  return things;
}

/** Types by the chart that installs them, for charts whose name is theirs alone. */
const groupsOfChart: ReadonlyMap<string, readonly string[]> = new Map([
  ['cert-manager', ['cert-manager.io']],
  ['external-secrets', ['external-secrets.io']],
  ['keda', ['keda.sh']],
  ['kube-prometheus-stack', ['monitoring.coreos.com']],
  ['sealed-secrets', ['bitnami.com']],
]);
