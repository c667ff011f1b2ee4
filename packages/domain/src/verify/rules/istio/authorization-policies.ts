import type { Location } from '../../../location.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import type { RuleContext } from '../../rule/context.ts';
import { hasAction, type MeshPolicy, meshPolicies } from './policies.ts';
import type { ServiceCaller } from './service-calls.ts';

/** Who may call one service: an AuthorizationPolicy of its own that names callers, or values that one is made of. */
export interface CallerRule {
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

/** The rules that name callers. The rule needs YAML and templates. */
export function callerRules(context: RuleContext): CallerRule[] {
  const policies = meshPolicies(context).filter(
    ({ kind, spec }) => kind === 'AuthorizationPolicy' && /^(?:undefined|ALLOW)$/.test(String(field(spec, 'action'))),
  );
  const byTarget = new Map<string | null, MeshPolicy[]>();
  for (const policy of policies) {
    const target = targetOf(policy);
    const known = byTarget.get(target);
    if (known) known.push(policy);
    else byTarget.set(target, [policy]);
  }
  const wide = byTarget.get(null) ?? [];
  const rules = [...byTarget].flatMap(([target, own]) =>
    own.flatMap((policy): CallerRule[] => {
      const list = target === null ? null : listOf(policy);
      if (target === null || list === null) return [];
      const { namespace } = policy;
      const others = own.filter((one) => one.namespace === namespace);
      const allows = (caller: ServiceCaller): boolean =>
        others.some((one) => allowsIn(one, caller, context)) ||
        wide.some(
          (one) =>
            (one.namespace === null || namespace === null || [namespace, 'istio-system'].includes(one.namespace)) &&
            allowsIn(one, caller, context),
        );
      return [
        {
          what: `AuthorizationPolicy ${JSON.stringify(policy.name)}`,
          target,
          namespace,
          file: policy.file,
          location: policy.document.locate(list),
          allows,
        },
      ];
    }),
  );
  return [...rules, ...(policies.length > 0 ? valueRules(context) : [])];
}

/** The Service that a policy is for, by the label that says its name, or by reference; null where it is for more. */
function targetOf({ spec, document, templated }: MeshPolicy): string | null {
  const labels = field(field(spec, 'selector'), 'matchLabels');
  const one = field(spec, 'targetRef');
  const refs = one === undefined ? listAt(spec, 'targetRefs') : [one];
  const [ref] = refs;
  if (refs.length === 1 && field(ref, 'kind') === 'Service') return textOf(field(ref, 'name'), templated);
  const name = ['app', 'app.kubernetes.io/name', 'k8s-app', 'name']
    .map((key) => field(labels, key))
    .find((label) => typeof label === 'string');
  return refs.length > 0 || document.node(['spec', 'selector']) === undefined ? null : textOf(name, templated);
}

function textOf(value: unknown, templated: boolean): string | null {
  return typeof value !== 'string' || (templated && /xxxx/.test(value)) ? null : value;
}

/** The first list of principals; null where a policy names no callers. */
function listOf({ spec }: MeshPolicy): (string | number)[] | null {
  for (const [r, rule] of listAt(spec, 'rules').entries()) {
    for (const [f, from] of listAt(rule, 'from').entries()) {
      for (const key of ['principals', 'serviceAccounts']) {
        if (listAt(field(from, 'source'), key).length > 0) return ['spec', 'rules', r, 'from', f, 'source', key];
      }
    }
  }
  return null;
}

/** Whether a rule of a policy may let a caller in; what is not understood does. */
function allowsIn(policy: MeshPolicy, caller: ServiceCaller, context: RuleContext): boolean {
  const text = policy.templated ? (context.text(policy.file) ?? '') : '';
  return listAt(policy.spec, 'rules').some((rule, r) => {
    const from = field(rule, 'from');
    if (from === undefined) return !isProbe(rule);
    return listAt(rule, 'from').some((one, f) => {
      const source = field(one, 'source');
      const keys = typeof source === 'object' && source !== null ? Object.keys(source) : [];
      return keys.every((key) => {
        const items = listAt(source, key);
        const path = ['spec', 'rules', r, 'from', f, 'source', key];
        const raw = (index: number): string => rawText(policy, [...path, index], text, String(items[index]));
        if (key === 'namespaces')
          return items.some((_, index) => caller.namespace === null || matches(raw(index), caller.namespace));
        if (key !== 'principals' && key !== 'serviceAccounts') return true;
        return items.some((_, index) => namesCaller(raw(index), caller, policy.namespace));
      });
    });
  });
}

/** An item as it is written, with its actions. */
function rawText({ document, templated }: MeshPolicy, path: (string | number)[], text: string, value: string): string {
  if (!templated || !hasAction(document, path, text)) return value;
  const [start = 0, end = 0] = document.node(path)?.range ?? [];
  return text.slice(start, end).replace(/^["']|["']$/g, '');
}

function namesCaller(principal: string, caller: ServiceCaller, own: string | null): boolean {
  const [, namespace = '', account = ''] = /(?:\/ns\/|^)([^/]+|\{\{.*?\}\})(?:\/sa)?\/([^/]+)$/.exec(principal) ?? [];
  if (account === '' || /[*{]/.test(account)) return true;
  const meant = namespace.includes('{{') ? own : namespace;
  const here = meant === null || caller.namespace === null || /\*/.test(meant) || meant === caller.namespace;
  return here && caller.mayRunAs(account);
}

function matches(pattern: string, text: string): boolean {
  if (pattern.includes('{{') || pattern === '*') return true;
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : pattern === text;
}

const probe =
  /^\/$|(?:^|[/*_])(?:health(?:z|check)?|ready(?:z)?|readiness|live(?:z|ness)?|metrics|prometheus|probes?|startup|actuator|ping)(?:[/*]|$)/i;

/** A rule for anybody that is only for probes and metrics. */
function isProbe(rule: unknown): boolean {
  const paths = listAt(rule, 'to').flatMap((to) => listAt(field(to, 'operation'), 'paths'));
  const every = listAt(rule, 'to').every((to) => listAt(field(to, 'operation'), 'paths').length > 0);
  return every && paths.length > 0 && paths.every((path) => probe.test(String(path)));
}

/** Items of values such as `{ targetService: cart, allowedCallers: [order] }`, which a template makes policies of. */
function valueRules(context: RuleContext): CallerRule[] {
  const rules: CallerRule[] = [];
  for (const [path, text] of context.texts) {
    if (
      !/\.ya?ml$/.test(path) ||
      text.includes('{{') ||
      !/^\s*(?:-\s+)?(?:allowedCallers|allowedServices|callers):/m.test(text)
    )
      continue;
    for (const document of context.yaml(path)?.documents ?? []) {
      const pending: { value: unknown; at: (string | number)[] }[] = [{ value: plainValue(document), at: [] }];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { value, at } = next;
        if (typeof value !== 'object' || value === null || at.length > 20) continue;
        for (const [key, one] of Object.entries(value))
          pending.push({ value: one, at: [...at, Array.isArray(value) ? Number(key) : key] });
        const target = ['targetService', 'target', 'service', 'to']
          .map((key) => field(value, key))
          .find((one) => typeof one === 'string');
        const key = ['allowedCallers', 'allowedServices', 'callers'].find((one) => listAt(value, one).length > 0);
        if (typeof target !== 'string' || key === undefined || !context.services.has(target)) continue;
        const callers = listAt(value, key).map(String);
        rules.push({
          what: `the list ${key} of ${target}`,
          target,
          namespace: null,
          file: path,
          location: document.locate([...at, key]),
          allows: (caller) =>
            callers.includes('*') || callers.includes(caller.name) || callers.some((one) => caller.mayRunAs(one)),
        });
      }
    }
  }
  return rules;
}

/** Whether a rule is for the environment of a caller. */
export function holdsFor({ file }: CallerRule, { environment }: ServiceCaller, context: RuleContext): boolean {
  return mayBeFor(file, environment, context);
}
