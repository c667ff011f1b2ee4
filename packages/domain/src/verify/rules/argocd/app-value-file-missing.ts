import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { isPattern, matchingFiles, resolveValueFile } from '../../../argocd/value-files.ts';
import { present } from '../../../present.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const appValueFileMissing: Rule = {
  id: 'app-value-file-missing',
  title: 'Every value file of an Application exists',
  severity: 'error',
  incident: '004 4.3',
  help: 'Correct the path: it is relative to the source path, or to the root of the source that `$name` refers to.',
  needs: [],
  *check(context) {
    for (const application of context.catalog.applications) {
      for (const source of application.sources) {
        for (const [index, file] of source.valueFiles.entries()) {
          const why = missing(file, source, application, context);
          if (why === null) continue;
          const { name, document, environment } = application;
          yield {
            location: document.locateValue([...source.at, 'helm', 'valueFiles', index]),
            subject: name,
            ...present({ environment }),
            message: `value file ${file} of Application ${name} ${why}: Argo CD cannot render its manifests`,
          };
        }
      }
    }
  },
};

function missing(
  file: string,
  source: ApplicationSource,
  application: Application,
  context: RuleContext,
): string | null {
  const resolved = resolveValueFile(file, source, application, context);
  if (resolved.kind === 'elsewhere') return null;
  if (resolved.kind === 'no-ref') return `refers to a source ${resolved.ref} that it does not have`;
  if (resolved.kind === 'outside') return 'lies outside the repository';
  // Only a file that is absent may be ignored; the other mistakes stop Argo CD in any case.
  if (source.ignoreMissingValueFiles) return null;
  const { path } = resolved;
  if (isPattern(path)) return matchingFiles(path, context).length > 0 ? null : `matches no file (${path})`;
  // Another tool may fill in what is no variable of Argo CD.
  if (/\$(?!\{?ARGOCD_)/.test(file.replace(/^\$[^/]+\//, ''))) return null;
  const kind = context.paths.at(path);
  return kind === null || kind === 'folder' ? `does not exist (expected ${path})` : null;
}
