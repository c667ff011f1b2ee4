import { templateYaml } from '../../../helm/template-as-yaml.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../../../yaml/yaml-document.ts';
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

const kinds = /^(?:AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Telemetry|WasmPlugin)$/;
const says = /^kind:\s*["']?(?:AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Telemetry|WasmPlugin)\b/m;

const read = new WeakMap<RuleContext, MeshPolicy[]>();

/** The policies of plain manifests and of templates, in the order of their files. */
export function meshPolicies(context: RuleContext): readonly MeshPolicy[] {
  const known = read.get(context);
  if (known) return known;
  const files = [...context.texts].filter(([path, text]) => /\.ya?ml$/.test(path) && says.test(text));
  const policies = files.length === 0 ? [] : policiesOf(files, context);
  read.set(context, policies);
  return policies;
}

function policiesOf(files: readonly [string, string][], context: RuleContext): MeshPolicy[] {
  const owners = new Map<string, { namespace: string; environment: string | null }>();
  const charts = new Map<string, { namespace: string | null; environment: string | null }>();
  for (const application of context.catalog.applications) {
    const { environment, destination } = application;
    for (const { object, namespace } of ownedObjects(application, context)) {
      if (kinds.test(object.kind)) owners.set(`${object.file} ${object.document.index}`, { namespace, environment });
    }
    for (const { path } of application.sources)
      if (path !== null) charts.set(path, { namespace: destination.namespace, environment });
  }
  return files.flatMap(([path, text]) => {
    const templated = text.includes('{{');
    const file = templated ? templateYaml(path, text) : (context.yaml(path) ?? parseYamlFile(path, text));
    const chart = charts.get(/^(.*)\/templates\//.exec(path)?.[1] ?? '');
    return file.documents.flatMap((document): MeshPolicy[] => {
      const value = plainValue(document);
      const kind = field(value, 'kind');
      const metadata = field(value, 'metadata');
      const [name, written] = [field(metadata, 'name'), field(metadata, 'namespace')];
      if (typeof kind !== 'string' || !kinds.test(kind) || !/\bistio\.io\//.test(String(field(value, 'apiVersion'))))
        return [];
      const owner = owners.get(`${path} ${document.index}`);
      const plain =
        typeof written === 'string' && !hasAction(document, ['metadata', 'namespace'], text) ? written : null;
      return [
        {
          file: path,
          document,
          kind,
          name: typeof name === 'string' ? name : '',
          namespace: owner?.namespace ?? plain ?? chart?.namespace ?? null,
          environment: owner?.environment ?? null,
          spec: field(value, 'spec'),
          templated,
        },
      ];
    });
  });
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
  const labels = field(field(spec, 'selector'), 'matchLabels');
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return [];
  const text = context.text(document.file.path) ?? '';
  const all = Object.entries(labels);
  const written = all.filter(
    ([key]) => !templated || !hasAction(document, ['spec', 'selector', 'matchLabels', key], text),
  );
  return written.map(([key, value]) => [key, String(value)]);
}

/** A caller that a policy names. */
export interface PolicyCaller {
  namespace: string;
  account: string;
  path: YamlPath;
}

/** The service accounts that the rules of a policy name, as far as they are written out and no pattern. */
export function callersOf({ spec, document, templated }: MeshPolicy, context: RuleContext): PolicyCaller[] {
  const text = context.text(document.file.path) ?? '';
  return listAt(spec, 'rules').flatMap((rule, r) =>
    listAt(rule, 'from').flatMap((from, f) => {
      const source = field(from, 'source');
      return ['principals', 'serviceAccounts'].flatMap((key) =>
        listAt(source, key).flatMap((principal, index): PolicyCaller[] => {
          const path = ['spec', 'rules', r, 'from', f, 'source', key, index];
          if (typeof principal !== 'string' || (templated && hasAction(document, path, text))) return [];
          const form = key === 'principals' ? /\/ns\/([^/*]+)\/sa\/([^/*]+)$/ : /^([^/*]+)\/([^/*]+)$/;
          const [, namespace, account] = form.exec(principal) ?? [];
          return namespace === undefined || account === undefined ? [] : [{ namespace, account, path }];
        }),
      );
    }),
  );
}
