import { mayBeFor } from './manifest-environments.ts';
import type { Model } from './model.ts';
import { plainValue } from './ownership.ts';
import type { PathSelector } from './select.ts';

/** Scripts and templates that may create databases. */
export const databaseScripts: PathSelector = (path) =>
  /\.sql$|\/templates\/.*\.(?:ya?ml|tpl)$/.test(path) &&
  !/(^|\/)(?:node_modules|vendor|testdata|migrations?)\//.test(path);

const creates =
  /\bcreate\s+database\b|\bcreatedb\b|postgresql_database|mysql_database|kind:\s*Database\b|MULTIPLE_DATABASES/i;

/** Says whether something of the repository creates a database in an environment; false for all where nothing creates any. */
export function provisionedDatabases(model: Model): (name: string, environment: string) => boolean {
  const sources: { path: string; names: ReadonlySet<string> }[] = [];
  for (const path of [...model.texts.keys()].sort()) {
    const text = model.text(path) ?? '';
    const names = new Set<string>();
    // A script names what it creates in its own way: every word of it may be one.
    if (creates.test(text)) for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) names.add(word);
    if (/\.ya?ml$/.test(path) && !path.includes('/templates/') && /databases?\b/i.test(text)) {
      for (const document of model.yaml(path)?.documents ?? []) collectLists(plainValue(document), names);
    }
    if (/\.(?:tf|tfvars)$/.test(path) && /database|\bdb_name\b/i.test(text))
      for (const [, name = ''] of text.matchAll(/"([\w-]+)"/g)) names.add(name);
    if (names.size > 0) sources.push({ path, names });
  }
  return (name, environment) =>
    sources.some(({ path, names }) => names.has(name) && mayBeFor(path, environment, model));
}

/** The members of every list under a key such as `databases`. */
function collectLists(value: unknown, names: Set<string>): void {
  const pending: unknown[] = [value];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, one] of Object.entries(node)) {
      if (/(?:databases|POSTGRES_DB|MYSQL_DATABASE)$/i.test(key)) addNames(one, names);
      if (typeof one === 'object' && one !== null) pending.push(one);
    }
  }
}

function addNames(list: unknown, names: Set<string>): void {
  if (typeof list === 'string') for (const word of list.split(/[\s,;:]+/)) names.add(word);
  if (typeof list !== 'object' || list === null) return;
  for (const [key, item] of Object.entries(list)) {
    if (!Array.isArray(list)) names.add(key);
    if (typeof item === 'string') names.add(item);
    else if (typeof item === 'object' && item !== null)
      for (const one of Object.values(item)) if (typeof one === 'string') names.add(one);
  }
}
