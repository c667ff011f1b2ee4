import { dockerfiles, isComposeFile, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { isProduction } from '../../facts/argocd/environment-severity.ts';
import type { Severity } from '../../findings/finding.ts';
import type { Model } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import {
  type MutableUse,
  mutableTagsInApplications,
  mutableTagsInCompose,
  mutableTagsInDockerfiles,
  mutableTagsInManifests,
  mutableTagsInValueFiles,
} from './mutable-tags.ts';

export const imageTagMutable: Rule = {
  id: 'image-tag-mutable',
  title: 'Every image has a tag that does not move',
  severity: 'warning',
  seed: '004 4.3',
  help: 'Write the tag of one build, or a digest.',
  needs: [yamlFiles, kustomizations, dockerfiles],
  *check(model) {
    const uses = [
      ...mutableTagsInApplications(model),
      ...mutableTagsInValueFiles(model),
      ...mutableTagsInManifests(model),
      ...composeUses(model),
      ...mutableTagsInDockerfiles(model),
    ];
    for (const { location, tag, image, subject, environments, overridden } of uses) {
      const worst = judge(environments, model);
      if (worst === 'allowed') continue;
      const written = tag === '' ? `image ${image} has no tag, which means latest` : `tag ${tag} of ${image} moves`;
      const where = worst.environment === undefined ? '' : ` in ${worst.environment}`;
      const consequence = overridden
        ? `it is overridden by ${overridden}, and what is deployed without that is not known`
        : `nobody can say what runs${where}, and a restart may change it`;
      yield {
        location,
        subject,
        severity: worst.severity,
        ...(worst.environment === undefined ? {} : { environment: worst.environment }),
        message: `${written}: ${consequence}`,
        key: `${subject} ${image} ${tag}`,
      };
    }
  },
};

/** The worst of the environments by `mutable-tags`, or by whether it is production. */
function judge(
  environments: readonly string[],
  { config }: Model,
): { severity: Severity; environment?: string } | 'allowed' {
  if (environments.length === 0) return { severity: 'warning' };
  const judged = environments.flatMap((environment) => {
    const policy = config.environments?.[environment]?.['mutable-tags'];
    if (policy === 'allow') return [];
    const forbidden = policy === undefined ? isProduction(environment) : policy === 'forbid';
    return [{ severity: forbidden ? ('error' as const) : ('warning' as const), environment }];
  });
  return judged.find(({ severity }) => severity === 'error') ?? judged[0] ?? 'allowed';
}

function composeUses(model: Model): MutableUse[] {
  return model.paths.all.filter(isComposeFile).flatMap((path) =>
    (model.yaml(path)?.documents ?? []).flatMap((document) =>
      mutableTagsInCompose(document).map(({ tag, image, path: at }) => ({
        location: document.locate(at),
        tag,
        image,
        subject: String(at[1]),
        environments: [],
        overridden: null,
      })),
    ),
  );
}
