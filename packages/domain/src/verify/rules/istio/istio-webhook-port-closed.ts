import { showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { kustomizations } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { clusterFolders, controlPlanePorts } from './control-plane-ports.ts';
import { isInCluster, meshInstallations, meshInstallationsNeeds } from './installations.ts';

export const istioWebhookPortClosed: Rule = {
  id: 'istio-webhook-port-closed',
  title: 'The control plane of a cluster reaches the webhooks of Istio',
  severity: 'error',
  incident: '001 10',
  help: 'Open TCP 15017 from the control plane of the cluster to its nodes.',
  needs: [...meshInstallationsNeeds, kustomizations],
  *check(context) {
    const installations = meshInstallations(context);
    const istiods = installations.filter(({ chart }) => chart === 'istiod');
    if (istiods.length === 0) return;
    const clusters = controlPlanePorts(context);
    const only = clusterFolders(context).size <= 1;
    for (const { file, location, name, opens, add } of clusters) {
      const istiod = istiods.find((installed) => isInCluster(installed, file, only, context));
      if (!istiod || opens(port) || isOpenedElsewhere(istiod.environment, context)) continue;
      const ambient = installations.some(
        (installed) => installed.chart === 'ztunnel' && isInCluster(installed, file, only, context),
      );
      const effect = ambient
        ? 'Istio cannot check its configuration, and what it injects into gateways is missing'
        : 'no pod of an injected namespace can be created';
      yield {
        location,
        subject: 'istiod',
        severity: ambient ? 'warning' : 'error',
        ...present({ environment: istiod.environment }),
        key: name,
        message: `${name} does not open port 15017 from the control plane to the nodes, where istiod of ${showPath(istiod.file)} answers its webhooks: those calls time out, and ${effect}`,
        fix: add
          ? {
              description: 'open port 15017 by a rule like its sibling',
              safe: false,
              edits: [add(port, 'istio_webhook', 'Control plane to the webhooks of istiod')],
            }
          : null,
      };
    }
  },
};

/** Where istiod answers calls of its webhooks: the Service's port 443 leads there. */
const port = 15017;

/** Whether Terraform names the port anywhere it may be meant for this cluster. */
function isOpenedElsewhere(environment: string | null, context: RuleContext): boolean {
  return (
    terraform(context).some(({ path, code }) => /\b15017\b/.test(code) && mayBeFor(path, environment, context)) ||
    [...context.texts].some(([path, text]) => path.endsWith('.tfvars') && /\b15017\b/.test(text))
  );
}
