import type { Service } from '../catalog/catalog.ts';
import { showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import type { AffectedReason } from './affected.ts';
import type { ChangedFile } from './history.ts';

/** Paths outside the folders of removed services: what is inside belonged to a service. */
export function outsideOf(services: readonly Service[], paths: readonly string[]): string[] {
  const folders = new Set(services.map(({ path }) => path));
  const inside = (path: string): boolean => {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (folders.has(folder)) return true;
    return false;
  };
  return folders.size === 0 ? [...paths] : paths.filter((path) => !inside(path));
}

/** What `detect.unowned` says of changes that belong to no service. */
export function applyUnowned(
  rule: 'ignore' | 'all' | 'error',
  unowned: readonly string[],
  names: readonly string[],
  reasons: Map<string, readonly AffectedReason[]>,
): void {
  const [first] = unowned;
  if (first === undefined || rule === 'ignore') return;
  if (rule === 'error') {
    const shown = unowned.slice(0, 10).map(showPath).join(', ');
    const more = unowned.length > 10 ? ` and ${unowned.length - 10} more` : '';
    throw new UserError(`changed files belong to no service: ${shown}${more}`, {
      help: 'Add them to the `paths` of a service or to `build.rebuild-all`, or relax `detect.unowned`.',
    });
  }
  const reason = { path: first, because: 'belongs to no service (detect.unowned: all)', location: null };
  for (const name of names) reasons.set(name, [...(reasons.get(name) ?? []), reason]);
}

/** The submodules among changed paths of no service: what changed inside is another repository's, and may build an image. */
export function submodulesOfNobody(unowned: readonly string[], changed: readonly ChangedFile[]): Problem[] {
  const submodules = new Set(
    changed.flatMap(({ path, before, after }) => (before === 'submodule' || after === 'submodule' ? [path] : [])),
  );
  return unowned
    .filter((path) => submodules.has(path))
    .map((path) => ({
      severity: 'warning',
      message: `${showPath(path)} is a submodule that another commit is taken of, and no service: nothing is built for it`,
      help: 'Add it to the `paths` of the services that it is a part of; where it is a service itself, build it in its own repository.',
      location: { path, line: 1, column: 1 },
    }));
}
