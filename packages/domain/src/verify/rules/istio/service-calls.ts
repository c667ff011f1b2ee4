import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { addAll } from '../../../grouping.ts';
import { helmTemplates, kustomizations } from '../../../tree/file-types.ts';
import { field, fieldsAt, listAt, valueAt } from '../../../yaml/value.ts';
import { type ChartTemplates, chartTemplatesNeeds, templateOf, templatesOf } from '../../facts/helm/chart-templates.ts';
import { hasUnknownValues, valuePaths } from '../../facts/helm/values.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import { type KubernetesObject, objectsIn, objectsOfKind } from '../../facts/kubernetes/objects.ts';
import { podTemplatesOf } from '../../facts/kubernetes/pod-templates.ts';
import type { RuleContext } from '../../rule/context.ts';
import { serviceAccountOf } from './namespace-pods.ts';
import { chartAt, wordsOf } from './workload-namespaces.ts';

/** A workload whose own configuration has addresses of others. */
export interface ServiceCaller {
  name: string;
  namespace: string | null;
  environment: string | null;
  /** Whether its pods may run with a service account. */
  mayRunAs(account: string): boolean;
  calls: readonly ServiceCall[];
}

interface ServiceCall {
  /** The name of the Service. */
  host: string;
  /** Null where it is the caller's. */
  namespace: string | null;
  url: string;
  file: string;
}

/** What a rule that asks for the callers has to read. */
export const serviceCallersNeeds = [...chartTemplatesNeeds, kustomizations] as const;

/** What workloads are told to call, by configuration that is theirs alone. */
export function serviceCallers(context: RuleContext): ServiceCaller[] {
  const callers: ServiceCaller[] = [];
  const owned = new Set<string>();
  const users = fileUsers(context);
  const configMaps = ownConfigMaps(context);
  for (const application of context.catalog.applications) {
    for (const { object, namespace } of ownedObjects(application, context)) {
      owned.add(object.file);
      const caller = workloadCaller(object, namespace, application.environment, configMaps);
      if (caller) callers.push(caller);
    }
    for (const source of application.sources) {
      const caller = chartCaller(application, source, users, context);
      if (caller) callers.push(caller);
    }
  }
  for (const [path, text] of context.texts) {
    if (owned.has(path) || !/\.ya?ml$/.test(path) || helmTemplates(path) || !mentionsWorkload.test(text)) continue;
    for (const object of objectsIn(path, context)) {
      const caller = workloadCaller(object, object.namespace, null, configMaps);
      if (caller) callers.push(caller);
    }
  }
  return callers;
}

