import type { Catalog } from '../catalog/catalog.ts';
import { decodeUtf8, parseYamlFile } from '../manifest/yaml-document.ts';
import type { Tree } from '../ports.ts';
import { UserError } from '../user-error.ts';
import { findRegisters, mayHoldRegisters, mustBeListed } from './find-registers.ts';
import type { Register, RegisterContext } from './register.ts';

/** What finding registers needs of a Catalog: the services that a complete list names. */
export function registerContext(
  { services, applications }: Catalog,
  text: (path: string) => string | undefined,
): RegisterContext {
  const deployed = new Set(applications.flatMap(({ service }) => (service === null ? [] : [service])));
  const listed = services.filter((service) => mustBeListed(service, deployed));
  return { services: listed, byName: new Map(listed.map((service) => [service.name, service])), text };
}

/** The registers of a tree, read in one batch. A file that is no UTF-8 holds none. */
export async function readRegisters(tree: Tree, catalog: Catalog): Promise<Register[]> {
  const wanted = (await tree.list()).map(({ path }) => path).filter(mayHoldRegisters);
  const texts = new Map<string, string>();
  for (const [path, bytes] of await tree.read(wanted)) {
    try {
      texts.set(path, decodeUtf8(path, bytes));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  const files = [...texts].map(([path, text]) => ({
    path,
    text,
    yaml: /\.ya?ml$/.test(path) ? parseYamlFile(path, text) : null,
  }));
  return findRegisters(
    files,
    registerContext(catalog, (path) => texts.get(path)),
  );
}
