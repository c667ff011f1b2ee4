import { placeIn } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import { helmReleases } from '../../facts/helm/installed-charts.ts';
import { resourcesOf } from '../../facts/terraform/resources.ts';
import type { Rule } from '../../rule/rule.ts';

export const crdBeforeOperator: Rule = {
  id: 'crd-before-operator',
  title: 'Custom resources are planned when their types are there',
  severity: 'warning',
  incident: '001 3.2',
  help: 'Put the object into a state that is applied afterwards, into a chart that is installed after the operator, or let Argo CD deploy it.',
  needs: [terraformFiles],
  *check(context) {
    const releases = helmReleases(context);
    if (releases.length === 0) return;
    for (const block of resourcesOf('kubernetes_manifest', context)) {
      const manifest = block.attributes.get('manifest')?.code ?? '';
      const group = /\bapiVersion"?\s*[=:]\s*"([\w.-]+)\//.exec(manifest)?.[1] ?? '';
      const kind = /\bkind"?\s*[=:]\s*"(\w+)"/.exec(manifest)?.[1] ?? 'object';
      const charts = operators.get(group) ?? [];
      const operator = releases.find(
        ({ block: release, chart }) =>
          chart !== null && charts.includes(chart) && folderOf(release.file.path) === folderOf(block.file.path),
      );
      if (!operator) continue;
      const [, name = ''] = block.labels;
      yield {
        location: placeIn(block.file, block.start),
        subject: name,
        message: `kubernetes_manifest ${quoteName(name)} is a ${kind} of ${group}, whose types come with helm_release ${quoteName(operator.block.labels[1] ?? '')} of the same state: a plan asks the cluster for the type, so on a new cluster it fails, whatever depends_on says`,
      };
    }
  },
};

/** The charts that install the types of a group. */
const operators: ReadonlyMap<string, readonly string[]> = new Map([
  ['argoproj.io', ['argo-cd', 'argo-rollouts', 'argo-workflows', 'argo-events']],
  ['cert-manager.io', ['cert-manager']],
  ['external-secrets.io', ['external-secrets']],
  ['karpenter.k8s.aws', ['karpenter', 'karpenter-crd']],
  ['karpenter.sh', ['karpenter', 'karpenter-crd']],
  ['keda.sh', ['keda']],
  ['monitoring.coreos.com', ['kube-prometheus-stack', 'prometheus-operator-crds']],
  ['networking.istio.io', ['base']],
  ['security.istio.io', ['base']],
]);
