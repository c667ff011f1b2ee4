import type { Application } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/value-files.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { ServiceRenamer } from './service-renamer.ts';

/** Value files that are named after the service and that do not exist for the other one yet. */
export function ownValueFiles(application: Application, rename: ServiceRenamer, context: RuleContext): string[] {
  const files = application.sources.flatMap((source) =>
    source.valueFiles.flatMap((written) => {
      const file = resolveValueFile(written, source, application, context);
      return file.kind === 'here' && context.text(file.path) !== undefined ? [file.path] : [];
    }),
  );
  return [...new Set(files)].filter((path) => rename(path) !== path && context.paths.at(rename(path)) === null);
}
