import { type ChartValues, chartValues } from '../../../argocd/chart-values.ts';
import { isTruthy, keysBelow, winningValue } from '../../../argocd/winning-value.ts';
import { entriesAt } from '../../../helm/template-documents.ts';
import { quoteName, showPath } from '../../../names.ts';
import { helmTemplates, kustomizations, scripts, terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { field, isRecord } from '../../../yaml/value.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { templatesOf, withIncluded } from '../../facts/helm/chart-templates.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { objectsIn } from '../../facts/kubernetes/objects.ts';
import {
  insertAnnotations,
  type PodTemplate,
  podTemplateOf,
  podTemplatesOf,
  workloads,
} from '../../facts/kubernetes/pod-templates.ts';
import type { Fix } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type Infrastructure, infrastructureOf } from './infrastructure-pods.ts';
import { meshPolicies } from './policies.ts';
import { injectedNamespaces, isSidecarMesh, sidecarsEnd } from './sidecar-injection.ts';

export const sidecarInjectMissing: Rule = {
  id: 'sidecar-inject-missing',
  title: 'Databases and Jobs are kept out of the sidecar mesh',
  severity: 'warning',
  incident: '003 2',
  help: 'Add the annotation sidecar.istio.io/inject: "false" to the pod template.',
  needs: [helmTemplates, yamlFiles, kustomizations, scripts, terraformFiles],
  *check(context) {
    if (injectedNamespaces(context).size === 0) return;
    const decided = decidedNames(context);
    const found = new Map<string, Found>();
    for (const one of [...ownPods(context), ...chartPods(context)]) {
      if (decided.has(one.pod.name ?? '')) continue;
      const key = JSON.stringify([one.pod.location.path, one.pod.location.line]);
      const known = found.get(key);
      if (known) for (const environment of one.environments) known.environments.add(environment);
      else found.set(key, one);
    }
    const ends = found.size === 0 ? null : sidecarsEnd(context);
    for (const { pod, sort, namespace, environments } of found.values()) {
      const isJob = sort === 'job';
      if (isJob && ends === true) continue;
      const [environment] = environments.size === 1 ? environments : [];
      const name =
        pod.name !== null && !pod.name.includes('{{') ? quoteName(pod.name) : `of ${showPath(pod.location.path)}`;
      yield {
        location: pod.location,
        subject: pod.name !== null && !pod.name.includes('{{') ? pod.name : pod.location.path,
        ...(environment === null || environment === undefined ? {} : { environment }),
        ...(isJob && ends === false ? { severity: 'error' as const } : {}),
        key: `${pod.kind} ${pod.name} ${namespace}`,
        message: `${pod.kind} ${name} gets a sidecar, for namespace ${quoteName(namespace)} is labelled for injection: ${effect(sort, ends)}`,
        fix: fixOf(pod, sort, context),
      };
    }
  },
};

type Sort = Infrastructure | 'job';

interface Found {
  pod: PodTemplate;
  sort: Sort;
  namespace: string;
  environments: Set<string | null>;
}

function effect(sort: Sort, ends: boolean | null): string {
  if (sort === 'job') {
    const unless = ends === null ? ', unless sidecars are native ones' : '';
    return `the sidecar goes on when the work is done, so that the Job never completes${unless}`;
  }
  return sort === 'store'
    ? 'every connection to its data goes through a proxy that does nothing for it, and breaks when the proxy restarts'
    : 'its traffic goes through a proxy that does nothing for it';
}

/** The pods of plain manifests in injected namespaces. */
function* ownPods(context: RuleContext): Generator<Found> {
  const injected = injectedNamespaces(context);
  const seen = new Set<unknown>();
  const deployed = new Set<string>();
  for (const application of context.catalog.applications) {
    for (const { files } of ownedFiles(application, context)) for (const file of files) deployed.add(file);
    for (const { object, namespace } of ownedObjects(application, context)) {
      if (!workloads.has(object.kind) || !injected.has(namespace)) continue;
      seen.add(object);
      const pod = podTemplateOf(object, context);
      yield* judge(pod, namespace, application.environment, context);
    }
  }
  const named = new RegExp(
    `\\bnamespace["']?[ \\t]*:[ \\t]*["']?(?:${[...injected].map((name) => name.replace(/[^\w-]/g, '.')).join('|')})\\b`,
  );
  for (const [file, text] of context.texts) {
    // A kustomization that renames or patches it is not read.
    if (deployed.has(file) || !/\.ya?ml$/.test(file) || text.includes('{{') || !named.test(text)) continue;
    for (const object of objectsIn(file, context)) {
      const { kind, namespace } = object;
      if (seen.has(object) || !workloads.has(kind) || namespace === null || !injected.has(namespace)) continue;
      for (const environment of manifestEnvironments(file, context) ?? [null])
        yield* judge(podTemplateOf(object, context), namespace, environment, context);
    }
  }
}

