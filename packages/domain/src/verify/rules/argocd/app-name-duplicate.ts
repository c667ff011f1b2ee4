import type { Application } from '../../../argocd/application.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';

export const appNameDuplicate: Rule = {
  id: 'app-name-duplicate',
  title: 'No two Applications of an environment have one name',
  severity: 'error',
  incident: '004 4.5',
  help: 'Rename one of them, or remove the copy.',
  needs: [],
  *check({ catalog }) {
    const first = new Map<string, Application>();
    for (const application of catalog.applications) {
      const { name, namespace, environment } = application;
      // An environment is a cluster of its own; where it is not known, two files may be for two clusters.
      const cluster = environment ?? `folder of ${application.file.slice(0, application.file.lastIndexOf('/') + 1)}`;
      const key = JSON.stringify([cluster, namespace ?? 'argocd', name]);
      const other = first.get(key);
      if (!other) {
        first.set(key, application);
        continue;
      }
      const where = environment === null ? '' : ` in ${environment}`;
      yield {
        ...applicationFinding(
          application,
          ['metadata', 'name'],
          `Application ${name}${where} is defined in ${other.file} too: the one that is applied last replaces the other`,
        ),
        key: `${name} ${other.file} ${other.document.index}`,
      };
    }
  },
};
