import { field, listAt, textAt, textsIn, valueAt } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';
import type { OwnedObject } from '../../facts/kubernetes/deployed-objects.ts';
import { matchesWildcard, matchPattern, type PatternResult } from './policy-patterns.ts';

/** A rule of a policy that refuses what it does not permit, as far as all of it is read. */
export interface PolicyRule {
  /** `ClusterPolicy disallow-latest-tag, rule require-image-tag`. */
  name: string;
  /** Of a policy that counts in its own namespace only; null for one of the cluster. */
  namespace: string | null;
  kinds: readonly string[];
  /** Patterns of namespaces; null for all. */
  namespaces: readonly string[] | null;
  excluded: readonly string[];
  /** Any of these has to fit. */
  patterns: readonly unknown[];
  /** Whether Kyverno makes rules for what has pods out of it. */
  forControllers: boolean;
}

/** Characters of the patterns of a rule: nobody writes more, and each is asked about each object. */
const longestPatterns = 10_000;

/** The rules of a policy of Kyverno that are enforced; none of one that is not read whole. */
export function policyRules({ object }: OwnedObject): PolicyRule[] {
  const { group, kind, name, value, namespace } = object;
  if (group !== 'kyverno.io' || !/^(?:ClusterPolicy|Policy)$/.test(kind)) return [];
  const spec = field(value, 'spec');
  if (field(spec, 'validationFailureActionOverrides') !== undefined) return [];
  const annotation = textAt(value, 'metadata', 'annotations', 'pod-policies.kyverno.io/autogen-controllers');
  return listAt(spec, 'rules').flatMap((rule): PolicyRule[] => {
    const validate = field(rule, 'validate');
    const action = textAt(validate, 'failureAction') ?? textAt(spec, 'validationFailureAction') ?? 'Audit';
    const patterns = patternsOf(validate);
    const match = resourcesOf(field(rule, 'match'));
    const exclude = field(rule, 'exclude') === undefined ? null : resourcesOf(field(rule, 'exclude'));
    if (!/^enforce$/i.test(action) || patterns.length === 0 || !match || !isPlain(rule)) return [];
    if (JSON.stringify(patterns).length > longestPatterns) return [];
    // What is left out by more than its namespace is not judged.
    if (field(rule, 'exclude') !== undefined && (exclude === null || exclude.namespaces === null)) return [];
    return [
      {
        name: `${kind} ${name}, rule ${textAt(rule, 'name') ?? ''}`,
        namespace: kind === 'Policy' ? namespace : null,
        kinds: match.kinds,
        namespaces: match.namespaces,
        excluded: exclude?.namespaces ?? [],
        patterns,
        forControllers: match.kinds.length === 1 && match.kinds[0] === 'Pod' && annotation === undefined,
      },
    ];
  });
}

/** Whether nothing of a rule decides by what is not in the object. */
function isPlain(rule: unknown): boolean {
  const told = ['context', 'preconditions', 'celPreconditions', 'mutate', 'generate', 'verifyImages'];
  return told.every((key) => field(rule, key) === undefined);
}

function patternsOf(validate: unknown): readonly unknown[] {
  const [one, any] = [field(validate, 'pattern'), field(validate, 'anyPattern')];
  const others = ['deny', 'foreach', 'podSecurity', 'cel', 'manifests', 'assert'];
  if (others.some((key) => field(validate, key) !== undefined)) return [];
  if (one !== undefined) return any === undefined ? [one] : [];
  return Array.isArray(any) ? any : [];
}

/** The kinds and namespaces that a `match` or an `exclude` names; null where it says more than these. */
function resourcesOf(block: unknown): { kinds: readonly string[]; namespaces: readonly string[] | null } | null {
  const [entry, ...more] = [...listAt(block, 'any'), ...listAt(block, 'all')];
  const old = field(block, 'resources');
  const only = entry === undefined && old !== undefined ? block : entry;
  if (only === undefined || more.length > 0 || (entry !== undefined && old !== undefined)) return null;
  if (Object.keys(Object(only)).some((key) => key !== 'resources')) return null;
  const resources = field(only, 'resources');
  if (Object.keys(Object(resources)).some((key) => key !== 'kinds' && key !== 'namespaces')) return null;
  const namespaces = field(resources, 'namespaces');
  // `v1/Pod` and `apps/v1/Deployment` are kinds of a version.
  const kinds = textsIn(field(resources, 'kinds')).map((kind) => kind.split('/').at(-1) ?? kind);
  return { kinds, namespaces: namespaces === undefined ? null : textsIn(namespaces) };
}

/** Namespaces that Kyverno leaves alone as it is installed. */
const leftAlone: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'kyverno']);

/** The controllers that Kyverno makes rules of a rule for pods for, with where their pods are. */
const podsOf: Readonly<Record<string, YamlPath>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** What a rule says of an object that is deployed; null where it is not about it, or permits it, or nobody knows. */
export function refusalOf(
  rule: PolicyRule,
  { object, namespace }: OwnedObject,
): Extract<PatternResult, { state: 'fail' }> | null {
  const isOf = (names: readonly string[]): boolean => names.some((name) => matchesWildcard(namespace, name));
  if (namespace === '' || leftAlone.has(namespace) || isOf(rule.excluded)) return null;
  if (rule.namespace !== null && rule.namespace !== namespace) return null;
  if (rule.namespaces !== null && !isOf(rule.namespaces)) return null;
  const { kind, value } = object;
  const pods = rule.forControllers && Object.hasOwn(podsOf, kind) ? podsOf[kind] : undefined;
  const at = rule.kinds.includes(kind) ? [] : pods;
  if (at === undefined) return null;
  const results = rule.patterns.map((pattern) => matchPattern(valueAt(value, at), pattern, at));
  const [first] = results;
  return results.every(({ state }) => state === 'fail') && first?.state === 'fail' ? first : null;
}
