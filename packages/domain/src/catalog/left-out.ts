import { groupBy } from '../grouping.ts';
import { compareText } from '../location.ts';
import { isServiceName, quoteName } from '../names.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { LeftOut } from './catalog.ts';
import type { Dockerfile } from './dockerfiles.ts';
import { type Doubt, imageName } from './doubtful-places.ts';
import type { Told } from './told-services.ts';

/** The folders of Dockerfiles that build no service, each with the reason and the line that takes it in. */
export function leftOut(
  doubts: readonly Doubt[],
  unbuilt: readonly Dockerfile[],
  orphans: readonly Dockerfile[],
  told: Told,
): LeftOut[] {
  const reasons = [
    ...doubts.map(({ dockerfile, because }) => ({
      dockerfile,
      because: `${because}, and nothing shows that it is a service`,
    })),
    ...unbuilt.map((dockerfile) => ({ dockerfile, because: told.unbuilt.get(dockerfile.path) ?? '' })),
    ...orphans.map((dockerfile) => ({ dockerfile, because: 'nothing tells which service it is of' })),
  ];
  const groups = groupBy(reasons, ({ dockerfile: { folder }, because }) => `${folder}\0${because}`);
  return [...groups.values()]
    .flatMap(([first, ...rest]): LeftOut[] => {
      if (!first) return [];
      const { dockerfile, because } = first;
      const dockerfiles = [dockerfile, ...rest.map((one) => one.dockerfile)].map(({ path }) => path);
      const isUnbuilt = told.unbuilt.has(dockerfile.path);
      return [{ path: dockerfile.folder, dockerfiles, because, help: takingIn(dockerfile), isUnbuilt }];
    })
    .sort((a, b) => compareText(a.path, b.path));
}

/**
 * The folders whose images are made without a Dockerfile, and whose names are those of what is no service.
 */
export function leftUnmade({ doubtful }: Told, excluded: (folder: string) => boolean): LeftOut[] {
  return doubtful
    .filter(({ folder }) => !excluded(folder))
    .map(({ folder, because }) => {
      const name = isServiceName(baseName(folder)) ? baseName(folder) : 'NAME';
      const help = `services: { overrides: { ${name}: { path: ${quoteName(folder)} } } }`;
      return {
        path: folder,
        dockerfiles: [],
        because: `${because}, and no Dockerfile shows that it is a service`,
        help,
        isUnbuilt: false,
      };
    });
}

/** The line of rollcall.yaml that makes a service of a Dockerfile. */
function takingIn(dockerfile: Dockerfile): string {
  const { folder, path, role } = dockerfile;
  const own = imageName(dockerfile);
  const name = isServiceName(own) ? own : 'NAME';
  const file = role === 'main' ? '' : `, dockerfile: ${quoteName(path)}`;
  return `services: { overrides: { ${name}: { path: ${quoteName(folder === '' ? '.' : folder)}${file} } } }`;
}
