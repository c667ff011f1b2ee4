import type { Application } from '../../../argocd/application.ts';
import { quoteName } from '../../../names.ts';
import { kustomizations, type PathSelector, yamlFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { ownSyncOptions, syncOptionsOf } from '../../facts/argocd/sync-policy.ts';
import { chartsOf } from '../../facts/helm/installed-charts.ts';
import { ownedObjects } from '../../facts/kubernetes/deployed-objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

const templates: PathSelector = (path) => /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/.test(path);

export const appReplaceWithServerSideApply: Rule = {
  id: 'app-replace-with-server-side-apply',
  title: 'Nothing is both replaced and applied server-side',
  severity: 'warning',
  incident: '000 3',
  help: 'Remove Replace=true. Keep ServerSideApply=true, and name what controllers write, such as webhooks[].clientConfig.caBundle, in ignoreDifferences with RespectIgnoreDifferences=true.',
  needs: [yamlFiles, kustomizations, templates],
  *check(context) {
    for (const application of context.catalog.applications) {
      const { name, environment, document } = application;
      const about = environment === null ? {} : { environment };
      const options = syncOptionsOf(application);
      const index = options.indexOf('Replace=true');
      if (index !== -1 && options.includes('ServerSideApply=true')) {
        const loses = losesWritten(application, context);
        yield {
          location: document.locate(['spec', 'syncPolicy', 'syncOptions', index]),
          subject: name,
          severity: loses === null ? 'warning' : 'error',
          ...about,
          message: `Application ${quoteName(name)} has both Replace=true and ServerSideApply=true: Replace wins, so ${effect(loses)}`,
        };
        continue;
      }
      for (const { object } of ownedObjects(application, context)) {
        const own = ownSyncOptions(object.value);
        if (!own.includes('Replace=true') || !own.includes('ServerSideApply=true')) continue;
        const loses = lossOf(object.kind);
        const at = [...object.at, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options'];
        yield {
          location: object.document.locate(at),
          subject: object.name,
          severity: loses === null ? 'warning' : 'error',
          ...about,
          message: `${object.kind} ${quoteName(object.name)} has both Replace=true and ServerSideApply=true: Replace wins, so ${effect(loses)}`,
        } satisfies RuleFinding;
      }
    }
  },
};

type Loss = 'webhooks' | 'types';

function effect(loses: Loss | null): string {
  const every = 'each sync overwrites whole objects with what Git has';
  if (loses === 'webhooks')
    return `${every}; a webhook loses the CA bundle its controller wrote into it, and what it checks is refused until that is back`;
  if (loses === 'types')
    return `${every}; a CustomResourceDefinition loses the CA bundle of its conversion, and deleting to create it anew deletes every object of the type`;
  return `${every}, and what controllers wrote into them is lost`;
}

function lossOf(kind: string): Loss | null {
  if (/^(?:Mutating|Validating)WebhookConfiguration$/.test(kind)) return 'webhooks';
  return kind === 'CustomResourceDefinition' ? 'types' : null;
}

/** What it deploys that others write into; null where that is not known. */
function losesWritten(application: Application, context: RuleContext): Loss | null {
  const kinds = new Set(ownedObjects(application, context).map(({ object }) => object.kind));
  // What is said to differ is there.
  const spec = field(plainValue(application.document), 'spec');
  for (const difference of listAt(spec, 'ignoreDifferences')) kinds.add(String(field(difference, 'kind')));
  for (const source of application.sources) {
    if (source.path === null || !context.isOurs(source)) continue;
    if (context.paths.files(joinPath(source.path, 'crds')).length > 0) kinds.add('CustomResourceDefinition');
    for (const path of context.paths.files(joinPath(source.path, 'templates'), true)) {
      for (const [, kind = ''] of (context.text(path) ?? '').matchAll(/^kind:[ \t]*(\w+)[ \t]*$/gm)) kinds.add(kind);
    }
  }
  const losses = [...kinds].map(lossOf);
  for (const chart of chartsOf(application, context)) {
    if (withWebhooks.has(chart)) losses.push('webhooks');
    else if (/(?:^|-)crds?$/.test(chart)) losses.push('types');
  }
  return losses.includes('webhooks') ? 'webhooks' : losses.includes('types') ? 'types' : null;
}

/** Charts, by names that are theirs alone, that install webhooks whose CA bundle a controller writes. */
const withWebhooks: ReadonlySet<string> = new Set([
  'aws-load-balancer-controller',
  'cert-manager',
  'external-secrets',
  'gatekeeper',
  'ingress-nginx',
  'istio-base',
  'istiod',
  'keda',
  'kube-prometheus-stack',
  'kyverno',
  'linkerd-control-plane',
  'opentelemetry-operator',
]);
