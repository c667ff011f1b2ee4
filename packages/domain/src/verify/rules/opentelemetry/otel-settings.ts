import { isScalar, Scalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { type ChartValues, chartValues } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import type { Service, ServiceKind } from '../../../catalog/catalog.ts';
import { templateYaml } from '../../../helm/template-as-yaml.ts';
import type { Location } from '../../../location.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { plainValue } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
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

const read = new WeakMap<RuleContext, OtelExport[]>();

/** What the processes of the repository are told about exporting, in manifests, templates, Compose files and values. */
export function otelExports(context: RuleContext): readonly OtelExport[] {
  const known = read.get(context);
  if (known) return known;
  const groups = new Map<string, Group[]>();
  for (const [path, text] of context.texts) {
    if (!text.includes('OTEL_EXPORTER_OTLP_') || !/\.(?:ya?ml|tpl)$/.test(path)) continue;
    const file = text.includes('{{') ? templateYaml(path, text) : context.yaml(path);
    groups.set(
      path,
      (file?.documents ?? []).flatMap((document) => groupsIn(document, text)),
    );
  }
  const exports = groups.size === 0 ? [] : [...exportsOfValues(groups, context), ...exportsOfFiles(groups, context)];
  read.set(context, exports);
  return exports;
}

const settingName = /^OTEL_EXPORTER_OTLP_(?:(?:TRACES|METRICS|LOGS)_)?(?:ENDPOINT|PROTOCOL)$/;

/** Every map, list of names and values, and list of `NAME=value` that holds a setting. */
function groupsIn(document: YamlDocument, text: string): Group[] {
  const found: Group[] = [];
  const pending: { value: unknown; at: YamlPath }[] = [{ value: plainValue(document), at: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, at } = next;
    if (typeof value !== 'object' || value === null || at.length > 30) continue;
    const settings = new Map<string, OtelSetting>();
    const names: string[] = [];
    for (const [key, one] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      if (typeof one === 'object' && one !== null) pending.push({ value: one, at: [...at, step] });
      const [name, path, offset] = variableOf(key, one, [...at, step], Array.isArray(value));
      if (name === null) continue;
      names.push(name);
      if (settingName.test(name)) settings.set(name, settingAt(document, text, name, path, offset));
    }
    if (settings.size > 0)
      found.push({ path: document.file.path, at, isList: Array.isArray(value), settings, kind: kindOf(names) });
  }
  return found.reverse();
}

/** The name of the variable an entry sets, where its value is, and how far into that it starts. */
function variableOf(
  key: string,
  value: unknown,
  at: YamlPath,
  item: boolean,
): [name: string | null, at: YamlPath, offset: number] {
  if (!item) return [key, at, 0];
  if (typeof value === 'string') {
    const equals = value.indexOf('=');
    return equals === -1 ? [null, at, 0] : [value.slice(0, equals), at, equals + 1];
  }
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string')
    return [null, at, 0];
  return [value.name, [...at, 'value'], 0];
}

function settingAt(document: YamlDocument, text: string, name: string, at: YamlPath, offset: number): OtelSetting {
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

function* exportsOfValues(groups: ReadonlyMap<string, readonly Group[]>, context: RuleContext): Iterable<OtelExport> {
  for (const application of context.catalog.applications) {
    for (const source of application.sources) {
      const written = valuePaths(application, source, context).flatMap((path) => groups.get(path) ?? []);
      if (written.length === 0) continue;
      const values = chartValues(application, source, context);
      const own = written.map((group) => winning(group, values)).filter(({ settings }) => settings.size > 0);
      // What the Application itself sets wins, and its template may read it from anywhere.
      const above = own.length > 0 ? (context.text(application.file) ?? '') : '';
      const places = new Map<string, Group[]>();
      for (const group of own) {
        const key = JSON.stringify(group.at);
        const known = places.get(key);
        if (known) known.push(group);
        else places.set(key, [group]);
      }
      // Two places for one variable: which one wins is the template's to say. Many are one for each process.
      const separate = places.size > 2;
      const merged = new Map<string, OtelSetting>();
      const doubtful = new Set<string>();
      for (const place of places.values()) {
        const settings = new Map(place.flatMap((group) => [...group.settings]));
        for (const name of settings.keys()) if (above.includes(name)) settings.delete(name);
        const kind = place.find((group) => group.kind !== null)?.kind ?? null;
        if (separate) yield exported(settings, null, kind, application.environment);
        for (const [name, setting] of settings) {
          if (merged.has(name)) doubtful.add(name);
          merged.set(name, setting);
        }
      }
      if (separate || merged.size === 0) continue;
      for (const name of doubtful) merged.delete(name);
      const service = application.service === null ? null : (context.services.get(application.service) ?? null);
      const kind = own.find((group) => group.kind !== null)?.kind ?? null;
      yield exported(merged, service, kind, application.environment);
    }
  }
}

/** The settings of a group that no other layer replaces. */
function winning(group: Group, values: ChartValues): Group {
  const isWinner = (name: string): boolean => {
    const found = winningValue(values, group.isList ? group.at : [...group.at, name]);
    return found.state === 'set' && found.layer.file?.path === group.path;
  };
  return { ...group, settings: new Map([...group.settings].filter(([name]) => isWinner(name))) };
}

function exported(
  settings: ReadonlyMap<string, OtelSetting>,
  service: Service | null,
  kind: ServiceKind | null,
  environment: string | null,
): OtelExport {
  const known = service && !['infra', 'other'].includes(service.kind) ? service.kind : null;
  return { settings, service, kind: known ?? kind, environment };
}

/** Of files that are values of no Application, each group is what one process is told. */
function* exportsOfFiles(groups: ReadonlyMap<string, readonly Group[]>, context: RuleContext): Iterable<OtelExport> {
  const values = new Set(
    context.catalog.applications.flatMap((application) =>
      application.sources.flatMap((source) => valuePaths(application, source, context)),
    ),
  );
  const owners = new Map<string, Application>();
  for (const application of context.catalog.applications) {
    owners.set(application.file, application);
    for (const { files } of ownedFiles(application, context)) for (const file of files) owners.set(file, application);
  }
  const { services } = context.catalog;
  const charts = new Map(services.flatMap((service) => (service.chart ? [[service.chart, service]] : [])));
  const sources = new Map(services.flatMap((service) => (service.path ? [[service.path, service]] : [])));
  for (const [path, own] of groups) {
    if (values.has(path)) continue;
    const owner = owners.get(path);
    const chart = /^(.*)\/(?:templates\/.*|values[^/]*\.ya?ml)$/.exec(path)?.[1] ?? null;
    for (const { at, settings, kind } of own) {
      const composed = at.indexOf('services') !== -1 ? at[at.indexOf('services') + 1] : undefined;
      const service =
        context.services.get(owner?.service ?? '') ??
        (chart === null ? undefined : charts.get(chart)) ??
        context.services.get(String(composed ?? '')) ??
        around(path, sources);
      yield exported(settings, service ?? null, kind, owner?.environment ?? null);
    }
  }
}

/** The service whose source a file lies in. */
function around(path: string, sources: ReadonlyMap<string, Service>): Service | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const service = sources.get(folder);
    if (service) return service;
  }
  return undefined;
}
