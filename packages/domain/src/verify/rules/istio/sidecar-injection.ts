import { groupBy } from '../../../grouping.ts';
import { entriesAt, templateDocuments } from '../../../helm/template-documents.ts';
import { memoize } from '../../../memo.ts';
import { scripts } from '../../../tree/file-types.ts';
import { plainValue, valueAt } from '../../../yaml/value.ts';
import { chartTemplatesNeeds, templateOf, writtenName } from '../../facts/helm/chart-templates.ts';
import type { RuleContext } from '../../rule/context.ts';
import { piecesFor } from './data-plane-mode.ts';

/** Labels that something gives a namespace. */
interface NamespaceLabels {
  name: string;
  text: string;
  /** Whether it is a definition of the namespace, with all of its labels. */
  whole: boolean;
}

/** What a rule that asks for namespaces with sidecars has to read. */
export const injectedNamespacesNeeds = [...chartTemplatesNeeds, scripts] as const;

/**
 * The namespaces whose pods Istio gives a sidecar, by name: those that a manifest, a template, an Application or a
 * script labels so, and nothing labels otherwise.
 */
export const injectedNamespaces = memoize((context: RuleContext): ReadonlySet<string> => {
  const byName = groupBy(namespaceLabels(context), ({ name }) => name);
  return new Set([...byName].flatMap(([name, labels]) => (isInjected(labels) ? [name] : [])));
});

function isInjected(labels: readonly NamespaceLabels[]): boolean {
  const doubtful = /dataplane-mode["']?\s*[:=]|istio-injection(?:["']?\s*[:=]\s*["']?disabled|-(?:\s|$))/;
  // One definition with the label and one without may be for two clusters.
  const defined = new Set(labels.flatMap(({ text, whole }) => (whole ? [injects(text)] : [])));
  return (
    labels.some(({ text }) => injects(text)) && !labels.some(({ text }) => doubtful.test(text)) && defined.size < 2
  );
}

function* namespaceLabels(context: RuleContext): Iterable<NamespaceLabels> {
  for (const [path, text] of context.texts) {
    if (/\.(?:ya?ml|tpl)$/.test(path) && /^kind:[ \t]*["']?Namespace\b/m.test(text))
      yield* labelsInManifest(path, context);
    if (/\.(?:sh|bash|mk)$|(^|\/)(?:Makefile|Justfile)$/.test(path)) {
      for (const [, name = '', rest = ''] of text.matchAll(
        /^[^#\r\n\u2028\u2029]*\bkubectl[ \t]+label[ \t]+(?:namespaces?|ns)[ \t]+["']?([a-z0-9-]+)["']?[ \t]([^\n]*)/gm,
      ))
        yield { name, text: rest, whole: false };
    }
  }
  for (const { document, destination } of context.catalog.applications) {
    const labels = valueAt(plainValue(document), ['spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels']);
    if (labels === undefined || destination.namespace === null) continue;
    const lines = Object.entries(labels ?? {}).map(([key, value]) => `${key}: ${String(value)}`);
    yield { name: destination.namespace, text: lines.join('\n'), whole: false };
  }
}

function* labelsInManifest(path: string, context: RuleContext): Iterable<NamespaceLabels> {
  const template = templateOf(path, context);
  for (const document of template ? templateDocuments(template) : []) {
    const name = document.kind === 'Namespace' ? writtenName(document) : null;
    if (name === null || name.includes('{{')) continue;
    // What a branch labels is not known; a label anywhere else labels no namespace.
    const [labels] = entriesAt(document, ['metadata', 'labels']);
    yield { name, text: labels ? document.template.clean.slice(labels.start, labels.end) : '', whole: true };
  }
}

function injects(text: string): boolean {
  return /\bistio-injection["']?\s*[:=]\s*["']?enabled\b|\bistio\.io\/rev["']?\s*[:=]\s*["']?\w/.test(text);
}

/** Whether the mesh of an environment is one of sidecars, as far as anything says: nothing of it is ambient. */
export function isSidecarMesh(environment: string | null, context: RuleContext): boolean {
  const pieces = piecesFor(environment, context);
  return (['ambient', 'ztunnel', 'profile', 'waypoint', 'use-waypoint'] as const).every(
    (mark) => pieces(mark).length === 0,
  );
}

/**
 * Whether sidecars end with the containers of a Job: they are init containers of their own since Istio 1.27, and
 * where it is told to; null where nothing says.
 */
export function sidecarsEnd(context: RuleContext): boolean | null {
  let newest: number | null = null;
  for (const [path, text] of context.texts) {
    if (!/istio/i.test(text) || /\.md$/.test(path)) continue;
    if (
      /ENABLE_NATIVE_SIDECARS["']?[\s,]*(?:value(?:["']?\s*)|["']\s*)?[:=]\s*["']?true|name:\s*["']?ENABLE_NATIVE_SIDECARS["']?\s+value:\s*["']?true/.test(
        text,
      )
    )
      return true;
    const versions = [
      ...text.matchAll(/\bISTIO_VERSION\b["'}]?\s*[:?]?=\s*["']?(?:\$\{ISTIO_VERSION:-)?v?1\.(\d+)/gi),
      ...(/\bchart\s*[:=]\s*["']?(?:[\w./-]+\/)?istiod\b/.test(text)
        ? text.matchAll(/\b(?:targetRevision|version)\s*[:=]\s*["']?v?1\.(\d+)/g)
        : []),
    ];
    for (const [, minor = ''] of versions) newest = Math.max(newest ?? 0, Number(minor));
  }
  return newest === null ? null : newest >= 27;
}
