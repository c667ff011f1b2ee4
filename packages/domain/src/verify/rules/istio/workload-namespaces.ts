import type { Application } from '../../../argocd/application.ts';
import type { Chart } from '../../../catalog/catalog.ts';
import type { TemplateDocument } from '../../../helm/template-documents.ts';
import { helmTemplates, kustomizations } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { parseYamlFile } from '../../../yaml/yaml-document.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { type ChartTemplates, templatesOf, withIncluded } from '../../facts/helm/chart-templates.ts';
import { hasUnknownValues, valuePaths } from '../../facts/helm/values.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { type PodTemplate, podTemplatesOf } from '../../facts/kubernetes/pod-templates.ts';
import { resourcesOf } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import { addObject, groupOf, makesUnknown, type NamespacePods, noPods, tellsPods, wordsIn } from './namespace-pods.ts';

/** The namespaces of a repository; those of objects that name none are under null, and may be any. */
export type MeshNamespaces = ReadonlyMap<string | null, NamespacePods>;

const read = new WeakMap<RuleContext, MeshNamespaces>();

/** The pods of each namespace. The rule needs YAML, templates, kustomizations, Terraform and scripts. */
export function meshNamespaces(context: RuleContext): MeshNamespaces {
  const known = read.get(context);
  if (known) return known;
  const found = new Map<string | null, NamespacePods>();
  const owned = new Set<string>();
  const used = new Set<string>();
  for (const application of context.catalog.applications) addApplication(application, { found, owned, used }, context);
  for (const chart of context.catalog.charts) {
    if (!chart.library && !used.has(chart.path)) addChart(chart.path, [], at(found, null), context);
  }
  for (const [path, text] of context.texts) {
    if (kustomizations(path)) addKustomization(text, at(found, null));
    for (const name of installedInto(path, text)) at(found, name).unknown = true;
    if (!owned.has(path) && /\.ya?ml$/.test(path) && !helmTemplates(path)) addManifest(path, text, found);
  }
  for (const { attributes } of resourcesOf('helm_release', context)) {
    const name = attributes.get('namespace')?.literal ?? null;
    if (name !== null) at(found, name).unknown = true;
  }
  read.set(context, found);
  return found;
}

function at(found: Map<string | null, NamespacePods>, name: string | null): NamespacePods {
  const known = found.get(name);
  if (known) return known;
  const made = noPods();
  found.set(name, made);
  return made;
}

interface Seen {
  found: Map<string | null, NamespacePods>;
  /** Files that an Application deploys. */
  owned: Set<string>;
  /** Folders of charts that one deploys. */
  used: Set<string>;
}

function addApplication(application: Application, { found, owned, used }: Seen, context: RuleContext): void {
  const { sources, destination } = application;
  const pods = at(found, destination.namespace);
  const objects = ownedObjects(application, context);
  const files = new Map(ownedFiles(application, context).map((one) => [one.source, one]));
  for (const source of sources) {
    const own = files.get(source);
    if (!own) {
      // A source that only holds values makes nothing.
      if (source.chart !== null || source.path !== null) pods.unknown = true;
      continue;
    }
    if (own.tool === 'helm' && source.path !== null) {
      used.add(source.path);
      addChart(source.path, [application.file, ...valuePaths(application, source, context)], pods, context);
      if (hasUnknownValues(application, source, context)) pods.open = true;
      for (const word of [application.name, ...wordsIn(JSON.stringify(source.parameters))]) pods.words.add(word);
      continue;
    }
    for (const file of own.files) owned.add(file);
    const mine = objects.filter((one) => one.source === source);
    // What a kustomization renames or patches is not known.
    if (own.files.length > 0 && mine.length === 0) pods.unknown = true;
    for (const { object, namespace } of mine)
      addObject(object.value, namespace === '' ? null : namespace, (name) => at(found, name));
    if (own.tool !== 'kustomize') continue;
    for (const path of context.paths.files(source.path ?? '')) {
      if (kustomizations(path)) addKustomization(context.text(path) ?? '', pods);
    }
  }
}

/** Objects that no Application deploys. Documents that say nothing of pods, which may be long, are not parsed. */
function addManifest(path: string, text: string, found: Map<string | null, NamespacePods>): void {
  for (const document of text.split(/^---.*$/m)) {
    const kind = /^["']?kind["']?:[ \t]*["']?(\w+)/m.exec(document)?.[1];
    const group = groupOf(/^["']?apiVersion["']?:[ \t]*["']?([\w./-]+)/m.exec(document)?.[1] ?? '');
    const first = kind !== undefined && tellsPods(group, kind) ? parseYamlFile(path, document).documents[0] : undefined;
    const value = first && plainValue(first);
    const items = listAt(value, 'items');
    for (const object of kind?.endsWith('List') ? items : [value]) {
      const metadata = field(object, 'metadata');
      const namespace = field(metadata, 'namespace');
      // What has no name is a file of some tool.
      if (typeof field(metadata, 'name') === 'string')
        addObject(object, typeof namespace === 'string' ? namespace : null, (name) => at(found, name));
    }
  }
}

