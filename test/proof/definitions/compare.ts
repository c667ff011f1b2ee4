import { readServices } from '@rollcall/domain/catalog/read-services';
import { affectedServices } from '@rollcall/domain/changes/affected';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { memoryTree } from '@rollcall/testkit/memory-tree';

/** Where detect and the tools differ about the images of a repository, as `Dockerfile: path`. */
export interface Difference {
  /** Read, and a change of it is lost. */
  missed: string[];
  /** Not read, and a change of it rebuilds. A change of a definition may. */
  noise: string[];
}

const definition = /(?:^|\/)(?:\.env|[^/]*(?:compose|bake|skaffold)[^/]*\.(?:ya?ml|json|hcl))$|^\.github\/|^Makefile$/;

/** @param reads what the tools read, by Dockerfile */
export async function differenceOf(
  files: Readonly<Record<string, string>>,
  reads: Readonly<Record<string, readonly string[]>>,
): Promise<Difference> {
  const tree = memoryTree(files);
  const { services } = await readServices(tree, {});
  const { inputs } = await deriveInputs(tree, services, {});
  const { affected } = affectedServices(Object.keys(files), inputs, 'image');
  const ours = new Map(affected.map(({ service, reasons }) => [service, reasons.map(({ path }) => path)]));
  const missed: string[] = [];
  const noise: string[] = [];
  for (const [dockerfile, wanted] of Object.entries(reads)) {
    const built = inputs.filter(
      (one) =>
        one.dockerfile === dockerfile ||
        one.builds.some((build) => one.own.includes(build) && build.dockerfile === dockerfile),
    );
    const found = new Set(built.flatMap(({ service }) => ours.get(service) ?? []));
    const others = new Set(
      built.flatMap(({ own, dockerfile: main }) =>
        [main, ...own.map((build) => build.dockerfile)].flatMap((path) => reads[path ?? ''] ?? []),
      ),
    );
    missed.push(...wanted.filter((path) => !found.has(path)).map((path) => `${dockerfile}: ${path}`));
    const surplus = [...found].filter((path) => !others.has(path) && !definition.test(path));
    noise.push(...surplus.map((path) => `${dockerfile}: ${path}`));
  }
  return { missed: [...new Set(missed)].sort(), noise: [...new Set(noise)].sort() };
}
