import type { Application } from '../../../argocd/application.ts';
import { parseImageReference } from '../../../images/image-reference.ts';
import { type Location, placeIn } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { terraformFiles } from '../../../tree/file-types.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import { variableFiles } from '../../facts/terraform/resources.ts';
import { insertion, listName } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type DeclaredRepositories, declaredRepositories, type RepositoryList } from './declared-repositories.ts';
import { type EvaluatedRepositories, evaluatedRepositories } from './evaluated-repositories.ts';
import { repositoryUses } from './image-repositories.ts';

export const ecrRepositoryMissing: Rule = {
  id: 'ecr-repository-missing',
  title: 'Every image repository that is deployed from is declared in Terraform',
  severity: 'error',
  incident: '003 7.5',
  help: 'Add the repository to the list, and apply Terraform before the first push.',
  needs: [terraformFiles, variableFiles, registerFiles],
  *check(context) {
    const { lists, mayDeclare } = declaredRepositories(context);
    const evaluated = evaluatedRepositories(context);
    if (lists.length === 0 && evaluated === null) return;
    const used = usedRepositories(context);
    const creating = createdOnDemand(context);
    const places = new Map(
      context.catalog.environments.map(({ name }) => {
        const own = used.filter((one) => one.environment === name && isOfEcr(one));
        return [
          name,
          placeFinder({ environment: name, used: own, lists, mayDeclare, made: evaluated?.(name) }, context),
        ];
      }),
    );
    const said = new Set<string>();
    for (const one of used) {
      const place = isOfEcr(one) ? places.get(one.environment)?.(one) : undefined;
      if (!place) continue;
      const { name, location, register } = place;
      const key = `${one.service} ${register?.id ?? name}`;
      if (said.has(key)) continue;
      said.add(key);
      const consequence =
        creating === null
          ? 'the first push of its image fails'
          : `only ${showPath(creating)} creates it, without what Terraform sets`;
      const where = `${name} of ${showPath(location.path)}`;
      yield {
        location,
        subject: one.service,
        environment: one.environment,
        ...(creating === null ? {} : { severity: 'warning' as const }),
        key,
        message: `image repository ${quoteName(one.repository)} of Application ${quoteName(one.application.name)} is not in ${where}: ${consequence}`,
        fix: register ? insertion(register, one.service, where, { context, proved: true }) : null,
      };
    }
  },
};

/** Where a repository is missing. */
interface Place {
  name: string;
  location: Location;
  /** The list that it is missing in; null where each repository has a block of its own. */
  register: Register | null;
}

interface Known {
  environment: string;
  /** What the environment deploys from the registry. */
  used: readonly UsedRepository[];
  lists: readonly RepositoryList[];
  mayDeclare: DeclaredRepositories['mayDeclare'];
  made: EvaluatedRepositories | undefined;
}

/** Finds where a repository is missing that an environment uses: by what Terraform makes, or else by what its lists name. */
function placeFinder(known: Known, context: RuleContext): (use: UsedRepository) => Place | undefined {
  const { environment, used, lists, mayDeclare, made } = known;
  const fitting = lists.filter((list) => isListOf(list, environment, used, context));
  const declared = made ? used.filter(({ repository }) => made.declares(repository) === true) : [];
  const [example] = declared;
  const notMade = (use: UsedRepository, { isFrom, blockOf }: EvaluatedRepositories): Place | undefined => {
    // Where most are made elsewhere, these may be, too.
    if (!example || declared.length * 2 < used.length - 1) return undefined;
    const list = fitting.find(({ register, fits }) => isFrom(register) && fits(use.repository, use.service));
    if (list) return list.register.entries.includes(use.service) ? undefined : placeOf(list.register);
    const block = blockOf(example.repository);
    return block && { name: block.labels.join('.'), location: placeIn(block.file, block.start), register: null };
  };
  return (use) => {
    const answer = made?.declares(use.repository) ?? null;
    if (answer === true) return undefined;
    if (made && answer === false) return notMade(use, made);
    const list = listFor(use, fitting);
    if (!list || list.register.entries.includes(use.service)) return undefined;
    return mayDeclare(use.repository, use.service, environment) ? undefined : placeOf(list.register);
  };
}

function placeOf(register: Register): Place {
  const { file, line, column } = register;
  return { name: listName(register), location: { path: file, line, column }, register };
}

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
  const listed = used.filter(({ service, repository }) => entries.has(service) && fits(repository, service));
  return listed.length > 0 && listed.length * 2 >= used.length - 1;
}

function isOfEcr({ registry }: UsedRepository): boolean {
  return registry === null || /\.ecr(?:-fips)?\..*/.exec(registry)?.[0].includes('amazonaws.com') === true;
}

function listFor(
  { repository, service }: UsedRepository,
  lists: readonly RepositoryList[],
): RepositoryList | undefined {
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
