import type { Application } from '../argocd/application.ts';
import { kustomizationIn } from '../argocd/kustomization.ts';
import { isHere } from '../argocd/source-place.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { foldersThatTake } from '../image-targets/file-readers.ts';
import { manifestsOf } from '../image-targets/manifests.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import { filesOfApplications } from '../image-targets/target-files.ts';
import { formatLocation } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { indexPaths } from '../tree/path-index.ts';
import { folderOf, isInside } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { type OpenEnvironment, openEnvironment } from './open-environment.ts';

/** Where people merge to: what a deploy branch does not have yet is looked for there. */
export interface MainBranch {
  /** Its files; the ones that are written themselves where there is no deploy branch. */
  tree: () => Promise<Tree>;
  /** Whether the files of a service that the deploy branch does not have are taken from there. */
  addsMissing: boolean;
}

/** The error about a service that the deploy branch does not have, and the main branch has; null where it has not. */
export function notDeployedYet(service: string, { name, main }: OpenEnvironment): UserError | null {
  if (!main) return null;
  const { catalog, branch, addsMissing } = main;
  const message = `${quoteName(service)} is not on ${branch} yet`;
  const own = applicationsOf(catalog, service).filter(({ environment }) => environment === name);
  const [application] = own;
  if (application) {
    const otherwise = addsMissing
      ? ': add-missing copies files that are not there, and found none.'
      : ', or run this again with add-missing: true, which copies them.';
    return new UserError(message, {
      help: `Its Application is ${formatLocation(application.document.locate([]))} of ${main.name}. Merge it into ${branch} with the files that it reads${otherwise}`,
    });
  }
  if (!catalog.services.some((one) => one.name === service && one.path !== null)) return null;
  return new UserError(`${message}, and ${main.name} has no Application of it in ${name} either`, {
    help: `Add its Application for ${name}, and merge that into ${branch} with the files that it reads. With on-missing: warn, the service is skipped until then.`,
  });
}

function applicationsOf({ applications, generated }: Catalog, service: string): Application[] {
  return [...applications, ...generated].filter((application) => application.service === service);
}

/**
 * The files by which services come to a deploy branch: their Applications of an environment with all that those read, of
 * the main branch, without what the deploy branch has already. UserError for what cannot be copied as it is.
 */
export async function filesToAdd(
  services: readonly string[],
  settings: TargetSettings,
  main: { tree: Tree; catalog: Catalog },
  deployed: Tree,
): Promise<Map<string, Uint8Array>> {
  const applications = services.flatMap((service) =>
    applicationsOf(main.catalog, service).filter(({ environment }) => environment === settings.environment),
  );
  if (applications.length === 0) return new Map();
  const charted = applications.find((one) => one.charted !== undefined);
  if (charted)
    throw new UserError(
      `add-missing copies files, and Application ${quoteName(charted.name)} is in none: a template of ${showPath(charted.charted?.chart ?? '')} writes it`,
      {
        location: charted.document.locate([]),
        help: `Merge the chart with its values into the deploy branch, and run this again.`,
      },
    );
  const entries = await main.tree.list();
  const index = indexPaths(entries);
  const { files } = await openEnvironment(main.tree, main.catalog, settings, services);
  const wanted = new Set(filesOfApplications(applications, main.catalog.charts, files, index));
  const folders = applications.flatMap(({ sources }) => sources.filter(isHere).flatMap(({ path }) => path || []));
  for (const { path } of entries) if (folders.some((folder) => isInside(path, folder))) wanted.add(path);
  for (const { file } of applications) wanted.add(file);
  const there = new Set((await deployed.list()).map(({ path }) => path));
  const paths = [...wanted].filter((path) => !there.has(path));
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  const special = paths.find((path) => modes.get(path) !== 'file');
  if (special !== undefined)
    throw new UserError(`add-missing copies files, and ${showPath(special)} is of the kind ${modes.get(special)}`, {
      help: `Merge it into the deploy branch, and run this again.`,
    });
  return new Map(await main.tree.read(paths));
}

/** UserError where a kustomization decides which Applications of a folder are read, and does not name one that is added. */
export function refuseUnread(added: ReadonlySet<string>, { name, catalog, files }: OpenEnvironment): void {
  const manifests = manifestsOf(files);
  const paths = indexPaths([...files.keys()].map((path) => ({ path, mode: 'file' as const })));
  for (const { file, environment } of catalog.applications) {
    if (!added.has(file) || environment !== name) continue;
    const kustomization = kustomizationIn(folderOf(file), { paths });
    if (kustomization === undefined || added.has(kustomization) || foldersThatTake(file, manifests).size > 0) continue;
    throw new UserError(`${showPath(kustomization)} does not name ${showPath(file)}, so Argo CD would not read it`, {
      location: { path: kustomization, line: 1, column: 1 },
      help: 'Add it to the resources of that file on the deploy branch, and run this again.',
    });
  }
}
