import type { Application } from '../../../argocd/application.ts';
import { parseImageReference } from '../../../images/image-reference.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { insertion, listName } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { declaredRepositories, type RepositoryList } from './declared-repositories.ts';
import { repositoryUses } from './image-repositories.ts';

export const ecrRepositoryMissing: Rule = {
  id: 'ecr-repository-missing',
  title: 'Every image repository that is deployed from is declared in Terraform',
  severity: 'error',
  incident: '003 7.5',
  help: 'Add the repository to the list, and apply Terraform before the first push.',
  needs: [terraformFiles, registerFiles],
  *check(context) {
    const { lists, mayDeclare } = declaredRepositories(context);
    if (lists.length === 0) return;
    const used = usedRepositories(context);
    const creating = createdOnDemand(context);
    const listsOf = new Map(
      context.catalog.environments.map(({ name }) => [
        name,
        lists.filter((list) => isListOf(list, name, used, context)),
      ]),
    );
    const said = new Set<string>();
    for (const one of used) {
      const list = listFor(one, listsOf.get(one.environment) ?? []);
      if (!list || list.register.entries.includes(one.service)) continue;
      if (mayDeclare(one.repository, one.service, one.environment)) continue;
      const { register } = list;
      const key = `${one.service} ${register.id}`;
      if (said.has(key)) continue;
      said.add(key);
      const consequence =
        creating === null
          ? 'the first push of its image fails'
          : `only ${showPath(creating)} creates it, without what Terraform sets`;
      yield {
        location: { path: register.file, line: register.line, column: register.column },
        subject: one.service,
        environment: one.environment,
        ...(creating === null ? {} : { severity: 'warning' as const }),
        key,
        message: `image repository ${quoteName(one.repository)} of Application ${quoteName(one.application.name)} is not in ${listName(register)} of ${showPath(register.file)}: ${consequence}`,
        fix: insertion(register, one.service, `${listName(register)} of ${showPath(register.file)}`),
      };
    }
  },
};

interface UsedRepository {
  application: Application;
  service: string;
  environment: string;
  /** Host of the registry; null where the repository is written without. */
  registry: string | null;
  repository: string;
}

/** What Applications of services deploy; a repository that only a chart sets is the same everywhere. */
function usedRepositories(context: RuleContext): UsedRepository[] {
  return repositoryUses(context).flatMap(({ service, application, repository }) => {
    const image = parseImageReference(repository);
    const applications = application ? [application] : (context.applicationsOf.get(service) ?? []);
    return applications.flatMap((one): UsedRepository[] =>
      image && one.environment !== null ? [{ application: one, service, environment: one.environment, ...image }] : [],
    );
  });
}

/** Whether a list has most of what an environment deploys, written the same way. */
function isListOf(
  { register, fits }: RepositoryList,
  environment: string,
  used: readonly UsedRepository[],
  context: RuleContext,
): boolean {
  if (!mayBeFor(register.file, environment, context)) return false;
  const entries = new Set(register.entries);
  const all = used.filter((one) => one.environment === environment);
  const listed = all.filter(({ service, repository }) => entries.has(service) && fits(repository, service));
  return listed.length > 0 && listed.length * 2 >= all.length - 1;
}

function listFor(
  { repository, service, registry }: UsedRepository,
  lists: readonly RepositoryList[],
): RepositoryList | undefined {
  if (registry !== null && !/\.ecr(?:-fips)?\..*/.exec(registry)?.[0].includes('amazonaws.com')) return undefined;
  const fitting = lists.filter(({ fits }) => fits(repository, service));
  return fitting.find(({ named }) => named) ?? fitting[0];
}

/** A workflow or a script that creates repositories, or null. */
function createdOnDemand(context: RuleContext): string | null {
  const creates = /^[^#\r\n\u2028\u2029]*\becr(?:-public)?[ \t]+create-repository\b/m;
  return (
    [...context.texts.keys()].sort().find((path) => registerFiles(path) && creates.test(context.text(path) ?? '')) ??
    null
  );
}
