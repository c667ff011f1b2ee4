import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { type ChartValues, chartValues } from '../../../argocd/chart-values.ts';
import { isTruthy, keysBelow, winningValue } from '../../../argocd/winning-value.ts';
import { groupBy } from '../../../grouping.ts';
import { entriesAt } from '../../../helm/template-documents.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { textPattern } from '../../../text-pattern.ts';
import { field, isRecord, valueAt } from '../../../yaml/value.ts';
import { manifestEnvironments } from '../../facts/argocd/manifest-environments.ts';
import { ownedFiles } from '../../facts/argocd/source-manifests.ts';
import { type ChartTemplates, templatesOf, withIncluded } from '../../facts/helm/chart-templates.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { type KubernetesObject, objectsIn } from '../../facts/kubernetes/objects.ts';
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
import { meshPiecesNeeds } from './data-plane-mode.ts';
import { type Infrastructure, infrastructureOf } from './infrastructure-pods.ts';
import { meshPolicies, meshPoliciesNeeds } from './policies.ts';
import { injectedNamespaces, injectedNamespacesNeeds, isSidecarMesh, sidecarsEnd } from './sidecar-injection.ts';
import { chartAt } from './workload-namespaces.ts';

export const sidecarInjectMissing: Rule = {
  id: 'sidecar-inject-missing',
  title: 'Databases and Jobs are kept out of the sidecar mesh',
  severity: 'warning',
  incident: '003 2',
  help: 'Add the annotation sidecar.istio.io/inject: "false" to the pod template.',
  needs: [...injectedNamespacesNeeds, ...meshPiecesNeeds, ...meshPoliciesNeeds],
  *check(context) {
    if (injectedNamespaces(context).size === 0) return;
    const pods = undecidedPods(context);
    const ends = pods.length === 0 ? null : sidecarsEnd(context);
    for (const { pod, sort, namespace, environments } of pods) {
      const isJob = sort === 'job';
      if (isJob && ends === true) continue;
      const written = pod.name?.includes('{{') ? null : pod.name;
      yield {
        location: pod.location,
        subject: written ?? pod.location.path,
        ...present({ environment: environments.size === 1 ? [...environments][0] : null }),
        ...(isJob && ends === false ? { severity: 'error' as const } : {}),
        key: `${pod.kind} ${pod.name} ${namespace}`,
        message: `${pod.kind} ${written === null ? `of ${showPath(pod.location.path)}` : quoteName(written)} gets a sidecar, because namespace ${quoteName(namespace)} has the label for injection: ${effect(sort, ends)}`,
        fix: fixOf(pod, sort, context),
      };
    }
  },
};

/** The pods that should get no sidecar and get one, each once with all its environments. */
function undecidedPods(context: RuleContext): InjectedPod[] {
  const decided = decidedNames(context);
  const all = [...ownPods(context), ...chartPods(context)].filter(({ pod }) => !decided.has(pod.name ?? ''));
  const byPlace = groupBy(all, ({ pod }) => JSON.stringify([pod.location.path, pod.location.line]));
  return [...byPlace.values()].flatMap((same) => {
    const environments = new Set(same.flatMap((found) => [...found.environments]));
    return same[0] ? { ...same[0], environments } : [];
  });
}

type Sort = Infrastructure | 'job';

interface InjectedPod {
  pod: PodTemplate;
  sort: Sort;
  namespace: string;
  environments: Set<string | null>;
}

function effect(sort: Sort, ends: boolean | null): string {
  if (sort === 'job') {
    const unless = ends === null ? ', unless the mesh uses native sidecars' : '';
    return `the sidecar keeps running when the work is done, and the Job never completes${unless}`;
  }
  return sort === 'store'
    ? 'every connection to its data goes through a proxy that does nothing for it, and breaks when the proxy restarts'
    : 'its traffic goes through a proxy that does nothing for it';
}

/** The pods of plain manifests in injected namespaces. */
function* ownPods(context: RuleContext): Iterable<InjectedPod> {
  const injected = injectedNamespaces(context);
  for (const { object, namespace, environment } of placedObjects(context)) {
    if (workloads.has(object.kind) && namespace !== null && injected.has(namespace))
      yield* judge(podTemplateOf(object, context), namespace, environment, context);
  }
}

