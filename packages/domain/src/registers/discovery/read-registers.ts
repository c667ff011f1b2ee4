import type { Catalog } from '../../catalog/catalog.ts';
import type { Config } from '../../catalog/config-schema.ts';
import type { Tree } from '../../ports.ts';
import { textOf } from '../../tree/read-text.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import { configuredFile } from '../kinds/configured.ts';
import type { Register, RegisterContext } from '../register.ts';
import { registerFiles } from '../register-files.ts';
import { belongsInEveryList, findRegisters } from './find-registers.ts';
import { writtenFiles } from './written-files.ts';

/** What finding registers needs of a Catalog: the services that a complete list names. */
export function registerContext(
  { services, applications }: Catalog,
  text: (path: string) => string | undefined,
): RegisterContext {
  const deployed = new Set(applications.flatMap(({ service }) => (service === null ? [] : [service])));
  const listed = services.filter((service) => belongsInEveryList(service, deployed));
  return { services: listed, byName: new Map(listed.map((service) => [service.name, service])), text };
}

/** The registers of a tree, read in one batch, those of the configuration among them. A file that is no UTF-8 holds none. */
export async function readRegisters(
  tree: Tree,
  catalog: Catalog,
  configured: Config['registers'] = [],
): Promise<Register[]> {
  const lists = new Set(configured.map(configuredFile));
  const wanted = (await tree.list()).flatMap(({ path }) => (lists.has(path) || registerFiles(path) ? [path] : []));
  const texts = new Map<string, string>();
  for (const [path, bytes] of await tree.read(wanted)) {
    const text = textOf(path, bytes);
    if (text !== null) texts.set(path, text);
  }
  const written = writtenFiles(texts);
  const files = [...written.spelled].map(([path, text]) => registerFile(path, text));
  const context = { ...registerContext(catalog, (path) => written.spelled.get(path)), configured };
  return findRegisters(files, context).map(written.register);
}

/** Parsed at the first look: a file whose text names no services is never looked at. */
function registerFile(path: string, text: string): SourceFile {
  let yaml: YamlFile | null = null;
  return {
    path,
    text,
    get yaml() {
      if (/\.ya?ml$/.test(path)) yaml ??= parseYamlFile(path, text);
      return yaml;
    },
  };
}
