import { folderOf, isForeign } from '../../tree/repository-paths.ts';
import { folderFinder } from './command-folders.ts';
import type { MadeImage, MakerFiles } from './maker.ts';

/** How the .NET SDK (8 and later) is told to publish an image. */
const publishes = /[-/]t(?:arget)?:PublishContainer\b|PublishProfile=DefaultContainer\b/;

/**
 * The images that the .NET SDK makes of projects without a Dockerfile: of those that say so themselves, and of programs
 * that a command publishes as images.
 */
export async function imagesOfProjects(files: MakerFiles): Promise<MadeImage[]> {
  const programs = new Set(files.paths.filter((path) => path.endsWith('/Program.cs')).map(folderOf));
  const projects = files.paths.filter(
    (path) =>
      /\.(?:cs|fs)proj$/.test(path) &&
      !isForeign(path) &&
      !files.isTaken(folderOf(path)) &&
      programs.has(folderOf(path)),
  );
  if (projects.length === 0) return [];
  const texts = await files.read(projects);
  const commands = (await files.commands()).split('\n').filter((line) => publishes.test(line));
  const published = new Set(commands.flatMap(folderFinder(new Set(projects.map(folderOf)))));
  const isNamed = published.size > 0 || commands.length === 0;
  return [...texts].flatMap(([path, text]): MadeImage[] => {
    const folder = folderOf(path);
    const says = /<(?:ContainerRepository|ContainerImageName)>|<EnableSdkContainerSupport>\s*true\b/i.test(text);
    const isService = /Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"/.test(text);
    const isPublished = isNamed ? published.has(folder) : isService;
    return says || isPublished ? [{ folder, by: 'the .NET SDK', name: null }] : [];
  });
}
