import { isScalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { chartValues, placeOfValue } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import type { Location } from '../../../location.ts';
import { placeIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { helmReleases } from '../../facts/helm/installed-charts.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Where the chart of Argo CD is told not to create argocd-secret. */
export interface ArgoSecretSwitch {
  location: Location;
  /** The Application that says so; null for Terraform and values files. */
  application: Application | null;
}

const key = ['configs', 'secret', 'createSecret'];

/** The places that keep the chart of Argo CD from creating argocd-secret, as far as they may be for the environment. */
export function argoSecretSwitches(environment: string | null, context: RuleContext): ArgoSecretSwitch[] {
  return allSwitches(context).filter(({ application, location }) =>
    application
      ? environment === null || application.environment === environment
      : mayBeFor(location.path, environment, context),
  );
}

const allSwitches = memoize((context: RuleContext): readonly ArgoSecretSwitch[] => [
  ...inTerraform(context),
  ...inApplications(context),
  ...inValues(context),
]);

/** `set { name = … value = … }`, a list of those, `yamlencode({ … })` and YAML in a here-document. */
const switchedOff =
  /\bname\s*=\s*"configs\.secret\.createSecret"\s*(?:,\s*)?value\s*=\s*"?false\b|\bcreateSecret"?\s*[=:]\s*"?false\b/;

function inTerraform(context: RuleContext): ArgoSecretSwitch[] {
  if (!terraform(context).some(({ code }) => code.includes('createSecret'))) return [];
  return helmReleases(context).flatMap(({ block, chart }): ArgoSecretSwitch[] => {
    const { file, start, end } = block;
    const match = chart === 'argo-cd' ? switchedOff.exec(file.code.slice(start, end)) : null;
    return match ? [{ location: placeIn(file, start + match.index), application: null }] : [];
  });
}

/** What Applications say themselves, where it wins; their values files are looked at as such. */
function inApplications(context: RuleContext): ArgoSecretSwitch[] {
  return context.catalog.applications.flatMap((application) =>
    application.sources.flatMap((source): ArgoSecretSwitch[] => {
      if (source.chart !== 'argo-cd') return [];
      const won = winningValue(chartValues(application, source, context), key);
      if (won.state !== 'set' || won.value !== false || won.layer.file !== null) return [];
      return [{ location: placeOfValue(won.layer, key), application }];
    }),
  );
}

/** Values files of the chart, and of charts that have it as a dependency. */
function inValues(context: RuleContext): ArgoSecretSwitch[] {
  return [...context.texts]
    .filter(([path, text]) => /\.ya?ml$/.test(path) && text.includes('createSecret'))
    .flatMap(([path]) => context.yaml(path)?.documents.slice(0, 1) ?? [])
    .flatMap((document) => {
      const found = [key, ['argo-cd', ...key], ['argocd', ...key]].find((path) => isFalse(document, path));
      return found ? [{ location: document.locate(found), application: null }] : [];
    });
}

function isFalse(document: YamlDocument, path: (string | number)[]): boolean {
  const node = document.node(path);
  return isScalar(node) && node.value === false;
}
