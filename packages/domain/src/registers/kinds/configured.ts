import { isMap, isSeq } from 'yaml';
import type { Config } from '../../catalog/config-schema.ts';
import { itemEntries, keyEntries, listsOf } from '../../list-editing/yaml-lists.ts';
import { quoteName, showPath } from '../../names.ts';
import { normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { UserError } from '../../user-error.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { parseYamlFile, type YamlDocument } from '../../yaml/yaml-document.ts';
import { namedEntries } from '../named-entries.ts';
import type { Register, RegisterContext, RegisterKind } from '../register.ts';
import { itemsByBestKey, yamlRegister } from '../yaml-register.ts';
import { configuredPattern } from './configured-pattern.ts';

/** A list that `registers:` of the configuration names. */
type ConfiguredList = NonNullable<Config['registers']>[number];

/** The lists the configuration names, by path expression or by pattern; registers however few services they list. */
export const configured: RegisterKind = {
  id: 'configured',
  find: (file, context) =>
    (context.configured ?? []).flatMap((list, index) => {
      if (configuredFile(list) !== file.path) return [];
      const scope = list.kind && list.kind.length > 0 ? [...list.kind] : ('all' as const);
      if (list.at !== undefined) return atPath(list.at, { scope, file, context });
      if (list.pattern !== undefined) return configuredPattern({ pattern: list.pattern, index, scope }, file, context);
      throw new UserError(`the register ${showPath(list.file)} says neither where nor how its names are listed`, {
        help: 'Give `at`, a path such as `istio.services[].name`, or `pattern`, a regular expression with one group.',
      });
    }),
};

/** The file of a configured list, as the listing spells it. UserError for a path that leads out of the repository. */
export function configuredFile({ file }: ConfiguredList): string {
  const path = normaliseRepositoryPath(file);
  if (path === null || path === '')
    throw new UserError(`the register ${quoteName(file)} is no file of the repository`, {
      help: 'Write its path from the root of the repository.',
    });
  return path;
}

interface ListContext {
  scope: Register['scope'];
  file: SourceFile;
  context: RegisterContext;
}

function atPath(at: string, { scope, file, context }: ListContext): Register | null {
  const steps =
    /^(\.(?=$|\[)|(?:[^.[\]"]|\["[^"\]]+"\])(?:\.?(?:[^.[\]"]|\["[^"\]]+"\]))*)(\[\](?:\.([^.[\]]+))?)?$/.exec(at);
  if (!steps)
    throw new UserError(`${quoteName(at)} is no path of a list`, {
      help: 'Write the keys that lead to it, divided by dots, such as `istio.services[].name`, or "." for the whole file.',
    });
  const [, keys = '', items, key] = steps;
  const path = [...keys.matchAll(/\["([^"\]]+)"\]|[^.[\]"]+/g)].map(([plain, quoted]) => quoted ?? plain);
  const yaml = file.yaml ?? parseYamlFile(file.path, file.text);
  const [error] = yaml.errors;
  if (error) throw error;
  for (const document of yaml.documents) {
    const node = document.node(path);
    const itemKey = items === undefined && isSeq(node) ? undefined : (key ?? null);
    if (isSeq(node) || (isMap(node) && items === undefined))
      return registerAt(document, path, itemKey, { scope, file, context });
  }
  throw new UserError(`${showPath(file.path)} has no list at ${quoteName(at)}`, {
    location: yaml.documents[0]?.locate(path) ?? { path: file.path, line: 1, column: 1 },
    help: 'Correct the path in `registers`, or remove it.',
  });
}

/** The register of the list at a path; `key` names an item: null for the item itself, undefined when the path does not say. */
function registerAt(
  document: YamlDocument,
  path: readonly string[],
  key: string | null | undefined,
  { scope, file, context }: ListContext,
): Register | null {
  const node = document.node(path);
  const list = listsOf(document).find((one) => one.node === node);
  if (!list) return null;
  const best = key === undefined ? itemsByBestKey(list, file.text, context) : null;
  const written = isMap(list.node) ? keyEntries(list) : itemEntries(list, key ?? null);
  const entries = best ?? namedEntries(written, file.text, context);
  return yamlRegister({ kind: 'configured', list, scope, entries }, file, context);
}
