import type { ApplicationSource } from '../../../argocd/application.ts';
import { quoteName } from '../../../names.ts';
import { isProduction } from '../../facts/argocd/environment-severity.ts';
import type { Rule } from '../../rule/rule.ts';

export const appTargetRevisionFloating: Rule = {
  id: 'app-target-revision-floating',
  title: 'Production follows a deploy branch, a tag or one version',
  severity: 'warning',
  incident: '004 4.3',
  help: 'Set targetRevision to the deploy branch, a tag or one version. If production is meant to follow this branch, say so in rollcall.yaml: environments: { prod: { deploy-branch: main } }.',
  needs: [],
  *check({ catalog, config }) {
    const configured = new Map(
      Object.entries(config.environments ?? {}).map(([name, { 'deploy-branch': branch }]) => [name, branch]),
    );
    for (const { name, environment, document, sources } of catalog.applications) {
      if (environment === null || !isProduction(environment)) continue;
      for (const source of sources) {
        const effect = floats(source);
        if (effect === null || (source.chart === null && source.targetRevision === configured.get(environment)))
          continue;
        const { repoURL, chart, targetRevision, at } = source;
        const what = chart === null ? quoteName(repoURL ?? '') : `chart ${quoteName(chart)}`;
        const revision = targetRevision === null ? 'no targetRevision' : quoteName(targetRevision);
        yield {
          location: document.locate([...at, 'targetRevision']),
          subject: name,
          environment,
          message: `Application ${quoteName(name)} follows ${revision} of ${what}: ${effect}`,
        };
      }
    }
  },
};

const branches: ReadonlySet<string> = new Set(['HEAD', 'main', 'master', 'trunk', 'develop']);

/** What comes of a revision that floats; null for one that does not, or is not known. */
function floats({ repoURL, chart, targetRevision }: ApplicationSource): string | null {
  if (repoURL === null || /\{\{|\$\{/.test(targetRevision ?? '')) return null;
  const range = /[*<>^~|]|^(?:\d+\.){0,2}x$|^$/i.test(targetRevision ?? '');
  if (chart !== null || repoURL.startsWith('oci://')) {
    return range ? 'production takes a new version as soon as it is published, without a commit' : null;
  }
  if (range && targetRevision !== null && targetRevision !== '')
    return 'production takes a new tag as soon as it is pushed, without a commit here';
  const branch = (targetRevision || 'HEAD').replace(/^refs\/heads\//, '');
  return branches.has(branch) ? 'whatever is merged there is what production gets next' : null;
}