const mentionsWorkload = /^kind:\s*["']?(?:Deployment|StatefulSet|Rollout)\b/m;
const address = /\b(?:https?|grpc):\/\/([a-z][a-z0-9-]*)((?:\.[a-z0-9-]+)*)(?::\d+)?(?=[/"'\s,;]|$)/g;

function callsIn(text: string, file: string): ServiceCall[] {
  return [...text.matchAll(address)].flatMap(({ 0: url, 1: host = '', 2: rest = '' }): ServiceCall[] => {
    const [namespace, ...domain] = rest.split('.').slice(1);
    if (namespace !== undefined && domain.length > 0 && domain[0] !== 'svc') return [];
    return host === 'localhost' ? [] : [{ host, namespace: namespace ?? null, url, file }];
  });
}

function workloadCaller(
  { kind, name, value, file }: KubernetesObject,
  namespace: string | null,
  environment: string | null,
  configMaps: ReadonlyMap<string, KubernetesObject>,
): ServiceCaller | null {
  if (!/^(?:Deployment|StatefulSet|Rollout)$/.test(kind)) return null;
  const pod = valueAt(value, ['spec', 'template', 'spec']);
  const calls = listAt(pod, 'containers').flatMap((container) => [
    ...listAt(container, 'env').flatMap((variable) => callsIn(String(field(variable, 'value')), file)),
    ...listAt(container, 'envFrom').flatMap((from) => {
      const name = String(valueAt(from, ['configMapRef', 'name']));
      const map = configMaps.get(`${namespace ?? ''}/${name}`);
      return map ? fieldsAt(map.value, 'data').flatMap(([, entry]) => callsIn(String(entry), map.file)) : [];
    }),
  ]);
  const own = serviceAccountOf(pod);
  return calls.length === 0 ? null : { name, namespace, environment, mayRunAs: (account) => account === own, calls };
}

/** The ConfigMaps that one workload reads as its environment; one that several read does not tell who calls what. */
function ownConfigMaps(context: RuleContext): ReadonlyMap<string, KubernetesObject> {
  const counts = new Map<string, number>();
  for (const [path, text] of context.texts) {
    if (!/\.ya?ml$/.test(path) || !text.includes('configMapRef')) continue;
    for (const [, name = ''] of text.matchAll(/configMapRef:\s*(?:\{\s*)?name:\s*["']?([\w.-]+)/g))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return new Map();
  const maps = objectsOfKind('ConfigMap', context).filter(({ name }) => counts.get(name) === 1);
  return new Map(maps.map((map) => [`${map.namespace ?? ''}/${map.name}`, map]));
}

/** The services that use each values file. */
function fileUsers(context: RuleContext): ReadonlyMap<string, ReadonlySet<string | null>> {
  const users = new Map<string, Set<string | null>>();
  for (const application of context.catalog.applications) {
    for (const path of application.sources.flatMap((source) => valuePaths(application, source, context)))
      users.set(path, (users.get(path) ?? new Set()).add(application.service));
  }
  return users;
}

function chartCaller(
  application: Application,
  source: ApplicationSource,
  users: ReadonlyMap<string, ReadonlySet<string | null>>,
  context: RuleContext,
): ServiceCaller | null {
  const { service, environment, destination, name } = application;
  const chart = source.path === null || !context.isOurs(source) ? undefined : chartAt(source.path, context);
  if (!chart || service === null) return null;
  const layers = [...new Set(valuePaths(application, source, context))];
  const words = [...layers, application.file].map((path) => wordsOf(path, context));
  const readable = hasUnknownValues(application, source, context) ? [] : layers;
  const calls = readable.flatMap((path, index) =>
    // What is set again further up is not what is called.
    users.get(path)?.size === 1 ? ownCalls(path, words.slice(index + 1), context) : [],
  );
  const templates = templatesOf(chart, context);
  for (const { path, clean } of templates.templates) addAll(calls, callsIn(clean, path));
  if (calls.length === 0) return null;
  const accounts = accountsOf(templates);
  const isComputed = accounts.length === 0 || accounts.some((account) => account.includes('{{'));
  const mayBeMade = (account: string): boolean =>
    [name, chart.name, service].includes(account) ||
    words.some((file) => file.has(account)) ||
    account.startsWith(`${service}-`) ||
    account.endsWith(`-${service}`);
  const mayRunAs = (account: string): boolean => accounts.includes(account) || (isComputed && mayBeMade(account));
  return { name: service, namespace: destination.namespace, environment, mayRunAs, calls };
}

/** The service account of each pod of a chart, as it is written. */
function accountsOf(templates: ChartTemplates): string[] {
  return podTemplatesOf(templates).map(({ spec }) => {
    const written = /^[ \t]*serviceAccountName:[ \t]*(\S.*)$/m.exec(spec)?.[1]?.trimEnd();
    return written?.replace(/^["'](?=.)/, '').replace(/(?<=.)["']$/, '') ?? 'default';
  });
}

function ownCalls(path: string, above: readonly ReadonlySet<string>[], context: RuleContext): ServiceCall[] {
  const text = templateOf(path, context)?.clean ?? '';
  return text.split('\n').flatMap((line) => {
    const calls = line.includes('://') ? callsIn(line, path) : [];
    const key = /^[\s-]*["']?([\w.][\w.-]*)["']?:/.exec(line)?.[1];
    return key !== undefined && above.some((words) => words.has(key)) ? [] : calls;
  });
}
