import { isScalar } from 'yaml';
import { compareText } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { helmTemplates, yamlFiles } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { tryUser } from '../../../user-error.ts';
import { parseBlockScalar } from '../../../yaml/block-scalar.ts';
import { field, fieldsAt, listAt, plainValue, type ValueInside, valueAt, walkValue } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { manifestDocuments } from '../../facts/helm/manifest-documents.ts';
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

/** What a rule that asks for configurations of collectors has to read. */
export const collectorConfigsNeeds = [yamlFiles, helmTemplates] as const;

/** Every collector configuration of the files that were read, in the order of their paths. */
export const collectorConfigs = memoize((context: RuleContext): readonly CollectorConfig[] => {
  const files = [...context.texts]
    .filter(([path, text]) => /\.(?:ya?ml|tpl)$/.test(path) && text.includes('pipelines:') && mentionsParts.test(text))
    .sort(([a], [b]) => compareText(a, b));
  return files.flatMap(([path, text]) => {
    const { documents, templated } = manifestDocuments(path, text, context);
    return documents.flatMap((document) => configsIn(document, templated));
  });
});

const mentionsParts = /^[ \t]*["']?(?:receivers|exporters)["']?:/m;

/** The names a configuration defines, with what they are set to. */
export function definitions({ value }: CollectorConfig, kind: ComponentKind): [name: string, value: unknown][] {
  return fieldsAt(value, kind);
}

/** What the pipelines of a configuration name. */
export function pipelineEntries({ value, at }: CollectorConfig): PipelineEntry[] {
  return fieldsAt(value, 'service', 'pipelines').flatMap(([pipeline, lists]) =>
    (['receivers', 'processors', 'exporters'] as const).flatMap((list) =>
      listAt(lists, list).flatMap((name, index): PipelineEntry[] =>
        typeof name === 'string'
          ? [{ pipeline, list, name, path: [...at, 'service', 'pipelines', pipeline, list, index] }]
          : [],
      ),
    ),
  );
}

function configsIn(document: YamlDocument, templated: boolean): CollectorConfig[] {
  const root = plainValue(document);
  // A configuration holds no other, and no list holds one.
  const places = [...walkValue(root, (value) => !Array.isArray(value) && !isConfig(value))];
  return places.flatMap((place) => {
    const { value } = place;
    if (isConfig(value)) return { ...wholeConfig(document, root, place), templated };
    const isText = typeof value === 'string' && value.includes('pipelines:');
    const config = isText ? embeddedConfig(document, root, place.path) : null;
    return config ? { ...config, templated } : [];
  });
}

/** A configuration that is a document, the `config` of a custom resource, or values of a chart. */
function wholeConfig(
  document: YamlDocument,
  root: unknown,
  { value, path: at }: ValueInside,
): Omit<CollectorConfig, 'templated'> {
  const { path: file } = document.file;
  const values = at.length > 0 && kindOf(root) !== 'OpenTelemetryCollector';
  const resource = `resource ${String(valueAt(root, ['metadata', 'name']))}`;
  const group = values ? `values ${at.join('.')}` : at.length > 0 ? resource : `folder ${folderOf(file)}`;
  return { file, document, at, value, values, group };
}

/** The configuration in the text at a path; null where there is none that can be read in place. */
function embeddedConfig(
  document: YamlDocument,
  root: unknown,
  path: YamlPath,
): Omit<CollectorConfig, 'templated'> | null {
  const inner = documentInside(document, path);
  const value = inner && plainValue(inner);
  if (!inner || !isConfig(value)) return null;
  const { path: file } = document.file;
  const values = !/^(?:ConfigMap|OpenTelemetryCollector)$/.test(kindOf(root) ?? '');
  const group = values ? `values ${path.join('.')}` : `${file} ${document.index} ${path.join('.')}`;
  return { file, document: inner, at: [], value, values, group };
}

/** The kind of an object of Kubernetes; null for any other document. */
function kindOf(root: unknown): string | null {
  return field(root, 'apiVersion') === undefined ? null : String(field(root, 'kind'));
}

function documentInside(document: YamlDocument, path: YamlPath): YamlDocument | undefined {
  if (!isScalar(document.node(path))) return undefined;
  return tryUser<YamlDocument | undefined>(
    () => parseBlockScalar(document, path),
    () => undefined,
  );
}

function isConfig(value: unknown): boolean {
  const pipelines = valueAt(value, ['service', 'pipelines']);
  const sections = componentKinds.map((kind) => field(value, kind));
  return typeof pipelines === 'object' && pipelines !== null && sections.some((section) => typeof section === 'object');
}
