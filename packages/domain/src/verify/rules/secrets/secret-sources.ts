import type { Application } from '../../../argocd/application.ts';
import { textPattern } from '../../../text-pattern.ts';
import { scripts, terraformFiles } from '../../../tree/file-types.ts';
import { isInside, joinPath } from '../../../tree/repository-paths.ts';
import { field, valueAt } from '../../../yaml/value.ts';
import { clusterOf } from '../../facts/argocd/destination-cluster.ts';
import { chartsOf, helmReleases } from '../../facts/helm/installed-charts.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import { isClusterScoped, type KubernetesObject, objectsIn } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';

/** What a rule needs to have read that asks who makes a Secret. */
export const secretSourceNeeds = [...ownedObjectsNeeds, terraformFiles, scripts] as const;

/**
 * Whether something of the repository makes a Secret in the namespace an Application deploys to: `no` only where
 * everything that could is read. `argo-cd`: its own chart, which no Application deploys, would.
 */
export function secretSource(
  secret: string,
  namespace: string,
  application: Application,
  context: RuleContext,
): 'something' | 'unknown' | 'argo-cd' | 'no' {
  if (isNamed(secret, namespace, context)) return 'something';
  const here = context.catalog.applications.filter(
    (other) => clusterOf(other, context) === clusterOf(application, context) && mayDeployTo(other, namespace),
  );
  const charts = here.flatMap((other) => chartsOf(other, context));
  if (secret === 'argocd-secret') return charts.includes('argo-cd') ? 'something' : 'argo-cd';
  if (
    charts.length > 0 ||
    mayBeDerived(secret, namespace, context) ||
    here.some((other) => hasSecretTemplates(other, context))
  )
    return 'unknown';
  const released = helmReleases(context).some(({ block }) => {
    const written = block.attributes.get('namespace');
    return written === undefined || written.literal === null || written.literal === namespace;
  });
  return released ? 'unknown' : 'no';
}

function mayDeployTo({ destination }: Application, namespace: string): boolean {
  return destination.namespace === namespace || destination.namespace === null;
}

/** Whether a manifest makes it, or a template, Terraform or a script names it where Secrets are made. */
function isNamed(secret: string, namespace: string, context: RuleContext): boolean {
  const command = textPattern()`create\s+secret\s+[\w-]+\s+["']?${secret}(?![\w.-])`;
  // `shop-argocd-secret` is another one than `argocd-secret`.
  const word = textPattern()`(?<![\w.-])${secret}(?![\w-]|\.[\w-])`;
  for (const [file, text] of context.texts) {
    if (!text.includes(secret) || !word.test(text)) continue;
    const isManifest = /\.ya?ml$/.test(file) && !text.includes('{{-') && context.yaml(file)?.documents.length;
    const isMade = isManifest
      ? objectsIn(file, context).some((object) => makesSecret(object, secret, namespace))
      : /kind["']?\s*[:=]\s*["']?\w*Secret\b|kubernetes_secret/.test(text);
    if (isMade || command.test(text)) return true;
  }
  return false;
}

function makesSecret(object: KubernetesObject, secret: string, namespace: string): boolean {
  if (isClusterScoped(object) || (object.namespace ?? namespace) !== namespace) return false;
  const external = externalSecretOf(object);
  if (!external) return asksForSecret(object, secret);
  return external.target === secret && external.policy !== 'Merge' && external.policy !== 'None';
}

/** What asks an operator for a Secret names it in its own way; whatever but a workload says the name may be that. */
function asksForSecret({ kind, name, value }: KubernetesObject, secret: string): boolean {
  if (/Secret$/.test(kind)) return name === secret;
  if (/^(?:ConfigMap|Application|AppProject|ServiceAccount|Role|RoleBinding)$/.test(kind)) return false;
  const spec = field(value, 'spec');
  return field(spec, 'secretName') === secret || valueAt(spec, ['writeSecretToRef', 'name']) === secret;
}

/** An operator makes Secrets named after what it is asked for: `orders-db-app` for a database cluster `orders-db`. */
function mayBeDerived(secret: string, namespace: string, context: RuleContext): boolean {
  for (const [file, text] of context.texts) {
    if (!/\.ya?ml$/.test(file) || text.includes('{{-') || !namesPartOf(secret, text)) continue;
    for (const object of objectsIn(file, context)) {
      if (object.name === secret || !isPartOfName(object.name, secret)) continue;
      if (isCustom(object.group) && (object.namespace ?? namespace) === namespace) return true;
    }
  }
  return false;
}

/** Whether a name has another in it, between dashes or dots. */
function isPartOfName(part: string, name: string): boolean {
  return textPattern()`(?:^|[-.])${part}(?:[-.]|$)`.test(name);
}

/** Whether a `name:` of a text is a part of a word; most files are told by this alone. */
function namesPartOf(word: string, text: string): boolean {
  for (const [, name] of text.matchAll(/\bname:[ \t]*["']?([\w.-]+)/g)) if (name && word.includes(name)) return true;
  return false;
}

/** Groups of Kubernetes itself, of Argo CD and of the External Secrets Operator make no Secrets of other names. */
function isCustom(group: string): boolean {
  return group.includes('.') && !/(?:^|\.)(?:k8s\.io|argoproj\.io|external-secrets\.io)$/.test(group);
}

/** Whether a chart of ours may make Secrets whose names only rendering tells. */
function hasSecretTemplates({ sources }: Application, context: RuleContext): boolean {
  return sources.some((source) => {
    if (source.path === null || !context.isOurs(source)) return true;
    if (context.paths.at(joinPath(source.path, 'Chart.yaml')) !== 'file') return false;
    const folder = joinPath(source.path, 'templates');
    return context.paths
      .files(folder, true)
      .some((path) => isInside(path, folder) && /kind:\s*\w*Secret\b/.test(context.text(path) ?? 'kind: Secret'));
  });
}

/** Whether an Application deploys a plain manifest of a kind and name. */
export function deploys(application: Application, kind: string, name: string, context: RuleContext): boolean {
  return ownedObjects(application, context).some(({ object }) => object.kind === kind && object.name === name);
}
