import { isScalar, Scalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { type ChartValues, chartValues } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import type { Service, ServiceKind } from '../../../catalog/catalog.ts';
import { groupBy } from '../../../grouping.ts';
import type { Location } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { folderOf, foldersUp } from '../../../tree/repository-paths.ts';
import { field, isRecord, plainValue, walkValue } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { manifestDocuments } from '../../facts/helm/manifest-documents.ts';
import { valuePaths } from '../../facts/helm/values.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A variable that tells an OpenTelemetry SDK where or how to export. */
export interface OtelSetting {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT` */
  name: string;
  /** Null where it is an expression. */
  value: string | null;
  location: Location;
  path: string;
  /** Offset of the value's first character in the file; null where one edit cannot change it. */
  start: number | null;
}

/** What one process is told, as far as it is known. */
export interface OtelExport {
  settings: ReadonlyMap<string, OtelSetting>;
  service: Service | null;
  /** What it is written in, by its service or by its other variables; null where nothing tells. */
  kind: ServiceKind | null;
  environment: string | null;
}

/** The variables of one list or map. */
interface Group {
  path: string;
  at: YamlPath;
  isList: boolean;
  settings: Map<string, OtelSetting>;
  kind: ServiceKind | null;
}

/** What a rule that asks for exports has to read. */
export const otelExportsNeeds = [yamlFiles, helmTemplates, kustomizations] as const;

/** What the processes of the repository are told about exporting, in manifests, templates, Compose files and values. */
export const otelExports = memoize((context: RuleContext): readonly OtelExport[] => {
  const groups = new Map<string, Group[]>();
  for (const [path, text] of context.texts) {
    if (!text.includes('OTEL_EXPORTER_OTLP_') || !/\.(?:ya?ml|tpl)$/.test(path)) continue;
    const { documents } = manifestDocuments(path, text, context);
    groups.set(
      path,
      documents.flatMap((document) => groupsIn(document, text)),
    );
  }
  return groups.size === 0 ? [] : [...exportsOfValues(groups, context), ...exportsOfFiles(groups, context)];
});

const settingName = /^OTEL_EXPORTER_OTLP_(?:(?:TRACES|METRICS|LOGS)_)?(?:ENDPOINT|PROTOCOL)$/;

/** Every map, list of names and values, and list of `NAME=value` that holds a setting. */
function groupsIn(document: YamlDocument, text: string): Group[] {
  const groups: Group[] = [];
  for (const inside of walkValue(plainValue(document))) {
    const variables = variablesOf(inside.value);
    const own = variables.filter(({ name }) => settingName.test(name));
    if (own.length === 0) continue;
    const { path: at } = inside;
    const settings = own.map(({ name, path, offset }): [string, OtelSetting] => [
      name,
      settingAt(document, text, { name, at: [...at, ...path], offset }),
    ]);
    const kind = kindOf(variables.map(({ name }) => name));
    groups.push({
      path: document.file.path,
      at,
      isList: Array.isArray(inside.value),
      settings: new Map(settings),
      kind,
    });
  }
  return groups;
}

/** A variable with the path of its value, and how far into the value it starts. */
interface Variable {
  name: string;
  path: YamlPath;
  offset: number;
}

/** The variables that a map, a list of `{ name, value }` or a list of `NAME=value` sets. */
function variablesOf(value: unknown): Variable[] {
  if (isRecord(value)) return Object.keys(value).map((name) => ({ name, path: [name], offset: 0 }));
  return (Array.isArray(value) ? value : []).flatMap((item: unknown, index): Variable[] => {
    const name = field(item, 'name');
    if (typeof name === 'string') return [{ name, path: [index, 'value'], offset: 0 }];
    const equals = typeof item === 'string' ? item.indexOf('=') : -1;
    return typeof item === 'string' && equals !== -1
      ? [{ name: item.slice(0, equals), path: [index], offset: equals + 1 }]
      : [];
  });
}

function settingAt(
  document: YamlDocument,
  text: string,
  { name, at, offset }: { name: string; at: YamlPath; offset: number },
): OtelSetting {
  const node = document.node(at);
  const { path } = document.file;
  const [start = 0, end = 0] = node?.range ?? [];
  const written = text.slice(start, end);
  const scalar = isScalar(node) && typeof node.value === 'string' ? node : null;
  const fixed = scalar && !written.includes('{{') ? String(scalar.value).slice(offset) : null;
  const quoted = scalar?.type === Scalar.QUOTE_DOUBLE || scalar?.type === Scalar.QUOTE_SINGLE;
  const first = start + (quoted ? 1 : 0) + offset;
  return {
    name,
    value: fixed,
    location: document.locate(at.at(-1) === 'value' ? at.slice(0, -1) : at),
    path,
    start: fixed !== null && text.startsWith(fixed, first) ? first : null,
  };
}

/** What other variables say of a process. */
function kindOf(names: readonly string[]): ServiceKind | null {
  if (names.some((name) => /^(?:JAVA_TOOL_OPTIONS|JAVA_OPTS|OTEL_JAVAAGENT_\w+|SPRING_\w+)$/.test(name))) return 'java';
  if (names.some((name) => /^(?:ASPNETCORE_\w+|DOTNET_\w+|CORECLR_\w+)$/.test(name))) return 'dotnet';
  return null;
}

function exportsOfValues(groups: ReadonlyMap<string, readonly Group[]>, context: RuleContext): OtelExport[] {
  return context.catalog.applications.flatMap((application) =>
    application.sources.flatMap((source) => {
      const written = valuePaths(application, source, context).flatMap((path) => groups.get(path) ?? []);
      if (written.length === 0) return [];
      const values = chartValues(application, source, context);
      const own = written.map((group) => winning(group, values)).filter(({ settings }) => settings.size > 0);
      return own.length === 0 ? [] : exportsOfSource(application, own, context);
    }),
  );
}

function exportsOfSource(application: Application, own: readonly Group[], context: RuleContext): OtelExport[] {
  const { environment, file } = application;
  // What the Application itself sets wins, and its template may read it from anywhere.
  const above = context.text(file) ?? '';
  const places = [...groupBy(own, ({ at }) => JSON.stringify(at)).values()].map((groups) => ({
    settings: new Map(groups.flatMap(({ settings }) => [...settings].filter(([name]) => !above.includes(name)))),
    kind: kindIn(groups),
  }));
  // Many places are one for each process.
  if (places.length > 2) return places.map(({ settings, kind }) => exported(settings, null, kind, environment));
  // Two places for one variable: which one wins is the template's to say.
  const byName = groupBy(
    places.flatMap(({ settings }) => [...settings]),
    ([name]) => name,
  );
  if (byName.size === 0) return [];
  const service = context.services.get(application.service ?? '') ?? null;
  const certain = [...byName.values()].filter(({ length }) => length === 1).flat();
  return [exported(new Map(certain), service, kindIn(own), environment)];
}

function kindIn(groups: readonly Group[]): ServiceKind | null {
  return groups.find(({ kind }) => kind !== null)?.kind ?? null;
}

/** The settings of a group that no other layer replaces. */
function winning(group: Group, values: ChartValues): Group {
  const isWinner = (name: string): boolean => {
    const winner = winningValue(values, group.isList ? group.at : [...group.at, name]);
    return winner.state === 'set' && winner.layer.file?.path === group.path;
  };
  return { ...group, settings: new Map([...group.settings].filter(([name]) => isWinner(name))) };
}

function exported(
  settings: ReadonlyMap<string, OtelSetting>,
  service: Service | null,
  kind: ServiceKind | null,
  environment: string | null,
): OtelExport {
  const language = service && !['infra', 'other'].includes(service.kind) ? service.kind : null;
  return { settings, service, kind: language ?? kind, environment };
}

/** Of files that are values of no Application, each group is what one process is told. */
function exportsOfFiles(groups: ReadonlyMap<string, readonly Group[]>, context: RuleContext): OtelExport[] {
  const { applications } = context.catalog;
  const values = new Set(
    applications.flatMap((application) =>
      application.sources.flatMap((source) => valuePaths(application, source, context)),
    ),
  );
  const owners = new Map(
    applications.flatMap((application) =>
      [application.file, ...ownedFiles(application, context).flatMap(({ files }) => files)].map((path) => [
        path,
        application,
      ]),
    ),
  );
  const serviceOf = fileServices(context);
  return [...groups].flatMap(([path, own]) => {
    const owner = owners.get(path);
    return (values.has(path) ? [] : own).map(({ at, settings, kind }) => {
      const service = context.services.get(owner?.service ?? '') ?? serviceOf(path, at);
      return exported(settings, service ?? null, kind, owner?.environment ?? null);
    });
  });
}

/** The service whose chart holds a file, which a Compose file names around a place, or whose source a file lies in. */
function fileServices({ catalog, services }: RuleContext): (path: string, at: YamlPath) => Service | undefined {
  const charts = new Map(catalog.services.flatMap((service) => (service.chart ? [[service.chart, service]] : [])));
  const sources = new Map(catalog.services.flatMap((service) => (service.path ? [[service.path, service]] : [])));
  return (path, at) => {
    const chart = /^(.*)\/(?:templates\/.*|values[^/]*\.ya?ml)$/.exec(path)?.[1] ?? '';
    const composed = at.includes('services') ? String(at[at.indexOf('services') + 1] ?? '') : '';
    const around = foldersUp(folderOf(path)).find((folder) => sources.has(folder)) ?? '';
    return charts.get(chart) ?? services.get(composed) ?? sources.get(around);
  };
}
