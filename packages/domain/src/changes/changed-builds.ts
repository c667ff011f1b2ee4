import type { Build } from '../builds/build.ts';
import { isBuildDefinition, mayDefineBuilds } from '../builds/definition-files.ts';
import type { Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { AffectedReason } from './affected.ts';
import { deriveInputs, type ServiceInputs } from './inputs/inputs.ts';

/** What is compared. */
export interface ComparedBuilds {
  /** The paths that changed. */
  changed: readonly string[];
  services: readonly Service[];
  config: Config;
  /** The trees that the head is compared with. */
  bases: readonly Tree[];
}

/**
 * Services whose image is built in another way than in a base, each with the definition that says so: another target,
 * argument, context or Dockerfile. A base is read where a definition is among the changed files alone.
 *
 * @param inputs what the services are made of in the head
 */
export async function changedBuilds(
  { changed, services, config, bases }: ComparedBuilds,
  inputs: readonly ServiceInputs[],
): Promise<{ service: string; reason: AffectedReason }[]> {
  const files = new Set(inputs.flatMap(({ builds }) => builds.map(({ file }) => file)));
  const definitions = new Set(changed.filter((path) => files.has(path) || isBuildDefinition(path, baseName(path))));
  if (definitions.size === 0) return [];
  const found: { service: string; reason: AffectedReason }[] = [];
  for (const base of bases) {
    const saysBuilds =
      [...definitions].some((path) => files.has(path)) || (await definesBuilds(base, [...definitions]));
    const before = saysBuilds ? (await deriveInputs(base, services, config)).inputs : [];
    const builds = new Map(before.map((one) => [one.service, one.builds]));
    for (const now of inputs) {
      const then = builds.get(now.service);
      if (!then || sameBuilds(now.builds, then)) continue;
      const path =
        [...now.builds, ...then].find(({ file }) => definitions.has(file))?.file ?? [...definitions][0] ?? '';
      const location = now.builds.find(({ file }) => file === path)?.location ?? null;
      const because = `${showPath(path)} says how its image is built`;
      found.push({ service: now.service, reason: { path, because, location } });
    }
  }
  return found;
}

/** Whether one of the files says anything of builds in a tree: most workflows say nothing. */
async function definesBuilds(tree: Tree, paths: readonly string[]): Promise<boolean> {
  const decoder = new TextDecoder();
  return [...(await tree.read([...paths]))].some(([path, bytes]) => mayDefineBuilds(path, decoder.decode(bytes)));
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
