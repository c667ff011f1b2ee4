import picomatch from 'picomatch';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/source-files.ts';
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
            ...(environment === null ? {} : { environment }),
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
  if (/[*?[{]/.test(path)) {
    const matches = picomatch(path, { dot: true });
    return context.paths.all.some((one) => matches(one)) ? null : `matches no file (${path})`;
  }
  const kind = context.paths.at(path);
  return kind === null || kind === 'folder' ? `does not exist (expected ${path})` : null;
}
