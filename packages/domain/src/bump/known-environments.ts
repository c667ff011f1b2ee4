import type { Application } from '../argocd/application.ts';
import { nameOfSet } from '../argocd/application-sets.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { formatLocation } from '../location.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName } from '../names.ts';
import { insteadOf } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { unreadableFiles } from './missing-application.ts';

/** UserError where the Catalog has no such environment: with those that it has, and with what tells none. */
export function requireEnvironment(catalog: Catalog, environment: string): void {
  const names = catalog.environments.map(({ name }) => name);
  if (names.includes(environment)) return;
  const { applications, generated } = catalog;
  const unread = unreadableFiles(catalog);
  const isBare = unread === '' && applications.length + generated.length === 0;
  const none = `There are none${isBare ? ': no Argo CD Application was found' : ''}.`;
  const known = names.length > 0 ? insteadOf(environment, 'environments', names) : none;
  const untold = untoldEnvironments(catalog);
  const way =
    untold === ''
      ? ''
      : ` Say in rollcall.yaml whose folder is of it: environments: { ${quoteName(environment)}: { applications: FOLDER } }.`;
  throw new UserError(`there is no environment ${quoteName(environment)}${unread}`, {
    help: `${known}${untold}${way}`,
  });
}

/** What may be of any environment, for a help: ApplicationSets, and where no environment is known also Applications. */
const untoldEnvironments = memoize(({ applications, generated, environments }: Catalog): string => {
  const written = environments.length > 0 ? [] : applications;
  const untold = [...written, ...generated].filter(({ environment }) => environment === null);
  const names = new Set(untold.map(describeUntold));
  return names.size === 0 ? '' : ` Nothing tells the environment of ${listFew([...names])}.`;
});

function describeUntold({ name, document, generated }: Application): string {
  if (!generated) return `Application ${quoteName(name)} (${formatLocation(document.locate([]))})`;
  const place = formatLocation(document.locate(['spec', 'generators']));
  const why = generated.unread === null ? '' : `; ${generated.unread} is not read`;
  return `the ApplicationSet ${nameOfSet(document)} (${place}${why})`;
}
