import { groupBy } from '../../../grouping.ts';
import { quoteName } from '../../../names.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import {
  type CollectorConfig,
  type ComponentKind,
  collectorConfigs,
  collectorConfigsNeeds,
  componentKinds,
  definitions,
  type PipelineEntry,
  pipelineEntries,
} from './collector-configs.ts';

export const otelPipelineDisconnected: Rule = {
  id: 'otel-pipeline-disconnected',
  title: 'Every part of a collector is in a pipeline, and every pipeline has its parts',
  severity: 'warning',
  incident: '003 9.3',
  help: 'Put the part into a pipeline, or remove it. A connector is an exporter of one pipeline and a receiver of another.',
  needs: [...collectorConfigsNeeds],
  *check(context) {
    const groups = groupBy(collectorConfigs(context), ({ group }) => group);
    for (const configs of groups.values()) {
      const entries = configs.map((config) => ({ config, entries: pipelineEntries(config) }));
      const uses = usesOf(entries.flatMap((part) => part.entries));
      const defined = new Map(
        componentKinds.map((kind) => [
          kind,
          new Set(configs.flatMap((config) => definitions(config, kind).map(([name]) => name))),
        ]),
      );
      for (const { config, entries: own } of entries) {
        yield* unused(config, uses, context);
        yield* undefinedParts(config, own, defined, context);
      }
    }
  },
};

/** The names in the lists of pipelines, by list. */
type Uses = ReadonlyMap<string, ReadonlySet<string>>;

function usesOf(entries: readonly PipelineEntry[]): Uses {
  const byList = groupBy(entries, ({ list }) => list);
  return new Map([...byList].map(([list, own]) => [list, new Set(own.map(({ name }) => name))]));
}

const singular = { receivers: 'receiver', processors: 'processor', exporters: 'exporter', connectors: 'connector' };

function* unused(config: CollectorConfig, uses: Uses, context: RuleContext): Iterable<RuleFinding> {
  const text = context.text(config.file) ?? '';
  if (config.templated && writesLists(text)) return;
  // A list that a template writes in parts is not read: a name behind it counts as used.
  const named = new Set(config.templated ? text.slice(text.indexOf('pipelines:')).split(/[\s,[\]{}"']+/) : []);
  for (const kind of componentKinds) {
    for (const [name, value] of definitions(config, kind)) {
      if ((config.values && (value === null || isOfChart(name))) || isForDebugging(kind, name)) continue;
      const consequence = consequenceOf(kind, (list) => uses.get(list)?.has(name) === true);
      if (consequence === null || (named.has(name) && kind !== 'connectors')) continue;
      yield {
        location: config.document.locate([...config.at, kind, name]),
        subject: name,
        message: `${singular[kind]} ${quoteName(name)} ${consequence}`,
      };
    }
  }
}

function isForDebugging(kind: ComponentKind, name: string): boolean {
  return kind === 'exporters' && /^(?:debug|logging|nop)(?:\/|$)/.test(name);
}

/** What an unused part does not do; null where it is used. */
function consequenceOf(kind: ComponentKind, isIn: (list: string) => boolean): string | null {
  if (kind !== 'connectors') {
    if (isIn(kind)) return null;
    if (kind === 'receivers')
      return 'is in no pipeline: the collector does not start it, and what it would take in is lost';
    if (kind === 'processors') return 'is in no pipeline: nothing goes through it';
    return 'is in no pipeline: nothing is sent there';
  }
  const [from, to] = [isIn('exporters'), isIn('receivers')];
  if (from && to) return null;
  if (from) return 'is an exporter of a pipeline and a receiver of none: the collector does not start';
  if (to) return 'is a receiver of a pipeline and an exporter of none: the collector does not start';
  return 'is in no pipeline: what it would make of the data is not there';
}

function* undefinedParts(
  { document, values, templated, file }: CollectorConfig,
  entries: readonly PipelineEntry[],
  defined: ReadonlyMap<ComponentKind, ReadonlySet<string>>,
  context: RuleContext,
): Iterable<RuleFinding> {
  // A chart has definitions of its own.
  if (values || (templated && writesLists(context.text(file) ?? ''))) return;
  for (const { pipeline, list, name, path } of entries) {
    const isConnector = list !== 'processors' && defined.get('connectors')?.has(name) === true;
    if (defined.get(list)?.has(name) || isConnector || /[{}$]/.test(name)) continue;
    yield {
      location: document.locateValue(path),
      subject: name,
      key: `${pipeline} ${list}`,
      message: `pipeline ${quoteName(pipeline)} names ${singular[list]} ${quoteName(name)}, which is not defined: the collector does not start`,
    };
  }
}

/** Whether a template takes lists or whole parts from somewhere else: what those hold is not known. */
function writesLists(text: string): boolean {
  return /\{\{-?\s*(?:include|template|tpl|toYaml|range|with|\.Files|\$?\w*\.Values[\w.]*\s*\|\s*toYaml)/.test(text);
}

/** What the charts of collectors define and put into pipelines themselves, as presets or defaults. */
function isOfChart(name: string): boolean {
  return /^(?:otlp|jaeger|zipkin|prometheus|batch|memory_limiter|debug|filelog|file_log|hostmetrics|host_metrics|k8sattributes|k8s_attributes|k8s_cluster|k8s_?events|k8sobjects|k8s_objects|kubeletstats|kubelet_stats|receiver_creator|resourcedetection|resource_detection)(?:\/|$)/.test(
    name,
  );
}
