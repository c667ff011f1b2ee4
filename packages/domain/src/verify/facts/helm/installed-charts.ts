import type { Application } from '../../../argocd/application.ts';
import type { TerraformBlock } from '../../../terraform/blocks.ts';
import { field } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';
import { resourcesOf } from '../terraform/resources.ts';

/** The charts of elsewhere an Application deploys, those its own charts depend on among them, by their plain names. */
export function chartsOf({ sources }: Application, context: RuleContext): string[] {
  return sources.flatMap((source) => {
    const { repoURL, chart, path } = source;
    if (chart !== null) return [lastOf(chart)];
    if (path === null) return [];
    if (repoURL?.startsWith('oci://')) return [lastOf(repoURL)];
    if (!context.isOurs(source)) return [];
    const own = context.catalog.charts.find((one) => one.path === path);
    return (own?.dependencies ?? []).flatMap((dependency) => {
      const [name, repository] = [field(dependency, 'name'), field(dependency, 'repository')];
      return typeof name === 'string' && typeof repository === 'string' && /^(?:https?|oci):/.test(repository)
        ? [name]
        : [];
    });
  });
}

/** The `helm_release` resources, with the plain name of the chart of each; null where it is an expression. */
export function helmReleases(context: RuleContext): { block: TerraformBlock; chart: string | null }[] {
  return resourcesOf('helm_release', context).map((block) => {
    const chart = block.attributes.get('chart')?.literal ?? null;
    return { block, chart: chart === null ? null : lastOf(chart) };
  });
}

/** `charts.example.com/argo/argo-cd` and `argo/argo-cd` are `argo-cd`. */
function lastOf(chart: string): string {
  return chart.slice(chart.lastIndexOf('/') + 1);
}
