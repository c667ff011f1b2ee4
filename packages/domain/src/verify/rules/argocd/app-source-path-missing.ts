import { quoteName } from '../../../names.ts';
import { normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSourcePathMissing: Rule = {
  id: 'app-source-path-missing',
  title: 'Every source path of this repository exists',
  severity: 'error',
  incident: '004 4.2',
  help: 'Correct the path, or remove the Application.',
  needs: [],
  *check(context) {
    for (const application of context.catalog.applications) {
      for (const source of application.sources) {
        const { path, at } = source;
        // A source with `ref` and no path only lends its value files.
        if (path === null || path === '' || !context.isOurs(source) || /\{\{|\$\{/.test(path)) continue;
        const kind = normaliseRepositoryPath(path) === null ? null : context.paths.at(path);
        if (kind !== null && kind !== 'file') continue;
        yield applicationFinding(
          application,
          [...at, 'path'],
          `Application ${application.name} takes its manifests from ${shown(path)}, which ${kind === 'file' ? 'is a file and no folder' : 'does not exist'}: Argo CD cannot sync it`,
        );
      }
    }
  },
};

function shown(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : quoteName(path);
}
