import { memoize } from '../../../memo.ts';
import { textPattern } from '../../../text-pattern.ts';
import { field, listAt, plainValue, textAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import type { RuleContext } from '../../rule/context.ts';

/** An object of a plain manifest. What has no name of its own, or that of a template, is none. */
export interface KubernetesObject {
  file: string;
  document: YamlDocument;
  /** Where it is in the document: [] or, in a List, ['items', 0]. */
  at: YamlPath;
  /** '' is the core group. */
  group: string;
  kind: string;
  name: string;
  /** As it is written; null where it is not. */
  namespace: string | null;
  value: unknown;
}

/** The objects of a manifest, in its order, those of a List among them; none where the file is no YAML. */
export function objectsIn(file: string, context: RuleContext): KubernetesObject[] {
  return (context.yaml(file)?.documents ?? []).flatMap(objectsOf);
}

/** The objects of a document, those of a List among them. */
export const objectsOf = memoize((document: YamlDocument): readonly KubernetesObject[] => {
  const file = document.file.path;
  const value = plainValue(document);
  const items = listAt(value, 'items');
  if (!String(field(value, 'kind')).endsWith('List') || items.length === 0)
    return readObject(file, document, [], value);
  return items.flatMap((item, index) => readObject(file, document, ['items', index], item));
});

function readObject(file: string, document: YamlDocument, at: YamlPath, value: unknown): KubernetesObject[] {
  const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')];
  const [name, namespace] = [textAt(value, 'metadata', 'name'), textAt(value, 'metadata', 'namespace')];
  if (apiVersion === undefined || kind === undefined || !name) return [];
  if (/\{\{|\$\{/.test(`${name} ${namespace}`)) return [];
  return [
    {
      file,
      document,
      at,
      group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
      kind,
      name,
      namespace: namespace || null,
      value,
    },
  ];
}

/**
 * The objects of a kind in every file that was read and is no template. Only files that say the kind, and the text
 * when one is given, are parsed.
 */
export function objectsOfKind(kind: string, context: RuleContext, mention = kind): KubernetesObject[] {
  const says = textPattern('m')`^(?: {0,4}|- )["']?kind["']?\s*:\s*["']?${kind}\b`;
  const objects: KubernetesObject[] = [];
  for (const [file, text] of context.texts) {
    if (!text.includes(mention) || text.includes('{{-') || !/\.ya?ml$/.test(file) || !says.test(text)) continue;
    for (const object of objectsIn(file, context)) if (object.kind === kind) objects.push(object);
  }
  return objects;
}

/** Whether a kind lives outside namespaces; null for a kind that is not Kubernetes' own nor a widely used one. */
export function isClusterScoped({ group, kind }: { group: string; kind: string }): boolean | null {
  const key = `${group}/${kind}`;
  if (clusterScoped.has(key)) return true;
  return namespacedGroups.has(group) || namespaced.has(key) ? false : null;
}

const clusterScoped: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterExternalSecret',
  'external-secrets.io/ClusterSecretStore',
  'gateway.networking.k8s.io/GatewayClass',
  'karpenter.sh/NodePool',
  'networking.k8s.io/IngressClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/StorageClass',
]);

/** Groups of which every kind that is not among the cluster's is namespaced. */
const namespacedGroups: ReadonlySet<string> = new Set([
  '',
  'apps',
  'argoproj.io',
  'autoscaling',
  'batch',
  'monitoring.coreos.com',
  'networking.istio.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'security.istio.io',
]);

const namespaced: ReadonlySet<string> = new Set([
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
  'external-secrets.io/ExternalSecret',
  'external-secrets.io/SecretStore',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/HTTPRoute',
]);
