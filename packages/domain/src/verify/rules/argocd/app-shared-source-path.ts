import type { Application } from '../../../argocd/application.ts';
import { groupBy } from '../../../grouping.ts';
import { compareText } from '../../../location.ts';
import { plainValue, textAt } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { type OwnedFiles, ownedFiles, sourceManifestsNeeds } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const appSharedSourcePath: Rule = {
  id: 'app-shared-source-path',
  title: 'No two Applications of an environment own one directory',
  severity: 'error',
  incident: '004 4.5',
  help: 'Let one Application own the directory: remove the source from the other, or split the directory with include and exclude.',
  needs: [...sourceManifestsNeeds],
  *check(context) {
    const owners = context.catalog.applications.flatMap((application) =>
      ownedFiles(application, context).map((owned): Owner => ({ application, owned })),
    );
    // One chart is meant to be deployed many times, with other values.
    const comparable = owners.filter(({ owned }) => owned.tool !== 'helm' && owned.files.length > 0);
    const byFolder = groupBy(comparable, ({ application, owned }) =>
      JSON.stringify([application.environment, owned.source.path]),
    );
    for (const [, sharing] of [...byFolder].sort(([a], [b]) => compareText(a, b))) {
      for (const [index, owner] of sharing.entries()) {
        const other = sharing.slice(0, index).find((before) => shareObjects(before, owner, context));
        if (other) yield sharedFolder(other, owner);
      }
    }
  },
};

interface Owner {
  application: Application;
  owned: OwnedFiles;
}

function sharedFolder(other: Owner, { application, owned }: Owner): RuleFinding {
  const where = application.environment === null ? '' : ` in ${application.environment}`;
  return applicationFinding(
    application,
    [...owned.source.at, 'path'],
    `Applications ${other.application.name} and ${application.name} both own ${owned.source.path || 'the repository root'}${where}: each undoes what the other syncs, and one is never in sync`,
  );
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
      return textAt(plainValue(document), 'metadata', 'namespace') !== undefined;
    }),
  );
}

/** One Application that is written twice: whichever is applied last replaces the other, so they do not fight. */
function isCopy(a: Application, b: Application): boolean {
  return a.name === b.name && (a.namespace ?? 'argocd') === (b.namespace ?? 'argocd');
}
