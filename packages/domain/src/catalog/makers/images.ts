import { imagesOfProjects } from './dotnet.ts';
import { imagesOfKo } from './ko.ts';
import type { MadeImage, MakerFiles } from './maker.ts';
import { imagesOfModules } from './modules.ts';
import { imagesOfPack } from './pack.ts';
import { imagesOfSkaffold } from './skaffold.ts';

/** The images that are made without a Dockerfile; of one folder and name the first. */
export async function imagesWithoutDockerfile(files: MakerFiles): Promise<MadeImage[]> {
  const found = new Map<string, MadeImage>();
  for (const read of [imagesOfSkaffold, imagesOfModules, imagesOfProjects, imagesOfKo, imagesOfPack])
    for (const image of await read(files)) {
      const key = `${image.folder}\0${image.name ?? ''}`;
      if (!found.has(key)) found.set(key, image);
    }
  return [...found.values()];
}
