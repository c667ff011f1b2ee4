import { plainName } from '../catalog/application-service.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { groupBy } from '../grouping.ts';
import { compareText, formatLocation } from '../location.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { present } from '../present.ts';
import type { Unread } from '../problem.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { notDeployedYet } from './main-branch.ts';
import type { OpenEnvironment } from './open-environment.ts';

/** The error about a service that has no Application in an environment. */
export function missingApplication(service: string, environment: OpenEnvironment): UserError {
  const { catalog } = environment;
  const { everywhere } = environment.applicationsOf(service);
  const name = quoteName(service);
  const unread = unreadableFiles(catalog);
  const [other] = everywhere;
  const yet = notDeployedYet(service, environment);
  if (yet && (!other || yet.message.endsWith(' yet'))) return yet;
  if (other) {
    const told = everywhere.flatMap(({ environment: one }) => one ?? []);
    const others = [...new Set(told)].sort(compareText).join(', ') || 'none that is told';
    return new UserError(`${name} has no Application in ${environment.name}${unread}`, {
      location: other.document.locate([]),
      help: `Its Applications are for: ${others}.${unreadSets(catalog)} Add one for ${environment.name}, or set on-missing to warn.`,
    });
  }
  const names = serviceNames(catalog);
  if (names.has(service) && catalog.services.every(({ path }) => path === null)) {
    const deployed = [...new Set(catalog.applications.flatMap((application) => nameIn(application, environment.name)))];
    return new UserError(
      `nothing deploys ${name} to ${environment.name}: no Application is called so, and none names an image of that name${unread}`,
      {
        help: `${insteadOf(service, `Applications of ${environment.name}`, deployed.sort(compareText))}${unreadSets(catalog)}`,
      },
    );
  }
  const called = catalog.applications.find(
    (one) => one.environment === environment.name && plainName(one) === service && one.services.length > 0,
  );
  if (called)
    return new UserError(
      `Application ${quoteName(called.name)} runs the image of ${listFew(called.services.map(quoteName))}, and not of ${name}`,
      {
        location: called.document.locate(['metadata', 'name']),
        help: 'Bump the service whose image it is, or correct the repository of its image.',
      },
    );
  const chart = names.has(service) ? catalog.charts.find((one) => one.name === service && !one.library) : undefined;
  if (chart)
    return new UserError(
      `${name} has no Application: none deploys its chart ${showPath(chart.path)}, and with which values somebody installs it by hand is not known here${unread}`,
      {
        location: chart.document.locate([]),
        help: `${unreadSets(catalog)} Add an Application of it for ${environment.name}, give the tag where it is installed, or set on-missing to warn.`.trimStart(),
      },
    );
  if (names.has(service))
    return new UserError(`${name} has no Application${unread}`, {
      help: `${unreadSets(catalog)} Add one for ${environment.name}, or set on-missing to warn.`.trimStart(),
    });
  const sorted = [...names].sort(compareText);
  const sets = unreadSets(catalog);
  const what =
    sets === '' ? `there is no service ${name}` : `nothing that is read deploys ${name} to ${environment.name}`;
  return new UserError(`${what}${unread}`, {
    help: `${insteadOf(service, 'services', sorted)}${sets}`,
  });
}

function nameIn(application: Catalog['applications'][number], environment: string): string[] {
  return application.environment === environment ? [plainName(application)] : [];
}

const serviceNames = memoize(({ services, applications }: Catalog): ReadonlySet<string> => {
  const ofApplications = applications.flatMap(({ service }) => service ?? []);
  return new Set([...services.map(({ name }) => name), ...ofApplications]);
});

/**
 * The error about a file that may hold one more Application of a service: beside those of the environment, with the
 * service's name in it, and not read. What was found alone would be a part of what has to be written.
 */
export function unreadApplication(service: string, environment: OpenEnvironment): UserError | null {
  const { name, catalog } = environment;
  const folders = applicationFolders(catalog).get(name);
  // Another document of a file that is read is another Application, or none.
  const read = new Set(environment.applicationsOf(service).everywhere.map(({ file }) => file));
  const problem = catalog.problems.find(
    ({ severity, unread, location }) =>
      severity === 'error' &&
      unread &&
      location &&
      folders?.has(folderOf(location.path)) &&
      !read.has(location.path) &&
      names(unread, service),
  );
  if (!problem) return null;
  return new UserError(`${problem.message}; it names ${quoteName(service)}, and may be an Application of it`, {
    ...present({ location: problem.location, help: problem.help }),
  });
}

const applicationFolders = memoize(({ applications }: Catalog): ReadonlyMap<string | null, ReadonlySet<string>> => {
  const byEnvironment = groupBy(applications, ({ environment }) => environment);
  return new Map(Array.from(byEnvironment, ([name, own]) => [name, new Set(own.map(({ file }) => folderOf(file)))]));
});

/** Whether a name stands in a text as a whole, or may stand in what could not be decoded. */
function names({ text }: Unread, name: string): boolean {
  if (text === null) return true;
  const isPart = (character: string | undefined): boolean => character !== undefined && /[\w.-]/.test(character);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length))
    if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true;
  return false;
}

/** What was looked for may be in a file that could not be read: this is said wherever something is missing. */
export const unreadableFiles = memoize(({ problems }: Catalog): string => {
  const ofFiles = problems.filter(({ severity, unread }) => severity === 'error' || unread);
  const files = ofFiles
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
    .flatMap(({ location, message }) => (location ? [`${formatLocation(location)}: ${message}`] : []));
  return files.length === 0 ? '' : ` (${files.slice(0, 3).join('; ')})`;
});

/** ApplicationSets that may generate what is missing, for a help. */
const unreadSets = memoize(({ generated }: Catalog): string => {
  const sets = generated.flatMap(({ document, generated: by, service, environment }) =>
    by && (environment === null || (by.unread !== null && service === null))
      ? [
          `${formatLocation(document.locate(['spec', 'generators']))} (${by.unread === null ? 'nothing tells its environment' : `${by.unread} is not read`})`,
        ]
      : [],
  );
  return sets.length === 0 ? '' : ` An ApplicationSet may generate it: ${listFew([...new Set(sets)])}.`;
});
