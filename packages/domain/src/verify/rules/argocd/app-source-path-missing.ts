import { quoteName } from '../../../names.ts';
import { normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { Rule } from '../../rule/rule.ts';

export const appSourcePathMissing: Rule = {
  id: 'app-source-path-missing',
  title: 'Every source path of this repository exists',
  severity: 'error',
  seed: '004 4.2',
  help: 'Correct the path, or remove the Application.',
  needs: [],
  *check(model) {
    for (const { name, document, environment, sources } of model.catalog.applications) {
      for (const source of sources) {
        const { path, at } = source;
        // A source with `ref` and no path only lends its value files.
        if (path === null || path === '' || !model.isOurs(source) || /\{\{|\$\{/.test(path)) continue;
        const kind = normaliseRepositoryPath(path) === null ? null : model.paths.at(path);
        if (kind === 'folder' || kind === 'unknown') continue;
        yield {
          location: document.locate([...at, 'path']),
          subject: name,
          ...(environment === null ? {} : { environment }),
          message: `Application ${name} takes its manifests from ${shown(path)}, which ${kind === 'file' ? 'is a file and no folder' : 'does not exist'}: Argo CD cannot sync it`,
        };
      }
    }
  },
};

function shown(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : quoteName(path);
}
