import { quoteName } from '../../../names.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { wrongSourcePath } from '../../facts/argocd/source-path.ts';
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
        const wrong = wrongSourcePath(source, context);
        if (path === null || wrong === null) continue;
        const message = `Application ${application.name} takes its manifests from ${shown(path)}, which ${wrong === 'file' ? 'is a file and no folder' : 'does not exist'}: Argo CD cannot sync it`;
        yield { ...applicationFinding(application, [...at, 'path'], message), cause: path };
      }
    }
  },
};

function shown(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : quoteName(path);
}
