import type { Application } from '../../../argocd/application.ts';
import { quoteName } from '../../../names.ts';
import { present } from '../../../present.ts';
import { tryUser } from '../../../user-error.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { prunes } from '../../facts/argocd/sync-policy.ts';
import { type OwnedObject, ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { type ExternalSecret, externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import type { KubernetesObject } from '../../facts/kubernetes/objects.ts';
import type { Fix, Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { argoSecretSwitches } from './argo-secret.ts';
import { secretSource, secretSourceNeeds } from './secret-sources.ts';

const creationPolicy = ['spec', 'target', 'creationPolicy'];

export const externalSecretMergeUnderPrune: Rule = {
  id: 'external-secret-merge-under-prune',
  title: 'A Secret that an ExternalSecret merges into is made in Git',
  severity: 'error',
  incident: '004 9.3',
  help: 'Let the ExternalSecret own the Secret (creationPolicy: Owner) with every key it must have, and stop whatever else creates it.',
  needs: [...secretSourceNeeds],
  *check(context) {
    const reported = new Set<KubernetesObject>();
    for (const application of context.catalog.applications.filter(prunes)) {
      for (const owned of ownedObjects(application, context)) {
        const external = externalSecretOf(owned.object);
        if (external?.policy !== 'Merge' || reported.has(owned.object)) continue;
        const finding = mergeIntoNothing(external, owned, application, context);
        if (!finding) continue;
        reported.add(owned.object);
        yield finding;
      }
    }
  },
};

function mergeIntoNothing(
  external: ExternalSecret,
  { object, namespace }: OwnedObject,
  application: Application,
  context: RuleContext,
): RuleFinding | undefined {
  const source = secretSource(external.target, namespace, application, context);
  if (source === 'something' || source === 'unknown') return undefined;
  const { environment } = application;
  const isByInstallation = source === 'argo-cd' && argoSecretSwitches(environment, context).length === 0;
  const made = isByInstallation ? 'only the installation of Argo CD makes' : 'nothing in the repository makes';
  const effect = effectOf(external, application, isByInstallation);
  const message = `ExternalSecret ${quoteName(object.name)} merges into Secret ${quoteName(external.target)} in namespace ${quoteName(namespace)}, which ${made}: ${effect}`;
  // With a template it does not look like one of Argo CD's, and nothing deletes it.
  const severity: Severity | null = isByInstallation && !external.tracked ? 'warning' : null;
  return {
    ...objectFinding(object, environment, creationPolicy, message),
    ...present({ severity }),
    fix: isByInstallation ? null : ownerFix(object),
  };
}

function effectOf({ tracked }: ExternalSecret, { name }: Application, isByInstallation: boolean): string {
  if (!isByInstallation) {
    const never = 'a merge never creates it';
    return tracked ? `${never}, and Application ${quoteName(name)} may prune one that is made by hand` : never;
  }
  return tracked
    ? `it gets the labels of the ExternalSecret, so Application ${quoteName(name)} may prune it, and a merge never brings it back`
    : 'a merge never brings it back when it is deleted';
}

/** Not safe: a Secret that exists loses the keys the ExternalSecret does not have. */
function ownerFix({ document, at }: KubernetesObject): Fix | null {
  const edit = tryUser(
    () => replaceScalar(document, [...at, ...creationPolicy], 'Owner'),
    () => undefined,
  );
  return edit ? { description: 'Let the ExternalSecret create and own the Secret', safe: false, edits: [edit] } : null;
}
