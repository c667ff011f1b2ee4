import { entriesAt, templateDocuments } from '../../../helm/template-documents.ts';
import { field, plainValue } from '../../../yaml/value.ts';
import { templateOf, writtenName } from '../../facts/helm/chart-templates.ts';
import type { RuleContext } from '../../rule/context.ts';
import { piecesFor } from './data-plane-mode.ts';

interface Labels {
  injected: boolean;
  /** Whether something says the contrary: ambient, disabled. */
  doubtful: boolean;
  /** Whether a definition has the label, and whether one has not: they may be for two clusters. */
  defined: Set<boolean>;
}

const read = new WeakMap<RuleContext, Set<string>>();

/**
 * The namespaces whose pods Istio gives a sidecar, by name: those that a manifest, a template, an Application or a
 * script labels so, and nothing labels otherwise. The rule needs YAML, templates and scripts.
 */
export function injectedNamespaces(context: RuleContext): ReadonlySet<string> {
  const known = read.get(context);
  if (known) return known;
  const found = new Map<string, Labels>();
  const add = (name: string, text: string, whole: boolean): void => {
    const labels = found.get(name) ?? { injected: false, doubtful: false, defined: new Set<boolean>() };
    found.set(name, labels);
    const injected = injects(text);
    labels.injected ||= injected;
    if (whole) labels.defined.add(injected);
    if (/dataplane-mode["']?\s*[:=]|istio-injection(?:["']?\s*[:=]\s*["']?disabled|-(?:\s|$))/.test(text))
      labels.doubtful = true;
  };
  for (const [path, text] of context.texts) {
    if (/\.(?:ya?ml|tpl)$/.test(path) && /^kind:[ \t]*["']?Namespace\b/m.test(text)) addManifests(path, context, add);
    if (/\.(?:sh|bash|mk)$|(^|\/)(?:Makefile|Justfile)$/.test(path)) {
      for (const [, name = '', rest = ''] of text.matchAll(
        /^[^#\n]*\bkubectl\s+label\s+(?:namespaces?|ns)\s+["']?([a-z0-9-]+)["']?\s([^\n]*)/gm,
      ))
        add(name, rest, false);
    }
  }
  for (const { document, destination } of context.catalog.applications) {
    const labels = field(
      field(field(field(plainValue(document), 'spec'), 'syncPolicy'), 'managedNamespaceMetadata'),
      'labels',
    );
    if (labels === undefined || destination.namespace === null) continue;
    add(
      destination.namespace,
      Object.entries(labels ?? {})
        .map(([key, value]) => `${key}: ${String(value)}`)
        .join('\n'),
      false,
    );
  }
  const injected = new Set(
    [...found].flatMap(([name, labels]) =>
      labels.injected && !labels.doubtful && labels.defined.size < 2 ? [name] : [],
    ),
  );
  read.set(context, injected);
  return injected;
}

function injects(text: string): boolean {
  return /\bistio-injection["']?\s*[:=]\s*["']?enabled\b|\bistio\.io\/rev["']?\s*[:=]\s*["']?\w/.test(text);
}

function addManifests(
  path: string,
  context: RuleContext,
  add: (name: string, text: string, whole: boolean) => void,
): void {
  const template = templateOf(path, context);
  for (const document of template ? templateDocuments(template) : []) {
    const name = document.kind === 'Namespace' ? writtenName(document) : null;
    if (name === null || name.includes('{{')) continue;
    // What a branch labels is not known; a label anywhere else is none.
    const [labels] = entriesAt(document, ['metadata', 'labels']);
    add(name, labels ? document.template.clean.slice(labels.start, labels.end) : '', true);
  }
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
      /ENABLE_NATIVE_SIDECARS["']?[\s,]*(?:value)?["']?\s*[:=]\s*["']?true|name:\s*["']?ENABLE_NATIVE_SIDECARS["']?\s+value:\s*["']?true/.test(
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
