import { originUrl } from '@rollcall/adapters/git/checkout';
import { type CatalogJson, catalogJson } from '@rollcall/domain/catalog/catalog-json';
import { catalogTable } from '@rollcall/domain/catalog/catalog-table';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { readRegisters } from '@rollcall/domain/registers/discovery/read-registers';
import type { CommandInput } from '../command.ts';
import { logProblems } from '../problems.ts';
import { openWorkTree } from '../work-tree.ts';

/** Leaves with 2 where something could not be read: what is printed is then not the whole Catalog. */
export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const checkout = await openWorkTree(input);
  const { tree } = checkout;
  const { config } = await readConfig(tree, input.text('config'));
  const catalog = await loadCatalog(tree, config, { repositoryUrl: await originUrl(checkout) });
  const { inputs, problems } = await deriveInputs(tree, catalog.services, config);
  const registers = await readRegisters(tree, catalog, config.registers);
  const all = [...catalog.problems, ...problems];
  const described: CatalogJson = catalogJson(
    { ...catalog, problems: all },
    new Map(
      inputs.map(({ service, dockerfile, context, edges }) => [
        service,
        {
          dockerfile,
          context,
          inputs: [...new Set(edges.map(({ pattern, negated }) => (negated ? `!${pattern}` : pattern)))],
        },
      ]),
    ),
    registers,
  );
  if (input.flag('json')) {
    terminal.writeJson(described);
  } else {
    terminal.write(catalogTable(described));
    logProblems(all, terminal);
  }
  return all.some(({ severity }) => severity === 'error') ? 2 : 0;
}
