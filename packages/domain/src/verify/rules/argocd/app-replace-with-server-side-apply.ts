import type { Application } from '../../../argocd/application.ts';
import { quoteName } from '../../../names.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { isBelowTemplates } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../../../yaml/value.ts';
import { applicationFinding } from '../../facts/argocd/application-finding.ts';
import { ownSyncOptions, syncOptionsOf } from '../../facts/argocd/sync-policy.ts';
import { chartsOf } from '../../facts/helm/installed-charts.ts';
import { ownedObjects, ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { objectFinding } from '../../facts/kubernetes/object-finding.ts';
import type { Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

const templates: PathSelector = (path) => isBelowTemplates(path) && /\.(?:ya?ml|tpl)$/.test(path);

export const appReplaceWithServerSideApply: Rule = {
  id: 'app-replace-with-server-side-apply',
  title: 'Nothing is both replaced and applied server-side',
  severity: 'warning',
  incident: '000 3',
  help: 'Remove Replace=true. Keep ServerSideApply=true, and name what controllers write, such as webhooks[].clientConfig.caBundle, in ignoreDifferences with RespectIgnoreDifferences=true.',
  needs: [...ownedObjectsNeeds, templates],
  *check(context) {
    for (const application of context.catalog.applications) {
      const options = syncOptionsOf(application);
      if (hasBoth(options)) {
        const loss = lossOfApplication(application, context);
        const at = ['spec', 'syncPolicy', 'syncOptions', options.indexOf('Replace=true')];
        const message = describe(`Application ${quoteName(application.name)}`, loss);
        yield { ...applicationFinding(application, at, message), severity: severityOf(loss) };
        continue;
      }
      for (const { object } of ownedObjects(application, context)) {
        if (!hasBoth(ownSyncOptions(object.value))) continue;
        const loss = lossOf(object.kind);
        const at = ['metadata', 'annotations', 'argocd.argoproj.io/sync-options'];
        const message = describe(`${object.kind} ${quoteName(object.name)}`, loss);
        yield { ...objectFinding(object, application.environment, at, message), severity: severityOf(loss) };
      }
    }
  },
};

function hasBoth(options: readonly string[]): boolean {
  return options.includes('Replace=true') && options.includes('ServerSideApply=true');
}

function severityOf(loss: Loss | null): Severity {
  return loss === null ? 'warning' : 'error';
}

function describe(who: string, loss: Loss | null): string {
  return `${who} has both Replace=true and ServerSideApply=true: Replace wins, so ${effect(loss)}`;
}

type Loss = 'webhooks' | 'types';

function effect(loss: Loss | null): string {
  const every = 'each sync overwrites whole objects with what Git has';
  if (loss === 'webhooks')
    return `${every}; a webhook loses the CA bundle its controller wrote into it, and what it checks is refused until that is back`;
  if (loss === 'types')
    return `${every}; a CustomResourceDefinition loses the CA bundle of its conversion, and deleting to create it anew deletes every object of the type`;
  return `${every}, and what controllers wrote into them is lost`;
}

function lossOf(kind: string): Loss | null {
  if (/^(?:Mutating|Validating)WebhookConfiguration$/.test(kind)) return 'webhooks';
  return kind === 'CustomResourceDefinition' ? 'types' : null;
}

/** What it deploys that others write into; null where that is not known. */
function lossOfApplication(application: Application, context: RuleContext): Loss | null {
  const losses = [...kindsOf(application, context)].map(lossOf);
  for (const chart of chartsOf(application, context)) {
    if (withWebhooks.has(chart)) losses.push('webhooks');
    else if (/(?:^|-)crds?$/.test(chart)) losses.push('types');
  }
  return losses.includes('webhooks') ? 'webhooks' : losses.includes('types') ? 'types' : null;
}

/** The kinds that an Application deploys, as far as they are known; what is said to differ is there. */
function kindsOf(application: Application, context: RuleContext): Set<string> {
  const kinds = new Set(ownedObjects(application, context).map(({ object }) => object.kind));
  const spec = field(plainValue(application.document), 'spec');
  for (const difference of listAt(spec, 'ignoreDifferences')) kinds.add(String(field(difference, 'kind')));
  for (const source of application.sources) {
    if (source.path === null || !context.isOurs(source)) continue;
    if (context.paths.files(joinPath(source.path, 'crds')).length > 0) kinds.add('CustomResourceDefinition');
    for (const path of context.paths.files(joinPath(source.path, 'templates'), true)) {
      for (const [, kind = ''] of (context.text(path) ?? '').matchAll(/^kind:[ \t]*(\w+)[ \t]*$/gm)) kinds.add(kind);
    }
  }
  return kinds;
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
