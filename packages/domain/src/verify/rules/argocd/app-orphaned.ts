import type { Application } from '../../../argocd/application.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { documents, kustomizations, scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { folderOf, isInside, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { applicationTree } from './application-parents.ts';
import { isAppliedByHand } from './kubectl-applied-paths.ts';

export const appOrphaned: Rule = {
  id: 'app-orphaned',
  title: 'Every Application is applied by another one, by Terraform or by a script',
  severity: 'warning',
  incident: '004 2.4',
  help: 'Move the file to where its siblings are, add it to the kustomization, or make the root Application read its folder.',
  needs: [yamlFiles, kustomizations, terraformFiles, scripts, registerFiles, documents],
  *check(context) {
    const tree = applicationTree(context);
    const { applications } = context.catalog;
    /** An Application that others of the environment are deployed by; without one, they are applied from elsewhere. */
    const roots = new Map<string | null, Application>();
    for (const application of applications) {
      const [parent] = tree.parentsOf(application);
      if (parent && !roots.has(application.environment)) roots.set(application.environment, parent);
    }
    const covered = coveredFolders(context);
    const off = switchedOff(context);
    for (const application of applications) {
      const { name, file, environment, document } = application;
      const root = roots.get(environment);
      if (!root || tree.parentsOf(application).length > 0 || tree.childrenOf(application).length > 0) continue;
      if (off.has(file)) continue;
      if (covered.some((folder) => isInside(file, folder)) || isAppliedByHand(file, context)) continue;
      yield {
        location: document.locate(['metadata', 'name']),
        subject: name,
        ...(environment === null ? {} : { environment }),
        message: `nothing applies Application ${quoteName(name)} (${showPath(file)}): ${quoteName(root.name)} does not deploy it as it does its siblings, and no Terraform or script names it, so what it says never reaches the cluster`,
      };
    }
  },
};

/** Files that a kustomization names in a comment, `# - prod/cart.yaml`: left out on purpose. */
function switchedOff({ texts }: RuleContext): Set<string> {
  const off = new Set<string>();
  for (const [path, text] of texts) {
    if (!kustomizations(path)) continue;
    for (const [, written = ''] of text.matchAll(/^[ \t]*#[ \t]*-[ \t]+["']?([\w./-]+)/gm)) {
      const file = normaliseRepositoryPath(joinPath(folderOf(path), written));
      if (file !== null) off.add(file);
    }
  }
  return off;
}

/** Folders whose files may be deployed in ways that are not read: charts with their files, and ApplicationSets'. */
function coveredFolders(context: RuleContext): string[] {
  const folders = new Set<string>();
  for (const application of context.catalog.applications) {
    for (const { tool, source } of ownedFiles(application, context))
      if (tool === 'helm') folders.add(source.path ?? '');
  }
  for (const [path, text] of context.texts) {
    if (!text.includes('ApplicationSet') || !/\.ya?ml$/.test(path)) continue;
    for (const document of context.yaml(path)?.documents ?? []) {
      const value = plainValue(document);
      if (field(value, 'kind') !== 'ApplicationSet') continue;
      const spec = field(field(field(value, 'spec'), 'template'), 'spec');
      for (const source of [field(spec, 'source'), ...listAt(spec, 'sources')]) {
        const written = field(source, 'path');
        if (typeof written === 'string') folders.add(literalFolder(written));
      }
    }
  }
  return [...folders];
}

/** The folders of a path up to the first that is computed. */
function literalFolder(path: string): string {
  const literal = path.replace(/^\.?\//, '').replace(/(?:\{\{|\$\{|[*?[]).*$/s, '');
  return literal === path.replace(/^\.?\//, '') ? literal.replace(/\/$/, '') : folderOf(literal);
}