/** The namespaces that scripts and workflows install charts of elsewhere into. */
function installedInto(path: string, text: string): string[] {
  if (!text.includes('helm') || !/\.(?:sh|bash|mk)$|Makefile$|^\.github\//.test(path)) return [];
  const commands = text
    .replace(/\\\r?\n\s*/g, ' ')
    .matchAll(/\bhelm\s[^\n]*?(?:-n|--namespace)[ =]["']?([a-z0-9-]+)[^\n]*/g);
  return [...commands].flatMap(([command, name = '']) =>
    /\s(?:\.{0,2}\/|[\w-]*charts?\/)/.test(command) ? [] : [name],
  );
}

/** Labels that a kustomization adds, and charts it takes from elsewhere. */
function addKustomization(text: string, pods: NamespacePods): void {
  if (
    /^(?:helmCharts|helmChartInflationGenerator)\s*:|^\s*-\s+https?:\/\/|^\s*-\s+[\w.-]+\.(?:com|org|io)\//m.test(text)
  )
    pods.unknown = true;
  if (!/^(?:commonLabels|labels|namePrefix|nameSuffix|patches\w*|replacements|transformers|components)\s*:/m.test(text))
    return;
  pods.open = true;
  for (const word of wordsIn(text)) pods.words.add(word);
}

const charts = new WeakMap<RuleContext, ReadonlyMap<string, Chart>>();

/** The chart of a folder. */
export function chartAt(folder: string, context: RuleContext): Chart | undefined {
  const known = charts.get(context) ?? new Map(context.catalog.charts.map((chart) => [chart.path, chart]));
  charts.set(context, known);
  return known.get(folder);
}

/** The pods of a chart of this repository, with the files its values are in. */
function addChart(folder: string, files: readonly string[], pods: NamespacePods, context: RuleContext): void {
  const chart = chartAt(folder, context);
  if (!chart) {
    pods.unknown = true;
    return;
  }
  if (/^\s*repository:\s*["']?(?:https?|oci):/m.test(chart.document.file.text)) pods.unknown = true;
  const templates = templatesOf(chart, context);
  const all: ChartTemplates[] = [templates, ...templates.taken];
  const before = pods.count;
  for (const one of all) {
    for (const pod of podTemplatesOf(one)) addPod(pod, templates, pods);
    for (const document of one.documents) addDocument(document, pods);
  }
  // A template that is made of others in a way that is not seen.
  if (
    pods.count === before &&
    all.some(({ templates: own }) =>
      own.some(({ actions }) => actions.some(({ code }) => /^(?:include|template|tpl)\b/.test(code))),
    )
  )
    pods.unknown = true;
  pods.words.add(chart.name);
  for (const path of new Set([joinPath(folder, 'values.yaml'), ...files])) {
    for (const word of wordsOf(path, context)) pods.words.add(word);
  }
  for (const { templates: own } of all)
    for (const { text } of own) for (const word of wordsIn(text)) pods.words.add(word);
}

function addPod({ labels, spec }: PodTemplate, templates: ChartTemplates, pods: NamespacePods): void {
  pods.count += 1;
  const { text, missing } = withIncluded(labels, templates);
  if (missing.length > 0 || /\{\{-?\s*(?:toYaml|range|tpl)\b|\|\s*toYaml\b/.test(text)) pods.open = true;
  for (const [, key = '', value = ''] of text.matchAll(/^[ \t]*["']?([A-Za-z][\w./-]*)["']?:[ \t]*(\S.*?)[ \t]*$/gm)) {
    if (value.includes('{{')) pods.computed.add(key);
    else pods.labels.add(`${key}=${value.replace(/^(["'])(.*)\1$/, '$2')}`);
  }
  const account = /^[ \t]*serviceAccount(?:Name)?:[ \t]*(\S.*?)[ \t]*$/m.exec(spec)?.[1];
  if (account === undefined) pods.accounts.add('default');
  else if (account.includes('{{')) pods.computedAccounts = true;
  else pods.accounts.add(account.replace(/^(["'])(.*)\1$/, '$2'));
  if (/\{\{-?\s*(?:include|template|toYaml)\b/.test(spec)) pods.computedAccounts = true;
}

function addDocument({ template, start, end, kind }: TemplateDocument, pods: NamespacePods): void {
  const text = template.clean.slice(start, end);
  const group = /^[ \t]*apiVersion:[ \t]*["']?([\w.-]+)\//m.exec(text)?.[1] ?? '';
  if (makesUnknown(group, kind)) pods.unknown = true;
  if (kind !== 'Service') return;
  const name = /^[ \t]+name:[ \t]*["']?([^\s"'].*?)["']?[ \t]*$/m.exec(text)?.[1] ?? '{{';
  if (name.includes('{{')) pods.computedServices = true;
  else pods.services.add(name);
}

const words = new WeakMap<RuleContext, Map<string, ReadonlySet<string>>>();

/** The words of a file, split once. */
export function wordsOf(path: string, context: RuleContext): ReadonlySet<string> {
  const files = words.get(context) ?? new Map<string, ReadonlySet<string>>();
  words.set(context, files);
  const known = files.get(path) ?? wordsIn(context.text(path) ?? '');
  files.set(path, known);
  return known;
}

/** The namespaces whose pods may be in one; null where something is there that is not read, or nothing is. */
export function podsIn(namespace: string | null, namespaces: MeshNamespaces): readonly NamespacePods[] | null {
  const floating = namespaces.get(null);
  const named =
    namespace === null
      ? [...namespaces.values()]
      : [namespaces.get(namespace), floating].filter((one) => one !== undefined);
  const own = namespace === null ? named : [namespaces.get(namespace)];
  if (named.some((one) => one.unknown) || !own.some((one) => one !== undefined && one.count > 0)) return null;
  return named;
}
