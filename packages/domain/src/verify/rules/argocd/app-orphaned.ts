import type { Application } from '../../../argocd/application.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { documents, kustomizations, scripts, terraformFiles } from '../../../tree/file-types.ts';
import { folderOf, foldersUp, joinPath, normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue, textAt, valueAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownedFiles, sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { applicationTree } from './application-parents.ts';
import { applicationSets } from './application-sets.ts';
import { isAppliedByHand } from './kubectl-applied-paths.ts';

export const appOrphaned: Rule = {
  id: 'app-orphaned',
  title: 'Every Application is applied by another one, by Terraform or by a script',
  severity: 'warning',
  incident: '004 2.4',
  help: 'Move the file to where its siblings are, add it to the kustomization, or make the root Application read its folder.',
  needs: [...sourceManifestsNeeds, terraformFiles, scripts, registerFiles, documents],
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
      const { name, file, environment, generated } = application;
      // The controller of its ApplicationSet applies it.
      if (generated) continue;
      const root = roots.get(environment);
      if (!root || tree.parentsOf(application).length > 0 || tree.childrenOf(application).length > 0) continue;
      if (off.has(file)) continue;
      if (foldersUp(file).some((folder) => covered.has(folder)) || isAppliedByHand(file, context)) continue;
      yield applicationFinding(
        application,
        ['metadata', 'name'],
        `nothing applies Application ${quoteName(name)} (${showPath(file)}): ${quoteName(root.name)} does not deploy it as it does its siblings, and no Terraform or script names it, so what it says never reaches the cluster`,
      );
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
function coveredFolders(context: RuleContext): Set<string> {
  const charts = context.catalog.applications.flatMap((application) =>
    ownedFiles(application, context).flatMap(({ tool, source }) => (tool === 'helm' ? [source.path ?? ''] : [])),
  );
  return new Set([...charts, ...foldersOfSets(context)]);
}

function foldersOfSets(context: RuleContext): string[] {
  return applicationSets(context).flatMap((document) => {
    const spec = valueAt(plainValue(document), ['spec', 'template', 'spec']);
    return [field(spec, 'source'), ...listAt(spec, 'sources')].flatMap((source) => {
      const written = textAt(source, 'path');
      return written === undefined ? [] : [literalFolder(written)];
    });
  });
}

/** The folders of a path up to the first that is computed. */
function literalFolder(path: string): string {
  const literal = path.replace(/^\.?\//, '').replace(/(?:\{\{|\$\{|[*?[]).*/s, '');
  return literal === path.replace(/^\.?\//, '') ? literal.replace(/\/$/, '') : folderOf(literal);
}
