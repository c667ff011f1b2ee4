import { includedNames } from '../../../helm/named-templates.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import {
  type ChartTemplates,
  chartTemplatesNeeds,
  templatesOf,
  withIncluded,
  writtenName,
} from '../../facts/helm/chart-templates.ts';
import { valuePaths } from '../../facts/helm/values.ts';
import { insertAnnotations, type PodTemplate, podTemplatesOf } from '../../facts/kubernetes/pod-templates.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { readConfigMaps } from './config-map-reads.ts';

export const configChecksumMissing: Rule = {
  id: 'config-checksum-missing',
  title: 'Pods are replaced when the configuration they read changes',
  severity: 'warning',
  incident: '002 5',
  help: 'Add a checksum of the ConfigMap to the annotations of the pod template, so that a new configuration is a new pod.',
  needs: [...chartTemplatesNeeds],
  *check(context) {
    if (reloadsEverything(context)) return;
    const reloaded = chartsOfReloaders(context);
    for (const chart of context.catalog.charts) {
      const templates = templatesOf(chart, context);
      const pods = podTemplatesOf(templates).filter(({ kind }) => restarted.has(kind));
      const configMaps = pods.length === 0 ? new Map<string, ConfigMapTemplate>() : configMapsOf(templates);
      for (const pod of configMaps.size === 0 ? [] : pods) {
        const spec = withIncluded(pod.spec, templates).text;
        const read = readConfigMaps(spec, pod.document.template);
        const own = read.filter(({ name, fresh }) => !fresh && configMaps.has(name));
        if (own.length === 0 || reloaded.has(chart.path) || restartsOnChange(pod, templates)) continue;
        // A container beside them that watches the files makes the program read them again.
        if (own.every(({ mounted }) => mounted) && reloader.test(spec)) continue;
        const names = [...new Set(own.map(({ name }) => name))];
        const what = names.map((name) => describe(name, configMaps.get(name)));
        yield {
          location: pod.location,
          subject: chart.name,
          key: `${pod.kind} ${pod.name} ${names.join(' ')}`,
          message: `${describe(pod.name, { file: pod.document.template.path }, pod.kind)} reads ${listFew(what)} and has no checksum of ${names.length === 1 ? 'it' : 'them'}: after a change its pods keep the old configuration until something else restarts them`,
          fix: fixOf(
            pod,
            names.map((name) => configMaps.get(name)?.file ?? null),
            joinPath(chart.path, 'templates/'),
            context,
          ),
        };
      }
    }
  },
};

/** An object by its name, or, where that is an expression, by its template. */
function describe(name: string | null, { file }: ConfigMapTemplate = { file: null }, kind = 'ConfigMap'): string {
  if (name !== null && !name.includes('{{')) return `${kind} ${quoteName(name)}`;
  return file === null ? `a ${kind} of its library chart` : `the ${kind} of ${showPath(file)}`;
}

/** Jobs are not: each is a new pod. */
const restarted: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'Rollout', 'StatefulSet']);

/** What makes pods change with their configuration, or whenever the chart is applied. */
const changes =
  /checksum|sha\d*sum|adler32sum|\bhash\b|config-?hash|reloader\.stakater|wave\.pusher|randAlpha|randNumeric|uuidv4|\bnow\b|\.Release\.Revision|restarted?-?at|rollme/i;

const reloader = /reload|k8s-sidecar|config-?watch|inotify|git-sync/i;

/** Reloader, told to watch everything. */
function reloadsEverything({ texts }: RuleContext): boolean {
  for (const [path, text] of texts)
    if (text.includes('autoReloadAll') && /\.ya?ml$/.test(path) && /autoReloadAll["']?\s*:\s*["']?true/.test(text))
      return true;
  return false;
}

function restartsOnChange(pod: PodTemplate, templates: ChartTemplates): boolean {
  if (changes.test(pod.text)) return true;
  const { text, missing } = withIncluded(pod.metadata, templates);
  // What a library chart of elsewhere writes there is not known.
  return changes.test(text) || missing.length > 0;
}

interface ConfigMapTemplate {
  /** The template that renders it alone, with nothing else; null where it is not known. */
  file: string | null;
}

/** The ConfigMaps of a chart by their names as they are written. */
function configMapsOf(templates: ChartTemplates): Map<string, ConfigMapTemplate> {
  const found = new Map<string, ConfigMapTemplate>();
  const add = (name: string | null, file: string | null): void => {
    // Of two of one name, branches choose.
    if (name !== null) found.set(name, { file: found.has(name) ? null : file });
  };
  for (const document of templates.documents) {
    if (document.kind !== 'ConfigMap') continue;
    add(writtenName(document), document.define === null ? document.template.path : null);
  }
  const included = new Set(templates.templates.flatMap(({ clean }) => includedNames(clean)));
  for (const { documents } of templates.taken) {
    for (const document of documents) {
      if (document.kind === 'ConfigMap' && document.define !== null && included.has(document.define))
        add(writtenName(document), null);
    }
  }
  return found;
}

function fixOf(pod: PodTemplate, files: readonly (string | null)[], folder: string, context: RuleContext): Fix | null {
  const { template, define } = pod.document;
  const known = [...new Set(files)].flatMap((file) => (file?.startsWith(folder) ? [file.slice(folder.length)] : []));
  // A template that includes itself never ends.
  if (known.length === 0 || files.some((file) => file === null || file === template.path) || define !== null)
    return null;
  // What is another at every rendering would restart the pods at every sync.
  if (
    files.some(
      (file) => file !== null && /\b(?:rand\w+|uuidv4|now|gen[A-Z]\w+|lookup)\b/.test(context.text(file) ?? ''),
    )
  )
    return null;
  const inLoop = template.blocks.some(
    ({ keyword, start, end }) =>
      (keyword === 'range' || keyword === 'with') && start < pod.entry.start && pod.entry.start < end,
  );
  const lines = known.map((file) => {
    const stem = file.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    const key = known.length === 1 ? 'config' : stem.replace(/[^\w.-]/g, '-');
    return `checksum/${key}: {{ include (print $.Template.BasePath "/${file}") ${inLoop ? '$' : '.'} | sha256sum }}`;
  });
  const edits = known.every((file) => /^[\w./-]+$/.test(file)) ? insertAnnotations(pod, lines) : null;
  return edits && { description: `Add a checksum of ${known.join(', ')} to the pod template`, safe: true, edits };
}

/** The folders of the charts whose values, or those of an Application that deploys them, tell a reloader. */
function chartsOfReloaders(context: RuleContext): Set<string> {
  const said = new Map<string, boolean>();
  const tells = (path: string): boolean => {
    const known = said.get(path) ?? /[Rr]eloader\.stakater|[Cc]hecksum/.test(context.text(path) ?? '');
    said.set(path, known);
    return known;
  };
  const folders = new Set(
    context.catalog.charts.flatMap(({ path }) => (tells(joinPath(path, 'values.yaml')) ? [path] : [])),
  );
  for (const application of [...context.catalog.applications, ...context.catalog.generated]) {
    for (const source of application.sources) {
      if (source.path === null || folders.has(source.path)) continue;
      if ([application.file, ...valuePaths(application, source, context)].some(tells)) folders.add(source.path);
    }
  }
  return folders;
}
