import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { kustomizations, scripts } from '../../../tree/file-types.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import { plainValue, textAt } from '../../../yaml/value.ts';
import { sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { foundKustomizations, pathOfReference } from './kustomization-references.ts';

export const kustomizationResourceUnlisted: Rule = {
  id: 'kustomization-resource-unlisted',
  title: 'A kustomization lists the manifests that lie beside it',
  severity: 'notice',
  help: 'Add the file to resources, or remove it.',
  needs: [...sourceManifestsNeeds, scripts],
  *check(context) {
    const all = foundKustomizations(context);
    if (all.length === 0) return;
    const named = new Set(
      all.flatMap((one) => one.references.flatMap((reference) => pathOfReference(one, reference) ?? [])),
    );
    const words = wordsOfRest(context);
    for (const { file, folder, document, applications } of all) {
      const [application] = applications;
      const beside = application ? context.paths.files(folder).filter((path) => isManifest(path, context)) : [];
      const listed = beside.filter((path) => named.has(path));
      // Where it lists few of what lies there, the folder is for something else too.
      if (listed.length < 2 || listed.length * 2 < beside.length) continue;
      for (const path of beside) {
        const name = baseName(path);
        // One that a comment names is left out on purpose; one that a script names is applied by it.
        if (named.has(path) || document.file.text.includes(name) || words.has(name)) continue;
        yield {
          location: { path, line: 1, column: 1 },
          subject: name,
          ...present({ environment: application?.environment }),
          confidence: 'likely',
          message: `${showPath(path)} is not among the resources of ${showPath(baseName(file))} beside it, which lists ${listed.length} others: Application ${quoteName(application?.name ?? '')} does not deploy it`,
        };
      }
    }
  },
};

/** Whether a file is an object of Kubernetes, and no kustomization, patch or settings. */
function isManifest(path: string, context: RuleContext): boolean {
  if (!/\.ya?ml$/.test(path) || kustomizations(path) || /patch|values|config\b/i.test(baseName(path))) return false;
  const { documents = [], errors = [] } = context.yaml(path) ?? {};
  return (
    errors.length === 0 &&
    documents.length > 0 &&
    documents.every((document) => {
      const value = plainValue(document);
      const [version, kind] = [textAt(value, 'apiVersion') ?? '', textAt(value, 'kind') ?? ''];
      return /\//.test(version) || version === 'v1'
        ? kind !== '' &&
            !/^(?:kustomize\.|builtin|helm\.|kuttl\.)/.test(version) &&
            textAt(value, 'metadata', 'name') !== undefined
        : false;
    })
  );
}

/** The names of files that anything but kustomizations names: scripts, workflows, Applications, documents. */
function wordsOfRest({ texts }: RuleContext): Set<string> {
  const words = new Set<string>();
  for (const [path, text] of texts) {
    if (kustomizations(path) || !/\.ya?ml/.test(text)) continue;
    for (const [word] of text.matchAll(/[\w.-]+/g)) {
      // A sentence may end with it.
      const name = word.endsWith('.') ? word.slice(0, -1) : word;
      if (/\.ya?ml$/.test(name) && name !== baseName(path)) words.add(name);
    }
  }
  return words;
}
