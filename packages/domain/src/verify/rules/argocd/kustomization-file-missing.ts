import type { Reference } from '../../../argocd/kustomization.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { listAt } from '../../../yaml/value.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import {
  type FoundKustomization,
  foundKustomizations,
  pathOfReference,
  placeOfReference,
  wrongFolder,
} from './kustomization-references.ts';

export const kustomizationFileMissing: Rule = {
  id: 'kustomization-file-missing',
  title: 'Everything that a kustomization names exists',
  severity: 'error',
  help: 'Correct the path, add the file, or remove the entry.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    for (const found of foundKustomizations(context)) {
      const missing = missingOf(found, context);
      const [first] = missing;
      if (!first) continue;
      const { file, folder, applications } = found;
      const [application, ...others] = applications;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      const effect = application
        ? `Argo CD cannot render Application ${quoteName(application.name)}${more}`
        : 'kustomize cannot build it';
      yield {
        location: placeOfReference(found, first.reference),
        subject: application?.name ?? (folder || file),
        ...present({ environment: application?.environment }),
        ...(application ? {} : { severity: 'warning' as const, confidence: 'likely' as const }),
        message: `${showPath(file)} cannot be built, for ${listFew(missing.map(({ what }) => what))}: ${effect}`,
      };
    }
  },
};

/** What a kustomization names and kustomize cannot take, each with a clause. */
function missingOf(found: FoundKustomization, context: RuleContext): { reference: Reference; what: string }[] {
  const isDeployed = found.applications.length > 0;
  // Another tool may write what is missing before kustomize runs, as where a chart is rendered to be changed.
  if (!isDeployed && context.paths.at(joinPath(found.folder, 'Chart.yaml')) !== null) return [];
  const byName = new Map(found.references.map((reference) => [reference.written, reference]));
  return [...byName.values()].flatMap((reference) => {
    // What nothing here deploys may get its data and its settings from whoever builds it.
    if (!isDeployed && reference.use !== 'manifest' && reference.use !== 'patch') return [];
    const why = wrong(reference, found, context);
    return why === null ? [] : [{ reference, what: `${quoteName(reference.written)} ${why}` }];
  });
}

/** Why kustomize cannot take what a reference names, as a clause. Each was seen with kustomize 5.8.2. */
function wrong(reference: Reference, found: FoundKustomization, context: RuleContext): string | null {
  const { written, use } = reference;
  // A chart that is not there is fetched.
  if (use === 'chart' || use === 'values') return null;
  const path = pathOfReference(found, reference);
  if (path === null) return null;
  const kind = context.paths.at(path);
  if (kind === null) return `does not exist (expected ${path})`;
  if (kind !== 'folder' || use === 'plugin') return null;
  if (use !== 'manifest') return `is a folder (${path}), and a file is needed`;
  const isComponent = listAt(found.value, 'components').includes(written);
  return wrongFolder(path, isComponent ? 'Component' : 'Kustomization', context);
}
