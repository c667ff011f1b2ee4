import { originUrl } from '@rollcall/adapters/git/checkout';
import type { Application } from '@rollcall/domain/argocd/application';
import { openValues } from '@rollcall/domain/argocd/open-values';
import { valuesJson } from '@rollcall/domain/argocd/values-json';
import { valuesTable } from '@rollcall/domain/argocd/values-table';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { listFew, quoteName } from '@rollcall/domain/names';
import { insteadOf } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openWorkTree } from '../work-tree.ts';

/** The values that an Application gives its chart, each with the layer that wins and those it wins over. */
export async function run(input: CommandInput): Promise<number> {
  const { names, terminal } = input;
  const [name, key, ...others] = names;
  if (name === undefined || others.length > 0)
    throw new UserError('rollcall values takes the name of an Application, and a key if one is wanted', {
      help: 'For example: rollcall values shop-dev image.tag',
    });
  const checkout = await openWorkTree(input);
  const { config } = await readConfig(checkout.tree, input.text('config'));
  const catalog = await loadCatalog(checkout.tree, config, { repositoryUrl: await originUrl(checkout) });
  const application = findApplication(catalog, name, input.text('environment'));
  const tree = await openValues(checkout.tree, application);
  const values = valuesJson(application, tree, { key, all: input.flag('all') });
  if (input.flag('json')) terminal.writeJson(values);
  else terminal.write(valuesTable(values));
  return 0;
}

function findApplication({ applications, generated }: Catalog, name: string, environment?: string): Application {
  const all = [...applications, ...generated];
  const named = all.filter((application) => application.name === name);
  const [application, ...others] = named.filter(
    (each) => environment === undefined || each.environment === environment,
  );
  const environments = [...new Set(named.map((each) => each.environment ?? '(none)'))].sort();
  if (application && others.length === 0) return application;
  if (application)
    throw new UserError(`there are ${others.length + 1} Applications ${quoteName(name)}`, {
      help:
        environments.length > 1
          ? `Say which with --environment: ${environments.join(', ')}.`
          : `They are in ${listFew(named.map(({ file }) => file))}.`,
    });
  if (named.length > 0)
    throw new UserError(`Application ${quoteName(name)} is not in ${quoteName(environment ?? '')}`, {
      help: `It is in: ${environments.join(', ')}.`,
    });
  const names = [...new Set(all.map((each) => each.name))].sort();
  throw new UserError(`there is no Application ${quoteName(name)}`, {
    help: insteadOf(name, 'Applications', names),
  });
}
