import type { BuildFiles } from '../../builds/build.ts';
import { isSkaffoldFile } from '../../builds/definition-files.ts';
import { type ArtifactApart, artifactsApart } from '../../builds/skaffold.ts';
import { groupBy } from '../../grouping.ts';
import { splitImageText } from '../../images/image-reference.ts';
import { isServiceName } from '../../names.ts';
import { baseName, folderOf, foldersUp, isForeign, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import type { ImageMaker, MadeImage, MakerFiles } from './maker.ts';

const makers: Readonly<Record<ArtifactApart['builder'], ImageMaker>> = {
  jib: 'Jib',
  ko: 'ko',
  bazel: 'Bazel',
  buildpacks: 'buildpacks',
  custom: 'a command of Skaffold',
};

/**
 * The images of Skaffold's artifacts that no Dockerfile makes. Its service lies in the folder of the part that is built,
 * else in the context, and is made from all of the context; artifacts of one folder are called by their images.
 */
export async function imagesOfSkaffold(files: MakerFiles): Promise<MadeImage[]> {
  const paths = files.paths.filter((path) => isSkaffoldFile(path) && !isForeign(path));
  if (paths.length === 0) return [];
  const texts = await files.read(paths);
  const folders = new Set(files.paths.flatMap((path) => foldersUp(folderOf(path))));
  const read: BuildFiles = { paths, text: (path) => texts.get(path), exists: (path) => texts.has(path) };
  const byName = groupBy(folders, baseName);
  const placed = artifactsApart(read).flatMap((artifact) => {
    const folder = folderFor(artifact, folders, byName);
    return folder === null || files.isTaken(folder) ? [] : [{ ...artifact, folder }];
  });
  const images = (each: readonly ArtifactApart[]) => new Set(each.map(({ image }) => image)).size;
  return [...groupBy(placed, ({ folder }) => folder)].flatMap(([folder, each]) => {
    const [first] = each;
    if (first && folder !== '' && images(each) === 1) return [toImage(first, folder, null)];
    const byImage = groupBy(each, ({ image }) => nameOfImage(image));
    return [...byImage].flatMap(([name, [one]]) => (one && isServiceName(name) ? [toImage(one, folder, name)] : []));
  });
}

function toImage({ builder, context }: ArtifactApart, folder: string, name: string | null): MadeImage {
  // A build of several modules takes of its context what the modules depend on.
  const from = builder === 'jib' || context === folder ? {} : { from: context };
  return { folder, by: makers[builder], name, ...from };
}

function nameOfImage(image: string | null): string {
  return baseName(splitImageText(image ?? '').repository);
}

/** Null where nothing of it is in the repository. */
function folderFor(
  { context, part }: ArtifactApart,
  folders: ReadonlySet<string>,
  byName: ReadonlyMap<string, readonly string[]>,
): string | null {
  if (!folders.has(context)) return null;
  if (part === null) return context;
  // `:orders:api` of Gradle and Maven, `//services/orders:image` of Bazel, `./cmd/orders` of ko.
  const path = part.startsWith('//') ? part.slice(2).replace(/:.*/, '') : part.replace(/^:/, '').replaceAll(':', '/');
  const inside = normaliseRepositoryPath(`${context || '.'}/./${path}`);
  if (inside !== null && folders.has(inside)) return inside;
  const [named, ...others] = byName.get(path) ?? [];
  return named !== undefined && others.length === 0 ? named : context;
}
