import { groupBy } from '../../../grouping.ts';
import type { Location } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import { field, keysAt, listAt, plainValue, valueAt, walkValue } from '../../../yaml/value.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import type { RuleContext } from '../../rule/context.ts';
import {
  callerKeys,
  hasAction,
  type MeshPolicy,
  meshPolicies,
  meshPoliciesNeeds,
  type PolicyPart,
  policyRules,
  targetRefs,
  writtenText,
} from './policies.ts';
import type { ServiceCaller } from './service-calls.ts';

/** Who may call one service: an AuthorizationPolicy of its own that names callers, or values that one is made of. */
interface CallerList {
  /** What it is, for a message. */
  what: string;
  /** The name of the Service. */
  target: string;
  /** Null where it is not known. */
  namespace: string | null;
  file: string;
  /** The list of callers. */
  location: Location;
  allows(caller: ServiceCaller): boolean;
}

/** What a rule that asks for the lists of callers has to read. */
export const callerListsNeeds = meshPoliciesNeeds;

/** The policies and the values that name callers. */
export function callerLists(context: RuleContext): CallerList[] {
  const policies = meshPolicies(context).filter(
    ({ kind, spec }) => kind === 'AuthorizationPolicy' && /^(?:undefined|ALLOW)$/.test(String(field(spec, 'action'))),
  );
  if (policies.length === 0) return [];
  const byTarget = groupBy(policies, targetOf);
  const wide = byTarget.get(null) ?? [];
  const lists = [...byTarget].flatMap(([target, own]) =>
    target === null ? [] : own.flatMap((policy) => policyList(policy, target, { own, wide }, context) ?? []),
  );
  return [...lists, ...listsInValues(context)];
}

/** The callers that a policy of one service names; null where it names none. */
function policyList(
  policy: MeshPolicy,
  target: string,
  { own, wide }: { own: readonly MeshPolicy[]; wide: readonly MeshPolicy[] },
  context: RuleContext,
): CallerList | null {
  const list = callersPath(policy);
  if (list === null) return null;
  const { namespace, file } = policy;
  // A policy in the namespace of Istio itself holds for all namespaces.
  const holdsHere = (other: MeshPolicy): boolean =>
    other.namespace === null || namespace === null || [namespace, 'istio-system'].includes(other.namespace);
  const allowing = [...own.filter((other) => other.namespace === namespace), ...wide.filter(holdsHere)];
  return {
    what: `AuthorizationPolicy ${quoteName(policy.name)}`,
    target,
    namespace,
    file,
    location: policy.document.locate(list),
    allows: (caller) => allowing.some((other) => mayLetIn(other, caller, context)),
  };
}

/** The Service that a policy is for, by the label that says its name, or by reference; null where it is for more. */
function targetOf(policy: MeshPolicy): string | null {
  const refs = targetRefs(policy);
  const ref = refs[0]?.value;
  if (refs.length === 1 && field(ref, 'kind') === 'Service') return writtenText(policy, field(ref, 'name'));
  if (refs.length > 0 || policy.document.node(['spec', 'selector']) === undefined) return null;
  const labels = valueAt(policy.spec, ['selector', 'matchLabels']);
  const names = ['app', 'app.kubernetes.io/name', 'k8s-app', 'name'].map((key) => field(labels, key));
  return writtenText(
    policy,
    names.find((name) => typeof name === 'string'),
  );
}

/** Where the first list of callers is; null where a policy names none. */
function callersPath(policy: MeshPolicy): (string | number)[] | null {
  for (const { value, path } of policyRules(policy).flatMap(({ sources }) => sources ?? [])) {
    const key = callerKeys.find((name) => listAt(value, name).length > 0);
    if (key) return [...path, key];
  }
  return null;
}

/** Whether a rule of a policy may let a caller in; what is not understood does. */
function mayLetIn(policy: MeshPolicy, caller: ServiceCaller, context: RuleContext): boolean {
  const text = policy.templated ? (context.text(policy.file) ?? '') : '';
  return policyRules(policy).some(({ rule, sources }) =>
    sources ? sources.some((source) => isSourceOf(caller, source, policy, text)) : !isProbe(rule),
  );
}

