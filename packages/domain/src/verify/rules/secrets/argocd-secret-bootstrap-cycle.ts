import type { Application } from '../../../argocd/application.ts';
import { quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { chartsOf, helmReleases } from '../../facts/helm/installed-charts.ts';
import { ownedObjectsNeeds } from '../../facts/kubernetes/deployed-objects.ts';
import { type ExternalSecret, externalSecretOf } from '../../facts/kubernetes/external-secrets.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { type ArgoSecretSwitch, argoSecretSwitches } from './argo-secret.ts';
import { deploys } from './secret-sources.ts';

export const argocdSecretBootstrapCycle: Rule = {
  id: 'argocd-secret-bootstrap-cycle',
  title: 'Argo CD does not wait for a Secret that only it can deploy',
  severity: 'error',
  incident: '001 2',
  help: 'Install the operator of ExternalSecrets and its store before Argo CD (with Terraform, or by the bootstrap script), and remove their Applications.',
  needs: [...ownedObjectsNeeds, terraformFiles],
  *check(context) {
    const environments = context.catalog.environments.map(({ name }) => name);
    const reported = new Set<string>();
    for (const environment of environments.length === 0 ? [null] : environments) {
      const [first] = argoSecretSwitches(environment, context);
      if (!first) continue;
      const secrets = objectsOfKind('ExternalSecret', context)
        .map(externalSecretOf)
        .filter((secret) => secret?.target === 'argocd-secret' && mayBeFor(secret.object.file, environment, context));
      for (const secret of secrets) {
        const cycle = secret && cycleOf(secret, environment, context);
        if (!cycle) continue;
        const key = JSON.stringify([first.location, cycle.application.name]);
        if (reported.has(key)) continue;
        reported.add(key);
        yield finding(first, secret, cycle, environment);
        break;
      }
    }
  },
};

interface Cycle {
  application: Application;
  what: string;
}

/** The Application that deploys what the ExternalSecret needs; null where nothing says so. */
function cycleOf({ store }: ExternalSecret, environment: string | null, context: RuleContext): Cycle | null {
  const applications = context.catalog.applications.filter(
    (application) => environment === null || application.environment === environment,
  );
  const installed = helmReleases(context).some(
    ({ block, chart }) => chart === 'external-secrets' && mayBeFor(block.file.path, environment, context),
  );
  const operator = installed
    ? undefined
    : applications.find((application) => chartsOf(application, context).includes('external-secrets'));
  if (operator) return { application: operator, what: 'the operator' };
  const owner = store && applications.find((application) => deploys(application, store.kind, store.name, context));
  return owner ? { application: owner, what: `${store.kind} ${quoteName(store.name)}` } : null;
}

function finding(
  { location }: ArgoSecretSwitch,
  { object }: ExternalSecret,
  { application, what }: Cycle,
  environment: string | null,
): RuleFinding {
  return {
    location,
    subject: 'argocd-secret',
    ...present({ environment }),
    message: `the chart of Argo CD does not create argocd-secret, ExternalSecret ${quoteName(object.name)} of ${showPath(object.file)} does, and ${what} it needs is deployed by Application ${quoteName(application.name)}: on a new cluster Argo CD waits for a Secret that only Argo CD can bring`,
    key: application.name,
  };
}
