import { compareText, formatLocation } from '../../../location.ts';
import { present } from '../../../present.ts';
import { dockerfiles, helmTemplates, isComposeFile, kustomizations, yamlFiles } from '../../../tree/file-types.ts';
import { isProduction } from '../../facts/argocd/environment-severity.ts';
import type { Severity } from '../../findings/finding.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type MutableUse, mutableTagsInDockerfiles } from './mutable-tags.ts';
import { mutableTagsInCompose } from './tags-in-documents.ts';
import { mutableTagsInManifests } from './tags-in-manifests.ts';
import { mutableTagsInTemplates } from './tags-in-templates.ts';
import { mutableTagsInApplications, mutableTagsInValueFiles } from './tags-in-values.ts';

export const imageTagMutable: Rule = {
  id: 'image-tag-mutable',
  title: 'Every image has a tag that does not move',
  severity: 'warning',
  incident: '004 4.3',
  help: 'Write the tag of one build, or a digest.',
  needs: [yamlFiles, kustomizations, helmTemplates, dockerfiles],
  *check(context) {
    const uses = [
      ...mutableTagsInApplications(context),
      ...mutableTagsInValueFiles(context),
      ...mutableTagsInTemplates(context),
      ...mutableTagsInManifests(context),
      ...composeUses(context),
      ...mutableTagsInDockerfiles(context),
    ];
    for (const { location, tag, image, subject, environments, overridden } of byPlace(uses)) {
      const worst = worstOf(environments, context);
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
        ...present({ environment: worst.environment }),
        message: `${written}: ${consequence}`,
        key: `${subject} ${image} ${tag}`,
      };
    }
  },
};

/** One for each place: what is said of it first, with every environment that it reaches. */
function byPlace(uses: readonly MutableUse[]): MutableUse[] {
  const known = new Map<string, MutableUse>();
  for (const use of uses) {
    const place = formatLocation(use.location);
    const same = known.get(place);
    if (!same) known.set(place, { ...use });
    else if (same.overridden === null)
      same.environments = [...new Set([...same.environments, ...use.environments])].sort(compareText);
  }
  return [...known.values()];
}

/** The worst of the environments by `mutable-tags`, or by whether it is production. */
function worstOf(
  environments: readonly string[],
  { config }: RuleContext,
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

function composeUses(context: RuleContext): MutableUse[] {
  return context.paths.all.filter(isComposeFile).flatMap((path) =>
    (context.yaml(path)?.documents ?? []).flatMap((document) =>
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
