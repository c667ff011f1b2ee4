import type { Catalog, Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { groupBy } from '../grouping.ts';
import type { Tree } from '../ports.ts';
import { readRegisters } from '../registers/discovery/read-registers.ts';
import type { RegisterKindId } from '../registers/register.ts';
import { textOf } from '../tree/read-text.ts';
import { applyEdits } from '../yaml/edit.ts';

/** Lists by which one Dockerfile builds several services: what a build argument is set to. */
const building: ReadonlySet<RegisterKindId> = new Set([
  'matrix-list',
  'compose',
  'hcl-list',
  'json-array',
  'shell-array',
  'shell-loop',
  'make-variable',
]);

/**
 * The files whose lists tell what a Dockerfile of several services builds, with the new one beside its sibling: its own
 * folder says nothing of it. None where the sibling has a Dockerfile of its own.
 */
export async function withListedBuild(
  tree: Tree,
  name: string,
  like: Service,
  { catalog, config }: { catalog: Catalog; config: Config },
): Promise<Map<string, string>> {
  if (like.build === undefined) return new Map();
  const registers = await readRegisters(tree, catalog, config.registers);
  const edits = registers.flatMap((register) =>
    building.has(register.kind) && register.entries.includes(like.name) && !register.entries.includes(name)
      ? register.insert(name, like.name)
      : [],
  );
  const byFile = groupBy(edits, ({ path }) => path);
  const contents = await tree.read([...byFile.keys()]);
  return new Map([...byFile].map(([path, own]) => [path, applyEdits(textOf(path, contents.get(path)) ?? '', own)]));
}
