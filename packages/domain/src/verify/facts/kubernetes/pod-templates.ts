import { blocksAround } from '../../../helm/helm-template.ts';
import {
  childrenIn,
  entriesAt,
  type TemplateDocument,
  type TemplateEntry,
  templateDocuments,
} from '../../../helm/template-documents.ts';
import type { Location } from '../../../location.ts';
import type { Edit } from '../../../yaml/edit.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type ChartTemplates, locationIn, templateOf, writtenName } from '../helm/chart-templates.ts';
import type { KubernetesObject } from './objects.ts';

/** The pod template of a workload, in a chart's template or a plain manifest. */
export interface PodTemplate {
  document: TemplateDocument;
  kind: string;
  /** The workload's name as it is written, in one spelling; null where there is none. */
  name: string | null;
  /** The pod template's annotations, else its metadata, else itself. */
  location: Location;
  /** Comments are blanks in all of these; '' where there is none. */
  metadata: string;
  annotations: string;
  labels: string;
  spec: string;
  /** The whole object. */
  text: string;
  entry: TemplateEntry;
}

/** The kinds that have a pod template. */
export const workloads: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'Rollout',
  'StatefulSet',
]);

/** The pod templates of a chart's own templates, those of its named templates among them. */
export function podTemplatesOf({ documents }: ChartTemplates): PodTemplate[] {
  return documents.flatMap(readPodTemplate);
}

/** The pod template of an object of a plain manifest; null where it is not written as a block. */
export function podTemplateOf({ file, document, at }: KubernetesObject, context: RuleContext): PodTemplate | null {
  const template = at.length === 0 ? templateOf(file, context) : undefined;
  const [start = 0] = document.node([])?.range ?? [];
  if (!template) return null;
  const own = templateDocuments(template).find((one) => one.start <= start && start < one.end);
  return own ? (readPodTemplate(own)[0] ?? null) : null;
}

function readPodTemplate(document: TemplateDocument): PodTemplate[] {
  if (!workloads.has(document.kind)) return [];
  const path = document.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  const { template, start, end, kind } = document;
  const textOf = (entries: readonly TemplateEntry[]): string =>
    entries.map((one) => template.clean.slice(one.start, one.end)).join('\n');
  return entriesAt(document, path).map((entry) => {
    const below = (...keys: string[]) => entriesAt({ ...document, start: entry.lineEnd, end: entry.end }, keys);
    const metadata = below('metadata');
    const annotations = below('metadata', 'annotations');
    const labels = below('metadata', 'labels');
    return {
      document,
      kind,
      name: writtenName(document),
      location: locationIn(template, (annotations[0] ?? metadata[0] ?? entry).start),
      metadata: textOf(metadata),
      annotations: textOf(annotations),
      labels: textOf(labels),
      spec: textOf(below('spec')),
      text: template.clean.slice(start, end),
      entry,
    };
  });
}

/** Inserts annotations, one a line, into a pod template; null where it is not certain where they belong. */
export function insertAnnotations({ document, entry }: PodTemplate, lines: readonly string[]): Edit[] | null {
  const { template } = document;
  const below = { ...document, start: entry.lineEnd, end: entry.end };
  const [metadata, ...others] = entriesAt(below, ['metadata']);
  const children = metadata ? childrenIn(template, { start: metadata.lineEnd, end: metadata.end }) : [];
  const indent = children[0]?.indent;
  if (!metadata || others.length > 0 || metadata.value !== '' || indent === undefined) return null;
  const [annotations, second] = children.filter(({ key }) => key === 'annotations');
  if (second || isConditional(document, metadata.start, entry.start)) return null;
  if (!annotations) {
    // An action may write the key.
    if (/annotations/i.test(template.clean.slice(metadata.start, metadata.end))) return null;
    return [insertion(document, metadata.lineEnd, indent, ['annotations:', ...lines.map((line) => `  ${line}`)])];
  }
  if (annotations.value !== '' || isConditional(document, annotations.start, metadata.start)) return null;
  const [first] = childrenIn(template, { start: annotations.lineEnd, end: annotations.end });
  return [insertion(document, annotations.lineEnd, first?.indent ?? indent + 2, lines)];
}

function insertion({ template }: TemplateDocument, at: number, indent: number, lines: readonly string[]): Edit {
  const newline = template.text[at - 1] === '\r' ? '\r\n' : '\n';
  const start = newline === '\n' ? at : at - 1;
  const newText = lines.map((line) => `${newline}${' '.repeat(indent)}${line}`).join('');
  return { path: template.path, range: [start, start], newText };
}

/** Whether a place is in a branch or a loop that another place, before it, is not in. */
function isConditional({ template }: TemplateDocument, place: number, outside: number): boolean {
  return [...blocksAround(template, place)].some(({ start }) => outside < start);
}
