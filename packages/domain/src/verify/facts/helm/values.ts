import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { valueFilesOf } from '../../../argocd/value-files.ts';
import { compareText } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { baseName, folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A values file that Applications name, and who reads it. */
export interface SetValuesFile {
  path: string;
  /** The Applications that name it. */
  applications: readonly Application[];
  /** The folders of the charts it is for; null where one of them is not in this repository. */
  charts: readonly string[] | null;
}

/** A source that deploys a chart of this repository. */
export function chartOf(source: ApplicationSource, charts: ReadonlySet<string>, context: RuleContext): string | null {
  return source.path !== null && context.isOurs(source) && charts.has(source.path) ? source.path : null;
}

/** The values files that Applications name, without the defaults of the charts themselves; by path. */
export function setValuesFiles(context: RuleContext): SetValuesFile[] {
  const charts = new Set(context.catalog.charts.map(({ path }) => path));
  const all = [...charts].sort();
  const { files, unresolved } = usesOfFiles(charts, context);
  const mentioned = mentions(context);
  return [...files]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, use]): SetValuesFile[] => {
      if (baseName(path) === 'values.yaml' && charts.has(folderOf(path))) return [];
      const [only] = use.charts;
      const own = use.charts.size === 1 && only !== undefined && isInside(path, only);
      // Somebody else may use it for any chart.
      const shared = !own && (unresolved || mentioned.has(baseName(path)) || mentioned.has(baseName(folderOf(path))));
      const folders = use.elsewhere ? null : shared ? all : [...use.charts].sort();
      return [{ path, applications: [...use.applications], charts: folders }];
    });
}

interface FileUse {
  applications: Set<Application>;
  charts: Set<string>;
  /** Whether it is for a chart that is not in this repository as well. */
  elsewhere: boolean;
}

/** Who uses each values file; `unresolved` where a name is a template, which may be that of any file. */
function usesOfFiles(
  charts: ReadonlySet<string>,
  context: RuleContext,
): { files: Map<string, FileUse>; unresolved: boolean } {
  const files = new Map<string, FileUse>();
  let unresolved = false;
  const { applications, generated } = context.catalog;
  const uses = [...applications, ...generated].flatMap((application) =>
    application.sources.flatMap((source) =>
      valueFilesOf(application, source, context).map((file) => ({ application, source, file })),
    ),
  );
  for (const { application, source, file } of uses) {
    const { written, index, path } = file;
    if (path === null && written.includes('{{')) unresolved = true;
    if (index === null || path === null || context.paths.at(path) !== 'file') continue;
    const use = files.get(path) ?? { applications: new Set(), charts: new Set(), elsewhere: false };
    files.set(path, use);
    use.applications.add(application);
    const chart = chartOf(source, charts, context);
    if (chart === null) use.elsewhere = true;
    else use.charts.add(chart);
  }
  return { files, unresolved };
}

/** The names of YAML files that scripts, workflows, Terraform and other tools mention; of the folder where the file is an expression. */
const mentions = memoize(({ texts }: RuleContext): Set<string> => {
  const names = new Set<string>();
  for (const [path, text] of texts) {
    if (!isTool(path) || !/\.ya?ml/.test(text)) continue;
    for (const [mention] of text.matchAll(/(?<![\w.${}()@%*/-])[\w.${}()@%*/-]+\.ya?ml/g)) {
      const name = baseName(mention);
      names.add(/[$%*{(]/.test(name) ? baseName(folderOf(mention)) : name);
    }
  }
  return names;
});

function isTool(path: string): boolean {
  return (
    !/\.ya?ml$/.test(path) ||
    /(^|\/)(\.github\/|helmfile|skaffold|kustomization\.|Taskfile|\.gitlab-ci|azure-pipelines|cloudbuild)/.test(path)
  );
}

/** The values of a chart as it brings them. */
export function defaultsOf(chart: string): string {
  return joinPath(chart, 'values.yaml');
}

/** The value files of a source that are there, in the order in which Helm reads them; the chart's own is the first. */
export function valuePaths(application: Application, source: ApplicationSource, context: RuleContext): string[] {
  return valueFilesOf(application, source, context).flatMap(({ path, unknown }) =>
    path !== null && unknown === null && context.paths.at(path) === 'file' ? [path] : [],
  );
}

/** Whether some of the values of a source are nowhere that can be read: any key may have another value then. */
export function hasUnknownValues(application: Application, source: ApplicationSource, context: RuleContext): boolean {
  return valueFilesOf(application, source, context).some(({ unknown }) => unknown !== null);
}
