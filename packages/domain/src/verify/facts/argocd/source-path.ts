import type { ApplicationSource } from '../../../argocd/application.ts';
import { normaliseRepositoryPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

/** What is wrong with the path of a source of this repository: it is not there, or a file; null where nothing is. */
export function wrongSourcePath(source: ApplicationSource, context: RuleContext): 'absent' | 'file' | null {
  const { path } = source;
  // A source with `ref` and no path only lends its value files.
  if (path === null || path === '' || !context.isOurs(source) || /\{\{|\$\{/.test(path)) return null;
  const kind = normaliseRepositoryPath(path) === null ? null : context.paths.at(path);
  if (kind === null) return 'absent';
  return kind === 'file' ? kind : null;
}
