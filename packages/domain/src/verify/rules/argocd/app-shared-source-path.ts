import type { Application } from '../../../argocd/application.ts';
import { compareText } from '../../../location.ts';
import { kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { field, plainValue } from '../../../yaml/value.ts';
import { type OwnedFiles, ownedFiles } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSharedSourcePath: Rule = {
  id: 'app-shared-source-path',
  title: 'No two Applications of an environment own one directory',
  severity: 'error',
  incident: '004 4.5',
  help: 'Let one Application own the directory: remove the source from the other, or split the directory with include and exclude.',
  needs: [yamlFiles, kustomizations],
  *check(context) {
    const owners = new Map<string, { application: Application; owned: OwnedFiles }[]>();
    for (const application of context.catalog.applications) {
      for (const owned of ownedFiles(application, context)) {
        // One chart is meant to be deployed many times, with other values.
        if (owned.tool === 'helm' || owned.files.length === 0) continue;
        const key = JSON.stringify([application.environment, owned.source.path]);
        const known = owners.get(key);
        if (known) known.push({ application, owned });
        else owners.set(key, [{ application, owned }]);
      }
    }
    for (const [, sharing] of [...owners].sort(([a], [b]) => compareText(a, b))) {
      for (const [index, { application, owned }] of sharing.entries()) {
        const other = sharing.slice(0, index).find((one) => shareObjects(one, { application, owned }, context));
        if (!other) continue;
        const { name, environment, document } = application;
        const where = environment === null ? '' : ` in ${environment}`;
        yield {
          location: document.locate([...owned.source.at, 'path']),
          subject: name,
          ...(environment === null ? {} : { environment }),
          message: `Applications ${other.application.name} and ${name} both own ${owned.source.path || 'the repository root'}${where}: each undoes what the other syncs, and one is never in sync`,
        };
      }
    }
  },
};

interface Owner {
  application: Application;
  owned: OwnedFiles;
}

/** Whether both deploy the same object to the same place. */
function shareObjects(a: Owner, b: Owner, context: RuleContext): boolean {
  if (a.application === b.application || isCopy(a.application, b.application)) return false;
  const [one, two] = [a.application.destination, b.application.destination];
  if (one.server !== two.server || one.name !== two.name) return false;
  const files = new Set(a.owned.files);
  const common = b.owned.files.filter((file) => files.has(file));
  if (one.namespace === two.namespace) return common.length > 0;
  // In two namespaces only what says its own namespace is the same object.
  return common.some((file) =>
    context.yaml(file)?.documents.some((document) => {
      const metadata = field(plainValue(document), 'metadata');
      return typeof field(metadata, 'namespace') === 'string';
    }),
  );
}

/** One Application that is written twice: whichever is applied last replaces the other, so they do not fight. */
function isCopy(a: Application, b: Application): boolean {
  return a.name === b.name && (a.namespace ?? 'argocd') === (b.namespace ?? 'argocd');
}
