import picomatch from 'picomatch';
import { isScalar } from 'yaml';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/source-files.ts';
import { baseName, folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { field, plainValue } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument } from '../../../yaml/yaml-document.ts';
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
  const found = new Map<string, { applications: Set<Application>; charts: Set<string>; elsewhere: boolean }>();
  let unresolved = false;
  const globs = new Map<string, readonly string[]>();
  for (const application of [...context.catalog.applications, ...context.catalog.generated]) {
    for (const source of application.sources) {
      for (const file of source.valueFiles) {
        const resolved = resolveValueFile(file, source, application, context);
        if (resolved.kind === 'elsewhere' && file.includes('{{')) unresolved = true;
        if (resolved.kind !== 'here') continue;
        for (const path of matching(resolved.path, globs, context)) {
          const use = found.get(path) ?? { applications: new Set(), charts: new Set(), elsewhere: false };
          found.set(path, use);
          use.applications.add(application);
          const chart = chartOf(source, charts, context);
          if (chart === null) use.elsewhere = true;
          else use.charts.add(chart);
        }
      }
    }
  }
  const mentioned = mentions(context);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, use]): SetValuesFile[] => {
      if (baseName(path) === 'values.yaml' && charts.has(folderOf(path))) return [];
      const [only] = use.charts;
      const own = use.charts.size === 1 && only !== undefined && isInside(path, only);
      // Somebody else may use it for any chart.
      const shared = !own && (unresolved || mentioned.has(baseName(path)) || mentioned.has(baseName(folderOf(path))));
      return [
        {
          path,
          applications: [...use.applications],
          charts: use.elsewhere ? null : shared ? all : [...use.charts].sort(),
        },
      ];
    });
}

function matching(path: string, globs: Map<string, readonly string[]>, { paths }: RuleContext): readonly string[] {
  if (!/[*?[{]/.test(path)) return paths.at(path) === 'file' ? [path] : [];
  const known = globs.get(path);
  if (known) return known;
  const matches = picomatch(path, { dot: true });
  const files = paths.all.filter((one) => matches(one));
  globs.set(path, files);
  return files;
}

/** The names of YAML files that scripts, workflows, Terraform and other tools mention; of the folder where the file is an expression. */
function mentions({ texts }: RuleContext): Set<string> {
  const names = new Set<string>();
  for (const [path, text] of texts) {
    if (!isTool(path)) continue;
    for (const [mention] of text.matchAll(/(?<![\w.${}()@%*/-])[\w.${}()@%*/-]+\.ya?ml/g)) {
      const name = baseName(mention);
      names.add(/[$%*{(]/.test(name) ? baseName(folderOf(mention)) : name);
    }
  }
  return names;
}

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

/** One layer of the values of a chart: a file, or a part of the Application. A later one wins. */
export interface ValuesLayer {
  /** How it is called in a message. */
  name: string;
  /** The file, when it is a values file. */
  path: string | null;
  has(key: readonly string[]): boolean;
}

/** The layers of a chart of this repository for one source, in the order Helm applies them. */
export function valuesLayers(application: Application, source: ApplicationSource, context: RuleContext): ValuesLayer[] {
  const layers: ValuesLayer[] = [];
  const addFile = (path: string): void => {
    const document = context.paths.at(path) === 'file' ? context.yaml(path)?.documents[0] : undefined;
    if (document) layers.push({ name: path, path, has: (key) => hasValue(document, key) });
  };
  if (source.path !== null && context.isOurs(source)) addFile(joinPath(source.path, 'values.yaml'));
  for (const file of source.valueFiles) {
    const resolved = resolveValueFile(file, source, application, context);
    if (resolved.kind !== 'here') continue;
    if (/[*?[{]/.test(resolved.path)) for (const path of matchingFiles(resolved.path, context)) addFile(path);
    else addFile(resolved.path);
  }
  const { document } = application;
  const text = document.node([...source.at, 'helm', 'values']);
  const values = isScalar(text) ? parseYamlFile(application.file, String(text.value)).documents[0] : undefined;
  if (values) layers.push({ name: `values of ${application.file}`, path: null, has: (key) => hasValue(values, key) });
  const inline = [...source.at, 'helm', 'valuesObject'];
  if (document.node(inline)) {
    layers.push({
      name: `valuesObject of ${application.file}`,
      path: null,
      has: (key) => document.node([...inline, ...key]) !== undefined,
    });
  }
  const parameters = new Set(source.parameters.map(({ name }) => name));
  layers.push({
    name: `parameters of ${application.file}`,
    path: null,
    has: (key) => parameters.has(key.join('.')),
  });
  return layers;
}

function hasValue(document: YamlDocument, key: readonly string[]): boolean {
  let value: unknown = plainValue(document);
  for (const step of key) value = field(value, step);
  return value !== undefined && value !== null && value !== '';
}

function matchingFiles(pattern: string, { paths }: RuleContext): string[] {
  const matches = picomatch(pattern, { dot: true });
  return paths.all.filter((path) => matches(path));
}
