import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, foldersUp, joinPath } from '../../tree/repository-paths.ts';

/** The files around a module that its build tool reads besides manifests, by the manifest that tells the tool. */
const settings: readonly { manifest: string; names: RegExp; below?: readonly string[] }[] = [
  {
    manifest: 'package.json',
    // TypeScript and bundlers follow `extends` and references upwards; package managers read theirs at the top.
    names:
      /^(?:[tj]sconfig[\w.-]*\.json|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.c?js|bunfig\.toml|\.babelrc[\w.]*|\.swcrc|(?:babel|vite|webpack|rollup|postcss|tailwind)\.config\.\w+)$/,
  },
  {
    manifest: 'Cargo.toml',
    names: /^rust-toolchain(?:\.toml)?$/,
    below: ['.cargo/config.toml', '.cargo/config'],
  },
];

/** The settings in the folders above a module of a build that runs before the image is made. */
export function settingsAround(folder: string, tree: PathIndex): string[] {
  return settings.flatMap(({ manifest, names, below = [] }) => {
    if (tree.at(joinPath(folder, manifest)) !== 'file') return [];
    return foldersUp(folder).flatMap((above) => [
      ...tree.files(above).filter((path) => names.test(baseName(path))),
      ...below.map((name) => joinPath(above, name)).filter((path) => tree.at(path) === 'file'),
    ]);
  });
}
