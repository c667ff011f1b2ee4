import type { Service } from '../../catalog/catalog.ts';
import { quoteName, showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { folderGlob } from '../../tree/glob.ts';
import type { InputEdge } from './edges.ts';
import type { LocalPackages } from './local-packages.ts';

/**
 * What a service is made of, beside its folder, where nothing says what makes its image. Who imports whom in a package is
 * not read: where it is a part of a package, every file of the package counts, with a notice.
 */
export function packageAround(
  { name, kind, dockerfile, builtBy }: Service,
  folder: string,
  packages: LocalPackages,
): { edges: InputEdge[]; problems: Problem[] } {
  const around = dockerfile === null && builtBy === undefined ? packages.around(folder, kind) : null;
  if (around === null) return { edges: [], problems: [] };
  const because = `nothing says what makes the image of ${quoteName(name)}, a part of the package in ${around === '' ? 'the root' : showPath(around)}`;
  const message = `${because}: every file of it counts`;
  const help = 'Name less by `paths` in rollcall.yaml: its lines with `!` take files away.';
  return {
    edges: [{ pattern: folderGlob(around), because, location: null, scope: 'both' }],
    problems: [{ severity: 'notice', message, help }],
  };
}