/** Whether all that a source says may be true of a caller. */
function isSourceOf(caller: ServiceCaller, { value, path }: PolicyPart, policy: MeshPolicy, text: string): boolean {
  return keysAt(value).every((key) => {
    const items = listAt(value, key).map((item, index) => rawText(policy, [...path, key, index], text, String(item)));
    if (key === 'namespaces') return items.some((item) => caller.namespace === null || matches(item, caller.namespace));
    const namesCallers = callerKeys.some((name) => name === key);
    return !namesCallers || items.some((item) => namesCaller(item, caller, policy.namespace));
  });
}

/** An item as it is written, with its actions. */
function rawText({ document, templated }: MeshPolicy, path: (string | number)[], text: string, value: string): string {
  if (!templated || !hasAction(document, path, text)) return value;
  const [start = 0, end = 0] = document.node(path)?.range ?? [];
  return text.slice(start, end).replace(/^["']|["']$/g, '');
}

function namesCaller(principal: string, caller: ServiceCaller, own: string | null): boolean {
  const cut = principal.lastIndexOf('/');
  const account = principal.slice(cut + 1);
  const before = principal.slice(0, Math.max(cut, 0)).replace(/\/sa$/, '');
  const marker = before.lastIndexOf('/ns/');
  const written = marker === -1 ? before : before.slice(marker + '/ns/'.length);
  const isNamespace = written !== '' && (!written.includes('/') || /^\{\{.*\}\}$/.test(written));
  if (!isNamespace || account === '' || /[*{]/.test(account)) return true;
  const namespace = written.includes('{{') ? own : written;
  const isThere =
    namespace === null || caller.namespace === null || /\*/.test(namespace) || namespace === caller.namespace;
  return isThere && caller.mayRunAs(account);
}

function matches(pattern: string, text: string): boolean {
  if (pattern.includes('{{') || pattern === '*') return true;
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : pattern === text;
}

const probe =
  /^\/$|(?:^|[/*_])(?:health(?:z|check)?|ready(?:z)?|readiness|live(?:z|ness)?|metrics|prometheus|probes?|startup|actuator|ping)(?:[/*]|$)/i;

/** Whether a rule that is for every call is for probes and metrics only. */
function isProbe(rule: unknown): boolean {
  const operations = listAt(rule, 'to').map((to) => listAt(field(to, 'operation'), 'paths'));
  const paths = operations.flat();
  return (
    operations.every(({ length }) => length > 0) && paths.length > 0 && paths.every((path) => probe.test(String(path)))
  );
}

const mentionsCallers = /^[ \t]*(?:-[ \t]+)?(?:allowedCallers|allowedServices|callers):/m;

/** Items of values such as `{ targetService: cart, allowedCallers: [order] }`, which a template makes policies of. */
function listsInValues(context: RuleContext): CallerList[] {
  const lists: CallerList[] = [];
  for (const [path, text] of context.texts) {
    if (!/\.ya?ml$/.test(path) || text.includes('{{') || !mentionsCallers.test(text)) continue;
    for (const document of context.yaml(path)?.documents ?? []) {
      for (const inside of walkValue(plainValue(document))) {
        const { value } = inside;
        const target = ['targetService', 'target', 'service', 'to']
          .map((key) => field(value, key))
          .find((name) => typeof name === 'string');
        const key = ['allowedCallers', 'allowedServices', 'callers'].find((name) => listAt(value, name).length > 0);
        if (typeof target !== 'string' || key === undefined || !context.services.has(target)) continue;
        const callers = listAt(value, key).map(String);
        lists.push({
          what: `the list ${key} of ${target}`,
          target,
          namespace: null,
          file: path,
          location: document.locate([...inside.path, key]),
          allows: (caller) =>
            callers.includes('*') || callers.includes(caller.name) || callers.some((name) => caller.mayRunAs(name)),
        });
      }
    }
  }
  return lists;
}

/** Whether a list of callers is for the environment of a caller. */
export function isForCaller({ file }: CallerList, { environment }: ServiceCaller, context: RuleContext): boolean {
  return mayBeFor(file, environment, context);
}
