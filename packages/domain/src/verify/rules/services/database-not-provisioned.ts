import { isMap, isScalar } from 'yaml';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { resolveValueFile } from '../../../argocd/source-files.ts';
import type { Location } from '../../../location.ts';
import { quoteName } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { terraformFiles, yamlFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import type { YamlDocument } from '../../../yaml/yaml-document.ts';
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
    for (const { service, environment, name, key, location } of missing) {
      const place = `${location.path}:${location.line} ${environment}`;
      if (said.has(place)) continue;
      said.add(place);
      const edit = databaseInsertion({ service, environment, name }, created, context);
      yield {
        location,
        subject: service,
        environment,
        message: `${key} of ${service} is ${quoteName(name)}, a database that nothing creates in ${environment}: the service cannot start`,
        fix: edit && { description: `add ${name} to the databases of ${edit.path}`, safe: true, edits: [edit] },
      };
    }
  },
};

interface ConfiguredUse extends DatabaseUse {
  key: string;
  location: Location;
}

/** What each service's Applications set; a later value file wins, and a parameter over all. */
function usesOf(context: RuleContext): ConfiguredUse[] {
  return context.catalog.applications.flatMap((application): ConfiguredUse[] => {
    const { service, environment } = application;
    if (service === null || environment === null) return [];
    return application.sources.flatMap((source) => {
      if (source.path === null || !context.isOurs(source)) return [];
      const found = new Map<string, ConfiguredUse>();
      for (const document of documentsOf(application, source, context)) {
        for (const { path, name } of databaseNames(document)) {
          const key = path.join('.');
          found.set(key, { service, environment, name, key, location: document.locate(path) });
        }
      }
      for (const { index, name: key, value } of source.parameters) {
        const location = application.document.locateValue([...source.at, 'helm', 'parameters', index, 'value']);
        if (isDatabaseKey(key)) found.set(key, { service, environment, name: value, key, location });
      }
      return [...found.values()].filter(({ name }) => /^[A-Za-z_][\w-]*$/.test(name));
    });
  });
}

function documentsOf(application: Application, source: ApplicationSource, context: RuleContext): YamlDocument[] {
  const files = [joinPath(source.path ?? '', 'values.yaml')];
  for (const file of source.valueFiles) {
    const resolved = resolveValueFile(file, source, application, context);
    if (resolved.kind === 'here') files.push(resolved.path);
  }
  return files.flatMap((path) => (context.paths.at(path) === 'file' ? (context.yaml(path)?.documents[0] ?? []) : []));
}

function isDatabaseKey(key: string): boolean {
  return /(?:^|\.)(?:config|env|environment|configMap)\.(?:DB_NAME|DATABASE_NAME|DB_DATABASE)$/.test(key);
}

const read = new WeakMap<YamlDocument, { path: string[]; name: string }[]>();

/** `config.DB_NAME` at the top of values, as far as it is written out. */
function databaseNames(document: YamlDocument): { path: string[]; name: string }[] {
  const known = read.get(document);
  if (known) return known;
  const found: { path: string[]; name: string }[] = [];
  for (const group of ['config', 'env', 'environment', 'configMap']) {
    const node = document.node([group]);
    if (!isMap(node)) continue;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') continue;
      const path = [group, String(key.value)];
      if (isDatabaseKey(path.join('.'))) found.push({ path, name: value.value });
    }
  }
  read.set(document, found);
  return found;
}
