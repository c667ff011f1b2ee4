import { kustomizedFiles, readApplications, selectManifests } from '../argocd/applications.ts';
import { environmentNames, withoutEnvironment } from '../argocd/environment-names.ts';
import { groupInto } from '../grouping.ts';
import { isPublicImage } from '../images/public-images.ts';
import { memoize } from '../memo.ts';
import type { Tree } from '../ports.ts';
import { isComposeFile } from '../tree/file-types.ts';
import { baseName } from '../tree/repository-paths.ts';
import { walkValue } from '../yaml/value.ts';
import { splitImage } from './application-service.ts';
import { chartFolders } from './charts.ts';

/**
 * Which of some names are deployed: by an Application of that name, or one that takes a folder or a chart of that name;
 * or as an image, which stands where those of the services stand, or is none of a public library.
 *
 * @param services the names of what is known to be a service
 */
export async function deployedNames(
  tree: Tree,
  names: ReadonlySet<string>,
  services: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (names.size === 0) return new Set();
  const { charts, contents, applications, applicationSets } = await readDeployments(tree);
  const deployed = new Set(charts.map(baseName).filter((name) => names.has(name)));
  const note = (name: string): void => {
    if (names.has(name)) deployed.add(name);
  };
  const environments = environmentNames([]);
  for (const { name, sources } of applications) {
    note(name);
    note(withoutEnvironment(name, environments.suffix(name) ?? null));
    for (const { path } of sources) for (const segment of path?.split('/') ?? []) note(segment);
  }
  for (const set of applicationSets)
    for (const { value } of walkValue(set.value()))
      if (typeof value === 'string') for (const part of value.split('/')) note(part);
  for (const name of deployedImages(contents, names, services)) deployed.add(name);
  return deployed;
}

/** The charts and manifests of a tree; the questions of one run read them once. */
const readDeployments = memoize(async (tree: Tree) => {
  const entries = await tree.list();
  const files = entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? [path] : []));
  const charts = chartFolders(files);
  const manifests = selectManifests(files, charts).filter((path) => !isComposeFile(path));
  const contents = await tree.read(manifests);
  return { charts, contents, ...readApplications(contents, kustomizedFiles(files)) };
});

function deployedImages(
  contents: ReadonlyMap<string, Uint8Array>,
  names: ReadonlySet<string>,
  services: ReadonlySet<string>,
): string[] {
  const decoder = new TextDecoder();
  const prefixes = new Map<string, string[]>();
  for (const bytes of contents.values()) {
    for (const [, image = ''] of decoder.decode(bytes).matchAll(imageLine)) {
      const { prefix, name } = splitImage(image);
      if (names.has(name) || services.has(name)) groupInto(prefixes, name, prefix);
    }
  }
  const own = new Set([...services].flatMap((name) => prefixes.get(name) ?? []));
  return [...names].filter((name) =>
    (prefixes.get(name) ?? []).some((prefix) => (isPublicImage(name) ? own.has(prefix) && prefix !== '' : true)),
  );
}

/** A line of a manifest or of values that names an image. Words first: what lines begin with is asked for a few of them. */
const imageLine =
  /(?:image|repository|newName|imageName):(?<=^[ \t-]*(?:image|repository|newName|imageName):)[ \t]*["']?([A-Za-z0-9][\w./:@-]*)/gm;
