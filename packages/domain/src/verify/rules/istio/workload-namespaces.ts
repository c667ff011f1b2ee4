import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import type { Chart } from '../../../catalog/catalog.ts';
import type { TemplateDocument } from '../../../helm/template-documents.ts';
import { memoize } from '../../../memo.ts';
import { helmTemplates, kustomizations, scripts, terraformFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue, textAt } from '../../../yaml/value.ts';
import { parseYamlFile } from '../../../yaml/yaml-document.ts';
import { type OwnedFiles, ownedFiles } from '../../facts/argocd/source-manifests.ts';
import {
  type ChartTemplates,
  chartTemplatesNeeds,
  templatesOf,
  withIncluded,
} from '../../facts/helm/chart-templates.ts';
import { hasUnknownValues, valuePaths } from '../../facts/helm/values.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { type PodTemplate, podTemplatesOf } from '../../facts/kubernetes/pod-templates.ts';
import { resourcesOf } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import { addObject, groupOf, makesUnknown, type NamespacePods, noPods, tellsPods, wordsIn } from './namespace-pods.ts';

/** The namespaces of a repository; those of objects that name none are under null, and may be any. */
export type MeshNamespaces = ReadonlyMap<string | null, NamespacePods>;

/** What a rule that asks for the pods of namespaces has to read. */
export const meshNamespacesNeeds = [...chartTemplatesNeeds, kustomizations, terraformFiles, scripts] as const;

/** The pods of each namespace. */
export const meshNamespaces = memoize((context: RuleContext): MeshNamespaces => {
  const reading: Reading = { namespaces: new Map(), owned: new Set(), used: new Set() };
  const { namespaces, owned, used } = reading;
  for (const application of context.catalog.applications) addApplication(application, reading, context);
  for (const chart of context.catalog.charts) {
    if (!chart.library && !used.has(chart.path)) addChart(chart.path, [], podsOf(namespaces, null), context);
  }
  for (const [path, text] of context.texts) {
    if (kustomizations(path)) addKustomization(text, podsOf(namespaces, null));
    for (const name of installedInto(path, text)) podsOf(namespaces, name).unknown = true;
    if (!owned.has(path) && /\.ya?ml$/.test(path) && !helmTemplates(path)) addManifest(path, text, namespaces);
  }
  for (const { attributes } of resourcesOf('helm_release', context)) {
    const name = attributes.get('namespace')?.literal ?? null;
    if (name !== null) podsOf(namespaces, name).unknown = true;
  }
  return namespaces;
});

interface Reading {
  namespaces: Map<string | null, NamespacePods>;
  /** Files that an Application deploys. */
  owned: Set<string>;
  /** Folders of charts that one deploys. */
  used: Set<string>;
}

function podsOf(namespaces: Reading['namespaces'], name: string | null): NamespacePods {
  const pods = namespaces.get(name) ?? noPods();
  namespaces.set(name, pods);
  return pods;
}

function addApplication(application: Application, reading: Reading, context: RuleContext): void {
  const { sources, destination } = application;
  const pods = podsOf(reading.namespaces, destination.namespace);
  const bySource = new Map(ownedFiles(application, context).map((files) => [files.source, files]));
  for (const source of sources) {
    const files = bySource.get(source);
    if (files?.tool === 'helm' && source.path !== null) {
      reading.used.add(source.path);
      addChart(source.path, [application.file, ...valuePaths(application, source, context)], pods, context);
      if (hasUnknownValues(application, source, context)) pods.open = true;
      for (const word of [application.name, ...wordsIn(JSON.stringify(source.parameters))]) pods.words.add(word);
    } else if (files) addFiles(files, application, reading, context);
    // A source that only holds values makes nothing, and a folder that does not exist neither.
    else if (source.chart !== null || (source.path !== null && !isGone(source, context))) pods.unknown = true;
  }
}

function isGone(source: ApplicationSource, context: RuleContext): boolean {
  return context.isOurs(source) && context.paths.at(source.path ?? '') === null;
}

/** The objects of manifests that an Application deploys. */
function addFiles(
  { source, files, tool }: OwnedFiles,
  application: Application,
  { namespaces, owned }: Reading,
  context: RuleContext,
): void {
  const pods = podsOf(namespaces, application.destination.namespace);
  for (const file of files) owned.add(file);
  const objects = ownedObjects(application, context).filter((object) => object.source === source);
  // What a kustomization renames or patches is not known.
  if (files.length > 0 && objects.length === 0) pods.unknown = true;
  for (const { object, namespace } of objects)
    addObject(object.value, namespace === '' ? null : namespace, (name) => podsOf(namespaces, name));
  for (const path of tool === 'kustomize' ? context.paths.files(source.path ?? '') : []) {
    if (kustomizations(path)) addKustomization(context.text(path) ?? '', pods);
  }
}

/** Objects that no Application deploys. Documents that say nothing about pods may be long: they are not parsed. */
function addManifest(path: string, text: string, namespaces: Reading['namespaces']): void {
  for (const document of text.split(/^---.*$/m)) {
    const kind = /^["']?kind["']?:[ \t]*["']?(\w+)/m.exec(document)?.[1];
    const group = groupOf(/^["']?apiVersion["']?:[ \t]*["']?([\w./-]+)/m.exec(document)?.[1] ?? '');
    const first = kind !== undefined && tellsPods(group, kind) ? parseYamlFile(path, document).documents[0] : undefined;
    const value = first && plainValue(first);
    for (const object of kind?.endsWith('List') ? listAt(value, 'items') : [value]) {
      const metadata = field(object, 'metadata');
      // What has no name is a file of some tool.
      if (textAt(metadata, 'name') !== undefined)
        addObject(object, textAt(metadata, 'namespace') ?? null, (name) => podsOf(namespaces, name));
    }
  }
}

