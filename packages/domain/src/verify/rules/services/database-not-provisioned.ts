import { type ChartValues, chartValues, placeOfValue } from '../../../argocd/chart-values.ts';
import { keysBelow, winningValue } from '../../../argocd/winning-value.ts';
import type { Location } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { type DatabaseUse, databaseInsertion, databaseScripts, provisionedDatabases } from './provisioned-databases.ts';

export const databaseNotProvisioned: Rule = {
  id: 'database-not-provisioned',
  title: 'Every database that a service is told to use is created somewhere',
  severity: 'error',
  incident: '003 7.4',
  help: 'Add the database to the list that creates databases in that environment.',
  needs: [registerFiles, yamlFiles, terraformFiles, databaseScripts],
  *check(context) {
    const uses = usesOf(context);
    if (uses.length === 0) return;
    const isProvisioned = provisionedDatabases(context);
    const missing = uses.filter(({ name, environment }) => !isProvisioned(name, environment));
    // Where most come from elsewhere, this repository does not create databases.
    if (missing.length * 2 > uses.length) return;
    const said = new Set<string>();
    const created = uses.filter((use) => !missing.includes(use));
    for (const { service, environment, name, key, locate } of missing) {
      const location = locate();
      const place = `${location.path}:${location.line} ${environment}`;
      if (said.has(place)) continue;
      said.add(place);
      const insertion = databaseInsertion({ service, environment, name }, created, context);
      yield {
        location,
        subject: service,
        environment,
        message: `${key} of ${service} is ${quoteName(name)}, a database that nothing creates in ${environment}: the service cannot start`,
        fix: insertion && {
          description: `add ${name} to the databases of ${insertion.edit.path}`,
          safe: insertion.isAlike,
          edits: [insertion.edit],
        },
      };
    }
  },
};

interface ConfiguredUse extends DatabaseUse {
  key: string;
  locate: () => Location;
}

/** What each service's Applications set, as far as it is known. */
function usesOf(context: RuleContext): ConfiguredUse[] {
  return context.catalog.applications.flatMap((application): ConfiguredUse[] => {
    const { service, environment } = application;
    if (service === null || environment === null) return [];
    return application.sources.flatMap((source) => {
      if (source.path === null || !context.isOurs(source)) return [];
      const values = chartValues(application, source, context);
      return databaseKeys(values).flatMap((path): ConfiguredUse[] => {
        const found = winningValue(values, path);
        if (found.state !== 'set' || typeof found.value !== 'string' || !/^[A-Za-z_][\w-]*$/.test(found.value))
          return [];
        const locate = () => placeOfValue(found.layer, path);
        return [{ service, environment, name: found.value, key: path.join('.'), locate }];
      });
    });
  });
}

/** `config.DB_NAME` at the top of the values, and wherever a parameter sets it. */
function databaseKeys(values: ChartValues): string[][] {
  const keys = ['config', 'env', 'environment', 'configMap'].flatMap((group) =>
    keysBelow(values, [group]).map((name) => [group, name]),
  );
  for (const { sets } of values.layers) if (sets !== null) keys.push(sets.map(String));
  return [...new Map(keys.map((key) => [key.join('.'), key])).entries()].flatMap(([text, key]) =>
    isDatabaseKey(text) ? [key] : [],
  );
}

function isDatabaseKey(key: string): boolean {
  return /(?:^|\.)(?:config|env|environment|configMap)\.(?:DB_NAME|DATABASE_NAME|DB_DATABASE)$/.test(key);
}
