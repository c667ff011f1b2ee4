import type { Build } from '../builds/build.ts';
import { isBuildDefinition } from '../builds/definitions.ts';
import type { Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { AffectedReason } from './affected.ts';
import { deriveInputs, type ServiceInputs } from './inputs/inputs.ts';

/**
 * Services whose image is built in another way than in the base, each with the definition that says so: another
 * target, argument, context or Dockerfile. The base is read where a definition is among the changed files alone.
 */
export async function changedBuilds(
  changed: readonly string[],
  inputs: readonly ServiceInputs[],
  services: readonly Service[],
  config: Config,
  base: Tree,
): Promise<Map<string, AffectedReason[]>> {
  const files = new Set(inputs.flatMap(({ builds }) => builds.map(({ file }) => file)));
  const definitions = new Set(changed.filter((path) => files.has(path) || isBuildDefinition(path, baseName(path))));
  if (definitions.size === 0) return new Map();
  const before = new Map((await deriveInputs(base, services, config)).inputs.map((one) => [one.service, one]));
  const found = new Map<string, AffectedReason[]>();
  for (const now of inputs) {
    const then = before.get(now.service);
    if (!then || sameBuilds(now.builds, then.builds)) continue;
    const cause = [...now.builds, ...then.builds].find(({ file }) => definitions.has(file));
    const path = cause?.file ?? [...definitions][0] ?? '';
    const location = now.builds.find(({ file }) => file === path)?.location ?? null;
    found.set(now.service, [{ path, because: `${showPath(path)} says how its image is built`, location }]);
  }
  return found;
}

/** Whether builds take the same from the same places, wherever that is written. */
function sameBuilds(left: readonly Build[], right: readonly Build[]): boolean {
  const [a, b] = [left, right].map((builds) => [...new Set(builds.map(saysOf))].sort().join());
  return a === b;
}

function saysOf({ dockerfile, inline, context, target, args, contexts }: Build): string {
  const named = [...contexts].map(([name, one]) => [name, one.kind === 'build' ? 'build' : one]).sort();
  return JSON.stringify([dockerfile, inline, context, target, [...args].sort(), named]);
}
