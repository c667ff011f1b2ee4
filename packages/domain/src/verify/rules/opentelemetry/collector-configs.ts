import { isScalar } from 'yaml';
import { templateYaml } from '../../../helm/template-as-yaml.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { UserError } from '../../../user-error.ts';
import { parseBlockScalar } from '../../../yaml/block-scalar.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The configuration of an OpenTelemetry Collector: a file, text in a ConfigMap, a custom resource, or values of a chart. */
export interface CollectorConfig {
  file: string;
  /** What `at` leads into: the file's document, or that inside a block scalar of it. */
  document: YamlDocument;
  at: YamlPath;
  value: unknown;
  /** Whether a chart adds definitions and pipelines of its own. */
  values: boolean;
  /** Whether it is part of a Helm template, of which every branch is here. */
  templated: boolean;
  /** Configurations of one group may be merged with each other. */
  group: string;
}

export const componentKinds = ['receivers', 'processors', 'exporters', 'connectors'] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** One name in a list of a pipeline. */
export interface PipelineEntry {
  pipeline: string;
  list: Exclude<ComponentKind, 'connectors'>;
  name: string;
  path: YamlPath;
}

const read = new WeakMap<RuleContext, CollectorConfig[]>();

/** Every collector configuration of the files that were read, in the order of their paths. */
export function collectorConfigs(context: RuleContext): readonly CollectorConfig[] {
  const known = read.get(context);
  if (known) return known;
  const files = [...context.texts]
    .filter(([path, text]) => /\.(?:ya?ml|tpl)$/.test(path) && text.includes('pipelines:') && mentions.test(text))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const configs = files.flatMap(([path, text]) => {
    const templated = text.includes('{{');
    const file = templated ? templateYaml(path, text) : context.yaml(path);
    return (file?.documents ?? []).flatMap((document) => configsIn(document, templated));
  });
  read.set(context, configs);
  return configs;
}

const mentions = /^\s*["']?(?:receivers|exporters)["']?:/m;

/** The names a configuration defines, with what they are set to. */
export function definitions({ value }: CollectorConfig, kind: ComponentKind): [name: string, value: unknown][] {
  const section = field(value, kind);
  return typeof section === 'object' && section !== null && !Array.isArray(section) ? Object.entries(section) : [];
}

/** What the pipelines of a configuration name. */
export function pipelineEntries({ value, at }: CollectorConfig): PipelineEntry[] {
  const pipelines = field(field(value, 'service'), 'pipelines');
  if (typeof pipelines !== 'object' || pipelines === null) return [];
  return Object.entries(pipelines).flatMap(([pipeline, lists]) =>
    (['receivers', 'processors', 'exporters'] as const).flatMap((list) =>
      listAt(lists, list).flatMap((name, index): PipelineEntry[] =>
        typeof name === 'string'
          ? [{ pipeline, list, name, path: [...at, 'service', 'pipelines', pipeline, list, index] }]
          : [],
      ),
    ),
  );
}

/** Deeper than any place a configuration is in. */
const deepest = 12;

function configsIn(document: YamlDocument, templated: boolean): CollectorConfig[] {
  const root = plainValue(document);
  const kind = field(root, 'apiVersion') === undefined ? null : field(root, 'kind');
  const { path: file } = document.file;
  const found: CollectorConfig[] = [];
  const pending: { value: unknown; at: YamlPath }[] = [{ value: root, at: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, at } = next;
    if (typeof value === 'string' && value.includes('pipelines:')) {
      const inner = documentInside(document, at);
      const config = inner && plainValue(inner);
      if (!inner || !isConfig(config)) continue;
      const values = kind !== 'ConfigMap' && kind !== 'OpenTelemetryCollector';
      const group = values ? `values ${at.join('.')}` : `${file} ${document.index} ${at.join('.')}`;
      found.push({ file, document: inner, at: [], value: config, values, templated, group });
    }
    if (typeof value !== 'object' || value === null || at.length > deepest) continue;
    if (isConfig(value)) {
      const values = at.length > 0 && kind !== 'OpenTelemetryCollector';
      const group = values
        ? `values ${at.join('.')}`
        : at.length > 0
          ? `resource ${String(field(field(root, 'metadata'), 'name'))}`
          : `folder ${folderOf(file)}`;
      found.push({ file, document, at, value, values, templated, group });
    } else if (!Array.isArray(value)) {
      for (const [key, one] of Object.entries(value)) pending.push({ value: one, at: [...at, key] });
    }
  }
  return found.reverse();
}

function isConfig(value: unknown): boolean {
  const pipelines = field(field(value, 'service'), 'pipelines');
  const sections = componentKinds.map((kind) => field(value, kind));
  return typeof pipelines === 'object' && pipelines !== null && sections.some((one) => typeof one === 'object');
}

/** The document in the text at a path; undefined where it cannot be read in place. */
function documentInside(document: YamlDocument, at: YamlPath): YamlDocument | undefined {
  if (!isScalar(document.node(at))) return undefined;
  try {
    return parseBlockScalar(document, at);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}
