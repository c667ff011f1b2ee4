import type { Application } from '../../../argocd/application.ts';
import { listFew, quoteName } from '../../../names.ts';
import { kustomizationNames } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { valueAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownSyncOptions, prunes, syncOptionsOf } from '../../facts/argocd/sync-policy.ts';
import { chartsOf } from '../../facts/helm/installed-charts.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import type { KubernetesObject } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const argocdNamespacePrune: Rule = {
  id: 'argocd-namespace-prune',
  title: 'Argo CD does not prune what it runs on',
  severity: 'warning',
  incident: '004 9.7',
  help: 'Set prune: false for this Application, or annotate what Argo CD runs on with argocd.argoproj.io/sync-options: Prune=false.',
  needs: [...ownedObjectsNeeds],
  *check(context) {
    for (const application of context.catalog.applications) {
      if (!prunes(application) || keeps(syncOptionsOf(application))) continue;
      const own = ownParts(application, context);
      if (own.length === 0) continue;
      const { name } = application;
      yield applicationFinding(
        application,
        ['spec', 'syncPolicy', 'automated', 'prune'],
        `Application ${quoteName(name)} prunes ${listFew(own)}, on which Argo CD itself runs: when Git loses it, by a rename or a bad merge, Argo CD deletes it and stops, and no sync brings it back`,
      );
    }
  },
};

/** Argo CD itself, or what it reads by name, as far as the Application deploys it. */
function ownParts(application: Application, context: RuleContext): string[] {
  if (chartsOf(application, context).includes('argo-cd')) return ['the chart "argo-cd"'];
  if (installsItself(application, context)) return ['the manifests of Argo CD'];
  return ownedObjects(application, context).flatMap(({ object, namespace }) =>
    isOwn(object) && !keeps(ownSyncOptions(object.value)) && [application.namespace, 'argocd'].includes(namespace)
      ? [`${object.kind} ${quoteName(object.name)}`]
      : [],
  );
}

/** Whether a kustomization takes in what Argo CD is published as. */
function installsItself({ sources }: Application, context: RuleContext): boolean {
  return sources.some((source) => {
    const { path } = source;
    if (path === null || !context.isOurs(source)) return false;
    return kustomizationNames.some((name) =>
      /^[ \t]*-[ \t]+["']?(?:https?:\/\/)?(?:github\.com|raw\.githubusercontent\.com)\/argoproj\/argo-cd\//m.test(
        context.text(joinPath(path, name)) ?? '',
      ),
    );
  });
}

function isOwn(object: KubernetesObject): boolean {
  const { group, kind, name, value } = object;
  const external = externalSecretOf(object);
  if (external) return ownNames.has(external.target);
  if (group === '' && (kind === 'ConfigMap' || kind === 'Secret'))
    return ownNames.has(name) || valueAt(value, ['metadata', 'labels', 'argocd.argoproj.io/secret-type']) !== undefined;
  return /^(?:Deployment|StatefulSet|SealedSecret)$/.test(kind) && (ownNames.has(name) || ownWorkloads.has(name));
}

function keeps(options: readonly string[]): boolean {
  return options.includes('Prune=false') || options.includes('Prune=confirm');
}

/** What Argo CD reads by these names. */
const ownNames: ReadonlySet<string> = new Set([
  'argocd-cm',
  'argocd-cmd-params-cm',
  'argocd-gpg-keys-cm',
  'argocd-notifications-cm',
  'argocd-notifications-secret',
  'argocd-rbac-cm',
  'argocd-redis',
  'argocd-secret',
  'argocd-ssh-known-hosts-cm',
  'argocd-tls-certs-cm',
]);

const ownWorkloads: ReadonlySet<string> = new Set([
  'argocd-application-controller',
  'argocd-repo-server',
  'argocd-server',
]);