interface PlacedObject {
  object: KubernetesObject;
  namespace: string | null;
  environment: string | null;
}

/** The objects that Applications deploy, and those of other manifests that name an injected namespace. */
function* placedObjects(context: RuleContext): Iterable<PlacedObject> {
  const deployed = new Set<string>();
  for (const application of context.catalog.applications) {
    const { environment } = application;
    for (const file of ownedFiles(application, context).flatMap(({ files }) => files)) deployed.add(file);
    for (const { object, namespace } of ownedObjects(application, context)) yield { object, namespace, environment };
  }
  const mentions = textPattern()`\bnamespace["']?[ \t]*:[ \t]*["']?${[...injectedNamespaces(context)]}\b`;
  for (const [file, text] of context.texts) {
    // A kustomization that renames or patches it is not read.
    if (deployed.has(file) || !/\.ya?ml$/.test(file) || text.includes('{{') || !mentions.test(text)) continue;
    const environments = [...(manifestEnvironments(file, context) ?? [null])];
    for (const object of objectsIn(file, context))
      yield* environments.map((environment) => ({ object, namespace: object.namespace, environment }));
  }
}

/** `look` gives a value of the pod's chart as text. */
function* judge(
  pod: PodTemplate | null,
  namespace: string,
  environment: string | null,
  context: RuleContext,
  look: (key: readonly string[]) => string | null = () => null,
): Iterable<InjectedPod> {
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
      valueAt(policy.spec, ['mtls', 'mode']) === 'STRICT',
  );
}

function isDecided(metadata: string): boolean {
  return /sidecar\.istio\.io\/(?:inject|nativeSidecar)/.test(metadata);
}

/** The pods of the charts that Applications deploy to injected namespaces. */
function* chartPods(context: RuleContext): Iterable<InjectedPod> {
  const injected = injectedNamespaces(context);
  for (const application of context.catalog.applications) {
    const { destination, environment } = application;
    const { namespace } = destination;
    if (namespace === null || !injected.has(namespace)) continue;
    for (const { pod, values } of application.sources.flatMap((source) => renderedPods(application, source, context)))
      yield* judge(pod, namespace, environment, context, (key) => winningText(values, key));
  }
}

/** The pods of a source's chart that are certainly rendered, in the namespace of the Application, with no word on sidecars. */
function renderedPods(
  application: Application,
  source: ApplicationSource,
  context: RuleContext,
): { pod: PodTemplate; values: ChartValues }[] {
  const chart = source.path !== null && context.isOurs(source) ? chartAt(source.path, context) : undefined;
  const values = chart && chartValues(application, source, context);
  if (!values || mayDecide(values)) return [];
  const templates = templatesOf(chart, context);
  return podTemplatesOf(templates)
    .filter((pod) => !isElsewhere(pod) && !mayBeDecided(pod, templates) && isRendered(pod, values))
    .map((pod) => ({ pod, values }));
}

/** A value as text; null where it is not known, or a map or a list. */
function winningText(values: ChartValues, key: readonly string[]): string | null {
  const winner = winningValue(values, key);
  return winner.state === 'set' && typeof winner.value !== 'object' ? String(winner.value) : null;
}

/** Whether a pod has a namespace of its own. */
function isElsewhere({ document }: PodTemplate): boolean {
  const [written] = entriesAt(document, ['metadata', 'namespace']);
  return written !== undefined && !/\.Release\.Namespace/.test(written.value);
}

function mayBeDecided({ metadata }: PodTemplate, templates: ChartTemplates): boolean {
  const { text, missing } = withIncluded(metadata, templates);
  return missing.length > 0 || isDecided(text);
}

/** Whether the conditions around a template hold, as far as they are values: `{{ if .Values.a.enabled }}`. */
function isRendered({ document, entry }: PodTemplate, values: ChartValues): boolean {
  const { actions, blocks } = document.template;
  // Where a named template is used is not known.
  if (document.define !== null) return true;
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
  const winner = winningValue(values, key);
  if (winner.state !== 'set') return false;
  return isRecord(winner.value) ? keysBelow(values, key).length > 0 : isTruthy(winner.value);
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
