import { field, textAt, valueAt } from '../../../yaml/value.ts';

/** What is known of the pods of one namespace: labels and service accounts, as far as they are written out. */
export interface NamespacePods {
  /** Whether something that is not read may make pods in it: a chart of another repository, an operator. */
  unknown: boolean;
  /** Workloads that are read. */
  count: number;
  /** `key=value` of labels, and names of service accounts, that are written out. */
  labels: Set<string>;
  accounts: Set<string>;
  services: Set<string>;
  /** Keys of labels whose values are expressions. */
  computed: Set<string>;
  /** Whether labels are added that are not read. */
  open: boolean;
  /** Whether names of service accounts, or of Services, are expressions. */
  computedAccounts: boolean;
  computedServices: boolean;
  /** The words that expressions may be made of. */
  words: Set<string>;
}

export function noPods(): NamespacePods {
  return {
    unknown: false,
    count: 0,
    labels: new Set(),
    accounts: new Set(),
    services: new Set(),
    computed: new Set(),
    open: false,
    computedAccounts: false,
    computedServices: false,
    words: new Set(),
  };
}

/** API groups whose objects make no other pods than those that are read. */
const quiet =
  /^(?:|apps|batch|autoscaling|policy|.*k8s\.io|.*\.istio\.io|.*\.k8s\.aws|argoproj\.io|bitnami\.com|cert-manager\.io|chaos-mesh\.org|cilium\.io|cloud\.google\.com|eksctl\.io|external-secrets\.io|.*\.gatekeeper\.sh|karpenter\.\w+|keda\.sh|kustomize\.[\w.]+|kyverno\.io|metallb\.io|source\.toolkit\.fluxcd\.io|traefik\.io|velero\.io|.*\.projectcalico\.org)$/;

const workloads = /^(?:Pod|CronJob|Job|Deployment|StatefulSet|DaemonSet|ReplicaSet|Rollout)$/;

/** Whether objects of a kind make pods that are not read. */
export function makesUnknown(group: string, kind: string): boolean {
  return !quiet.test(group) && !/^(?:ServiceMonitor|PodMonitor|PrometheusRule|Kustomization)$/.test(kind);
}

/** Whether an object has to be read to know what pods and Services there are. */
export function tellsPods(group: string, kind: string): boolean {
  return (
    workloads.test(kind) ||
    kind === 'Service' ||
    kind.endsWith('List') ||
    /^Helm/.test(kind) ||
    makesUnknown(group, kind)
  );
}

/** '' is the core group. */
export function groupOf(apiVersion: unknown): string {
  const text = String(apiVersion);
  return text.includes('/') ? text.slice(0, text.indexOf('/')) : '';
}

/** Adds what an object makes, where `podsOf` leads to the pods of a namespace; `namespace` is where the object is. */
export function addObject(
  value: unknown,
  namespace: string | null,
  podsOf: (namespace: string | null) => NamespacePods,
): void {
  const kind = String(field(value, 'kind'));
  const group = groupOf(field(value, 'apiVersion'));
  const pods = podsOf(namespace);
  if (kind === 'HelmRelease' || kind === 'HelmChart') {
    const target = valueAt(value, ['spec', 'targetNamespace']);
    podsOf(typeof target === 'string' ? target : namespace).unknown = true;
  } else if (makesUnknown(group, kind)) pods.unknown = true;
  const name = valueAt(value, ['metadata', 'name']);
  if (kind === 'Service' && group === '' && typeof name === 'string') pods.services.add(name);
  const template = workloads.test(kind) ? podTemplateIn(value, kind) : undefined;
  if (template === undefined) return;
  pods.count += 1;
  const labels = valueAt(template, ['metadata', 'labels']);
  for (const [key, label] of Object.entries(labels ?? {})) pods.labels.add(`${key}=${String(label)}`);
  pods.accounts.add(serviceAccountOf(field(template, 'spec')));
}

function podTemplateIn(value: unknown, kind: string): unknown {
  if (kind === 'Pod') return value;
  return valueAt(value, kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template']);
}

/** The service account that the pods of a specification run with. */
export function serviceAccountOf(podSpec: unknown): string {
  return textAt(podSpec, 'serviceAccountName') ?? textAt(podSpec, 'serviceAccount') ?? 'default';
}

export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z0-9][\w.-]*/g));
}

/** Whether expressions may result in a text: one of their words, or two of them with `-` between. */
export function mayBeMadeOf(value: string, { words }: NamespacePods): boolean {
  if (words.has(value)) return true;
  for (let dash = value.indexOf('-'); dash !== -1; dash = value.indexOf('-', dash + 1))
    if (words.has(value.slice(0, dash)) && words.has(value.slice(dash + 1))) return true;
  return false;
}