function* judge(
  pod: PodTemplate | null,
  namespace: string,
  environment: string | null,
  context: RuleContext,
  look: (key: readonly string[]) => string | null = () => null,
): Generator<Found> {
  if (!pod || isDecided(pod.metadata) || !isSidecarMesh(environment, context)) return;
  const isJob = pod.kind === 'Job' || pod.kind === 'CronJob';
  // Pods on the network of their node get none; a program may stop the sidecar itself.
  if (/hostNetwork:\s*true/.test(pod.spec) || (isJob && /quitquitquit|pilot-agent/.test(pod.spec))) return;
  const sort: Sort | null = isJob ? 'job' : infrastructureOf(pod, look);
  // What watches calls others, and those of a strict mesh turn away whoever has no sidecar.
  if (sort === 'observer' && isStrict(namespace, context)) return;
  if (sort !== null) yield { pod, sort, namespace, environments: new Set([environment]) };
}

/** Whether the pods of a namespace, or of the whole mesh, take nothing but the encryption of the mesh. */
function isStrict(namespace: string, context: RuleContext): boolean {
  return meshPolicies(context).some(
    (policy) =>
      policy.kind === 'PeerAuthentication' &&
      (policy.namespace === namespace || policy.namespace === 'istio-system' || policy.namespace === null) &&
      field(policy.spec, 'selector') === undefined &&
      field(field(policy.spec, 'mtls'), 'mode') === 'STRICT',
  );
}

function isDecided(metadata: string): boolean {
  return /sidecar\.istio\.io\/(?:inject|nativeSidecar)/.test(metadata);
}

/** The pods of the charts that Applications deploy to injected namespaces. */
function* chartPods(context: RuleContext): Generator<Found> {
  const injected = injectedNamespaces(context);
  const charts = new Map(context.catalog.charts.map((chart) => [chart.path, chart]));
  for (const application of context.catalog.applications) {
    const { namespace } = application.destination;
    if (namespace === null || !injected.has(namespace)) continue;
    for (const source of application.sources) {
      const chart = source.path !== null && context.isOurs(source) ? charts.get(source.path) : undefined;
      if (!chart) continue;
      const values = chartValues(application, source, context);
      if (mayDecide(values)) continue;
      const look = (key: readonly string[]): string | null => {
        const found = winningValue(values, key);
        return found.state === 'set' && typeof found.value !== 'object' ? String(found.value) : null;
      };
      const templates = templatesOf(chart, context);
      for (const pod of podTemplatesOf(templates)) {
        const { text, missing } = withIncluded(pod.metadata, templates);
        const [written] = entriesAt(pod.document, ['metadata', 'namespace']);
        if (missing.length > 0 || isDecided(text) || (written && !/\.Release\.Namespace/.test(written.value))) continue;
        if (pod.document.define === null && !isRendered(pod, values)) continue;
        yield* judge(pod, namespace, application.environment, context, look);
      }
    }
  }
}

/** Whether the conditions around a template hold, as far as they are values: `{{ if .Values.a.enabled }}`. */
function isRendered({ document, entry }: PodTemplate, values: ChartValues): boolean {
  const { actions, blocks } = document.template;
  return blocks.every(({ keyword, start, arms }) => {
    if (keyword !== 'if') return true;
    const index = arms.findIndex((arm) => arm.start < entry.start && entry.start < arm.end);
    if (index === -1) return true;
    const code = actions.find((action) => action.start === start)?.code ?? '';
    const key = /^if\s+\$?\.Values\.([\w.]+)$/.exec(code)?.[1];
    // Any other condition may be false.
    return index === 0 && key !== undefined && isOn(values, key.split('.'));
  });
}

/** Whether a value is known, and true to a template. */
function isOn(values: ChartValues, key: readonly string[]): boolean {
  const found = winningValue(values, key);
  if (found.state !== 'set') return false;
  return isRecord(found.value) ? keysBelow(values, key).length > 0 : isTruthy(found.value);
}

/** Whether values say something of sidecars, or may: files that cannot be read. */
function mayDecide({ layers }: ChartValues): boolean {
  return layers.some(
    ({ document, unknown, sets }) =>
      (unknown !== null && sets === null) || /sidecar\.istio\.io\/inject/.test(document?.file.text ?? ''),
  );
}

/** The names in documents that say whether a sidecar is injected, such as patches: those workloads are decided on. */
function decidedNames({ texts }: RuleContext): Set<string> {
  const names = new Set<string>();
  for (const [path, text] of texts) {
    if (!/\.ya?ml$/.test(path) || !text.includes('sidecar.istio.io/inject')) continue;
    for (const document of text.split(/^---.*$/m)) {
      if (!document.includes('sidecar.istio.io/inject')) continue;
      for (const [, name = ''] of document.matchAll(/\bname:[ \t]*["']?([\w.-]+)/g)) names.add(name);
    }
  }
  return names;
}

/** Safe for what others call, where no rule makes them use the mesh's own encryption. */
function fixOf(pod: PodTemplate, sort: Sort, { texts }: RuleContext): Fix | null {
  const edits = insertAnnotations(pod, ['sidecar.istio.io/inject: "false"']);
  if (!edits) return null;
  const safe = sort === 'store' && ![...texts.values()].some((text) => text.includes('ISTIO_MUTUAL'));
  return { description: 'Keep the pod out of the mesh', safe, edits };
}
