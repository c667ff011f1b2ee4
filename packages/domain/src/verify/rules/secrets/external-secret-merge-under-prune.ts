import { quoteName } from '../../../names.ts';
import { kustomizations, scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { UserError } from '../../../user-error.ts';
import { replaceScalar } from '../../../yaml/replace-scalar.ts';
import { prunes } from '../../facts/argocd/sync-policy.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import type { KubernetesObject } from '../../facts/kubernetes/objects.ts';
import type { Fix } from '../../findings/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { argoSecretSwitches } from './argo-secret.ts';
import { whoMakes } from './secret-sources.ts';

const at = ['spec', 'target', 'creationPolicy'];

export const externalSecretMergeUnderPrune: Rule = {
  id: 'external-secret-merge-under-prune',
  title: 'A Secret that an ExternalSecret merges into is made in Git',
  severity: 'error',
  incident: '004 9.3',
  help: 'Let the ExternalSecret own the Secret (creationPolicy: Owner) with every key it must have, and stop whatever else creates it.',
  needs: [yamlFiles, kustomizations, terraformFiles, scripts],
  *check(context) {
    const said = new Set<KubernetesObject>();
    for (const application of context.catalog.applications) {
      if (!prunes(application)) continue;
      for (const { object, namespace } of ownedObjects(application, context)) {
        const external = externalSecretOf(object);
        if (external?.policy !== 'Merge' || said.has(object)) continue;
        const maker = whoMakes(external.target, namespace, application, context);
        if (maker === 'something' || maker === 'unknown') continue;
        said.add(object);
        const { name, environment } = application;
        const outside = maker === 'argo-cd' && argoSecretSwitches(environment, context).length === 0;
        const made = outside ? 'only the installation of Argo CD makes' : 'nothing in the repository makes';
        const lost = external.tracked
          ? `it gets the labels of the ExternalSecret, so Application ${quoteName(name)} may prune it, and a merge never brings it back`
          : 'a merge never brings it back when it is deleted';
        const never = external.tracked
          ? `a merge never creates it, and Application ${quoteName(name)} may prune one that is made by hand`
          : 'a merge never creates it';
        yield {
          location: object.document.locate([...object.at, ...at]),
          subject: object.name,
          // With a template it does not look like one of Argo CD's, and nothing deletes it.
          ...(outside && !external.tracked ? { severity: 'warning' as const } : {}),
          ...(environment === null ? {} : { environment }),
          message: `ExternalSecret ${quoteName(object.name)} merges into Secret ${quoteName(external.target)} in namespace ${quoteName(namespace)}, which ${made}: ${outside ? lost : never}`,
          fix: outside ? null : ownerFix(object),
        };
      }
    }
  },
};

/** Not safe: a Secret that exists loses the keys the ExternalSecret does not have. */
function ownerFix({ document, at: start }: KubernetesObject): Fix | null {
  try {
    const edit = replaceScalar(document, [...start, ...at], 'Owner');
    return edit
      ? { description: 'Let the ExternalSecret create and own the Secret', safe: false, edits: [edit] }
      : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