/** The namespaces into which scripts and workflows install charts of other repositories. */
function installedInto(path: string, text: string): string[] {
  if (!text.includes('helm') || !/\.(?:sh|bash|mk)$|Makefile$|^\.github\//.test(path)) return [];
  const commands = text.replace(/\\\r?\n\s*/g, ' ').matchAll(/\bhelm\s[^\n]*/g);
  return [...commands].flatMap(([command]) => {
    const [, name] = /(?:-n|--namespace)[ =]["']?([a-z0-9-]+)/.exec(command) ?? [];
    return name === undefined || /\s(?:\.{0,2}\/|[\w-]*charts?\/)/.test(command) ? [] : [name];
  });
}

/** Labels that a kustomization adds, and charts of other repositories that it installs. */
function addKustomization(text: string, pods: NamespacePods): void {
  if (
    /^(?:helmCharts|helmChartInflationGenerator)\s*:|^[ \t]*-[ \t]+https?:\/\/|^[ \t]*-[ \t]+[\w.-]+\.(?:com|org|io)\//m.test(
      text,
    )
  )
    pods.unknown = true;
  if (!/^(?:commonLabels|labels|namePrefix|nameSuffix|patches\w*|replacements|transformers|components)\s*:/m.test(text))
    return;
  pods.open = true;
  for (const word of wordsIn(text)) pods.words.add(word);
}

const chartsByFolder = memoize(
  ({ catalog }: RuleContext) => new Map(catalog.charts.map((chart) => [chart.path, chart])),
);

/** The chart of a folder. */
export function chartAt(folder: string, context: RuleContext): Chart | undefined {
  return chartsByFolder(context).get(folder);
}

/** The pods of a chart of this repository, with the files its values are in. */
function addChart(folder: string, valueFiles: readonly string[], pods: NamespacePods, context: RuleContext): void {
  const chart = chartAt(folder, context);
  if (!chart) {
    pods.unknown = true;
    return;
  }
  if (/^[ \t]*repository:\s*["']?(?:https?|oci):/m.test(chart.document.file.text)) pods.unknown = true;
  const templates = templatesOf(chart, context);
  const all: ChartTemplates[] = [templates, ...templates.taken];
  const before = pods.count;
  for (const { documents } of all) for (const document of documents) addDocument(document, pods);
  for (const pod of all.flatMap(podTemplatesOf)) addPod(pod, templates, pods);
  const files = all.flatMap((own) => own.templates);
  // A template that is made of others in a way that is not seen.
  const isMade = files.some(({ actions }) => actions.some(({ code }) => /^(?:include|template|tpl)\b/.test(code)));
  if (pods.count === before && isMade) pods.unknown = true;
  pods.words.add(chart.name);
  for (const path of new Set([joinPath(folder, 'values.yaml'), ...valueFiles]))
    for (const word of wordsOf(path, context)) pods.words.add(word);
  for (const { text } of files) for (const word of wordsIn(text)) pods.words.add(word);
}

function addPod({ labels, spec }: PodTemplate, templates: ChartTemplates, pods: NamespacePods): void {
  pods.count += 1;
  const { text, missing } = withIncluded(labels, templates);
  if (missing.length > 0 || /\{\{-?\s*(?:toYaml|range|tpl)\b|\|\s*toYaml\b/.test(text)) pods.open = true;
  for (const [, key = '', written = ''] of text.matchAll(/^[ \t]*["']?([A-Za-z][\w./-]*)["']?:[ \t]*(\S.*)$/gm)) {
    const value = written.trimEnd();
    if (value.includes('{{')) pods.computed.add(key);
    else pods.labels.add(`${key}=${value.replace(/^(["'])(.*)\1$/, '$2')}`);
  }
  const account = /^[ \t]*serviceAccount(?:Name)?:[ \t]*(\S.*)$/m.exec(spec)?.[1]?.trimEnd();
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
  const name =
    /^[ \t]+name:[ \t]*["']?([^\s"'].*)$/m
      .exec(text)?.[1]
      ?.trimEnd()
      .replace(/(?<=.)["']$/, '') ?? '{{';
  if (name.includes('{{')) pods.computedServices = true;
  else pods.services.add(name);
}

const wordsByPath = memoize((_: RuleContext) => new Map<string, ReadonlySet<string>>());

/** The words of a file, split once. */
export function wordsOf(path: string, context: RuleContext): ReadonlySet<string> {
  const files = wordsByPath(context);
  const words = files.get(path) ?? wordsIn(context.text(path) ?? '');
  files.set(path, words);
  return words;
}

/** The namespaces whose pods may be in one; null where something is there that is not read, or nothing is. */
export function podsIn(namespace: string | null, namespaces: MeshNamespaces): readonly NamespacePods[] | null {
  const own = namespace === null ? [...namespaces.values()] : [namespaces.get(namespace) ?? noPods()];
  const floating = namespace === null ? undefined : namespaces.get(null);
  const all = floating ? [...own, floating] : own;
  return all.some(({ unknown }) => unknown) || !own.some(({ count }) => count > 0) ? null : all;
}
