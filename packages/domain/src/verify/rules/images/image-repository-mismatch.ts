import { environmentNames, sameEnvironment, withoutEnvironment } from '../../../argocd/environment-names.ts';
import { quoteName } from '../../../names.ts';
import { nearest } from '../../../nearest.ts';
import { present } from '../../../present.ts';
import { yamlFiles } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type RepositoryUse, repositoryUses, segmentsOf } from './image-repositories.ts';

export const imageRepositoryMismatch: Rule = {
  id: 'image-repository-mismatch',
  title: 'Every service runs its own image, of its own environment',
  severity: 'error',
  incident: '004 4.2',
  judgesDeployment: true,
  help: 'Write the repository that the build of this service pushes to, as its siblings do.',
  needs: [yamlFiles],
  *check(context) {
    const uses = repositoryUses(context);
    const named = uses.filter(({ service, repository }) => imageName(repository, context) === service).length;
    const byEnvironment = countEnvironments(uses, context);
    for (const use of uses) {
      const { service, application, repository, locate } = use;
      const name = imageName(repository, context);
      const environment = application?.environment ?? null;
      const about = { subject: service, ...present({ environment }) };
      const written = `image repository ${quoteName(repository)} of ${service}`;
      if (name !== service && builds(service, context)) {
        if (isOfOther(use, name, uses, context))
          yield {
            ...about,
            location: locate(),
            message: `${written} is that of ${name}: ${name} runs in its place`,
          };
        else if (named * 2 > uses.length && nearest(name, [service]) === service && !context.services.has(name))
          yield {
            ...about,
            location: locate(),
            message: `${written} is named ${quoteName(name)}: nobody pushes there, so the image cannot be pulled`,
          };
      }
      const other = environmentOf(repository, context);
      if (environment === null || other === null || sameEnvironment(environment).includes(other)) continue;
      const counts = byEnvironment.get(environment);
      if ((counts?.own ?? 0) <= (counts?.others ?? 0)) continue;
      yield {
        ...about,
        location: locate(),
        message: `${written} is that of ${other}, but it is deployed to ${environment}: its tags are pushed to the repository of ${environment}, so the image cannot be pulled or is another one`,
      };
    }
  },
};

/** Whether the image is another service's. One repository for all, or names of another kind, are a convention, no mistake. */
function isOfOther(use: RepositoryUse, name: string, uses: readonly RepositoryUse[], context: RuleContext): boolean {
  if (!context.services.has(name) || !builds(name, context)) return false;
  const last = segmentsOf(use.repository).at(-1);
  const others = uses.filter((other) => other.service !== use.service && segmentsOf(other.repository).at(-1) === last);
  return others.every((other) => other.service === name);
}

/** Whether it has an image of its own. */
function builds(service: string, { services }: RuleContext): boolean {
  const known = services.get(service);
  return (known?.dockerfile ?? known?.elsewhere?.dockerfile ?? null) !== null;
}

/** The last part, without an environment around it. */
function imageName(repository: string, { services, catalog }: RuleContext): string {
  const last = segmentsOf(repository).at(-1) ?? '';
  if (services.has(last)) return last;
  const stripped = catalog.environments.map(({ name }) => withoutEnvironment(last, name)).find((name) => name !== last);
  return stripped ?? last;
}

/** The environment of this repository that a part of it names. */
function environmentOf(repository: string, { catalog }: RuleContext): string | null {
  const names = environmentNames(catalog.environments.map(({ name }) => name));
  const known = new Set(catalog.environments.flatMap(({ name }) => sameEnvironment(name)));
  for (const segment of segmentsOf(repository).slice(0, -1)) {
    const name = names.exact(segment);
    if (name !== undefined && known.has(name)) return name;
  }
  return null;
}

/** For each environment how many of its repositories name it, and how many another. */
function countEnvironments(
  uses: readonly RepositoryUse[],
  context: RuleContext,
): Map<string, { own: number; others: number }> {
  const counts = new Map<string, { own: number; others: number }>();
  for (const { application, repository } of uses) {
    const environment = application?.environment ?? null;
    const named = environmentOf(repository, context);
    if (environment === null || named === null) continue;
    const count = counts.get(environment) ?? { own: 0, others: 0 };
    if (sameEnvironment(environment).includes(named)) count.own += 1;
    else count.others += 1;
    counts.set(environment, count);
  }
  return counts;
}
