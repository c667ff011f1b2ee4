import { memoize } from '../../../memo.ts';
import { helmTemplates, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { field, isRecord, listAt, plainValue, textAt, valueAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { manifestDocuments } from '../../facts/helm/manifest-documents.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import type { RuleContext } from '../../rule/context.ts';

/** An object of Istio that holds for pods: a policy of authorization or authentication, telemetry. */
export interface MeshPolicy {
  file: string;
  document: YamlDocument;
  kind: string;
  name: string;
  /** Null where it is not known. */
  namespace: string | null;
  environment: string | null;
  spec: unknown;
  /** Whether it is a template: what holds an action is no text. */
  templated: boolean;
}

const isPolicy = /^(?:AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Telemetry|WasmPlugin)$/;
const mentionsPolicy =
  /^kind:\s*["']?(?:AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Telemetry|WasmPlugin)\b/m;

/** What a rule that asks for policies has to read. */
export const meshPoliciesNeeds = [yamlFiles, helmTemplates, kustomizations] as const;

/** The policies of plain manifests and of templates, in the order of their files. */
export const meshPolicies = memoize((context: RuleContext): readonly MeshPolicy[] => {
  const files = [...context.texts].filter(([path, text]) => /\.ya?ml$/.test(path) && mentionsPolicy.test(text));
  if (files.length === 0) return [];
  const ownerOf = policyOwners(context);
  return files.flatMap(([path, text]) => {
    const { documents, templated } = manifestDocuments(path, text, context);
    return documents.flatMap((document) => readPolicy(document, text, templated, ownerOf) ?? []);
  });
});

interface Owner {
  namespace: string | null;
  environment: string | null;
}

/** Where the Application that deploys a document puts it; `own` is the namespace that the document says itself. */
type OwnerOf = (document: YamlDocument, own: string | null) => Owner;

function policyOwners(context: RuleContext): OwnerOf {
  const owners = new Map<string, Owner>();
  const charts = new Map<string, string | null>();
  for (const application of context.catalog.applications) {
    const { environment, destination } = application;
    for (const { object, namespace } of ownedObjects(application, context)) {
      if (isPolicy.test(object.kind)) owners.set(`${object.file} ${object.document.index}`, { namespace, environment });
    }
    for (const { path } of application.sources) if (path !== null) charts.set(path, destination.namespace);
  }
  return ({ file: { path }, index }, own) => {
    const chart = /^(.*)\/templates\//.exec(path)?.[1] ?? '';
    return owners.get(`${path} ${index}`) ?? { namespace: own ?? charts.get(chart) ?? null, environment: null };
  };
}

function readPolicy(document: YamlDocument, text: string, templated: boolean, ownerOf: OwnerOf): MeshPolicy | null {
  const value = plainValue(document);
  const kind = textAt(value, 'kind');
  if (kind === undefined || !isPolicy.test(kind)) return null;
  if (!/\bistio\.io\//.test(String(field(value, 'apiVersion')))) return null;
  const isWritten = !hasAction(document, ['metadata', 'namespace'], text);
  return {
    file: document.file.path,
    document,
    kind,
    name: textAt(value, 'metadata', 'name') ?? '',
    ...ownerOf(document, isWritten ? (textAt(value, 'metadata', 'namespace') ?? null) : null),
    spec: field(value, 'spec'),
    templated,
  };
}

/** Whether what stands at a path is, or holds, an action of a template. */
export function hasAction(document: YamlDocument, path: YamlPath, text: string): boolean {
  const [start = 0, end = 0] = document.node(path)?.range ?? [];
  return text.slice(start, end).includes('{{');
}

/** The labels a policy selects pods by, as far as they are written out; empty where it selects all or is an expression. */
export function selectorOf(
  { spec, document, templated }: MeshPolicy,
  context: RuleContext,
): [key: string, value: string][] {
  const labels = valueAt(spec, ['selector', 'matchLabels']);
  if (!isRecord(labels)) return [];
  const text = context.text(document.file.path) ?? '';
  const isWritten = (key: string): boolean =>
    !templated || !hasAction(document, ['spec', 'selector', 'matchLabels', key], text);
  return Object.entries(labels).flatMap(([key, value]) => (isWritten(key) ? [[key, String(value)]] : []));
}

/** A caller that a policy names. */
export interface PolicyCaller {
  namespace: string;
  account: string;
  path: YamlPath;
}

/** A part of a policy, and what leads to it. */
export interface PolicyPart {
  value: unknown;
  path: (string | number)[];
}

/** The rules of a policy with the sources of calls that each is for; null for a rule that is for every call. */
export function policyRules({ spec }: MeshPolicy): { rule: unknown; sources: PolicyPart[] | null }[] {
  return listAt(spec, 'rules').map((rule, index) => ({
    rule,
    sources:
      field(rule, 'from') === undefined
        ? null
        : listAt(rule, 'from').map((from, number) => ({
            value: field(from, 'source'),
            path: ['spec', 'rules', index, 'from', number, 'source'],
          })),
  }));
}

/** What a policy is attached to by reference. */
export function targetRefs({ spec }: MeshPolicy): PolicyPart[] {
  const single = field(spec, 'targetRef');
  return [
    ...(single === undefined ? [] : [{ value: single, path: ['spec', 'targetRef'] }]),
    ...listAt(spec, 'targetRefs').map((value, index) => ({ value, path: ['spec', 'targetRefs', index] })),
  ];
}

/** A text of a policy that is written out; null for what an action of a template makes. */
export function writtenText({ templated }: MeshPolicy, value: unknown): string | null {
  return typeof value !== 'string' || (templated && /xxxx/.test(value)) ? null : value;
}

/** The keys of a source that name callers. */
export const callerKeys = ['principals', 'serviceAccounts'] as const;

/** The service accounts that the rules of a policy name, as far as they are written out and no pattern. */
export function callersOf(policy: MeshPolicy, context: RuleContext): PolicyCaller[] {
  const { document, templated } = policy;
  const text = context.text(document.file.path) ?? '';
  const sources = policyRules(policy).flatMap((rule) => rule.sources ?? []);
  return sources.flatMap(({ value: source, path: at }) =>
    callerKeys.flatMap((key) =>
      listAt(source, key).flatMap((principal, index): PolicyCaller[] => {
        const path = [...at, key, index];
        if (typeof principal !== 'string' || (templated && hasAction(document, path, text))) return [];
        const form = key === 'principals' ? /\/ns\/([^/*]+)\/sa\/([^/*]+)$/ : /^([^/*]+)\/([^/*]+)$/;
        const [, namespace, account] = form.exec(principal) ?? [];
        return namespace === undefined || account === undefined ? [] : [{ namespace, account, path }];
      }),
    ),
  );
}
