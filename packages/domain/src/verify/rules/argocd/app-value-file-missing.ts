import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { isPattern, matchingFiles, resolveValueFile } from '../../../argocd/value-files.ts';
import { present } from '../../../present.ts';
import { isInside } from '../../../tree/repository-paths.ts';
import { wrongSourcePath } from '../../facts/argocd/source-path.ts';
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
  const chart = application.sources.find(({ ref, chart: name }) => name !== null && isOf(file, ref));
  if (chart) return `refers to the source ${chart.ref}, which is a chart of a Helm repository and lends no files`;
  if (resolved.kind === 'elsewhere') return null;
  if (resolved.kind === 'no-ref') return `refers to a source ${resolved.ref} that it does not have`;
  if (resolved.kind === 'outside') return 'lies outside the repository';
  // Only a file that is absent may be ignored; the other mistakes stop Argo CD in any case.
  if (source.ignoreMissingValueFiles) return null;
  const { path } = resolved;
  // That a folder is not there is said once, of the source that names it.
  if (wrongSourcePath(source, context) && isInside(path, source.path ?? '')) return null;
  if (isPattern(path)) return matchingFiles(path, context).length > 0 ? null : `matches no file (${path})`;
  // Another tool may fill in what is no variable of Argo CD.
  if (/\$(?!\{?ARGOCD_)/.test(file.replace(/^\$\w[^/]*\//, '').replace(/\$\$(?!\{)/g, ''))) return null;
  const kind = context.paths.at(path);
  if (kind !== null && kind !== 'folder') return null;
  const braces = /\{[^{},]*,/.test(path) ? ', since braces without * or ? are no pattern' : '';
  return `does not exist (expected ${path}${braces})`;
}

/** Whether a value file is one of the source of a `ref`. */
function isOf(file: string, ref: string | null): boolean {
  return ref !== null && ref !== '' && file.startsWith(`$${ref}/`);
}
